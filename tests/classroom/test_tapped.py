"""Cards and places: what a teacher types, what a child taps, what it is worth."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from classroom import brackets, prompts, submissions, worksheets
from classroom.errors import BadInput
from classroom.models import Answer, Ink, Question, ReadingJob
from classroom.skills import arithmetic, editing
from classroom.skills.questions import QuestionDraft
from tests.conftest import Side


def read(line: str) -> QuestionDraft:
    draft = arithmetic.parse_line(line, kinds=("whole",))
    assert isinstance(draft, QuestionDraft), draft
    assert arithmetic.parse_line(arithmetic.source(draft)) == draft, "its own line gives it again"
    return draft


def wrong(line: str) -> str:
    error = arithmetic.parse_line(line)
    assert isinstance(error, arithmetic.LineError), error
    return error.message


@pytest.mark.parametrize(
    ("line", "kind", "values"),
    [
        ("Which has three sides? [circle | triangle] = triangle", "choose", ("triangle",)),
        ("Which sign? [< | > | =] = >", "choose", (">",)),
        ("Which are even? [tick: 3 | 4 | 6] = 6 and 4", "tick", ("4; 6",)),
        ("Which come first? [order: Mon | Sun | Wed] → mon, wed, sun", "order", ("Mon; Wed; Sun",)),
        ("Half? [0.5 | 1/2 | 2] = 0.5 or 1/2", "choose", ("0.5", "1/2")),
        ("Where is 30? [place: line 0 100 10] = 30", "place", ("30",)),
        ("Mark it. [place: grid 6] = (2, 5)", "place", ("(2, 5)",)),
        ("True or false: 7 + 5 = 12", "choose", ("true",)),
        ("Put in order, smallest first. [order: 40 | 3 | 12]", "order", ("3; 12; 40",)),
        ("What time is it? [clock 3:15]", "time", ("3:15", "15:15", "03:15")),
        ("7 ? 5 = 12", "operator", ("+",)),
        ("2 ? 2 = 4", "operator", ("+", "×")),
        ("Which sign makes 6 from 3 and 2? = x", "operator", ("×",)),
    ],
)
def test_a_line_says_cards_pictures_and_signs(line: str, kind: str, values: tuple[str, ...]) -> None:
    draft = arithmetic.parse_line(line)
    assert isinstance(draft, QuestionDraft), draft
    assert (draft.kind, draft.values) == (kind, values)
    assert arithmetic.parse_line(arithmetic.source(draft)) == draft


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Which? [3 | 8]", "Write the card that is right"),
        ("Which? [3 | 8] = 9", "does not name cards that are there"),
        ("Which? [3 | 3] = 3", "say the same"),
        ("Which? [3 | ] = 3", "A card is empty"),
        ("Which? [a;b | c] = c", "semicolon"),
        ("In order. [order: 3 | 8 | 5] = 3; 8", "does not name cards"),
        (f"Which? [{'a' * 41} | b] = b", "too long"),
        ("What time is it? [clock 3:99] = 3", "A clock needs a time"),
        ("Which? [line 0 10 3] = 3", "equal steps"),
        ("Where is 31? [place: line 0 100 10] = 31", "no mark of this picture"),
        ("[3 | 8] = 8", "no question before the answer"),
    ],
)
def test_what_makes_no_sense_is_answered_in_words(line: str, says: str) -> None:
    assert says in wrong(line)


@given(st.text("[]|: =?→;abtickorderplaceclockline0123456789,", max_size=60))
def test_whatever_is_typed_gives_a_question_or_a_sentence(line: str) -> None:
    draft = arithmetic.parse_line(line)
    assert draft
    if isinstance(draft, QuestionDraft) and draft.kind in brackets.TAPPED:
        assert arithmetic.parse_line(arithmetic.source(draft)) == draft
        prompts.around_box(draft.prompt)


def test_a_key_is_changed_beside_its_line_in_the_words_of_the_cards() -> None:
    change = editing.KeyChange(1, "Which? [3 | 8]", "3", "8")
    assert editing.with_keys("Which? [3 | 8] = 3", [change]) == ("Which? [3 | 8] = 8", [])
    text, problems = editing.with_keys("Which? [3 | 8] = 3", [editing.KeyChange(1, "Which? [3 | 8]", "3", "9")])
    assert text == "Which? [3 | 8] = 3" and "does not name cards" in problems[0].message


def test_who_listens_is_told_what_is_seen_and_not_what_it_means() -> None:
    heard = prompts.around_box("What time is it? [clock 3:15]").spoken
    assert "short hand is just after the 3" in heard and "3:15" not in heard
    arrow = prompts.around_box("Which number? [line 0 100 10 at 30]").spoken
    assert "mark 3" in arrow and "30" not in arrow


def tapped(here: Side, line: str) -> Answer:
    """Question 1 of the lesson asks what the line asks."""
    draft = read(line)
    question = here.answer(1).question
    rule = "exact" if brackets.parted(draft.prompt).choices else "equal"
    Question.objects.filter(pk=question.pk).update(
        prompt=draft.prompt, kind=draft.kind, key={"version": 1, "values": list(draft.values), "rule": rule}
    )
    return here.answer(1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "right", "not_right"),
    [
        ("Half? [0.5 | 1/2] = 0.5", "0.5", "1/2"),
        ("Which are even? [tick: 3 | 4 | 6] = 4; 6", "4; 6", "4"),
        ("Smallest first. [order: 3 | 1 | 2] = 1; 2; 3", "1; 2; 3", "1; 3; 2"),
        ("Where is 0.5? [place: line 0 1 0.1] = 0.5", "0.5", "0.4"),
        ("Mark it. [place: grid 6] = (2, 5)", "(2, 5)", "(5, 2)"),
    ],
)
def test_what_was_tapped_is_marked_at_once_and_waits_for_no_reader(
    here: Side, line: str, right: str, not_right: str
) -> None:
    answer = tapped(here, line)
    for seq, (text, verdict) in enumerate([(not_right, "wrong"), (right, "right")], 1):
        submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=seq, typed=text)
        found = Answer.objects.select_related("mark", "ink").get(pk=answer.pk)
        assert found.mark is not None and (found.ink.typed, found.mark.verdict) == (text, verdict)
    assert not ReadingJob.objects.exists()


@pytest.mark.django_db
def test_a_key_of_cards_is_corrected_in_their_words_alone(here: Side) -> None:
    answer = tapped(here, "Which are even? [tick: 3 | 4 | 6] = 4")
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed="4; 6")
    question = Question.objects.get(pk=answer.question_id)
    with pytest.raises(BadInput, match="does not name cards"):
        worksheets.correct_key(question=question, values="5", teacher=here.teacher)
    assert worksheets.correct_key(question=question, values="6, 4", teacher=here.teacher) == 1
    assert Answer.objects.get(pk=answer.pk).mark.verdict == "right"
    assert Ink.objects.count() == 1


@pytest.mark.django_db
def test_a_child_gets_cards_and_pictures_but_no_key(here: Side, as_student: Callable[..., Client]) -> None:
    tapped(here, "What sort of angle is it? [angle 60] [acute | right angle | obtuse | reflex]")
    page = as_student(here).get(reverse("work", args=[here.assignment.uuid])).content.decode()
    assert page.count('type="radio"') == 4 and "drawing-angle" in page
    assert "<canvas" in page and "[angle" not in page


@pytest.mark.django_db
def test_a_teacher_reads_cards_sees_pictures_and_no_brackets(here: Side, as_teacher: Callable[..., Client]) -> None:
    answer = tapped(here, "What sort of angle is it? [angle 60] [acute | right angle | obtuse | reflex]")
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed="obtuse")
    client, lesson = as_teacher(here), f"/assignments/{here.assignment.uuid}/"
    panel = client.get(f"/answers/{answer.uuid}/").content.decode()
    assert "drawing-angle" in panel and "Tapped: <b>obtuse</b>" in panel and ">typed<" not in panel
    for page in (panel, *(client.get(lesson + path).content.decode() for path in ("", "wall/?show=all"))):
        assert "What sort of angle is it? (acute, right angle, obtuse, reflex)" in page
        assert "[angle" not in page
