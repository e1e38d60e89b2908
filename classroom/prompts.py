"""Prompts as children see and hear them: where the answer's box stands, the cards, the picture. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, gettext, gettext_noop, pgettext

from classroom import brackets, numerals
from classroom.pictures.reading import picture
from classroom.pictures.shapes import CannotDraw, Picture

# Words by which a prompt names its figure. They are stored as they are here, as a figure is read from them.
_FIGURES = (
    gettext_noop("Number pyramid"), gettext_noop("Arithmagon"), gettext_noop("Magic square"),
    gettext_noop("Part and whole"), gettext_noop("Grid method"),
)  # fmt: skip
_FIGURE = re.compile(rf"({'|'.join(_FIGURES)})(?=: )")
# Two boxes of which the second is for what is left over, as it is stored and as it may be shown.
_REST = re.compile(r"\? r \?", re.IGNORECASE)
# Cards with a word on it instead of a number: kept and marked in English, shown in the page's language.
WORDS = frozenset(
    [
        gettext_noop("true"), gettext_noop("false"), gettext_noop("acute"), gettext_noop("right angle"),
        gettext_noop("obtuse"), gettext_noop("reflex"),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Prompt:
    """A prompt around its box: `before` [box] `after`, and `spoken`, its name for those who listen.

    `options` are the cards to choose from, `tapped` the kind of a tapped answer, "" for a box; `picture` is drawn
    above the answer, or, in a "place", is what the answer is marked on.
    """

    before: str
    after: str
    spoken: str
    tapped: str = ""
    options: tuple[str, ...] = ()
    picture: Picture | None = None


def around_box(prompt: str, language: str = "") -> Prompt:
    """Split a prompt, as `language` writes numbers, at the "?" that stands alone; without one the box comes last.

    >>> around_box("7 + 5 = ?")
    Prompt(before='7 + 5 =', after='', spoken='7 + 5', tapped='', options=(), picture=None)
    >>> around_box("? + 4 = 9").spoken
    'blank + 4 = 9'
    >>> around_box("How many legs have 3 dogs?").before
    'How many legs have 3 dogs?'
    >>> around_box("Which is more? [3 | 8]").options
    ('3', '8')
    """
    parts = brackets.parted(prompt)
    drawn = None
    if parts.drawn:
        try:
            drawn = picture(parts.drawn.words)
        except CannotDraw:  # it was typed into a draft before pictures were known: its words say what it was
            parts = brackets.Parted(" ".join(prompt.split()), parts.choices, None)
    before, after, spoken = _split(parts.words, language)
    spoken = " ".join(filter(None, [spoken, drawn.spoken if drawn else ""]))
    kind = parts.choices.kind if parts.choices else "place" if parts.drawn and parts.drawn.is_place else ""
    return Prompt(before, after, spoken, kind, parts.choices.options if parts.choices else (), drawn)


def said(prompt: str, language: str) -> str:
    """A prompt as it is shown: its figure named and its numbers written as in `language`, which is spoken now."""
    return numerals.shown(_FIGURE.sub(lambda found: gettext(found[0]), prompt), language)


def joint(prompt: str, language: str = "") -> str:
    """What stands between the texts of several boxes, where an answer to `prompt` is read.

    >>> joint("17 ÷ 5 = ? r ?"), joint("17 : 5 = ? R ?", "de"), joint("75 = ? + ?")
    (' r ', ' R ', ' | ')
    """
    return f" {numerals.shown('r', language)} " if _REST.search(prompt) else " | "


# A class writes few different answers, and a board shows thousands.
@lru_cache(maxsize=4096)
def answered(text: str, prompt: str, language: str) -> str:
    """An answer or a key as it is read in `language`, which is spoken now: boxes stand apart, a word is said.

    >>> answered("3|2", "17 ÷ 5 = ? r ?", ""), answered("300|70|", "375 = ? + ? + ?", "")
    ('3 r 2', '300 | 70 | _')
    """
    if "|" in text:
        text = joint(prompt).join(part.strip() or "_" for part in text.split("|"))
    return gettext(text) if text in WORDS else said(text, language)


def answered_here(text: str, prompt: str) -> str:
    """`answered` in the language that is spoken now."""
    return answered(text, prompt, get_language() or "")


def _split(prompt: str, language: str) -> tuple[str, str, str]:
    # In "2, 4, ?, 8" the box stands before its comma.
    words = said(prompt, language).replace(" ?,", " ? ,").replace(" ?;", " ? ;").split()
    if words.count("?") != 1:
        whole = " ".join(words)
        return whole, "", whole.removesuffix("=").strip() or whole
    at = words.index("?")
    before, after = " ".join(words[:at]), " ".join(words[at + 1 :])
    if after:
        gap = pgettext("the gap in a sum, read aloud", "blank")
        return before, after, " ".join(filter(None, [before, gap, after]))
    return before, after, before.removesuffix("=").strip() or before
