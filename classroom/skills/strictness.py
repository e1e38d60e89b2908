"""How strictly an answer is compared with the key, as teachers type it behind a question: "7 + 5 (exactly)". Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext

from classroom import brackets, rules
from classroom.skills.questions import QuestionDraft

# Codes of classroom.rules.RULES, and what is typed for them. "" is what is usual for a question.
ENDINGS = {"equal": "any form", "form": "same form", "simplest": "simplest form", "exact": "exactly"}
_CODES = {words: code for code, words in ENDINGS.items()}
_ENDING = re.compile(rf"\s*\(({'|'.join(_CODES)})\)\s*$", re.IGNORECASE)
_ARROW = re.compile(r"\s*(?:→|=>|->)\s*")


def split(line: str) -> tuple[str, str]:
    """A line without its ending, and the rule that it named, "" for none.

    >>> split("Half of 1? = 1/2 (simplest form)")
    ('Half of 1? = 1/2', 'simplest')
    """
    found = _ENDING.search(line)
    return (line[: found.start()], _CODES[found[1].lower()]) if found else (line, "")


def ending(rule: str) -> str:
    """What to type behind a line for a rule."""
    return f" ({ENDINGS[rule]})" if rule in ENDINGS else ""


def split_arrow(line: str) -> tuple[str, bool, str]:
    """What stands before and behind the last arrow of a line, and whether there is one."""
    parts = _ARROW.split(line)
    return (line, False, "") if len(parts) < 2 else ("→".join(parts[:-1]).strip(), True, parts[-1])


def applied(draft: QuestionDraft, rule: str, line: str) -> QuestionDraft:
    """The draft under a rule. A fraction that was typed as the key stays one, and the box takes fractions; where the
    form counts, any key stays as it was typed.

    >>> draft = QuestionDraft("Half of 1?", ("0.5",), "decimal", worked_out=False)
    >>> applied(draft, "", "Half of 1? = 1/2").values, applied(draft, "", "Half of 1? = 0.50").values
    (('1/2',), ('0.5',))
    """
    if draft.kind in brackets.TAPPED:
        return draft
    if draft.worked_out:
        return replace(draft, rule=rule)
    _, arrow, key = split_arrow(line)
    typed = [
        rules.tidy(one) for one in re.split(r"\s+(?:or|oder)\s+|[|;]", key if arrow else line.rpartition("=")[2])
    ]
    same = len(typed) == len(draft.values) and all(
        rules.number(one) is not None and rules.number(one) == rules.number(value)
        for one, value in zip(typed, draft.values, strict=True)
    )
    if not same:
        return replace(draft, rule=rule)
    is_fraction = draft.kind in ("decimal", "fraction") and any("/" in one for one in typed)
    if rule in ("", "equal") and not is_fraction:
        return replace(draft, rule=rule)
    kind = "fraction" if is_fraction else draft.kind
    return replace(draft, rule=rule, values=tuple(typed), kind=kind)


def mixed(text: str) -> Fraction | None:
    """What is typed as a mixed number; None for anything else.

    >>> mixed("2 3/4"), mixed("23/4")
    (Fraction(11, 4), None)
    """
    plain = rules.tidy(text)
    return rules.number(plain) if " " in plain else None


def choices(draft: QuestionDraft) -> list[tuple[str, str]]:
    """What a teacher can choose for a question, in words of its own numbers; the first is what is usual."""
    value = draft.values[0] if draft.values else "7"
    if draft.kind in ("compare", "time", "operator", *brackets.TAPPED):
        return [("", gettext("as it is"))]
    if draft.kind == "fraction" or "/" in value:
        return [
            ("", gettext("as usual")),
            ("equal", gettext("same value: 0.5 and 2/4 for 1/2")),
            ("form", gettext("a fraction: 2/4 for 1/2, not 0.5")),
            ("simplest", gettext("simplest form: 1/2, not 2/4")),
        ]
    if draft.kind == "decimal" or "." in value:
        return [
            ("", gettext("same value: 0.50 and 1/2 for 0.5")),
            ("form", gettext("a decimal: 0.50 for 0.5, not 1/2")),
            ("simplest", gettext("shortest: 0.5, not 0.50")),
        ]
    return [
        ("", gettext("0%(lstrip)s counts too") % {"lstrip": value.lstrip("-")}),
        ("exact", gettext("only %(value)s") % {"value": value}),
    ]
