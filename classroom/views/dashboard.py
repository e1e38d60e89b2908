"""The live dashboard of one assignment: the page, and what changed on it."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET

from classroom import access, promise, teacher_doors
from classroom.exports import STATE_WORDS
from classroom.honesty import drift
from classroom.models import Assignment
from classroom.scores import shared, states
from classroom.scores.board import ENOUGH_TO_COMPARE, NOT_STARTED, Board, board
from classroom.scores.cells import Known
from classroom.views.names_hidden import names_hidden
from classroom.views.saying import TeacherRequest
from classroom.views.undo import last_words

SORTS = ("name", "score", "state")
_STATE_ORDER = [NOT_STARTED, "in_progress", "handed_in", "returned"]


@require_GET
@login_required
def assignment(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """Children by questions; `?part=table` gives the table alone, `?names=hidden` keeps names off the page."""
    seen = _board(request, uuid)
    hidden = names_hidden(request)
    template = (
        "teacher/_dashboard_table.html" if request.GET.get("part") == "table" else "teacher/dashboard_page.html"
    )
    return render(
        request,
        template,
        {
            "board": seen,
            "assignment": seen.assignment,
            "summary": summary(seen),
            "states": states.ALL,
            "state_words": STATE_WORDS,
            "names_hidden": hidden,
            "sort": request.GET.get("sort", "name"),
            "alarms": drift.alarms(seen.assignment.school_class.school_id),
            "promise": promise.statement(request.user.school),
            "section": "lessons",
            **last_words(request, seen.assignment),
        },
    )


@require_GET
@login_required
def cells(request: TeacherRequest, uuid: UUID) -> HttpResponse:
    """What may have changed since `?since=VERSION`: 204 when nothing did. No names, no keys.

    `version` is what is told: older than what the class has by now where many watch (shared.looked_at).

    The header X-Rest says how many ms to wait at least before asking again.

    {version, shape, summary, hardest, columns: [percent], rows: [{state, score, boxes, look, kept, codes, texts,
    shares}]};
    the rows stand by name, as `data-row` counts them on the page.
    """
    known = request.GET.get("since", "")
    work = teacher_doors.lesson_to_watch(request.user, uuid)
    if known.isdecimal() and int(known) >= work.school_class.version:
        return HttpResponse(status=204)
    made = shared.looked_at(work, request.user.pk, _facts)
    headers = {"Cache-Control": "no-store", "X-Rest": f"{shared.rest() * 1000:.0f}"}
    return HttpResponse(made, content_type="application/json", headers=headers)


def _facts(work: Assignment, known: Known) -> bytes:
    seen = board(work, known)
    facts: dict[str, Any] = {
        "version": seen.version,
        "shape": seen.shape,
        "summary": summary(seen),
        "hardest": seen.columns.index(seen.hardest) if seen.hardest else None,
        "columns": [_percent(column.total.percent) for column in seen.columns],
        "rows": [
            {
                "state": row.state,
                "score": row.total.plain if row.total.decided else "–",
                "boxes": row.boxes_words,
                "look": row.to_look_at,
                "kept": row.kept.words if row.kept else "",
                "codes": [cell.state.code for cell in row.cells],
                "texts": [column.said(cell) for cell, column in zip(row.cells, seen.columns, strict=True)],
                "shares": [cell.share.words if cell.share else "" for cell in row.cells],
            }
            for row in seen.rows
        ],
    }
    return json.dumps(facts).encode()


def summary(seen: Board) -> dict[str, str]:
    """The facts above the table, as the page writes them; `spoken` is for a screen reader now and then."""
    children = len(seen.rows)
    handed_in = seen.counts["handed_in"] + seen.counts["returned"]
    hardest = seen.hardest
    facts = {
        "working": str(seen.counts["in_progress"]),
        "handed_in": gettext("%(handed_in)s of %(children)s") % {"handed_in": handed_in, "children": children},
        "not_started": str(seen.counts[NOT_STARTED]),
        "mean": _percent(seen.percent),
        "hardest": gettext("Q%(position)s  %(prompt)s")
        % {"position": hardest.question.position, "prompt": hardest.question.prompt}
        if hardest
        else _no_hardest(seen),
        "hardest_percent": gettext("%(percent)s right") % {"percent": _percent(hardest.total.percent)}
        if hardest
        else "",
        "look": str(seen.to_look_at),
        "on_tablets": _on_tablets(seen.on_tablets),
    }
    mean = gettext(", class mean %(mean)s") % {"mean": facts["mean"]} if seen.percent is not None else ""
    facts["spoken"] = gettext("%(handed_in)s handed in%(mean)s, %(to_look_at)s to look at.") % {
        "handed_in": facts["handed_in"],
        "mean": mean,
        "to_look_at": seen.to_look_at,
    }
    return facts


def _on_tablets(answers: int) -> str:
    if not answers:
        return ""
    return ngettext(
        "%(n)s answer is still on children’s tablets", "%(n)s answers are still on children’s tablets", answers
    ) % {"n": answers}


def _board(request: TeacherRequest, uuid: UUID) -> Board:
    work: Assignment = access.assignment_for_teacher(request.user, uuid)
    return _sorted(board(work), request)


def _sorted(seen: Board, request: TeacherRequest) -> Board:
    """Rows in the order asked for; names stay the order among equals. Aliases follow the names' order."""
    sort = request.GET.get("sort")
    if sort == "score":
        seen.rows.sort(key=lambda row: (row.total.share is None, row.total.share or 0))
    elif sort == "state":
        seen.rows.sort(key=lambda row: (-row.to_look_at, _STATE_ORDER.index(row.state)))
    return seen


def _no_hardest(seen: Board) -> str:
    """Why no question is called the hardest."""
    decided = [column.total.decided for column in seen.columns]
    if max(decided, default=0) >= ENOUGH_TO_COMPARE:
        return gettext("all right so far")
    return gettext("too few answers yet") if any(decided) else "–"


def _percent(value: int | None) -> str:
    return "–" if value is None else f"{value} %"
