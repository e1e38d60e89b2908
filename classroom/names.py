"""Names as people type and paste them, tidied; and lists of names. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

LONGEST_NAME = 40
NAME_COLUMNS = 2  # of a spreadsheet: given name, surname
LONGEST_LIST = 20_000  # characters; 60 long names are 2,400

# Joiners are invisible, yet part of how names in Persian and the scripts of India are written.
_JOINERS = {"\u200c", "\u200d"}
_STACKED = re.compile(r"([\u0300-\u036f]{3})[\u0300-\u036f]+")  # more than three accents on one letter
_NUMBERING = re.compile(r"^\s*(?:\d{1,3}\s*[.):\-]|[-*•·–])\s+")
_HEADINGS = {
    "name", "names", "first name", "forename", "forenames", "given name", "surname", "last name", "family name",
    "full name", "child", "children", "pupil", "pupils", "pupil name", "student", "students", "student name",
    "class", "form", "year", "group", "set",
    "namen", "vorname", "vornamen", "nachname", "familienname", "kind", "kinder", "schüler", "schülerin", "klasse",
    "gruppe",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One name of a pasted list, with the line (from 1) it stood on and what was done to it, if anything."""

    name: str
    line: int
    note: str = ""


@dataclass(frozen=True)
class NameList:
    """The names of a pasted text in order; what was left out, in sentences; whether lines were turned round."""

    names: tuple[Found, ...]
    left_out: tuple[str, ...] = ()
    turned: bool = False


def tidy(text: str) -> str:
    """`text` in Unicode's composed form, on one line, without signs that cannot be seen or turn the writing.

    >>> tidy("  Ada\\u202e \\t Lovelace ")
    'Ada Lovelace'
    """
    shown = []
    for sign in unicodedata.normalize("NFC", text):
        category = unicodedata.category(sign)
        if category.startswith("Z") or sign in "\t\n\r\v\f":
            shown.append(" ")
        elif category not in {"Cc", "Cf", "Cs", "Co", "Cn"} or sign in _JOINERS:
            shown.append(sign)
    return _STACKED.sub(r"\1", " ".join("".join(shown).split()))


def fault(name: str, longest: int = LONGEST_NAME) -> str:
    """Why a tidied name cannot be taken, as a sentence; empty if it can."""
    if not any(unicodedata.category(sign)[0] == "L" for sign in name):
        return gettext("A name needs at least one letter.") if name else gettext("Please write a name.")
    if len(name) > longest:
        return f"A name has at most {longest} letters; this one has {len(name)}."
    return ""


def same(name: str) -> str:
    """What two names have in common when people take them for the same: case and width do not count."""
    return unicodedata.normalize("NFKC", name).casefold()


def order(name: str) -> list[tuple[int, int, str]]:
    """Sorts names as people do: accents and case do not count, and Child 2 comes before Child 10."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    parts = re.findall(r"\d{1,9}|\D+", bare.casefold())
    return [(0, int(part), "") if part[0].isascii() and part.isdigit() else (1, 0, part) for part in parts]


def distinct(name: str, taken: Iterable[str]) -> str:
    """`name`, with a number behind it if somebody among `taken` has it: Ada, Ada 2, Ada 3.

    >>> distinct("Ada", ["ada", "Ada 2"])
    'Ada 3'
    """
    used = {same(one) for one in taken}
    number, candidate = 1, name
    while same(candidate) in used:
        number += 1
        tail = f" {number}"
        candidate = name[: LONGEST_NAME - len(tail)].rstrip() + tail
    return candidate


def read_list(text: str, *, surname_first: bool | None = None) -> NameList:
    """The names in a pasted text: one a line, or with commas, semicolons or tabs between them.

    `surname_first` says that each line is "Surname, Given", one child; None finds out: two or more lines, each with
    exactly one comma, are taken so, and the teacher sees it before anybody is added. Tabs come from spreadsheets: in
    several lines each line is one child, named by its first two columns; one line alone is a row of names. A heading,
    numbering and empty cells are passed over.
    """
    lines = [(number, line) for number, line in enumerate(text[:LONGEST_LIST].splitlines(), 1) if line.strip()]
    left_out = []
    if len(text) > LONGEST_LIST:
        left_out.append("The text is too long to be a list of one class; its end was left out.")
    if lines and _is_heading(lines[0][1]):
        left_out.append(
            gettext("Line %(value)s looks like a heading and was left out: %(value_2)s")
            % {"value": lines[0][0], "value_2": tidy(lines[0][1])[:60]}
        )
        lines = lines[1:]
    turned = _looks_turned(lines) if surname_first is None else surname_first
    columns = len(lines) > 1
    if columns and any(len(_cells(line, "\t")) > NAME_COLUMNS for _, line in lines):
        left_out.append("Only the first two columns were taken for names; the others were left out.")
    names: list[Found] = []
    for number, line in lines:
        for raw, note in _names_of(_NUMBERING.sub("", line), turned=turned, columns=columns):
            name = tidy(raw)
            wrong = fault(name)
            if wrong:
                if name and not name.isdigit():  # a column of numbers is passed over in silence
                    left_out.append(
                        gettext("Line %(number)s: %(wrong)s (%(value)s)")
                        % {"number": number, "wrong": wrong, "value": name[:LONGEST_NAME]}
                    )
            else:
                names.append(Found(name, number, note))
    return NameList(tuple(names), tuple(left_out), turned)


def _cells(line: str, between: str) -> list[str]:
    cells = [cell.strip() for cell in line.split(between)]
    return [cell for cell in cells if cell and not cell.isdigit()]


def _is_heading(line: str) -> bool:
    cells = [tidy(cell).casefold() for cell in re.split(r"[\t,;]", line)]
    return any(cells) and all(cell in _HEADINGS for cell in cells if cell)


def _looks_turned(lines: list[tuple[int, str]]) -> bool:
    # A trailing comma is no second half, hence cells and not commas are counted.
    return len(lines) > 1 and all(len(_cells(line, ",")) == 2 and ";" not in line for _, line in lines)


def _names_of(line: str, *, turned: bool, columns: bool) -> list[tuple[str, str]]:
    if turned and "," in line:
        surname, _, given = line.partition(",")
        return [(f"{given.replace(',', ' ')} {surname}", gettext("from “%(tidy)s”") % {"tidy": tidy(line)})]
    if columns and "\t" in line:
        return [(" ".join(_cells(line, "\t")[:NAME_COLUMNS]), "")]
    return [(_NUMBERING.sub("", cell), "") for cell in re.split(r"[\t,;]", line)]
