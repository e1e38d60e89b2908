"""Figures on teachers' pages: boxes, marks by column, the first slip; and what is not made of their ink."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from classroom import readings, review, submissions, training_ink, worksheets
from classroom.models import Answer, Question, ReadingJob
from recognition import reader as recognition
from tests.classroom.test_figures import answer_of, column_sum, draft, written
from tests.conftest import Side

__all__ = ["column_sum"]  # a fixture


def drawn_and_read(here: Side, question: Question, texts: dict[str, str]) -> Answer:
    answer = answer_of(here, question)
    ink = recognition.Ink.from_wire(written(question, texts))
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, ink=ink)
    readings.read_and_mark([ReadingJob.objects.get().pk])
    answer.refresh_from_db()
    return answer


@pytest.mark.django_db
def test_a_teacher_sees_the_boxes_the_first_slip_and_the_share(
    here: Side, column_sum: Question, as_teacher: Any
) -> None:
    answer = drawn_and_read(here, column_sum, {"a0": "3", "a1": "1", "a2": "5"})  # no carries
    assert answer.mark.verdict == "wrong" and answer.mark.score == 0  # type: ignore[union-attr]
    submissions.hand_in(attempt=answer.attempt)
    client = as_teacher(here)
    page = client.get(f"/answers/{answer.uuid}/").content.decode()
    assert "2 of 3 columns, first slip in the tens" in page
    assert re.search(r'class="figure-answer is-wrong is-slip" data-place="a1"', page)
    assert re.search(r'class="figure-answer is-follows" data-place="a2"', page)
    assert re.search(r'class="figure-answer is-right" data-place="a0"', page)
    for address in (f"/answers/{answer.uuid}/replay/", f"/assignments/{here.assignment.uuid}/wall/?show=all"):
        seen = client.get(address)
        assert seen.status_code == 200
        assert "figure-" in seen.content.decode(), address
    # On the wall the answer fills its thumbnail; the sum above it stands on the answer's own page.
    wall = client.get(f"/assignments/{here.assignment.uuid}/wall/?show=all").content.decode()
    figure = column_sum.figure
    assert figure is not None
    seen_part = re.search(r'<svg class="ink ink-small" viewBox="[-\d]+ ([-\d]+) \d+ (\d+)"', wall)
    assert seen_part and int(seen_part[1]) > figure.height / 3 > int(seen_part[2]) / 2


@pytest.mark.django_db
def test_an_answer_to_check_blindly_shows_boxes_and_no_marks(
    here: Side, column_sum: Question, as_teacher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = drawn_and_read(here, column_sum, {"a0": "3", "a1": "1", "a2": "5"})
    monkeypatch.setattr("classroom.review.reason_of", lambda _: review.CHECK_WORDS)
    page = as_teacher(here).get(f"/answers/{answer.uuid}/?part=panel&review=1").content.decode()
    assert 'data-place="a1"' in page
    assert "is-wrong" not in page and "columns, first slip" not in page


@pytest.mark.django_db
def test_a_typed_column_sum_is_shown_box_by_box(here: Side, column_sum: Question, as_teacher: Any) -> None:
    answer = answer_of(here, column_sum)
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed="524")
    page = as_teacher(here).get(f"/answers/{answer.uuid}/").content.decode()
    assert "1 of 3 columns, first slip in the ones" in page
    assert [text for text in re.findall(r'class="figure-typed"[^>]*>(\d)<', page)] == ["5", "2", "4"]


@pytest.mark.django_db
def test_figures_are_seen_before_a_worksheet_is_set(here: Side, as_teacher: Any) -> None:
    client = as_teacher(here)
    made = worksheets.create_worksheet(author=here.teacher, title="Columns", drafts=[draft("345 + 278 (in columns)")])
    for address in (f"/worksheets/{made.pk}/edit/", f"/worksheets/{made.pk}/preview/", "/gallery/add_column/"):
        page = client.get(address)
        assert page.status_code == 200 and 'class="figure-answer" data-place="a0"' in page.content.decode(), address


@pytest.mark.django_db
def test_ink_of_figures_teaches_no_reader(here: Side, column_sum: Question) -> None:
    answer = drawn_and_read(here, column_sum, {"a0": "3", "a1": "2", "a2": "6", "c1": "1"})
    answer.refresh_from_db()
    assert answer.mark is not None and training_ink._text_of(answer) is None
    Question.objects.filter(pk=column_sum.pk).update(layout="line")
    assert training_ink._text_of(Answer.objects.get(pk=answer.pk)) == "623"


@pytest.mark.django_db
def test_one_button_puts_all_sums_of_a_worksheet_in_columns_and_another_takes_it_away(
    here: Side, as_teacher: Any
) -> None:
    client = as_teacher(here)
    typed = "345 + 278\nHow many legs have 3 cats? = 12\n? + 4 = 9"

    def pressed(text: str, wanted: str) -> str:
        page = client.post("/worksheets/new/", {"title": "Sums", "text": text, "do": wanted})
        return str(page.context["desk"].text)

    laid = pressed(typed, "columns")
    assert laid.splitlines() == ["345 + 278 = ? (in columns)", "How many legs have 3 cats? = 12", "? + 4 = 9"]
    assert pressed(laid, "line").splitlines()[0] == "345 + 278 = ?"
    assert pressed(typed, "save another way") == typed
