"""A clock's face on which hands are drawn, or the time is typed: the path of such an answer."""

from __future__ import annotations

import uuid

import pytest

from classroom import readings, submissions
from classroom.certainty.ladder import RUNGS
from classroom.models import Answer, Question, ReadingJob
from classroom.printed.layout import Item
from classroom.printed.sheet import Copy, Look, sheet_pdf
from classroom.skills import arithmetic
from classroom.skills.figures import figure_of
from classroom.skills.figures.face import hands_of
from classroom.skills.figures.words import for_page
from classroom.skills.procedures import clocks
from classroom.skills.questions import QuestionDraft
from recognition import reader as recognition
from recognition.hands import SURE
from tests.conftest import Side
from tests.recognition.test_hands import drawn

PROMPT = "Show half past 9 on the clock."


def test_geometry_stays_because_children_wrote_into_it() -> None:
    """Change what these say only under another name of layout: stored ink is read by them."""
    figure = figure_of("hands", PROMPT)
    assert figure is not None and figure.height == 668
    assert [(one.name, one.box, one.kind) for one in figure.places] == [
        ("face", (190.0, 24.0, 810.0, 644.0), "hands"),
    ]  # fmt: skip
    told = for_page(figure, "time")["places"]
    assert told[0]["kind"] == "time" and told[0]["typed"]  # type: ignore[index]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_time_in_words_is_heard_again(language: str) -> None:
    times = [(hour, minute) for hour in range(1, 13) for minute in range(0, 60, 5)]
    assert [clocks.heard(clocks.said(one, language), language) for one in times] == times
    assert len({clocks.said(one, language) for one in times}) == len(times)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        (PROMPT, "9:30"), ("Show 9 o'clock on the clock", "9:00"), ("show quarter to 1 on the clock", "12:45"),
        ("Zeig fünf vor halb 10 auf der Uhr.", "9:25"), ("When is lunch? = 12:30 (clock face)", "12:30"),
    ],
)  # fmt: skip
def test_a_face_is_asked_for_in_words(line: str, value: str) -> None:
    draft = arithmetic.parse_line(line)
    assert isinstance(draft, QuestionDraft), draft
    assert (draft.values[0], draft.kind, draft.layout) == (value, "time", "hands")
    assert arithmetic.parse_line(arithmetic.source(draft)) == draft


def test_the_key_of_a_printed_face_has_its_hands() -> None:
    short, long = hands_of("9:30") or pytest.fail("no hands")
    assert (short.x2 < short.x1, long.y2 > long.y1) == (True, True)
    assert hands_of("") is None and hands_of("9") is None
    items = [Item(1, PROMPT, "", "time", "9:30 or 21:30", figure=figure_of("hands", PROMPT))]
    empty, keyed = (
        sheet_pdf(title="Clocks", items=items, copies=[Copy()], look=Look(key=key)) for key in (False, True)
    )
    assert len(keyed) > len(empty)


@pytest.fixture
def clock(here: Side) -> Answer:
    """Ada's answer to a question with a face."""
    answer = here.answer(1)
    Question.objects.filter(pk=answer.question_id).update(
        prompt=PROMPT, layout="hands", kind="time", key={"version": 1, "values": ["9:30", "21:30"], "rule": "equal"}
    )
    answer.refresh_from_db()
    return answer


def hands(hour: int, minute: int) -> recognition.Ink:
    strokes = [[[round(x, 1), round(y, 1), k] for k, (x, y) in enumerate(path)] for path in drawn(hour, minute)]
    return recognition.Ink.from_wire({"version": 1, "width": 1000, "height": 668, "strokes": strokes})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("time", "verdict"), [((9, 30), "right"), ((10, 30), "unsure"), ((6, 45), "unsure"), ((9, 0), "unsure")]
)
def test_right_hands_are_right_and_others_are_for_a_teacher(
    clock: Answer, time: tuple[int, int], verdict: str
) -> None:
    submissions.record_ink(answer=clock, client_id=uuid.uuid4(), seq=1, ink=hands(*time))
    readings.read_and_mark([ReadingJob.objects.get().pk])
    clock.refresh_from_db()
    assert clock.mark is not None and clock.mark.verdict == verdict
    assert clock.ink is not None and clock.ink.readings.get().text == f"{time[0]}:{time[1]:02}"


def test_no_threshold_calls_hands_wrong_and_the_published_one_calls_them_right() -> None:
    assert min(rung.refuse for rung in RUNGS) > SURE > RUNGS[5].award


@pytest.mark.django_db
def test_a_typed_time_is_as_good_as_hands(clock: Answer) -> None:
    for seq, (typed, verdict) in enumerate((("9:30", "right"), ("10:30", "wrong")), 1):
        submissions.record_ink(answer=clock, client_id=uuid.uuid4(), seq=seq, typed=typed)
        clock.refresh_from_db()
        assert clock.mark is not None and clock.mark.verdict == verdict
