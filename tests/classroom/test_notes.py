"""Notes to a child: stamps and a few words, kept at once, shown when the work is returned."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from classroom import assignments, feedback, notes, submissions
from classroom.models import Assignment, Attempt, AuditEntry, Note
from tests.conftest import Side

pytestmark = pytest.mark.django_db
WORDS = "You drew the jumps <b>so</b> clearly!"


def give_back(side: Side) -> Attempt:
    attempt = side.attempt()
    submissions.hand_in(attempt=attempt)
    assignments.return_work(assignment=side.assignment, teacher=side.teacher, attempts=[attempt])
    return side.attempt()


def test_a_note_on_an_answer_and_one_on_the_sheet_are_kept_apart(
    here: Side, as_teacher: Callable[[Side], Client]
) -> None:
    client, answer = as_teacher(here), here.answer(1)
    client.post(f"/answers/{answer.uuid}/note/", {"text": WORDS, "stamps": ["rocket", "star"]})
    client.post(f"/attempts/{answer.attempt.uuid}/note/", {"text": "Well done, Ada"})
    assert {(note.answer_id, note.text, note.stamps, note.teacher) for note in Note.objects.all()} == {
        (answer.pk, WORDS, "star rocket", here.teacher),
        (None, "Well done, Ada", "", here.teacher),
    }


def test_writing_on_changes_the_one_note_and_saying_nothing_takes_it_away(here: Side) -> None:
    answer = here.answer(1)
    for text, codes in (("Good", []), ("Good!", ["star"]), ("Good!", ["star"]), ("  ", [])):
        notes.write_note(attempt=answer.attempt, answer=answer, teacher=here.teacher, text=text, codes=codes)
    assert not Note.objects.exists()
    trail = AuditEntry.objects.filter(action__startswith="note_").order_by("pk")
    assert [entry.action for entry in trail] == ["note_written", "note_written", "note_wiped"], (
        "the same is no change"
    )
    assert all("Good" not in str(entry.facts) for entry in trail), "no words in the trail"


def test_wiping_what_is_not_there_leaves_no_trace(here: Side) -> None:
    assert notes.write_note(attempt=here.attempt(), answer=None, teacher=here.teacher, text="", codes=[]) is None
    assert not AuditEntry.objects.filter(action__startswith="note_").exists()


@pytest.mark.parametrize(
    "data",
    [
        {"text": "x" * 281},
        {"stamps": ["skull"]},
        {"stamps": ["star", "rocket", "heart", "idea"]},
        {"stamps": ["star; heart"]},
    ],
)
def test_too_long_too_many_or_unknown_is_refused_in_words(
    here: Side, as_teacher: Callable[[Side], Client], data: dict[str, object]
) -> None:
    answer = as_teacher(here).post(
        f"/answers/{here.answer(1).uuid}/note/", data, headers={"X-Requested-With": "fetch"}
    )
    assert answer.status_code == 400 and answer.json()["message"]
    assert not Note.objects.exists()


def test_the_database_holds_one_note_for_each_and_none_that_says_nothing(here: Side) -> None:
    answer = here.answer(1)
    Note.objects.create(attempt=answer.attempt, answer=answer, text="a")
    Note.objects.create(attempt=answer.attempt, text="b")
    for more in ({"answer": answer, "text": "c"}, {"text": "c"}, {"answer": here.answer(2)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Note.objects.create(attempt=answer.attempt, **more)


@pytest.mark.parametrize("policy", Assignment.Feedback.values)
def test_the_child_sees_notes_when_the_work_is_returned_and_not_before(
    here: Side, as_student: Callable[..., Client], policy: str
) -> None:
    Assignment.objects.update(feedback=policy)
    answer, client = here.answer(1), as_student(here)
    notes.write_note(attempt=answer.attempt, answer=answer, teacher=here.teacher, text=WORDS, codes=["mountain"])
    notes.write_note(attempt=answer.attempt, answer=None, teacher=here.teacher, text="Kind words", codes=["heart"])

    def seen() -> str:
        done = client.get(f"/work/{here.assignment.uuid}/done/", follow=True).text
        return done + client.get("/todo/").text + client.get(f"/api/v1/attempts/{answer.attempt.uuid}/").text

    for _ in ("while writing", "handed in"):
        before = seen()
        for words in ("so clearly", "Kind words", "You worked hard", "Your teacher wrote to you"):
            assert words not in before
        submissions.hand_in(attempt=answer.attempt)
    assignments.return_work(assignment=here.assignment, teacher=here.teacher, attempts=[answer.attempt])
    after = seen()
    for words in ("You drew the jumps", "Kind words", "You worked hard", "Thank you", "Your teacher wrote to you"):
        assert words in after
    assert "Ms Hopper says" in after
    assert "<b>so</b>" not in after and "&lt;b&gt;so&lt;/b&gt;" in after, "what a teacher types is never markup"


def test_work_that_is_taken_up_again_hides_its_notes_again(here: Side) -> None:
    attempt = give_back(here)
    notes.write_note(attempt=attempt, answer=None, teacher=here.teacher, text="Kind words", codes=[])
    assert feedback.note_for_child(attempt) == {"text": "Kind words", "stamps": [], "by": "Ms Hopper"}
    assignments.reopen_attempt(attempt=attempt, teacher=here.teacher)
    assert feedback.note_for_child(here.attempt()) is None
    assert Note.objects.count() == 1, "but keeps them"


def test_a_note_to_one_child_is_not_shown_to_another(here: Side, as_student: Callable[..., Client]) -> None:
    attempt = give_back(here)
    notes.write_note(attempt=attempt, answer=None, teacher=here.teacher, text="For Ada", codes=[])
    ben = here.students[1]
    submissions.hand_in(attempt=here.attempt(ben))
    assignments.return_work(assignment=here.assignment, teacher=here.teacher)
    client = as_student(here, ben)
    assert "For Ada" not in client.get(f"/work/{here.assignment.uuid}/done/").text + client.get("/todo/").text


def test_the_answer_and_the_sheet_show_the_note_to_teachers(here: Side, as_teacher: Callable[[Side], Client]) -> None:
    answer, client = here.answer(1), as_teacher(here)
    notes.write_note(attempt=answer.attempt, answer=answer, teacher=here.teacher, text="Clever", codes=["idea"])
    page = client.get(f"/answers/{answer.uuid}/").text
    assert ">Clever</textarea>" in page and 'value="idea" checked' in page
    assert "Note</span>" in client.get(f"/attempts/{answer.attempt.uuid}/").text
