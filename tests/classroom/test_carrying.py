"""Work carried off a tablet as a file: taken in once, for its own child, by a teacher of that child."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classroom import carrying, prepared, tickets, unsent
from classroom.carrying import FileRefused, take_in
from classroom.models import Answer, Attempt, AuditEntry, Ink, Student, Unsent
from tests.conftest import Side

SignIn = Callable[..., Client]
WIRE = {"version": 1, "width": 1000, "height": 500, "strokes": [[[10, 10, 0], [90, 90, 50]]]}


def entry(answer: Answer, **more: Any) -> dict[str, Any]:
    """An answer as a page puts it into a file; drawn now."""
    at = timezone.now().timestamp() * 1000
    return {
        "client_id": str(uuid.uuid4()), "answer": str(answer.uuid), "seq": 1, "at": at, "ink": WIRE,
        "pointer": "pen", "device": "tablet", **more,
    }  # fmt: skip


def file_of(student: Student, *entries: dict[str, Any], **more: Any) -> bytes:
    """A file as the child's page seals it."""
    ticket = tickets.ticket_for(student)
    work = json.dumps({"made": timezone.now().timestamp() * 1000, "answers": entries})
    seal = hmac.new(bytes.fromhex(tickets.key_of(ticket)), work.encode(), hashlib.sha256).hexdigest()
    facts = {"kind": carrying.KIND, "version": 1, "ticket": ticket, "work": work, "seal": seal, **more}
    return json.dumps(facts).encode()


def test_a_file_is_taken_in_once_flagged_and_audited(here: Side) -> None:
    ada = here.students[0]
    drawn, typed = here.answer(1), here.answer(2)
    file = file_of(ada, entry(drawn), entry(typed, ink=None, typed="5", pointer="keypad"))
    done = take_in(teacher=here.teacher, content=file)
    assert (done.student, done.fresh, done.known, done.waiting, done.refusals) == (ada, 2, 0, 0, [])
    again = take_in(teacher=here.teacher, content=file)
    assert (again.fresh, again.known) == (0, 2)
    inks = Ink.objects.order_by("answer")
    assert [(ink.came_by, ink.is_late, ink.mode) for ink in inks] == [
        ("file", False, "drawn"),
        ("file", False, "typed"),
    ]
    drawn.refresh_from_db()
    assert drawn.ink == inks[0]
    facts = AuditEntry.objects.filter(action="work_taken_in").order_by("pk").values_list("facts", flat=True)
    assert [(one["answers"], one["known"]) for one in facts] == [(2, 0), (0, 2)]


def test_what_the_tablet_sends_after_its_file_was_taken_in_changes_nothing(here: Side, as_student: SignIn) -> None:
    answer = here.answer()
    one = entry(answer)
    take_in(teacher=here.teacher, content=file_of(here.students[0], one))
    sent = {name: one[name] for name in ("client_id", "seq", "ink", "pointer", "device")}
    address = reverse("api-ink", args=[answer.uuid])
    reply = as_student(here).post(address, {**sent, "age_ms": 60_000}, content_type="application/json")
    assert (reply.status_code, reply.json()["late"], reply.json()["open"]) == (201, False, True)
    assert Ink.objects.count() == 1


def test_a_file_never_counts_over_writing_that_stands_there(here: Side, draw: Callable[..., Ink]) -> None:
    answer = here.answer()
    newer = draw(answer, seq=3)
    before = newer.received_at - timedelta(minutes=2)
    Attempt.objects.update(started_at=before - timedelta(minutes=1))
    older, other = entry(answer, seq=2, at=before.timestamp() * 1000), entry(answer, seq=9)
    done = take_in(teacher=here.teacher, content=file_of(here.students[0], older, other))
    answer.refresh_from_db()
    assert answer.ink == newer
    assert (done.fresh, done.waiting) == (2, 1), "the older revision is kept, the other waits for the teacher"
    assert list(Ink.objects.filter(came_by="file").order_by("seq").values_list("seq", "is_late")) == [
        (2, False),
        (4, True),
    ]


def test_a_file_after_closing_is_late_and_says_when_it_was_drawn(here: Side, as_teacher: SignIn) -> None:
    answer = here.answer()
    now = timezone.now()
    Attempt.objects.update(started_at=now - timedelta(hours=2))
    here.assignment.opens_at, here.assignment.closes_at = now - timedelta(hours=3), now - timedelta(hours=1)
    here.assignment.save()
    drawn = (now - timedelta(minutes=90)).timestamp() * 1000
    done = take_in(teacher=here.teacher, content=file_of(here.students[0], entry(answer, at=drawn)))
    assert (done.fresh, done.waiting) == (1, 1)
    answer.refresh_from_db()
    assert answer.ink is None
    page = as_teacher(here).get(reverse("answer", args=[answer.uuid])).content.decode()
    assert "after closing or hand-in from a file" in page
    assert "in time." in page


def test_a_tablet_whose_clock_is_wrong_cannot_date_its_work_into_the_lesson(here: Side) -> None:
    answer = here.answer()
    tomorrow = (timezone.now() + timedelta(days=1)).timestamp() * 1000
    take_in(teacher=here.teacher, content=file_of(here.students[0], entry(answer, at=tomorrow), made=0))
    last_year = (timezone.now() - timedelta(days=365)).timestamp() * 1000
    take_in(teacher=here.teacher, content=file_of(here.students[0], entry(here.answer(2), at=last_year)))
    first, second = Ink.objects.order_by("pk")
    assert first.drawn_at is not None and first.drawn_at <= timezone.now()
    assert second.drawn_at is None, "before the child began: that clock says nothing"


def _swap(text: bytes, **more: Any) -> bytes:
    return json.dumps({**json.loads(text), **more}).encode()


def test_what_is_not_a_whole_file_of_ours_is_refused_in_words(here: Side) -> None:
    ada, ben = here.students
    good = file_of(ada, entry(here.answer()))
    facts = json.loads(good)
    refused = {
        "too large": b"{" + b" " * carrying.MOST_BYTES,
        "cannot be read": b"\xff\xfe\x00",
        "no work from a tablet": b'{"kind": "photos"}',
        "is no work": b"[" * 5000,
        "newer version": _swap(good, version=2),
        "changed or damaged": _swap(good, work=facts["work"].replace("10", "11", 1)),
        "changed or damaged ": _swap(good, seal="0" * 64),
        "changed or damaged  ": _swap(good, seal=None),
        "not made by a page": _swap(good, ticket="made up"),
        "was changed": _swap(good, ticket=tickets.ticket_for(ben)),  # Ada's work, said to be Ben's
        "no answers": file_of(ada),
    }
    for words, content in refused.items():
        with pytest.raises(FileRefused, match=words.strip()):
            take_in(teacher=here.teacher, content=content)
    with pytest.raises(FileRefused, match="changed or damaged"):
        take_in(teacher=here.teacher, content=file_of(ada, {"answer": "x"}))
    assert not Ink.objects.exists()


def test_only_a_teacher_of_the_child_takes_the_file_in(here: Side, elsewhere: Side) -> None:
    file = file_of(here.students[0], entry(here.answer()))
    with pytest.raises(FileRefused, match="another school"):
        take_in(teacher=elsewhere.teacher, content=file)
    here.teacher.teachings.all().delete()
    with pytest.raises(FileRefused, match="none of your classes"):
        take_in(teacher=here.teacher, content=file)
    assert not Ink.objects.exists()


def test_answers_of_other_children_and_broken_ones_keep_no_others_out(here: Side, elsewhere: Side) -> None:
    ada, ben = here.students
    good, bens, zoes = here.answer(1), here.answer(1, ben), elsewhere.answer(1)
    huge = {**WIRE, "strokes": [[[0, 0, 0]]] * 65}
    done = take_in(
        teacher=here.teacher,
        content=file_of(ada, entry(bens), entry(here.answer(2), ink=huge), entry(zoes), entry(good)),
    )
    assert done.fresh == 1
    assert sum(count for _, count in done.refusals) == 3
    assert ("belongs to a lesson that is not yours, or is gone", 2) in done.refusals
    assert [ink.answer for ink in Ink.objects.all()] == [good]


def test_a_file_made_before_the_secret_key_was_changed_is_still_taken_in(here: Side, settings: Any) -> None:
    file = file_of(here.students[0], entry(here.answer()))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a" * 50, [settings.SECRET_KEY]
    assert take_in(teacher=here.teacher, content=file).fresh == 1
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(FileRefused, match="not made by a page"):
        take_in(teacher=here.teacher, content=file)


def test_the_teacher_s_page_tells_of_every_file_what_became_of_it(here: Side, as_teacher: SignIn) -> None:
    client, ada = as_teacher(here), here.students[0]
    good = file_of(ada, entry(here.answer()))
    answer = client.post(
        reverse("take-in"),
        {"work": [SimpleUploadedFile("astro-work-1.json", good), SimpleUploadedFile("<b>.json", b"no")]},
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "1 answer taken in" in page and "Not taken in" in page and "&lt;b&gt;.json" in page
    assert client.post(reverse("take-in"), {"work": [SimpleUploadedFile("x", b"no")]}).status_code == 400
    too_many = [SimpleUploadedFile(f"{n}.json", good) for n in range(41)]
    assert "At most 40 files" in client.post(reverse("take-in"), {"work": too_many}).content.decode()


# --- what tablets still keep ---


def kept(answers: list[Answer], student: Student, *, client: Client | None = None) -> int:
    """A tablet says what it keeps, on a page on which nobody is signed in; the status."""
    said = {"kept": [{"ticket": tickets.ticket_for(student), "answers": [str(one.uuid) for one in answers]}]}
    reply = (client or Client()).post(reverse("api-kept"), said, content_type="application/json")
    return int(reply.status_code)


def test_a_teacher_sees_what_is_still_on_a_tablet_and_when_it_was_heard_of(here: Side, as_teacher: SignIn) -> None:
    ada = here.students[0]
    client, cells = as_teacher(here), reverse("assignment-cells", args=[here.assignment.uuid])
    assert kept([here.answer(1), here.answer(2), here.answer(3)], ada) == 204
    row = Unsent.objects.get()
    heard = timezone.localtime(row.heard_at)
    page = client.get(reverse("assignment", args=[here.assignment.uuid])).content.decode()
    assert f"3 on the tablet, {heard:%H:%M}" in page and "3 answers are still on children’s tablets" in page
    assert client.get(cells).json()["rows"][0]["kept"] == f"3 on the tablet, {heard:%H:%M}"
    assert "Ada" in client.get(reverse("take-in")).content.decode()
    assert unsent.answers_on_tablets() == 3


def test_a_save_says_what_waits_and_the_last_one_takes_it_back(here: Side, as_student: SignIn) -> None:
    client = as_student(here)
    first, second = here.answer(1), here.answer(2)

    def save(answer: Answer, *waiting: Answer) -> None:
        body = {"client_id": str(uuid.uuid4()), "seq": 1, "typed": "5", "waiting": [str(one.uuid) for one in waiting]}
        reply = client.post(reverse("api-ink", args=[answer.uuid]), body, content_type="application/json")
        assert reply.status_code == 201

    save(first, second)
    assert Unsent.objects.get().answers == 1
    save(second)
    assert not Unsent.objects.exists()


def test_two_tablets_of_a_child_are_told_apart_and_a_version_grows_only_with_news(here: Side) -> None:
    ada, one, two = here.students[0], Client(), Client()
    one.cookies["device"], two.cookies["device"] = "a" * 32, "b" * 32
    kept([here.answer(1)], ada, client=one)
    kept([here.answer(1), here.answer(2)], ada, client=two)
    here.school_class.refresh_from_db()
    version = here.school_class.version
    kept([here.answer(1)], ada, client=one)
    here.school_class.refresh_from_db()
    assert here.school_class.version == version
    assert prepared.together(unsent.kept_on_tablets(here.assignment))[0][here.attempt().uuid].answers == 3
    kept([], ada, client=two)
    assert Unsent.objects.get().answers == 1
    assert not Unsent.objects.filter(tablet="a" * 16).exists(), "the cookie itself is not stored"


def test_without_a_ticket_or_of_others_answers_nothing_is_heard(here: Side, elsewhere: Side) -> None:
    zoe = elsewhere.students[0]
    assert kept([here.answer(1)], zoe) == 204  # Zoe's ticket says nothing of Ada's answers
    made_up = {"kept": [{"ticket": "made up", "answers": [str(here.answer(1).uuid)]}]}
    assert Client().post(reverse("api-kept"), made_up, content_type="application/json").status_code == 204
    assert not Unsent.objects.exists()
    for broken in (
        {},
        {"kept": [{"ticket": "x" * 500, "answers": []}]},
        {"kept": [{"ticket": "x", "answers": ["1"]}]},
    ):
        assert Client().post(reverse("api-kept"), broken, content_type="application/json").status_code == 400


def test_what_a_file_brought_is_not_said_to_be_on_the_tablet_any_more(here: Side) -> None:
    ada = here.students[0]
    kept([here.answer(1), here.answer(2)], ada)
    take_in(teacher=here.teacher, content=file_of(ada, entry(here.answer(1))))
    assert Unsent.objects.get().answers == 2, "the file held less than the tablet keeps"
    take_in(teacher=here.teacher, content=file_of(ada, entry(here.answer(1)), entry(here.answer(2))))
    assert not Unsent.objects.exists()
