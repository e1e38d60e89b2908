"""Worksheets: written, published, versioned; keys corrected afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom import marks, readings, submissions, worksheets
from classroom.errors import BadInput, NotADraft, NotAllowedNow
from classroom.models import Answer, Assignment, AuditEntry, Mark, Question, Worksheet
from classroom.skills import arithmetic, editing
from classroom.skills.questions import QuestionDraft
from tests.conftest import ScriptedReader, Side

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reader")]
LINES = "7 + 5\n? + 4 = 9\nHow many legs have 3 cats? = 12\n7 + 6 → 13 or 14"


def drafts(text: str = LINES) -> list[QuestionDraft]:
    return [line.result for line in arithmetic.read_text(text) if isinstance(line.result, QuestionDraft)]


def draft_of(side: Side, text: str = LINES, title: str = "Mixed") -> Worksheet:
    return worksheets.create_worksheet(author=side.teacher, title=title, drafts=drafts(text))


def prompts_of(worksheet: Worksheet) -> list[str]:
    return list(worksheet.questions.values_list("prompt", flat=True))


# --- the rules ---


def test_questions_are_kept_with_prompt_kind_and_key(here: Side) -> None:
    sheet = draft_of(here)
    kept = [(one.position, one.prompt, one.kind, one.key["values"]) for one in sheet.questions.all()]
    assert kept == [
        (1, "7 + 5 = ?", "whole", ["12"]),
        (2, "? + 4 = 9", "whole", ["5"]),
        (3, "How many legs have 3 cats?", "whole", ["12"]),
        (4, "7 + 6 = ?", "whole", ["13", "14"]),
    ]
    assert sheet.questions.all()[0].key == {"version": 1, "values": ["12"], "rule": "equal"}


def test_kept_questions_come_back_as_the_text_that_makes_them(here: Side) -> None:
    sheet = draft_of(here)
    text = worksheets.as_text(sheet)
    assert text.splitlines() == [
        "7 + 5 = ?", "? + 4 = 9", "How many legs have 3 cats? = 12", "7 + 6 = ? → 13 or 14",
    ]  # fmt: skip
    assert drafts(text) == worksheets.as_drafts(list(sheet.questions.all()))


def test_sixty_questions_fit_and_sixty_one_are_refused_with_nothing_written(here: Side) -> None:
    sheet = draft_of(here, "\n".join(f"{number} + 1" for number in range(60)))
    assert sheet.questions.count() == 60
    with pytest.raises(worksheets.TooManyQuestions, match="60 questions at most; these are 61"):
        worksheets.replace_questions(worksheet=sheet, title="X", drafts=drafts("\n".join(["1 + 1"] * 61)))
    sheet.refresh_from_db()
    assert (sheet.title, sheet.questions.count()) == ("Mixed", 60)


def test_publishing_freezes(here: Side) -> None:
    sheet = draft_of(here)
    worksheets.publish(worksheet=sheet, teacher=here.teacher)
    assert Worksheet.objects.get(pk=sheet.pk).published_at
    stale = Worksheet.objects.get(pk=sheet.pk)
    stale.state = Worksheet.State.DRAFT  # a page that was loaded before somebody published
    for forbidden in (
        lambda: worksheets.replace_questions(worksheet=stale, title="X", drafts=drafts("1 + 1")),
        lambda: worksheets.publish(worksheet=stale, teacher=here.teacher),
        lambda: worksheets.delete_draft(worksheet=stale, teacher=here.teacher),
    ):
        with pytest.raises(NotADraft):
            forbidden()
    assert len(prompts_of(sheet)) == 4
    assert AuditEntry.objects.filter(action="worksheet_published").count() == 1


def test_an_empty_worksheet_is_not_published(here: Side) -> None:
    with pytest.raises(worksheets.NoQuestions):
        worksheets.publish(worksheet=draft_of(here, ""), teacher=here.teacher)


def test_a_new_version_is_a_draft_and_lessons_keep_the_old_one(here: Side) -> None:
    later = worksheets.new_version(worksheet=here.worksheet, author=here.teacher)
    assert (later.version, later.previous, later.state) == (2, here.worksheet, "draft")
    assert prompts_of(later) == prompts_of(here.worksheet)
    assert worksheets.new_version(worksheet=here.worksheet, author=here.teacher) == later, "one draft, not two"
    worksheets.replace_questions(worksheet=later, title="Sums", drafts=drafts("1 + 1"))
    assert Assignment.objects.get().worksheet == here.worksheet
    assert len(prompts_of(here.worksheet)) == 3
    with pytest.raises(NotAllowedNow):
        worksheets.new_version(worksheet=later, author=here.teacher)


def test_a_copy_has_a_life_of_its_own(here: Side) -> None:
    copy = worksheets.duplicate(worksheet=here.worksheet, author=here.teacher)
    assert (copy.title, copy.version, copy.previous, copy.state) == ("Sums (copy)", 1, None, "draft")
    assert prompts_of(copy) == prompts_of(here.worksheet)
    worksheets.delete_draft(worksheet=copy, teacher=here.teacher)
    assert len(prompts_of(here.worksheet)) == 3


def test_archiving_and_back(here: Side) -> None:
    worksheets.archive(worksheet=here.worksheet, teacher=here.teacher)
    assert Worksheet.objects.get(pk=here.worksheet.pk).state == "archived"
    worksheets.unarchive(worksheet=here.worksheet, teacher=here.teacher)
    assert Worksheet.objects.get(pk=here.worksheet.pk).state == "published"
    for refused in (worksheets.archive, worksheets.unarchive):
        with pytest.raises(NotAllowedNow):
            refused(worksheet=draft_of(here), teacher=here.teacher)


# --- correcting a key ---


def test_a_corrected_key_marks_anew_and_spares_the_teachers_word(
    here: Side, draw: Callable[..., Any], reader: ScriptedReader
) -> None:
    ada, ben = (here.answer(1, student) for student in here.students)
    reader.says(("13", 0.99))
    for answer in (ada, ben):
        ink = draw(answer)
        readings.read_and_mark([ink.job.pk])
    marks.overrule(answer=ben, teacher=here.teacher, verdict="wrong")
    reads = reader.read_count
    question = here.questions[0]
    assert worksheets.correct_key(question=question, values="13", teacher=here.teacher) == 1
    question.refresh_from_db()
    assert (question.key["values"], question.key_number) == (["13"], 2)
    ada.refresh_from_db()
    ben.refresh_from_db()
    assert (ada.mark.verdict, ada.mark.source) == ("right", Mark.Source.KEY_CHANGE)
    assert (ben.mark.verdict, ben.mark.source) == ("wrong", Mark.Source.TEACHER)
    assert reader.read_count == reads, "no ink is read again"
    entry = AuditEntry.objects.get(action="key_corrected")
    assert (entry.facts["before"], entry.facts["after"], entry.facts["changed"]) == (["12"], ["13"], 1)


def test_the_same_key_again_changes_nothing(here: Side) -> None:
    assert worksheets.correct_key(question=here.questions[0], values=" 12 ", teacher=here.teacher) == 0
    assert Question.objects.get(pk=here.questions[0].pk).key_number == 1
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("values", ["twelve", "", "-3", "1.5", "12345678"])
def test_a_key_that_no_child_can_write_is_refused(here: Side, values: str) -> None:
    with pytest.raises(BadInput):
        worksheets.correct_key(question=here.questions[0], values=values, teacher=here.teacher)
    assert Question.objects.get(pk=here.questions[0].pk).key["values"] == ["12"]


def test_a_drafts_key_is_set_without_ceremony(here: Side) -> None:
    question = draft_of(here).questions.all()[0]
    worksheets.correct_key(question=question, values="12 or 13", teacher=here.teacher)
    question.refresh_from_db()
    assert (question.key["values"], question.key_number) == (["12", "13"], 1)


def test_the_key_page_says_what_changed_and_goes_back_to_the_lesson(
    here: Side, elsewhere: Side, as_teacher: Callable[..., Client]
) -> None:
    client, url = as_teacher(here), reverse("question-key", args=[here.questions[0].pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"values": "13"}).url == reverse("worksheet", args=[here.worksheet.pk])
    lesson = client.post(f"{url}?assignment={here.assignment.uuid}", {"values": "14"})
    assert lesson.url == reverse("assignment", args=[here.assignment.uuid])
    assert "not a number" in client.post(url, {"values": "many"}).content.decode()
    for other in (elsewhere.assignment.uuid, uuid.uuid4(), "https://evil.example"):
        assert client.post(f"{url}?assignment={other}", {"values": "15"}).status_code == 404
    assert Question.objects.get(pk=here.questions[0].pk).key["values"] == ["14"]


# --- what counts as right ---


def test_how_strictly_answers_are_compared_is_said_behind_a_line_and_stays(here: Side) -> None:
    text = "7 + 5 (exactly)\nHalf of 1? = 1/2 (simplest form)\n9 - 4"
    made = draft_of(here, text)
    keys = [one.key for one in made.questions.order_by("position")]
    assert [(one["rule"], one["values"]) for one in keys] == [
        ("exact", ["12"]),
        ("simplest", ["1/2"]),
        ("equal", ["5"]),
    ]
    assert made.questions.get(position=2).kind == "fraction"
    again = worksheets.as_text(made)
    assert again.splitlines()[:2] == ["7 + 5 = ? (exactly)", "Half of 1? = 1/2 (simplest form)"]
    assert drafts(again) == worksheets.as_drafts(list(made.questions.all()))


def test_a_rule_chosen_beside_a_line_is_written_behind_it_and_taken_away_again() -> None:
    chosen = editing.with_rules("7 + 5\n9 - 4", [editing.RuleChange(1, "7 + 5 = ?", "12", "exact")])
    assert chosen == "7 + 5 (exactly)\n9 - 4"
    assert editing.with_rules(chosen, [editing.RuleChange(1, "7 + 5 = ?", "12", "")]) == "7 + 5\n9 - 4"
    stale = [editing.RuleChange(2, "9 - 3 = ?", "6", "exact"), editing.RuleChange(9, "", "", "exact")]
    assert editing.with_rules(chosen, stale) == chosen
    assert editing.with_rules(chosen, [editing.RuleChange(1, "7 + 5 = ?", "12", "nonsense")]) == chosen


def test_a_rule_corrected_later_marks_anew_and_keeps_the_form_that_was_typed(here: Side) -> None:
    question = here.questions[0]
    answer = here.answer(1)
    submissions.record_ink(answer=answer, client_id=uuid.uuid4(), seq=1, typed="012")
    assert Answer.objects.get(pk=answer.pk).mark.verdict == "right"  # type: ignore[union-attr]
    changed = worksheets.correct_key(question=question, values="12", teacher=here.teacher, rule="exact")
    assert changed == 1
    assert Answer.objects.get(pk=answer.pk).mark.verdict == "wrong"  # type: ignore[union-attr]
    assert worksheets.correct_key(question=question, values="12", teacher=here.teacher) == 0
    worksheets.correct_key(question=question, values="24/2", teacher=here.teacher, rule="form")
    question.refresh_from_db()
    assert question.key["values"] == ["24/2"]
