"""How an answer is laid out, as teachers type it behind a question: "345 + 278 (in columns)". Pure.

A question with several boxes has its answers behind an arrow, one for each "?":
"375 = ? + ? + ? → 300 | 70 | 5 (boxes)".
"""

from __future__ import annotations

import re
from dataclasses import replace

from django.utils.translation import gettext

from classroom.skills import kinds, strictness
from classroom.skills.expressions import NotUnderstood
from classroom.skills.figures import LAYOUTS, LINE, figure_of, newest, suits
from classroom.skills.forms.reading import recognise
from classroom.skills.questions import QuestionDraft

LONGEST_KEY = 40
_LAYOUTS = {one.ending: layout for layout, one in LAYOUTS.items()}
_ENDING = re.compile(rf"\s*\(({'|'.join(map(re.escape, _LAYOUTS))})\)\s*$", re.IGNORECASE)


def split(line: str) -> tuple[str, str, str]:
    """A line without its endings, the rule and the layout that they named, in whatever order; "" and "line" for none.

    >>> split("345 + 278 (in columns) (exactly)")
    ('345 + 278', 'exact', 'columns')
    """
    layout = LINE
    rule = ""
    while True:
        shorter, named = strictness.split(line)
        found = _ENDING.search(shorter)
        if not named and not found:
            return line, rule, layout
        rule = rule or named
        if found:
            shorter, layout = shorter[: found.start()], _LAYOUTS[found[1].lower()]
        line = shorter


def ending(layout: str) -> str:
    """What to type behind a line for a layout."""
    return f" ({LAYOUTS[layout].ending})" if layout in LAYOUTS else ""


def parts(layout: str, prompt: str) -> int:
    """How many texts an answer has: one, but for a figure with several boxes."""
    figure = figure_of(layout, prompt)
    return figure.answers if figure else 1


def with_boxes(line: str, layout: str) -> QuestionDraft | None:
    """The question on a line with several boxes; None where the layout has one answer, as a line has."""
    prompt, arrow, key = strictness.split_arrow(line)
    prompt = " ".join(re.sub(r"(?<!\w)\?", " ? ", prompt).replace(" ?,", "?,").split())
    count = parts(layout, prompt)
    if count < 2:
        return None
    if not arrow:
        known = recognise(prompt)
        if known is not None and known.laid_out(layout).layout == newest(layout, prompt):
            return known.laid_out(layout).draft
        raise NotUnderstood(LAYOUTS[layout].advice)
    return QuestionDraft(prompt, parted_values(key, count), "whole", worked_out=False)


def parted_values(text: str, count: int) -> tuple[str, ...]:
    """The right answers in "300 | 70 | 5 or 375 | 0 | 0", each with `count` parts; NotUnderstood with a sentence."""
    values = []
    for one in re.split(r"\s+or\s+|\s*;\s*", text.strip()):
        found = [part.strip() for part in one.split("|")]
        if len(found) != count or not all(kinds.fits(part, "whole") for part in found):
            raise NotUnderstood(
                gettext("There are %(n)s boxes: write %(n)s whole numbers with | between them.") % {"n": count}
            )
        values.append("|".join(found))
    if any(len(value) > LONGEST_KEY for value in values):
        raise NotUnderstood(gettext("These numbers are too long for the boxes."))
    return tuple(dict.fromkeys(values))


def applied(draft: QuestionDraft, layout: str) -> QuestionDraft:
    """The draft in a layout; NotUnderstood where it makes no sense for the question."""
    layout = newest(layout, draft.prompt)
    if layout == LINE:
        return draft
    if not suits(layout, prompt=draft.prompt, kind=draft.kind, values=draft.values):
        raise NotUnderstood(LAYOUTS[layout].advice)
    return replace(draft, layout=layout)
