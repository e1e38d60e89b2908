"""What a child's answers look like: from readings, for teachers alone, with a teacher's word kept."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from classroom import assignments, checks, marks, patterns, readings, submissions, worksheets
from classroom.errors import BadInput
from classroom.models import (
    Answer,
    Assignment,
    Attempt,
    AuditEntry,
    Enrolment,
    PatternDecision,
    ReadingJob,
    Student,
)
from classroom.skills import arithmetic
from classroom.skills.questions import QuestionDraft
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
SUMS = {"63 - 29": "46", "82 - 47": "45", "91 - 38": "67", "57 - 21": "36"}
SMALLER = "sub.smaller_from_larger"


@pytest.fixture
def lesson(here: Side, reader: ScriptedReader) -> Assignment:
    """Four subtractions set to the class."""
    drafts = [line.result for line in arithmetic.read_text("\n".join(SUMS))]
    assert all(isinstance(draft, QuestionDraft) for draft in drafts)
    sheet = worksheets.create_worksheet(author=here.teacher, title="Take away", drafts=drafts)  # type: ignore[arg-type]
    worksheets.publish(worksheet=sheet, teacher=here.teacher)
    return Assignment.objects.create(worksheet=sheet, school_class=here.school_class, set_by=here.teacher)


@pytest.fixture
def write(reader: ScriptedReader, draw: Callable[..., Any]) -> Callable[..., Attempt]:
    """A child who writes these answers; the reader is this sure of each."""

    def sit(lesson: Assignment, student: Student, texts: list[str], *, sure: float = 0.97) -> Attempt:
        attempt = submissions.start_attempt(assignment=lesson, student=student)
        for answer, text in zip(
            Answer.objects.filter(attempt=attempt).order_by("question__position"), texts, strict=True
        ):
            right = answer.question.key["values"][0]
            reader.says((text, sure), *([(right, round(0.99 - sure, 3))] if text != right and sure < 0.95 else []))
            readings.read_and_mark([ReadingJob.objects.get(ink=draw(answer)).pk])
        return attempt

    return sit


Write = Callable[..., Attempt]
BY_RULE = list(SUMS.values())
RIGHT = ["34", "35", "53", "36"]


def test_a_sheet_looks_like_a_procedure_and_shows_the_answers(here: Side, lesson: Assignment, write: Write) -> None:
    attempt = write(lesson, here.students[0], BY_RULE)
    [found] = patterns.patterns_of(attempt)
    assert found.procedure.code == SMALLER
    assert [(one.answer.question.prompt, one.text) for one in found.evidence] == [
        ("63 − 29 = ?", "46"), ("82 − 47 = ?", "45"), ("91 − 38 = ?", "67"),
    ]  # fmt: skip
    assert (found.able, found.verdict) == (3, "")


def test_right_answers_and_doubtful_readings_look_like_nothing(here: Side, lesson: Assignment, write: Write) -> None:
    assert patterns.patterns_of(write(lesson, here.students[0], RIGHT)) == []
    assert patterns.patterns_of(write(lesson, here.students[1], BY_RULE, sure=0.5)) == []


def test_a_teachers_right_takes_evidence_away(here: Side, lesson: Assignment, write: Write) -> None:
    attempt = write(lesson, here.students[0], BY_RULE)
    for answer in Answer.objects.filter(attempt=attempt):
        marks.overrule(answer=answer, teacher=here.teacher, verdict="right")
    assert patterns.patterns_of(attempt) == []


def test_a_corrected_key_takes_the_prediction_away(here: Side, lesson: Assignment, write: Write) -> None:
    attempt = write(lesson, here.students[0], BY_RULE)
    for question in lesson.worksheet.questions.all()[:3]:
        wrong = question.predictions["wrong"][SMALLER][0]
        worksheets.correct_key(
            question=question, values=f"{question.key['values'][0]} or {wrong}", teacher=here.teacher
        )
    assert patterns.patterns_of(attempt) == []


def test_typed_answers_count_as_they_stand(here: Side, lesson: Assignment) -> None:
    attempt = submissions.start_attempt(assignment=lesson, student=here.students[0])
    answers = Answer.objects.filter(attempt=attempt).order_by("question__position")
    for answer, text in zip(answers, BY_RULE, strict=True):
        submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed=text)
    assert [one.procedure.code for one in patterns.patterns_of(attempt)] == [SMALLER]


def test_questions_of_before_foretell_nothing(here: Side, draw: Callable[..., Any], reader: ScriptedReader) -> None:
    answer = here.answer(1)
    reader.says(("99", 0.97))
    readings.read_and_mark([ReadingJob.objects.get(ink=draw(answer)).pk])
    assert answer.question.predictions == {}
    assert patterns.patterns_of(answer.attempt) == []


# --- a teacher's word ---


def test_a_teachers_word_is_kept_and_only_added_to(here: Side, lesson: Assignment, write: Write) -> None:
    attempt = write(lesson, here.students[0], BY_RULE)
    say = {"attempt": attempt, "procedure": SMALLER, "teacher": here.teacher}
    first = patterns.decide(verdict="accepted", **say)  # type: ignore[arg-type]
    assert patterns.decide(verdict="accepted", **say) == first, "the same word twice is one row"  # type: ignore[arg-type]
    patterns.decide(verdict="rejected", **say)  # type: ignore[arg-type]
    [found] = patterns.patterns_of(attempt)
    assert found.verdict == "rejected"
    patterns.decide(verdict="withdrawn", **say)  # type: ignore[arg-type]
    assert patterns.patterns_of(attempt)[0].verdict == ""
    assert [one.verdict for one in PatternDecision.objects.all()] == ["accepted", "rejected", "withdrawn"]
    assert len(first.evidence["answers"]) == 3
    assert AuditEntry.objects.filter(action="pattern_decided").count() == 3


def test_nothing_is_kept_of_what_the_answers_do_not_look_like(here: Side, lesson: Assignment, write: Write) -> None:
    attempt = write(lesson, here.students[0], RIGHT)
    for procedure in (SMALLER, "sub.magic", ""):
        with pytest.raises(patterns.NothingLikeThat):
            patterns.decide(attempt=attempt, procedure=procedure, verdict="accepted", teacher=here.teacher)
    with pytest.raises(BadInput):
        patterns.decide(attempt=attempt, procedure=SMALLER, verdict="perhaps", teacher=here.teacher)
    assert not PatternDecision.objects.exists()


# --- pages ---


def test_a_lesson_shows_who_looks_alike(
    here: Side, lesson: Assignment, write: Write, as_teacher: Callable[..., Client]
) -> None:
    ada, ben = here.students
    write(lesson, ada, BY_RULE)
    write(lesson, ben, RIGHT)
    client = as_teacher(here)
    page = client.get(reverse("assignment-patterns", args=[lesson.uuid])).content.decode()
    assert "1 child: looks like “takes the smaller digit from the larger in each column”" in page
    assert "Ada" in page
    assert "Ben" not in page
    hidden = client.get(reverse("assignment-patterns", args=[lesson.uuid]), {"names": "hidden"}).content.decode()
    assert "Ada" not in hidden


def test_the_sheet_takes_a_teachers_word(
    here: Side, lesson: Assignment, write: Write, as_teacher: Callable[..., Client]
) -> None:
    attempt = write(lesson, here.students[0], BY_RULE)
    client = as_teacher(here)
    sheet = reverse("sheet", args=[attempt.uuid])
    assert "It looks as if the child takes the smaller digit" in client.get(sheet).content.decode()
    word = {"procedure": SMALLER, "verdict": "rejected"}
    assert client.post(reverse("attempt-pattern", args=[attempt.uuid]), word).url == sheet
    assert "✗ No, said Ms Hopper" in client.get(sheet).content.decode()
    said = client.post(reverse("attempt-pattern", args=[attempt.uuid]), {"procedure": "x"}, follow=True)
    assert "Say accepted, rejected" in said.content.decode()


def test_a_lesson_without_patterns_says_so(here: Side, as_teacher: Callable[..., Client]) -> None:
    page = as_teacher(here).get(reverse("assignment-patterns", args=[here.assignment.uuid])).content.decode()
    assert "No pattern" in page


def test_a_child_never_sees_any_of_it(
    here: Side, lesson: Assignment, write: Write, as_student: Callable[..., Client]
) -> None:
    """Not before hand-in, not after, not when returned; no prediction reaches the device."""
    ada = here.students[0]
    attempt = write(lesson, ada, BY_RULE)
    patterns.decide(attempt=attempt, procedure=SMALLER, verdict="accepted", teacher=here.teacher)
    client = as_student(here, ada)
    addresses = [reverse("work", args=[lesson.uuid]), reverse("api-attempt", args=[attempt.uuid]), reverse("todo")]
    seen = "".join(client.get(one).content.decode() for one in addresses)
    submissions.hand_in(attempt=attempt)
    assignments.return_work(assignment=lesson, teacher=here.teacher)
    seen += client.get(reverse("done", args=[lesson.uuid])).content.decode()
    seen += client.get(reverse("api-attempt", args=[attempt.uuid])).content.decode()
    for word in ("smaller digit", SMALLER, "looks as if", "predictions", "procedure"):
        assert word not in seen


def test_a_stranger_gets_404_and_leaves_no_word(
    here: Side, elsewhere: Side, lesson: Assignment, write: Write, as_teacher: Callable[..., Client]
) -> None:
    attempt = write(lesson, here.students[0], BY_RULE)
    client = as_teacher(elsewhere)
    word = {"procedure": SMALLER, "verdict": "accepted"}
    assert client.post(reverse("attempt-pattern", args=[attempt.uuid]), word).status_code == 404
    assert client.get(reverse("assignment-patterns", args=[lesson.uuid])).status_code == 404
    assert not PatternDecision.objects.exists()


def test_a_lesson_costs_as_many_queries_whatever_its_size(here: Side, lesson: Assignment, write: Write) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            patterns.patterns_of_lesson(lesson)
        return len(captured)

    write(lesson, here.students[0], BY_RULE)
    few = queries()
    for name in ("Cleo", "Dev", "Elif"):
        student = Student.objects.create(school=here.school, display_name=name)
        Enrolment.objects.create(student=student, school_class=here.school_class)
        write(lesson, student, BY_RULE)
    assert queries() == few <= 4
    [shared] = patterns.patterns_of_lesson(lesson)
    assert shared.open_count == 4


def test_an_answer_drawn_for_a_check_is_no_evidence_until_a_teacher_has_decided(
    here: Side, lesson: Assignment, write: Write, as_teacher: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "is_drawn", lambda *, position, **_: position == 1)
    attempt = write(lesson, here.students[0], BY_RULE, sure=0.9995)
    prompts = ["82 − 47 = ?", "91 − 38 = ?"]
    for _ in ("while the child works", "and when it has handed in"):
        [found] = patterns.patterns_of(attempt)
        assert [one.answer.question.prompt for one in found.evidence] == prompts
        for page in (reverse("assignment-patterns", args=[lesson.uuid]), reverse("sheet", args=[attempt.uuid])):
            assert "read <b>46</b>" not in as_teacher(here).get(page).content.decode()
        submissions.hand_in(attempt=attempt)
    drawn = Answer.objects.get(attempt=attempt, question__position=1)
    marks.overrule(answer=drawn, teacher=here.teacher, verdict="wrong")
    assert len(patterns.patterns_of(attempt)[0].evidence) == 3
