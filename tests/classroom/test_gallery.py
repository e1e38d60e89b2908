"""The gallery: what a teacher finds, changes, mixes and keeps; and what the database keeps of it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from classroom import languages, worksheets
from classroom.models import Question, Skill, Worksheet
from classroom.skills import arithmetic
from classroom.skills.generators.mixing import minutes_of, mixed
from classroom.skills.generators.shelf import GENERATORS, of_year
from classroom.skills.questions import QuestionDraft
from tests.conftest import ScriptedReader, Side

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_kind")]
ENDINGS = {
    "line": "", "columns": " (in columns)", "parts": " (part and whole)", "pyramid": " (pyramid)",
    "arithmagon": " (arithmagon)", "square": " (magic square)", "grid": " (grid method)", "boxes": " (boxes)",
    "rest": " (boxes)",
    "working": " (with working)", "bus_stop": " (bus stop)", "beside": " (written division)",
    "fraction": " (fraction boxes)",
    "mixed": " (mixed number boxes)", "time": " (time boxes)", "hands": " (clock face)",
}  # fmt: skip
EVERY_KIND = ("whole", "signed", "decimal", "fraction", "compare", "time", "digit")


@pytest.fixture
def every_kind(reader: ScriptedReader) -> ScriptedReader:
    """A reader that knows all signs."""
    reader.kinds = EVERY_KIND
    return reader


def page_of(client: Client, generator: str, **wishes: object) -> str:
    return client.get(reverse("gallery-questions", args=[generator]), wishes).content.decode()


def kept(side: Side) -> Worksheet:
    return Worksheet.objects.exclude(pk=side.worksheet.pk).latest("pk")


# --- the pages ---


def test_the_gallery_opens_at_the_year_of_the_class(here: Side, as_teacher: Callable[..., Client]) -> None:
    page = html.unescape(as_teacher(here).get(reverse("gallery")).content.decode())
    assert "Questions for Year 2" in page
    assert all(str(one.title) in page for one in of_year(2))
    assert "Long division" not in page


def test_every_year_shows_examples_of_all_its_questions(here: Side, as_teacher: Callable[..., Client]) -> None:
    client = as_teacher(here)
    for year in range(1, 7):
        page = client.get(reverse("gallery"), {"year": year})
        shown = [card for _, cards in page.context["strands"] for card in cards]
        assert {card.generator.name for card in shown} == {one.name for one in of_year(year)}
        assert all(len(card.examples) == (1 if card.examples[0].box else 3) for card in shown)


@pytest.mark.parametrize(("language", "says"), [("en", "(true, false)"), ("de", "(wahr, falsch)")])
def test_cards_show_questions_as_they_are_seen_and_not_as_they_are_typed(
    here: Side, as_teacher: Callable[..., Client], language: str, says: str
) -> None:
    client = as_teacher(here)
    languages.choose(user=here.teacher, language=language)
    for name in ("gallery", "library"):
        for year in range(1, 7):
            page = client.get(reverse(name), {"year": year}).content.decode()
            shown = "".join(re.findall(r'<ul class="gallery-examples">.*?</ul>', page, re.S))
            assert not re.search(r"\d,\d+, \d", shown)  # where numbers have commas, something else parts them
            assert "[" not in shown and (year > 1 or "<svg" in shown)
            assert not re.search(r"Number pyramid:|Zahlenmauer:", re.sub(r'aria-label="[^"]*"', "", shown))
    assert says in client.get(reverse("gallery"), {"year": 2}).content.decode()
    page = client.get(reverse("gallery-questions", args=["decimal_add_sub"]), {"year": 5}).content.decode()
    keys = re.findall(r'<strong class="key-value">(.*?)</strong>', page)
    assert keys and any("," in key if language == "de" else "." in key for key in keys)


def test_the_gallery_is_searched(here: Side, as_teacher: Callable[..., Client]) -> None:
    client = as_teacher(here)
    page = client.get(reverse("gallery"), {"year": "4", "q": "MONEY"}).content.decode()
    assert "Money: change" in page
    assert "Times tables" not in page
    assert "Nothing for Year 4" in client.get(reverse("gallery"), {"year": "4", "q": "zebra"}).content.decode()
    for nonsense in ({"year": "99"}, {"year": "x"}, {"q": "\x00" * 99}):
        assert client.get(reverse("gallery"), nonsense).status_code == 200


def test_parameters_change_what_is_shown_at_once(here: Side, as_teacher: Callable[..., Client]) -> None:
    client = as_teacher(here)
    address = reverse("gallery-questions", args=["times_table"])
    wishes = {"count": 5, "p_tables": "7", "p_up_to": 12, "p_what": "product", "seed": "a"}
    part = client.get(address, wishes, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert len(part.context["made"].items) == 5
    assert all("7" in item.prompt.split(" = ")[0].split() for item in part.context["made"].items)
    again = client.get(address, wishes)
    assert again.context["made"].items == part.context["made"].items
    other = client.get(address, {**wishes, "seed": "b"})
    assert other.context["made"].items != part.context["made"].items


@pytest.mark.parametrize(
    ("wishes", "says"),
    [
        ({"p_tables": "7, 99"}, "not a whole number from 1 to 12"),
        ({"p_tables": ""}, "Tables"),
        ({"count": 61}, "How many questions"),
        ({"p_what": "colours"}, "What to find"),
        ({"p_tables": "2", "count": 60}, "different questions are possible"),
    ],
)
def test_a_wish_that_cannot_be_is_answered_in_words(
    here: Side, as_teacher: Callable[..., Client], wishes: dict[str, object], says: str
) -> None:
    usual = {"count": 5, "p_tables": "2 5", "p_up_to": 12, "p_what": "product"}
    client = as_teacher(here)
    assert says in page_of(client, "times_table", **{**usual, **wishes})
    client.post(reverse("gallery-questions", args=["times_table"]), {**usual, **wishes, "do": "make"})
    assert Worksheet.objects.count() == 1


def test_a_worksheet_is_made_and_opens_in_the_editor(here: Side, as_teacher: Callable[..., Client]) -> None:
    client = as_teacher(here)
    address = reverse("gallery-questions", args=["sub_column"]) + "?year=3"
    wishes = {"count": 8, "p_digits": 3, "p_exchanges": "any", "seed": "q"}
    shown = client.get(address, wishes).context["made"].items
    other = client.post(address, {**wishes, "do": "other"}).context
    assert {item.prompt for item in other["made"].items} != {item.prompt for item in shown}
    assert other["form"]["seed"].value() != "q", "what is shown is what is made next"
    assert Worksheet.objects.count() == 1
    answer = client.post(address, {**wishes, "do": "make"})
    made = kept(here)
    assert answer.url == reverse("worksheet-edit", args=[made.pk])
    assert made.title == "Written subtraction, Year 3"
    assert [one.prompt for one in made.questions.all()] == [item.prompt for item in shown]
    assert made.author == here.teacher


def test_every_sort_of_question_can_be_kept_and_read_back(here: Side) -> None:
    """For every generator and year: what the text of the worksheet says is the worksheet again."""
    for one in GENERATORS.values():
        for year in range(one.years[0], one.years[1] + 1):
            items = mixed([one], year=year, count=5, seed="kept")
            made = worksheets.create_worksheet(
                author=here.teacher, title=one.name, drafts=[item.draft for item in items]
            )
            text = worksheets.as_text(made)
            assert text == "\n".join(f"{item.prompt}{ENDINGS[item.layout]}" for item in items)
            read = [line.result for line in arithmetic.read_text(text)]
            assert read == [item.draft for item in items]
            for question, item in zip(made.questions.all(), items, strict=True):
                assert question.key == item.as_json()["key"]
                assert question.skill is not None
                assert question.skill.code == item.skill
                assert question.predictions.get("wrong", {}) == {
                    foretold.procedure: list(foretold.answers) for foretold in item.predictions
                }


def test_a_diagnostic_sheet_shows_its_table(here: Side, as_teacher: Callable[..., Client]) -> None:
    wishes = {"count": 4, "p_digits": 2, "p_carries": "any", "p_addends": 2, "diagnostic": "on", "seed": "d"}
    page = page_of(as_teacher(here), "add_column", **wishes)
    assert "drops the ten that should be carried" in page
    assert '<table class="foretold">' in page


def test_a_mixed_worksheet_has_as_many_of_each(here: Side, as_teacher: Callable[..., Client]) -> None:
    ticked = ["times_table", "rounding", "money_change"]
    as_teacher(here).post(reverse("gallery-mix"), {"generators": ticked, "count": 13, "year": 4})
    made = kept(here)
    codes = list(made.questions.values_list("skill__code", flat=True))
    assert sorted(codes.count(code) for code in set(codes)) == [4, 4, 5]
    assert len(set(made.questions.values_list("prompt", flat=True))) == 13


def test_a_mix_of_nothing_is_answered_in_words(here: Side, as_teacher: Callable[..., Client]) -> None:
    client = as_teacher(here)
    for wrong in ({}, {"generators": ["none"]}, {"generators": ["rounding"], "count": 0, "year": 4}):
        assert client.post(reverse("gallery-mix"), wrong, follow=True).context["messages"]
    assert Worksheet.objects.count() == 1


def test_kinds_that_the_reader_cannot_read_are_not_kept(
    here: Side, as_teacher: Callable[..., Client], reader: ScriptedReader
) -> None:
    reader.kinds = ("whole",)
    address = reverse("gallery-questions", args=["decimal_add_sub"])
    wishes = {"count": 5, "p_places": 1, "p_op": "both", "p_whole": 9}
    page = as_teacher(here).post(address, {**wishes, "do": "make"}, follow=True).content.decode()
    assert "cannot be read yet" in page
    assert Worksheet.objects.count() == 1


def test_minutes_grow_with_questions_and_skill() -> None:
    tables = mixed([GENERATORS["times_table"]], year=4, count=20, seed=1)
    long = mixed([GENERATORS["div_long"]], year=6, count=20, seed=1)
    assert minutes_of([]) == 0
    assert minutes_of(tables) == 3
    assert minutes_of(long) == 40


# --- the editor ---


def test_the_editor_takes_questions_from_the_gallery(here: Side, as_teacher: Callable[..., Client]) -> None:
    client = as_teacher(here)
    fields = {"title": "", "text": "9 + 9", "count": "4", "shelf": "rounding", "shelf_year": "4"}
    desk = client.post(reverse("worksheet-new"), {**fields, "do": "shelf"}).context["desk"]
    assert len(desk.drafts) == 5
    assert all("nearest 10" in draft.prompt for draft in desk.drafts[1:])
    apart = client.post(reverse("worksheet-new"), {**fields, "shelf": "add_column", "do": "apart"}).context["desk"]
    assert len(apart.drafts) == 5
    for wrong in ({"shelf": "none"}, {"count": "99"}, {"count": ""}):
        desk = client.post(reverse("worksheet-new"), {**fields, **wrong, "do": "shelf"}).context["desk"]
        assert desk.making_problem
        assert desk.text == "9 + 9"


# --- what the database keeps ---


def draft_of(side: Side, text: str) -> Worksheet:
    drafts = [line.result for line in arithmetic.read_text(text)]
    assert all(isinstance(draft, QuestionDraft) for draft in drafts)
    return worksheets.create_worksheet(author=side.teacher, title="Typed", drafts=drafts)  # type: ignore[arg-type]


def test_a_typed_sum_foretells_as_much_as_a_made_one(here: Side) -> None:
    sheet = draft_of(here, "63 - 29\nHow many legs have 3 cats? = 12\nWrite 6/8 in its simplest form")
    first, second, third = sheet.questions.all()
    assert first.predictions["wrong"]["sub.smaller_from_larger"] == ["46"]
    assert first.skill is not None
    assert first.skill.title == "Taking away two-digit numbers"
    assert (second.predictions, second.skill) == ({}, None)
    assert third.key == {"version": 1, "values": ["3/4"], "rule": "exact"}


def test_what_a_teacher_takes_for_right_is_not_foretold_as_wrong(here: Side) -> None:
    [question] = draft_of(here, "63 - 29 → 34 or 46").questions.all()
    assert "sub.smaller_from_larger" not in question.predictions["wrong"]
    assert question.predictions["wrong"]["sub.borrow_no_decrement"] == ["44"]


def test_a_skill_is_one_row_however_often_it_is_used(here: Side) -> None:
    draft_of(here, "63 - 29\n71 - 18")
    draft_of(here, "82 - 47")
    assert Skill.objects.filter(code="sub.two_digit").count() == 1


def test_copies_keep_what_is_foretold(here: Side) -> None:
    sheet = draft_of(here, "63 - 29")
    copy = worksheets.duplicate(worksheet=sheet, author=here.teacher)
    assert copy.questions.get().predictions == sheet.questions.get().predictions != {}


def test_the_same_sheet_with_other_numbers(here: Side, as_teacher: Callable[..., Client]) -> None:
    sheet = draft_of(here, "63 - 29\nHow many legs have 3 cats? = 12\n6 x 7 → 42 or 43\n0.4 + 0.3")
    before = list(Question.objects.filter(worksheet=sheet).values_list("prompt", flat=True))
    page = as_teacher(here).post(reverse("worksheet-other-numbers", args=[sheet.pk]), follow=True)
    made = kept(here)
    assert made.title == "Typed (other numbers)"
    first, cats, given, last = made.questions.all()
    assert first.prompt != before[0]
    assert first.skill == sheet.questions.all()[0].skill
    assert (cats.prompt, cats.key["values"]) == ("How many legs have 3 cats?", ["12"])
    assert (given.prompt, given.key["values"]) == ("6 × 7 = ?", ["42", "43"])
    assert last.prompt != before[3]
    assert last.kind == "decimal"
    assert "2 questions are as before" in page.content.decode()
    assert list(Question.objects.filter(worksheet=sheet).values_list("prompt", flat=True)) == before
