"""Questions that are answered by tapping: cards to choose, tick or put in order, a place to mark. Pure."""

from __future__ import annotations

from django.utils.translation import gettext

from classroom import brackets, rules
from classroom.later import gettext_lazy
from classroom.pictures.reading import picture, places
from classroom.pictures.shapes import CannotDraw
from classroom.skills.expressions import NotUnderstood
from classroom.skills.forms.reading import recognise_text
from classroom.skills.questions import QuestionDraft

_HOW = {
    "choose": gettext_lazy("Write the card that is right behind =, for example: Which is more? [3 | 8] = 8"),
    "tick": gettext_lazy(
        "Write all cards that are right behind =, for example: Which are even? [tick: 3 | 4 | 6] = 4; 6"
    ),
    "order": gettext_lazy(
        "Write all cards in their order behind =, for example: Smallest first. [order: 8 | 3] = 3; 8"
    ),
    "place": gettext_lazy(
        "Write the place that is right behind =, for example: Where is 30? [place: line 0 100 10] = 30"
    ),
}


def read(line: str) -> QuestionDraft | None:
    """The question on a line with cards or a place to mark, None for other lines; NotUnderstood with a sentence."""
    parts = brackets.parted(line)
    if parts.drawn:
        try:
            picture(parts.drawn.words)
        except CannotDraw as error:
            raise NotUnderstood(str(error)) from error
    kind = brackets.tapped_kind(line)
    if not kind:
        return None
    prompt, key = brackets.split_key(line)
    if parts.choices and (wrong := brackets.wrong_with(parts.choices)):
        raise NotUnderstood(wrong)
    if not key:
        known = recognise_text(prompt)
        if known is None:
            raise NotUnderstood(str(_HOW[kind]))
        return known.draft
    if not brackets.parted(prompt).words:
        raise NotUnderstood(gettext("There is no question before the answer."))
    return QuestionDraft(prompt, key_of(prompt, key), kind, worked_out=False)


def key_of(prompt: str, key: str) -> tuple[str, ...]:
    """What is right for a prompt with cards or a place, from what was typed; NotUnderstood with a sentence."""
    parts = brackets.parted(prompt)
    if parts.choices:
        found = brackets.key_of(parts.choices, key)
        if found is None:
            raise NotUnderstood(
                f"“{key.strip()[:40]}” does not name cards that are there. {_HOW[parts.choices.kind]}"
            )
        return found
    assert parts.drawn is not None
    there = places(parts.drawn.words)
    values = []
    for text in key.split(" or "):
        match = next((one for one in there if rules.is_right(text, {"values": [one], "rule": "equal"})), None)
        if match is None:
            raise NotUnderstood(
                gettext("“%(text)s” is no mark of this picture. %(how)s")
                % {"text": text.strip()[:20], "how": _HOW["place"]}
            )
        values.append(match)
    return tuple(dict.fromkeys(values))
