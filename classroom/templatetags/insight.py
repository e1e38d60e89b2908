"""Small pictures of spreads and courses; each says nothing that does not stand beside it in words."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeData

from classroom.insight.child import Piece
from classroom.insight.course import Point
from classroom.insight.spread import Spread

register = template.Library()
# The line from 0 to 100 % begins and ends so far inside its picture.
_FROM, _LONG = 4, 152


@register.simple_tag
def box(spread: Spread, mine: int | None = None) -> SafeData | str:
    """The middle half as a bar, the median as a line, the ends as a thin line; `mine` as a dot."""
    if not spread.enough and mine is None:
        return ""
    parts = [format_html('<line class="axis" x1="{}" y1="9" x2="{}" y2="9"/>', _FROM, _FROM + _LONG)]
    if spread.enough:
        low, quarter, median, upper, high = (
            _at(one) for one in (spread.low, spread.quarter, spread.median, spread.three_quarters, spread.high)
        )
        if mine is None:
            parts.append(format_html('<line class="ends" x1="{}" y1="9" x2="{}" y2="9"/>', low, high))
        parts.append(
            format_html(
                '<rect class="half" x="{}" y="3" width="{}" height="12" rx="3"/>'
                '<line class="median" x1="{}" y1="2" x2="{}" y2="16"/>',
                quarter, max(3.0, round(upper - quarter, 1)), median, median,
            )
        )  # fmt: skip
    if mine is not None:
        parts.append(format_html('<circle class="mine" cx="{}" cy="9" r="5.5"/>', _at(mine)))
    return _picture("box", 160, 18, parts)


@register.simple_tag
def dots(count: int) -> SafeData:
    """A dot for each child; none says which child."""
    return format_html_join("", "<i></i>{}", (("",) for _ in range(count)))


@register.simple_tag
def course_line(points: Iterable[Point | Piece]) -> SafeData | str:
    """Shares over time as a small line, the newest dot full; nothing for fewer than two."""
    shares = [one.total.percent for one in points if one.total.percent is not None]
    if len(shares) < 2:
        return ""
    step = 132 / (len(shares) - 1)
    spots = [(round(6 + at * step, 1), round(32 - share * 0.26, 1)) for at, share in enumerate(shares)]
    line = " ".join(f"{x},{y}" for x, y in spots)
    return _picture(
        "spark", 144, 38,
        [
            *(format_html('<line class="axis" x1="6" y1="{}" x2="138" y2="{}"/>', y, y) for y in (6, 32)),
            format_html('<polyline points="{}"/>', line),
            format_html('<circle cx="{}" cy="{}" r="3.5"/>', *spots[-1]),
        ],
    )  # fmt: skip


def _at(percent: int | None) -> float:
    return round(_FROM + (percent or 0) * _LONG / 100, 1)


def _picture(name: str, width: int, height: int, parts: Iterable[object]) -> SafeData:
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        name, width, height, format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip
