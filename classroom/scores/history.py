"""The history of one answer, in plain words: who wrote or decided what, when, why, and what it rested on. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from classroom import decisions, prompts
from classroom.later import gettext_lazy
from classroom.models import Decision, Ink, Mark, Reading

_UNSURE = {
    "plausible_right": gettext_lazy("a right answer was among the likely readings"),
    "doubtful": gettext_lazy("it was not sure what is written"),
    "blank": gettext_lazy("it saw nothing"),
    "unreadable": gettext_lazy("it could not read it"),
    "mirrored": gettext_lazy("a digit is written backwards"),
    "unfinished": gettext_lazy("a box inside the answer is empty"),
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
    *, inks: Iterable[Ink], marks: Iterable[Mark], decided: Iterable[Decision], standing: int | None, prompt: str
) -> list[Line]:
    """All that happened to an answer, newest first.

    `marks` with teacher, reading and decision loaded; `decided` are decisions about late writing and keys, with
    teacher, question and what they undo; `standing` is the id of the mark that counts.
    """
    lines = [_ink(ink, prompt, is_first=at == 0) for at, ink in enumerate(sorted(inks, key=lambda ink: ink.seq))]
    lines += [_mark(mark, standing, prompt) for mark in sorted(marks, key=lambda mark: mark.pk)]
    lines += [Line(one.made_at, _name(one.teacher), decisions.words(one)) for one in decided]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _ink(ink: Ink, prompt: str, *, is_first: bool) -> Line:
    if ink.is_blank:
        what = gettext("wiped all of it")
    elif ink.typed:
        what = gettext("typed “%(typed)s”") % {"typed": prompts.answered_here(ink.typed, prompt)}
    else:
        what = gettext("wrote") if is_first else gettext("wrote again")
    late = gettext("kept aside: after closing, hand-in or newer writing") if ink.is_late else ""
    by_file = gettext("taken in from a file") if ink.came_by == Ink.CameBy.FILE else ""
    return Line(ink.received_at, gettext("the child"), what, "; ".join(filter(None, [late, by_file])))


def _mark(mark: Mark, standing: int | None, prompt: str) -> Line:
    by_teacher = mark.source == Mark.Source.TEACHER
    who = _name(mark.teacher) if by_teacher or mark.teacher is not None else gettext("the machine")
    if mark.reason == "withdrawn":
        what = gettext("took the mark off: the machine’s word counts again")
    else:
        what = (
            gettext("unsure")
            if mark.verdict == Mark.Verdict.UNSURE
            else gettext("marked %(verdict)s") % {"verdict": mark.get_verdict_display()}
        )
    why = _teachers_reason(mark, prompt) if by_teacher else _machines_reason(mark)
    return Line(mark.created_at, who, what, why, _basis(mark, prompt), mark.pk == standing, is_mark=True)


def _teachers_reason(mark: Mark, prompt: str) -> str:
    decision = mark.decision
    if decision is None:
        return ""
    facts = decision.facts
    if decision.kind == Decision.Kind.UNDO and decision.undoes is not None:
        back = gettext(", so the mark before it counts again") if mark.reason == "restored" else ""
        return gettext("undid: %(what)s") % {"what": decisions.words(decision.undoes)} + back
    if decision.kind == Decision.Kind.GROUP:
        others = facts.get("answers", 1) - 1
        together = gettext("on the answer wall")
        if others:
            together = ngettext("together with %(n)s other", "together with %(n)s others", others) % {"n": others}
        alike = (
            gettext(" read as %(read_as)s") % {"read_as": prompts.answered_here(facts["read_as"], prompt)}
            if facts.get("read_as")
            else ""
        )
        agreed = gettext("agreed with the machine, ") if facts.get("verdict") == "agreed" else ""
        return agreed + together + alike
    return gettext("left the late writing out") if decision.kind == Decision.Kind.LATE else ""


def _machines_reason(mark: Mark) -> str:
    if mark.verdict == Mark.Verdict.UNSURE:
        said = _UNSURE.get(mark.reason, gettext("it was not sure"))
    else:
        said = (
            gettext("what it read is right")
            if mark.verdict == Mark.Verdict.RIGHT
            else gettext("no likely reading is right")
        )
    after = {
        "key_change": gettext("after the key was corrected: "),
        "rereading": gettext("read again by a newer reader, accepted: ")
        if mark.reason != "rolled_back"
        else gettext("newer reader taken back: "),
    }.get(mark.source, "")
    return after + said


def _basis(mark: Mark, prompt: str) -> str:
    """What the mark rested on: reading, reader, thresholds, rule and key."""
    parts = []
    if mark.reading is not None and mark.reading.status != Reading.Status.READ:
        words = gettext("nothing could be read, by reader %(reader_version)s")
        parts.append(words % {"reader_version": mark.reading.reader_version})
    elif mark.reading is not None:
        sure = (
            gettext(", %(confidence_100)s %% sure") % {"confidence_100": f"{mark.reading.confidence * 100:.0f}"}
            if mark.reading.text
            else ""
        )
        parts.append(
            gettext("read as “%(text)s”%(sure)s, by reader %(reader_version)s")
            % {
                "text": prompts.answered_here(mark.reading.text, prompt),
                "sure": sure,
                "reader_version": mark.reading.reader_version,
            }
        )
    elif mark.source != Mark.Source.TEACHER:
        parts.append(gettext("typed, so there was nothing to read"))
    if mark.thresholds and mark.thresholds["award"] <= 1:  # above 1: nothing was marked by machine then
        parts.append(
            gettext("right from %(award)s %% on, wrong from %(refuse)s %% on")
            % {name: number_format(100 * mark.thresholds[name], 1) for name in ("award", "refuse")}
        )
    parts.append(
        gettext("rule %(rule_version)s, key %(key_number)s")
        % {"rule_version": mark.rule_version, "key_number": mark.key_number}
    )
    return "; ".join(parts)


def _name(teacher: object) -> str:
    return getattr(teacher, "name", "") or gettext("a teacher")
