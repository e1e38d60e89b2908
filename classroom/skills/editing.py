"""A worksheet's text, changed line by line: keys corrected, questions moved, removed, made anew. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from classroom import brackets
from classroom.skills import arithmetic, laid_out, strictness, tapped
from classroom.skills.arithmetic import EVERY_KIND, LineError
from classroom.skills.figures import suits
from classroom.skills.questions import QuestionDraft


@dataclass(frozen=True)
class KeyChange:
    """A key typed beside a line. It counts only while the line still reads as `prompt` with the key `was`."""

    line: int
    prompt: str
    was: str
    key: str


@dataclass(frozen=True)
class RuleChange:
    """How strictly to compare, chosen beside a line, under the same condition."""

    line: int
    prompt: str
    was: str
    rule: str


def with_rules(text: str, changes: Iterable[RuleChange], *, kinds: Collection[str] = EVERY_KIND) -> str:
    """The text with chosen rules written behind their lines; "" takes the words away again."""
    lines = text.splitlines()
    for change in changes:
        if not 1 <= change.line <= len(lines) or (change.rule and change.rule not in strictness.ENDINGS):
            continue
        draft = arithmetic.parse_line(lines[change.line - 1], number=change.line, kinds=kinds)
        if isinstance(draft, LineError) or draft.rule == change.rule:
            continue
        if (draft.prompt, keys_shown(draft)) != (change.prompt, change.was):
            continue  # chosen beside a line that has changed since
        plain, _ = strictness.split(lines[change.line - 1])
        lines[change.line - 1] = plain + strictness.ending(change.rule)
    return "\n".join(lines)


def keys_shown(draft: QuestionDraft) -> str:
    """A draft's right values as a teacher types them: "12 or 13"."""
    return " or ".join(draft.values)


def with_keys(
    text: str, changes: Iterable[KeyChange], *, kinds: Collection[str] = EVERY_KIND
) -> tuple[str, list[LineError]]:
    """The text with changed keys written into their lines, and what could not be taken as a key."""
    lines = text.splitlines()
    wrong = []
    for change in changes:
        if change.key.strip() == change.was or not 1 <= change.line <= len(lines):
            continue
        draft = arithmetic.parse_line(lines[change.line - 1], number=change.line, kinds=kinds)
        if isinstance(draft, LineError) or (draft.prompt, keys_shown(draft)) != (change.prompt, change.was):
            continue  # typed beside a line that has changed since
        try:
            values, kind = _key(draft, change.key, kinds)
        except arithmetic.NotUnderstood as error:
            wrong.append(LineError(change.line, str(error)))
            continue
        given = replace(draft, values=values, kind=kind, worked_out=False)
        lines[change.line - 1] = _source(strictness.applied(given, draft.rule, f"→ {change.key}"), kinds)
    return "\n".join(lines), wrong


def moved(text: str, line: int, by: int) -> str:
    """The text with a line changed places with the next one that is not empty, above (-1) or below (1)."""
    lines = text.splitlines()
    here, there = line - 1, line - 1 + by
    while 0 <= there < len(lines) and not lines[there].strip():
        there += by
    if 0 <= here < len(lines) and 0 <= there < len(lines):
        lines[here], lines[there] = lines[there], lines[here]
    return "\n".join(lines)


def without(text: str, line: int) -> str:
    """The text without a line."""
    return "\n".join(kept for number, kept in enumerate(text.splitlines(), 1) if number != line)


def with_made(text: str, *, made: Sequence[QuestionDraft], before: str = "") -> str:
    """The text with made questions at its end, or in the place of those made `before` if they stand there still."""
    new = "\n".join(arithmetic.source(draft) for draft in made)
    text = "\n".join(text.splitlines())
    before = "\n".join(before.splitlines())
    if before and before in text:
        return text.replace(before, new, 1)
    return f"{text.rstrip()}\n{new}" if text.strip() else new


def _key(draft: QuestionDraft, key: str, kinds: Collection[str]) -> tuple[tuple[str, ...], str]:
    if draft.kind in brackets.TAPPED:
        return tapped.key_of(draft.prompt, key), draft.kind
    return arithmetic.parse_key(key, kinds=kinds, parts=laid_out.parts(draft.layout, draft.prompt))


def _source(draft: QuestionDraft, kinds: Collection[str]) -> str:
    """The line for a draft whose key was set by hand; without the key when that is what comes out anyway."""
    plain = arithmetic.parse_line(draft.prompt, kinds=kinds)
    worked_out = isinstance(plain, QuestionDraft) and plain.worked_out and plain.values == draft.values
    return arithmetic.source(replace(draft, worked_out=worked_out))


def all_laid_out(text: str, layout: str, *, kinds: Collection[str] = EVERY_KIND) -> str:
    """The text with every question that can be in a layout in it, the others as they are; "line" takes it away.

    >>> all_laid_out("345 + 278\\nHow many legs have 3 cats? = 12", "columns").splitlines()
    ['345 + 278 = ? (in columns)', 'How many legs have 3 cats? = 12']
    """
    lines = text.splitlines()
    for at, line in enumerate(lines):
        draft = arithmetic.parse_line(line, kinds=kinds) if line.strip() else None
        if isinstance(draft, QuestionDraft) and _can_be(draft, layout):
            lines[at] = arithmetic.source(replace(draft, layout=layout))
    return "\n".join(lines)


# Layouts of one answer, which could as well be written on a line.
_AS_A_LINE = ("line", "columns", "bus_stop", "beside", "working", "fraction", "mixed", "time", "hands")


def _can_be(draft: QuestionDraft, layout: str) -> bool:
    """Whether a question is on a line, or as good as, and may be in a layout. No line holds a mixed number."""
    if draft.layout not in _AS_A_LINE or draft.layout == layout:
        return False
    if layout == "line":
        return not any(" " in value or "|" in value for value in draft.values)
    return suits(layout, prompt=draft.prompt, kind=draft.kind, values=draft.values)
