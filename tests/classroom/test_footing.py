"""Drawn answers, what follows from them, and that nobody but a teacher hears of it."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from classroom import checks, feedback, footing, marks, promise, review, rules, submissions, undo
from classroom.certainty import published
from classroom.certainty.ladder import CAREFUL_RUNG, NOTHING, RUNGS, Checked
from classroom.models import Answer, AuditEntry, Check, Decision, Footing, Ink, Mark
from classroom.rules import CAREFUL
from tests.classroom.marked import fresh, read_all
from tests.conftest import ScriptedReader, Side

Draw = Callable[..., Ink]
SignIn = Callable[..., Client]
START = datetime(2026, 9, 7, tzinfo=UTC)


@pytest.fixture
def every_answer_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lot falls on every answer."""
    monkeypatch.setattr(checks, "is_drawn", lambda **_: True)


@pytest.fixture
def handed_in(here: Side, reader: ScriptedReader, draw: Draw, every_answer_drawn: None) -> Answer:
    """Ada's answer to 7 + 5, read as 12, marked right by machine, drawn, and handed in."""
    answer = here.answer(1)
    draw(answer)
    read_all()
    submissions.hand_in(attempt=here.attempt())
    return fresh(answer)


def found(school_side: Side) -> list[Checked]:
    return checks.evidence(school_side.school, "scripted-1")


# --- the lot ---


def test_the_lot_falls_on_one_answer_of_an_attempt_at_most_and_on_the_share_asked_for() -> None:
    drawn: Counter[int] = Counter()
    for number in range(4000):
        attempt = str(uuid.UUID(int=number))
        places = [
            place
            for place in range(1, 21)
            if checks.is_drawn(attempt_uuid=attempt, position=place, questions=20, share=0.02)
        ]
        assert len(places) <= 1
        drawn.update(places)
    assert sum(drawn.values()) == pytest.approx(0.02 * 20 * 4000, rel=0.1)
    assert min(drawn[place] for place in range(1, 21)) > 0.6 * 80
    assert not checks.is_drawn(attempt_uuid="a", position=3, questions=2, share=1.0)


def test_the_same_answer_is_drawn_again_however_often_it_is_asked() -> None:
    asked = {"attempt_uuid": str(uuid.uuid4()), "position": 2, "questions": 3, "share": 0.5}
    assert len({checks.is_drawn(**asked) for _ in range(5)}) == 1  # type: ignore[arg-type]


def test_sure_and_unsure_answers_are_drawn_alike_and_blank_or_typed_ones_never(
    here: Side, reader: ScriptedReader, draw: Draw, every_answer_drawn: None
) -> None:
    ada, ben = here.students
    draw(here.answer(1, ada))
    read_all()
    reader.says(("12", 0.5), ("17", 0.4))
    draw(here.answer(1, ben))
    read_all()
    reader.says(status="unreadable")
    draw(here.answer(2, ada))
    read_all()
    submissions.record_ink(answer=here.answer(3, ada), client_id=uuid.uuid4(), seq=1, typed="42")
    assert [(one.verdict, one.chance) for one in Check.objects.order_by("pk")] == [("right", 0.99), ("unsure", 0.5)]


# --- what a mark keeps ---


def test_a_mark_keeps_the_thresholds_it_was_given_under(here: Side, reader: ScriptedReader, draw: Draw) -> None:
    draw(here.answer(1))
    read_all()
    mark = Mark.objects.get()
    assert mark.thresholds == {**CAREFUL.to_json(), "mirrored": True}
    assert (mark.rule_version, mark.reading and mark.reading.reader_version) == (rules.RULE_VERSION, "scripted-1")
    teachers = marks.overrule(answer=here.answer(1), teacher=here.teacher, verdict="wrong")
    assert teachers.thresholds == {}


def test_a_footing_that_tightened_leaves_the_next_answer_to_the_teacher(
    here: Side, reader: ScriptedReader, draw: Draw
) -> None:
    ada, ben = here.students
    draw(here.answer(1, ada))
    read_all()
    Footing.objects.create(
        school=here.school, reader_version="scripted-1", state="tightened", rung=0, thresholds=NOTHING.to_json()
    )
    draw(here.answer(1, ben))
    read_all()
    assert (fresh(here.answer(1, ada)).mark.verdict, fresh(here.answer(1, ben)).mark.verdict) == ("right", "unsure")


def test_another_schools_footing_changes_nothing_here(
    here: Side, elsewhere: Side, reader: ScriptedReader, draw: Draw
) -> None:
    for school, version in ((elsewhere.school, "scripted-1"), (here.school, "another reader")):
        Footing.objects.create(
            school=school, reader_version=version, state="tightened", rung=0, thresholds=NOTHING.to_json()
        )
    draw(here.answer(1))
    read_all()
    assert fresh(here.answer(1)).mark.verdict == "right"


# --- the check ---


def test_a_drawn_mark_waits_for_a_teacher_only_when_the_child_is_done(
    here: Side, reader: ScriptedReader, draw: Draw, every_answer_drawn: None
) -> None:
    answer = here.answer(1)
    draw(answer)
    read_all()
    mine = Answer.objects.filter(attempt=here.attempt())
    assert review.count(mine) == 0
    submissions.hand_in(attempt=here.attempt())
    assert review.count(mine) == 1
    assert review.items(mine)[0].items[0].words == "check of a sure mark"


def test_a_check_is_blind_in_the_list_and_counts_once_decided(
    handed_in: Answer, here: Side, as_teacher: SignIn
) -> None:
    client = as_teacher(here)
    page = client.get(reverse("review", args=[here.assignment.uuid])).content.decode()
    panel = client.get(reverse("answer", args=[handed_in.uuid]) + "?part=panel&review=1").content.decode()
    for text in (page, panel):
        assert "check of a sure mark" in text
        assert "Read as" not in text
        assert not re.search(r"\b99(\.\d)?\s?%|0\.99", text)
        assert 'data-verdict=""' in text
    assert "Read as" in client.get(reverse("answer", args=[handed_in.uuid])).content.decode()
    client.post(reverse("answer-mark", args=[handed_in.uuid]), {"verdict": "right"})
    assert review.count(Answer.objects.all()) == 0
    assert [(one.was_right, one.chance) for one in found(here)] == [(True, 0.99)]


def test_the_dashboard_counts_a_check_but_shows_the_mark(handed_in: Answer, here: Side, as_teacher: SignIn) -> None:
    page = as_teacher(here).get(reverse("assignment", args=[here.assignment.uuid])).content.decode()
    assert re.search(r"1</span> to look at", page)
    assert "Careful marking" in page  # what the marking rests on stands below


def test_a_child_never_hears_of_a_check(handed_in: Answer, here: Side, as_student: SignIn) -> None:
    sheet = feedback.answers_for_child(here.attempt())
    assert sheet[0]["mark"] == "right"
    client = as_student(here)
    for name in ("done", "todo"):
        args = [here.attempt().uuid] if name == "done" else []
        page = client.get(reverse(name, args=args)).content.decode()
        assert not re.search(r"\bcheck of|drawn|lot\b|audit|footing", re.sub(r"<[^>]*>", " ", page))
    Check.objects.all().delete()
    assert feedback.answers_for_child(here.attempt()) == sheet


def test_a_wrong_mark_that_a_check_finds_is_evidence_and_taking_it_back_takes_that_back(
    handed_in: Answer, here: Side
) -> None:
    marks.overrule(answer=handed_in, teacher=here.teacher, verdict="wrong")
    here.school.refresh_from_db()
    assert here.school.footing_is_stale
    assert [one.is_lenient(CAREFUL) for one in found(here)] == [True]
    undo.take_back(decision=Decision.objects.latest("pk"), teacher=here.teacher)
    assert found(here) == []


def test_a_decision_on_a_group_is_no_check(handed_in: Answer, here: Side) -> None:
    group = Decision.objects.create(school=here.school, teacher=here.teacher, kind=Decision.Kind.GROUP)
    marks.overrule(answer=handed_in, teacher=here.teacher, verdict="right", decision=group)
    assert found(here) == []


def test_newer_ink_or_a_corrected_key_voids_a_check(handed_in: Answer, here: Side, draw: Draw) -> None:
    marks.overrule(answer=handed_in, teacher=here.teacher, verdict="right")
    assert len(found(here)) == 1
    question = handed_in.question
    question.key_number += 1
    question.save()
    assert found(here) == []
    question.key_number -= 1
    question.save()
    late = draw(handed_in, seq=2)
    submissions.accept_late(ink=late, teacher=here.teacher)
    assert found(here) == []


def test_evidence_stays_in_the_school(handed_in: Answer, here: Side, elsewhere: Side) -> None:
    marks.overrule(answer=handed_in, teacher=here.teacher, verdict="right")
    assert found(elsewhere) == []
    assert checks.evidence(here.school, "another reader") == []


# --- what follows ---


def good(count: int, start: int = 0) -> list[Checked]:
    return [
        Checked(0.995, 0.9999, True, one % 30, START + timedelta(minutes=one)) for one in range(start, start + count)
    ]


def bad(number: int) -> Checked:
    return Checked(0.0, 0.998, True, number, START + timedelta(minutes=number))


def test_proof_loosens_and_trouble_tightens_with_a_trail(here: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    evidence = good(2300)
    monkeypatch.setattr(checks, "evidence", lambda *_: evidence)
    row = footing.work_out(school=here.school, reader_version="scripted-1")
    assert (row.state, row.rung, row.facts["sample"]) == ("certified", len(RUNGS) - 1, 2300)
    assert Footing.objects.count() == 2  # careful, then certified
    footing.work_out(school=here.school, reader_version="scripted-1")
    assert Footing.objects.count() == 2
    evidence += [bad(3000), bad(3001), bad(3002)]
    row = footing.work_out(school=here.school, reader_version="scripted-1")
    assert (row.state, row.rung) == ("tightened", 1)
    assert "3 were wrong" in row.reason
    assert row.facts["wary"]
    assert footing.terms_in_class(here.school_class.pk, "scripted-1").share == pytest.approx(0.06)  # type: ignore[union-attr]
    assert AuditEntry.objects.filter(action="footing_changed", school=here.school).count() == 3


def test_the_sweeper_works_out_what_is_stale_and_nothing_else(handed_in: Answer, here: Side, elsewhere: Side) -> None:
    assert footing.keep_up() == 0
    marks.overrule(answer=handed_in, teacher=here.teacher, verdict="right")
    assert footing.keep_up() == 1
    row = Footing.objects.get()
    assert (row.school, row.state, row.facts["sample"]) == (here.school, "careful", 1)
    assert footing.keep_up() == 0
    Footing.objects.update(computed_at=row.computed_at - timedelta(days=2))
    assert footing.keep_up() == 1


def test_a_reader_without_a_publication_is_careful_and_the_page_says_so(
    here: Side, reader: ScriptedReader, as_teacher: SignIn
) -> None:
    assert published.published("scripted-1") is None
    assert footing.starting_thresholds("scripted-1") == RUNGS[CAREFUL_RUNG]
    page = as_teacher(here).get(reverse("marking")).content.decode()
    assert "nothing is published for this version of the reader" in page


def test_a_published_reader_says_whose_writing_it_rests_on(here: Side, reader: ScriptedReader) -> None:
    known = published.understood(published.FILE.read_text())
    assert known is not None
    reader.version = known.reader_version
    said = promise.statement(here.school)
    assert said.state == "published"
    assert f"{known.writers} grown-ups; none was a child" in said.words


def test_beginning_anew_forgets_the_checks_so_far(handed_in: Answer, here: Side, as_teacher: SignIn) -> None:
    marks.overrule(answer=handed_in, teacher=here.teacher, verdict="right")
    footing.keep_up()
    as_teacher(here).post(reverse("school-marking-anew"))
    row = Footing.objects.latest("pk")
    assert (row.facts["sample"], row.facts["checked"]) == (0, 0)
    assert "began the count anew" in row.reason
