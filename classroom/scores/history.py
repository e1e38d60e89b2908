"""The history of one answer, in plain words: who wrote or decided what, when, why, and what it rested on. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from classroom import decisions
from classroom.models import Decision, Ink, Mark

_UNSURE = {
    "plausible_right": "a right answer was among the likely readings",
    "doubtful": "it was not sure what is written",
    "blank": "it saw nothing",
    "unreadable": "it could not read it",
    "mirrored": "a digit is written backwards",
}


@dataclass(frozen=True)
class Line:
    """One thing that happened; `basis` is what a mark rested on, "" for others; `stands`: it is what counts now."""

    at: datetime
    who: str
    what: str
    why: str = ""
    basis: str = ""
    stands: bool = False
    is_mark: bool = False


def history(
    *, inks: Iterable[Ink], marks: Iterable[Mark], decided: Iterable[Decision], standing: int | None
) -> list[Line]:
    """All that happened to an answer, newest first.

    `marks` with teacher, reading and decision loaded; `decided` are decisions about late writing and keys, with
    teacher, question and what they undo; `standing` is the id of the mark that counts.
    """
    lines = [_ink(ink, is_first=at == 0) for at, ink in enumerate(sorted(inks, key=lambda ink: ink.seq))]
    lines += [_mark(mark, standing) for mark in sorted(marks, key=lambda mark: mark.pk)]
    lines += [Line(one.made_at, _name(one.teacher), decisions.words(one)) for one in decided]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _ink(ink: Ink, *, is_first: bool) -> Line:
    if ink.is_blank:
        what = "wiped all of it"
    elif ink.typed:
        what = f"typed “{ink.typed}”"
    else:
        what = "wrote" if is_first else "wrote again"
    late = "kept aside: after closing, hand-in or newer writing" if ink.is_late else ""
    by_file = "taken in from a file" if ink.came_by == Ink.CameBy.FILE else ""
    return Line(ink.received_at, "the child", what, "; ".join(filter(None, [late, by_file])))


def _mark(mark: Mark, standing: int | None) -> Line:
    by_teacher = mark.source == Mark.Source.TEACHER
    who = _name(mark.teacher) if by_teacher or mark.teacher is not None else "the machine"
    if mark.reason == "withdrawn":
        what = "took the mark off: the machine’s word counts again"
    else:
        what = "unsure" if mark.verdict == Mark.Verdict.UNSURE else f"marked {mark.verdict}"
    why = _teachers_reason(mark) if by_teacher else _machines_reason(mark)
    return Line(mark.created_at, who, what, why, _basis(mark), mark.pk == standing, is_mark=True)


def _teachers_reason(mark: Mark) -> str:
    decision = mark.decision
    if decision is None:
        return ""
    facts = decision.facts
    if decision.kind == Decision.Kind.UNDO and decision.undoes is not None:
        back = ", so the mark before it counts again" if mark.reason == "restored" else ""
        return f"undid: {decisions.words(decision.undoes)}{back}"
    if decision.kind == Decision.Kind.GROUP:
        others = facts.get("answers", 1) - 1
        together = f"together with {others} other{'' if others == 1 else 's'}" if others else "on the answer wall"
        alike = f" read as {facts['read_as']}" if facts.get("read_as") else ""
        return f"{'agreed with the machine, ' if facts.get('verdict') == 'agreed' else ''}{together}{alike}"
    return "left the late writing out" if decision.kind == Decision.Kind.LATE else ""


def _machines_reason(mark: Mark) -> str:
    if mark.verdict == Mark.Verdict.UNSURE:
        said = _UNSURE.get(mark.reason, "it was not sure")
    else:
        said = "what it read is right" if mark.verdict == Mark.Verdict.RIGHT else "no likely reading is right"
    after = {
        "key_change": "after the key was corrected: ",
        "rereading": "read again by a newer reader, accepted: "
        if mark.reason != "rolled_back"
        else "newer reader taken back: ",
    }.get(mark.source, "")
    return after + said


def _basis(mark: Mark) -> str:
    """What the mark rested on: reading, reader, thresholds, rule and key."""
    parts = []
    if mark.reading is not None:
        sure = f", {mark.reading.confidence * 100:.0f} % sure" if mark.reading.text else ""
        parts.append(f"read as “{mark.reading.text}”{sure}, by reader {mark.reading.reader_version}")
    elif mark.source != Mark.Source.TEACHER:
        parts.append("typed, so there was nothing to read")
    if mark.thresholds:
        parts.append(
            f"right from {mark.thresholds['award']:.1%} on, wrong from {mark.thresholds['refuse']:.1%} on".replace(
                "%", " %"
            )
        )
    parts.append(f"rule {mark.rule_version}, key {mark.key_number}")
    return "; ".join(parts)


def _name(teacher: object) -> str:
    return getattr(teacher, "name", "") or "a teacher"
