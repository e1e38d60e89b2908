"""Worksheets on paper: every question once, in order, inside the page; names only where asked for."""

from __future__ import annotations

import doctest
import re
import zlib
from base64 import a85decode
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from reportlab.pdfgen.canvas import Canvas

from classroom import numerals
from classroom.models import Question
from classroom.printed import fonts
from classroom.printed.layout import LARGE, MARGIN, PAGE, USUAL, Item, Style, pages
from classroom.printed.sheet import Copy, Look, sheet_pdf
from classroom.skills.figures import figure_of
from classroom.skills.figures.sums import column_sum
from classroom.views import printing
from tests.conftest import Side

LONG = "Amira has 24 shells. She gives 7 to Ben and finds 12 more on the beach the next day. How many has she now?"
KINDS = ["whole", "fraction", "compare", "time", "decimal", "signed", "digit"]
ITEMS = [
    Item(number, LONG if number % 9 == 0 else f"{number} + 5 =", "", KINDS[number % 7], str(number))
    for number in range(1, 61)
]


def sides(pdf: bytes) -> list[bytes]:
    """What is drawn on each side of paper, in PDF's own language."""
    streams = re.findall(rb"/ASCII85Decode /FlateDecode[^>]*>>\s*stream\s*(.*?)~>endstream", pdf, re.DOTALL)
    return [drawn for drawn in (zlib.decompress(a85decode(stream)) for stream in streams) if b"BT " in drawn]


def count_of_pages(pdf: bytes) -> int:
    """How many sides of paper."""
    return len(re.findall(rb"/Type /Page\b", pdf))


@pytest.mark.parametrize("style", [USUAL, LARGE], ids=["usual", "large"])
def test_every_question_stands_once_in_order_and_inside_the_page(style: Style) -> None:
    laid = pages(ITEMS, style)
    assert [block.item.number for page in laid for block in page] == list(range(1, 61))
    for block in (block for page in laid for block in page):
        assert sum(not piece.text for piece in block.pieces) == 1, "one box"
        assert all(block.x + piece.x >= MARGIN for piece in block.pieces)
        assert all(block.x + piece.x + piece.width <= PAGE[0] - MARGIN for piece in block.pieces)
        assert block.y + block.height <= PAGE[1] - MARGIN


def test_no_two_things_on_a_page_lie_on_each_other() -> None:
    for page in pages(ITEMS, USUAL):
        boxes = [
            (block.x + piece.x, block.y + piece.y, piece.width, piece.height)
            for block in page
            for piece in block.pieces
        ]
        for at, (x, y, width, height) in enumerate(boxes):
            for other_x, other_y, other_width, other_height in boxes[at + 1 :]:
                apart = x + width <= other_x + 1 or other_x + other_width <= x + 1
                assert apart or y + height <= other_y + 1 or other_y + other_height <= y + 1


def test_short_questions_share_a_row_and_a_long_one_has_its_own() -> None:
    (page,) = pages(ITEMS[:9], USUAL)
    rows = {block.item.number: round(block.y + block.height / 2) for block in page}
    assert rows[1] == rows[2]
    assert list(rows.values()).count(rows[9]) == 1


def test_a_sheet_without_questions_is_one_empty_page() -> None:
    assert pages([], USUAL) == [[]]
    assert count_of_pages(sheet_pdf(title="Empty", items=[], copies=[Copy()], look=Look(key=False))) == 1


@pytest.mark.parametrize(
    ("look", "copies", "expected"),
    [
        (Look(key=False), 1, 1),
        (Look(), 1, 2),
        (Look(two=True), 1, 2),
        (Look(two=True, key=False), 5, 3),
        (Look(key=False), 5, 5),
    ],
    ids=["alone", "with the key", "two alike on a side and the key", "five children on three sides", "five children"],
)
def test_as_many_sides_of_paper_as_asked_for(look: Look, copies: int, expected: int) -> None:
    pdf = sheet_pdf(title="Sums", items=ITEMS[:6], copies=[Copy(f"Child {at}") for at in range(copies)], look=look)
    assert pdf.startswith(b"%PDF-")
    assert count_of_pages(pdf) == expected


def test_the_qr_code_is_drawn_only_with_an_address() -> None:
    plain, with_code = (
        sheet_pdf(title="Sums", items=ITEMS[:2], copies=[Copy("", address)], look=Look(key=False))
        for address in ("", "http://school.example/c/ABCDEF/")
    )
    assert sides(plain)[0].count(b" re f") < 50 < sides(with_code)[0].count(b" re f")


def test_a_name_that_the_typeface_lacks_leaves_a_line_to_write_on() -> None:
    assert fonts.known("Zoë Łukasz")
    assert not fonts.known("李小龙")
    lined, named, unknown = (
        sides(sheet_pdf(title="Sums", items=[], copies=[Copy(name)], look=Look(key=False)))[0]
        for name in ("", "Zoë", "李")
    )
    assert unknown == lined != named


# --- the page ---


@pytest.mark.django_db
def test_a_teacher_prints_a_sheet_for_each_child(here: Side, as_teacher: Callable[..., Client]) -> None:
    client = as_teacher(here)
    assert (
        reverse("worksheet-print", args=[here.worksheet.pk])
        in client.get(reverse("worksheet", args=[here.worksheet.pk])).content.decode()
    )
    pdf = client.get(
        reverse("worksheet-pdf", args=[here.worksheet.pk]),
        {"school_class": str(here.school_class.pk), "names": "each", "size": "usual", "per_page": "1"},
    )
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Cache-Control"] == "no-store"
    assert count_of_pages(pdf.content) == len(here.students)


@pytest.mark.django_db
def test_names_without_a_class_are_asked_for(here: Side, as_teacher: Callable[..., Client]) -> None:
    page = as_teacher(here).get(
        reverse("worksheet-pdf", args=[here.worksheet.pk]), {"names": "each", "size": "usual", "per_page": "1"}
    )
    assert "Choose the class whose children" in page.content.decode()


@pytest.mark.django_db
def test_nobody_prints_the_names_of_another_class(
    here: Side, elsewhere: Side, as_teacher: Callable[..., Client]
) -> None:
    page = as_teacher(here).get(
        reverse("worksheet-pdf", args=[here.worksheet.pk]),
        {"school_class": str(elsewhere.school_class.pk), "names": "each", "size": "usual", "per_page": "1"},
    )
    assert page["Content-Type"].startswith("text/html")
    assert "Select a valid choice" in page.content.decode()


def test_column_sums_are_printed_with_empty_boxes_and_filled_in_the_key() -> None:
    prompts = ("345 + 278 = ?", "63 − 29 = ?", "236 × 47 = ?", "1008 ÷ 36 = ?")
    items = [
        Item(number, prompt, "", "whole", str(column_sum(prompt).result), figure=figure_of("columns", prompt))  # type: ignore[union-attr]
        for number, prompt in enumerate(prompts, 1)
    ]
    for style in (USUAL, LARGE):
        for block in (block for page in pages(items, style) for block in page):
            piece = block.pieces[0]
            assert block.x >= MARGIN and block.x + piece.x + piece.width <= PAGE[0] - MARGIN + 1
            assert block.y + block.height <= PAGE[1] - MARGIN
    drawn = sides(sheet_pdf(title="Columns", items=items, copies=[Copy()], look=Look()))
    sheet, key = b"".join(drawn[: len(drawn) // 2]), b"".join(drawn[len(drawn) // 2 :])
    # Every digit of a key is a text of its own more than on the sheet: 623, 34, 11092, 28; the head has one fewer.
    assert key.count(b"Tj") - sheet.count(b"Tj") == 3 + 2 + 5 + 2 - 1
    assert key.count(b" re") == sheet.count(b" re")


@pytest.mark.parametrize(
    ("kind", "prompt", "values", "language", "expected"),
    [
        ("decimal", "0.7 + 0.55 = ?", ["1.25"], "de", "1,25"),
        ("whole", "A number under 3 = ?", ["1", "2"], "de", "1 oder 2"),
        ("time", "What time is it?", ["7:57", "19:57", "07:57"], "en", "7:57"),
        ("fraction", "1/4 + 2/4 = ?", ["3/4"], "de", "3/4"),
        ("signed", "3 − 11 = ?", ["-8"], "en", "−8"),
        ("choose", "Which is less? [-3 | -4]", ["-4"], "en", "−4"),
    ],
)
def test_a_key_on_paper_is_written_as_the_country_writes(
    kind: str, prompt: str, values: list[str], language: str, expected: str
) -> None:
    question = Question(position=1, kind=kind, prompt=prompt, layout="line", key={"values": values})
    with translation.override(language):
        assert printing._item(question).key == expected


def _told(own: Callable[..., None], kept: list[tuple[Any, ...]]) -> Callable[..., None]:
    def draws(canvas: Canvas, *what: Any, **more: Any) -> None:
        kept.append(what)
        own(canvas, *what, **more)

    return draws


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[Any, ...]]]:
    """Texts as (x, y, text) and lines as (x, y, x, y), as they come to paper."""
    kept: dict[str, list[tuple[Any, ...]]] = {"texts": [], "lines": []}
    for name, sort in (("drawString", "texts"), ("drawCentredString", "texts"), ("line", "lines")):
        monkeypatch.setattr(Canvas, name, _told(getattr(Canvas, name), kept[sort]))
    return kept


def test_hyphens_that_mean_minus_are_printed_as_minus_in_questions_cards_pictures_and_keys(
    drawn: dict[str, list[tuple[Any, ...]]],
) -> None:
    questions = [
        Question(position=at, kind=kind, prompt=prompt, layout="line", key={"values": [key]})
        for at, (kind, prompt, key) in enumerate(
            [
                ("choose", "Which is 5 - 7 or -1 less? [-3 | -4]", "-4"),
                ("signed", "3 - 11 = ?", "-8"),
                ("signed", "Which number does the arrow point at? [line -5 5 1 at -2]", "-2"),
            ],
            1,
        )
    ]
    items = [printing._item(one) for one in questions]
    sheet_pdf(title="Below nought", items=items, copies=[Copy()], look=Look())
    texts = [text for _, _, text in drawn["texts"]]
    assert {"−8", "−4", "−5", "−1", "−"} <= set(texts)
    assert [text for text in texts if "-" in text] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_line_for_the_date_begins_behind_its_word(language: str, drawn: dict[str, list[tuple[Any, ...]]]) -> None:
    with translation.override(language):
        sheet_pdf(title="Sums", items=[], copies=[Copy()], look=Look(key=False))
        words = [gettext("Name"), gettext("Date")]
    places = {text: x for x, _, text in drawn["texts"]}
    for word, (begins, *_) in zip(words, drawn["lines"], strict=True):
        assert begins >= places[word] + fonts.width(word, 11) + 2


def test_no_hyphen_that_joins_words_or_dates_becomes_a_minus() -> None:
    assert doctest.testmod(numerals).failed == 0
