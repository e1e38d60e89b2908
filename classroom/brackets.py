"""What stands in square brackets in a prompt: a list to choose from, a picture, a picture to mark. Pure.

A prompt is a text (ADR 0015), so whatever a child sees beside words is said in words: "[3 | 5 | 8]" are three cards,
"[clock 3:15]" is a clock, "[place: line 0 100 10]" a number line on which a place is marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext

# Kinds that are tapped and never drawn: what is kept of them is typed ink.
CHOSEN = ("choose", "tick", "order")
TAPPED = (*CHOSEN, "place")
PICTURES = ("clock", "line", "grid", "fraction", "coins", "angle", "rectangle", "compound")
FEWEST, MOST = 2, 8
# As long as what a tablet may send (classroom/submissions.py).
LONGEST_ANSWER = 40
# Between several cards in one answer: "4; 6".
BETWEEN = "; "

_CHOICES = re.compile(r"\[\s*(?:(choose|tick|order)\s*:)?([^\[\]|]*(?:\|[^\[\]|]*)+)\]", re.IGNORECASE)
_PICTURE = re.compile(rf"\[\s*(place\s*:)?\s*({'|'.join(PICTURES)})\b([^\[\]|]*)\]", re.IGNORECASE)


@dataclass(frozen=True)
class Choices:
    """Cards to choose from; `kind` is one of CHOSEN."""

    kind: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Drawn:
    """A picture as its words say it, such as "clock 3:15"; `is_place` where children mark a place on it."""

    words: str
    is_place: bool


@dataclass(frozen=True)
class Parted:
    """A prompt taken apart: the words without brackets, the cards, the picture."""

    words: str
    choices: Choices | None
    drawn: Drawn | None


def parted(prompt: str) -> Parted:
    """A prompt without its brackets, and what they say. Brackets that say nothing known stay words.

    >>> parted("Which is more? [3 | 8]")
    Parted(words='Which is more?', choices=Choices(kind='choose', options=('3', '8')), drawn=None)
    >>> parted("[clock 3:15] What time is it?").drawn
    Drawn(words='clock 3:15', is_place=False)
    """
    choices, drawn = None, None
    if (found := _CHOICES.search(prompt)) is not None:
        choices = Choices((found[1] or "choose").lower(), tuple(" ".join(one.split()) for one in found[2].split("|")))
        prompt = f"{prompt[: found.start()]} {prompt[found.end() :]}"
    if (seen := _PICTURE.search(prompt)) is not None:
        drawn = Drawn(" ".join(f"{seen[2].lower()} {seen[3]}".split()), bool(seen[1]))
        prompt = f"{prompt[: seen.start()]} {prompt[seen.end() :]}"
    return Parted(" ".join(prompt.split()), choices, drawn)


def tapped_kind(prompt: str) -> str:
    """The kind that a prompt's brackets ask for, "" where the answer is written."""
    found = parted(prompt)
    if found.choices:
        return found.choices.kind
    return "place" if found.drawn and found.drawn.is_place else ""


def asks_once(prompt: str) -> bool:
    """Whether one answer is asked for, and is written and not tapped.

    >>> [asks_once(prompt) for prompt in ("7 + 5 = ?", "? + ? = 5", "Which is more? [3 | 8]")]
    [True, False, False]
    """
    return not tapped_kind(prompt) and parted(prompt).words.split().count("?") <= 1


def split_key(line: str) -> tuple[str, str]:
    """A line whose cards stand at the end of its prompt: the prompt, and the key behind "=" or "→", "" for none.

    >>> split_key("5 ? 3 [< | > | =] = >")
    ('5 ? 3 [< | > | =]', '>')
    """
    found = list(_CHOICES.finditer(line)) or list(_PICTURE.finditer(line))
    if not found:
        return line, ""
    end = found[-1].end()
    behind = re.fullmatch(r"(.*?)\s*(?:→|=>|->|=)\s*(.*)", line[end:])
    return (line.strip(), "") if behind is None else ((line[:end] + behind[1]).strip(), behind[2].strip())


def wrong_with(choices: Choices) -> str:
    """What is wrong with cards, as a sentence for a teacher; "" for nothing."""
    plain = ["".join(one.split()).lower() for one in choices.options]
    if not all(plain):
        return gettext("A card is empty. Write what stands on each, for example [3 | 5 | 8].")
    if len(set(plain)) < len(plain):
        return gettext("Two cards say the same.")
    if not FEWEST <= len(plain) <= MOST:
        return gettext("There are %(few)s to %(most)s cards; these are %(count)s.") % {
            "few": FEWEST, "most": MOST, "count": len(plain),
        }  # fmt: skip
    if any(BETWEEN.strip() in one for one in plain):
        return gettext("A card cannot hold a semicolon: it stands between the cards of an answer.")
    several = choices.kind != "choose"
    longest = len(BETWEEN.join(choices.options)) if several else max(map(len, choices.options))
    if longest > LONGEST_ANSWER:
        said = (
            gettext("All cards together are too long: %(most)s signs are possible.")
            if several
            else gettext("A card is too long: %(most)s signs are possible.")
        )
        return said % {"most": LONGEST_ANSWER}
    return ""


def key_of(choices: Choices, key: str) -> tuple[str, ...] | None:
    """What is right, in the words of the cards; None when a card is named that is not there, or the number is wrong.

    >>> key_of(Choices("tick", ("3", "4", "6")), "6, 4")
    ('4; 6',)
    >>> key_of(Choices("order", ("3", "4")), "4; 3")
    ('4; 3',)
    >>> key_of(Choices("choose", ("a", "b", "c")), "a or B")
    ('a', 'b')
    """
    said = {"".join(one.split()).lower(): one for one in choices.options}
    alone = _named(key, said, "")
    values = []
    for text in [key] if alone else re.split(r"\s+or\s+", key):
        cards = _named(text, said, "") or (None if choices.kind == "choose" else _several(text, said))
        if not cards or len(set(cards)) < len(cards):
            return None
        if choices.kind == "order" and len(cards) < len(choices.options):
            return None
        if choices.kind == "tick":
            cards = [one for one in choices.options if one in cards]
        values.append(BETWEEN.join(cards))
    return tuple(dict.fromkeys(values))


def _named(text: str, said: dict[str, str], between: str) -> list[str] | None:
    """The cards that a text names, None when one is not there; "" takes the text for one card."""
    cards = [said.get("".join(one.split()).lower()) for one in (re.split(between, text) if between else [text])]
    known = [one for one in cards if one is not None]
    return known if len(known) == len(cards) else None


def _several(text: str, said: dict[str, str]) -> list[str] | None:
    for between in (r"\s*;\s*", r"\s*,\s+|\s+and\s+", r"\s*,\s*"):
        if cards := _named(text, said, between):
            return cards
    return None
