"""Questions asked in German: the same numbers, keys and skills; read again from their text."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from classroom import classes, languages, names, worksheets
from classroom.models import Worksheet
from classroom.numerals import shown
from classroom.prompts import around_box
from classroom.skills import arithmetic, files
from classroom.skills.curriculum import SKILLS
from classroom.skills.draws import Draw
from classroom.skills.forms import boxed, chosen, measures, numbers, parts, pictured, stories, sums
from classroom.skills.forms.german import GERMAN
from classroom.skills.forms.languages import in_language
from classroom.skills.forms.reading import recognise, variant
from classroom.skills.generators.base import as_many_as_possible
from classroom.skills.generators.shelf import GENERATORS
from tests.conftest import Side

ENGLISH = (
    *numbers.FORMS,
    *parts.FORMS,
    *sums.FORMS,
    *measures.FORMS,
    *stories.FORMS,
    *chosen.FORMS,
    *pictured.FORMS,
    *boxed.FORMS,
)


def test_every_form_with_words_has_a_german_one() -> None:
    gaps = re.compile(r"\{[^}]*\}|\[.*?\]|^[A-Z][a-z ]+: (?=\{)(?!.*=)")
    with_words = [form for form in ENGLISH if re.search(r"[A-Za-z]{2}", gaps.sub("", form.template))]
    assert [form.template for form in with_words if form not in GERMAN] == []


@pytest.mark.parametrize("name", sorted(GENERATORS))
def test_a_question_in_german_is_the_same_question(name: str) -> None:
    one = GENERATORS[name]
    for year in range(one.years[0], one.years[1] + 1):
        items = as_many_as_possible(one, one.presets.get(year, {}), count=10, seed="german")
        for english, german in zip(items, in_language(items, "de"), strict=True):
            assert (english.values, english.skill) == (german.values, german.skill)
            found = recognise(german.prompt)
            assert found is not None, german.prompt
            assert (found.values, found.skill, found.kind, found.predictions) == (
                english.values, english.skill, english.kind, english.predictions,
            )  # fmt: skip
            # A worksheet stays a text: what the editor shows of it is read as the same question.
            assert arithmetic.parse_line(arithmetic.source(german.draft)) == german.draft


def test_english_questions_stay_as_they_are() -> None:
    items = as_many_as_possible(GENERATORS["one_step_word"], {}, count=5, seed="english")
    assert in_language(items, "en-gb") == items


def test_other_numbers_of_a_german_question_are_asked_in_german() -> None:
    other = variant("Ada hat 16 Steine. Dev hat 4. Wie viele mehr hat das erste Kind?", Draw("x"))
    assert other is not None and "Wie viele mehr" in other.prompt


@pytest.mark.parametrize(
    ("stored", "german"),
    [("0.5 × 3 = ?", "0,5 · 3 = ?"), ("12 ÷ 4 = ?", "12 : 4 = ?"), ("7:30", "7:30"),
     ("1,000", "1\N{NARROW NO-BREAK SPACE}000"),
     ("Schreib 0.89 als Bruch.", "Schreib 0,89 als Bruch."), ("Runde 53 auf Zehner.", "Runde 53 auf Zehner."),
     ("0.5, ?, 1.5", "0,5; ?; 1,5"), ("3, 6, ?, 12", "3, 6, ?, 12")],
)  # fmt: skip
def test_numbers_are_shown_as_the_country_writes_them_and_stored_neutrally(stored: str, german: str) -> None:
    assert shown(stored, "de") == german
    assert shown(stored, "en-gb") == stored


def test_the_box_stands_in_its_place_in_a_german_list() -> None:
    assert around_box("0.5, ?, 1.5", "de").before == "0,5;"


def test_a_teacher_who_reads_german_makes_german_worksheets(here: Side, as_teacher: Callable[[Side], Client]) -> None:
    languages.choose(user=here.teacher, language="de")
    client = as_teacher(here)
    client.post(reverse("gallery-mix"), {"generators": ["one_step_word", "two_step_word"], "count": "6", "year": "3"})
    prompts = Worksheet.objects.latest("pk").questions.values_list("prompt", flat=True)
    assert len(prompts) == 6
    assert all(recognise(prompt).form in {one.template for one in GERMAN.values()} for prompt in prompts)  # type: ignore[union-attr]


def test_a_typed_comma_is_a_decimal_and_is_stored_as_a_point(here: Side, as_student: Callable[..., Client]) -> None:
    [line] = arithmetic.read_text("0,5 + 0,25", kinds=arithmetic.EVERY_KIND)
    assert line.result.values == ("0.75",)  # type: ignore[union-attr]
    classes.change_class(school_class=here.school_class, name="Comets", year=2, language="de")
    sheet = worksheets.create_worksheet(author=here.teacher, title="Komma", drafts=[line.result])  # type: ignore[list-item]
    page = Client(headers={"accept-language": "de"})
    page.force_login(here.teacher)
    assert "0,5 + 0,25" in page.get(reverse("worksheet", args=[sheet.pk])).content.decode()


def test_every_skill_has_a_german_name() -> None:
    with translation.override("de"):
        german = {code: str(skill.title) for code, skill in SKILLS.items()}
    with translation.override("en-gb"):
        assert [code for code, skill in SKILLS.items() if str(skill.title) == german[code]] == []


def test_files_and_lists_of_either_language_are_understood() -> None:
    assert files.read_file(b"Aufgabe;Antwort\n0,5 + 1;1,5\n")[1] == "0,5 + 1 → 1,5"
    assert arithmetic.parse_key("12 oder 13")[0] == ("12", "13")
    assert [one.name for one in names.read_list("Vorname\nAda\nBen").names] == ["Ada", "Ben"]


def test_a_figure_is_named_in_the_language_and_stored_in_one() -> None:
    with translation.override("de"):
        assert around_box("Number pyramid: 3 5 2 / ? ? / ?", "de").spoken.startswith("Zahlenmauer: 3 5 2")
    assert around_box("Number pyramid: 3 5 2 / ? ? / ?").spoken.startswith("Number pyramid: 3 5 2")
