"""Money, time, units, shapes, ratio. Pure."""

from __future__ import annotations

from fractions import Fraction

from classroom.skills.forms.base import Answers, Form, Solved
from classroom.skills.procedures import addition, others, subtraction
from classroom.skills.questions import kind_of

Clock = tuple[int, int]


def _pounds(pence: int) -> str:
    return f"{pence // 100}.{pence % 100:02}"


def _pence_total(a: int, b: int) -> Solved | None:
    return Solved(a + b, "money.total", addition.wrong(a, b)) if 0 < a < 1000 and 0 < b < 1000 else None


def _pence_change(b: int, a: int) -> Solved | None:
    return Solved(a - b, "money.total", subtraction.wrong(a, b)) if 0 < b < a <= 1000 else None


def _pounds_total(a: int, b: int) -> Solved:
    return Solved(_pounds(a + b), "money.total", _as_pounds(addition.wrong(a, b)))


def _pounds_change(b: int, a: int) -> Solved | None:
    if not 0 < b < a:
        return None
    return Solved(_pounds(a - b), "money.total", _as_pounds(subtraction.wrong(a, b)))


def _as_pounds(wrong: dict[str, int]) -> dict[str, Answers]:
    return {code: _pounds(pence) for code, pence in wrong.items()}


def _pounds_and_pence(a: int, b: int) -> Solved | None:
    if not 0 < b < 100:
        return None
    return Solved(_pounds(100 * a + b), "money.write", {"money.pence_place": others.pence_place(a, b)})


def _is_clock(time: Clock) -> bool:
    return time[0] < 24 and time[1] < 60


def _minutes_between(a: Clock, b: Clock) -> Solved | None:
    start, end = a[0] * 60 + a[1], b[0] * 60 + b[1]
    if not (_is_clock(a) and _is_clock(b) and start < end):
        return None
    hours, minutes = others.hundred_minutes(b, a)
    wrong = tuple(dict.fromkeys((hours * 100 + minutes, hours * 60 + minutes)))
    tags = ("over the hour",) if b[1] < a[1] else ()
    return Solved(end - start, "time.difference", {"time.hundred_minutes": wrong} if tags else {}, tags)


def _minutes_after(n: int, a: Clock) -> Solved | None:
    total = a[0] * 60 + a[1] + n
    if not (_is_clock(a) and n > 0 and total < 24 * 60) or (a[0] < 13 and total >= 13 * 60):
        return None
    hundred = a[0] * 100 + a[1] + n
    tags = ("over the hour",) if a[1] + n >= 60 else ()
    wrong: dict[str, Answers] = {"time.hundred_minutes": _clock(*divmod(hundred, 100))} if tags else {}
    return Solved(_clock(*divmod(total, 60)), "time.difference", wrong, tags)


def _clock(hour: int, minute: int) -> str:
    return f"{hour}:{minute:02}"


def _afternoon(a: Clock) -> Solved | None:
    if not (1 <= a[0] <= 12 and a[1] < 60):
        return None
    return Solved(_clock(a[0] % 12 + 12, a[1]), "time.24h", {})


_UNITS = {
    ("m", "cm"): 100, ("cm", "mm"): 10, ("km", "m"): 1000, ("kg", "g"): 1000, ("l", "ml"): 1000,
    ("hours", "minutes"): 60, ("minutes", "seconds"): 60, ("weeks", "days"): 7, ("days", "hours"): 24,
    ("years", "months"): 12,
}  # fmt: skip
DECIMAL_UNITS = tuple(pair for pair, size in _UNITS.items() if size in (10, 100, 1000))
TIME_UNITS = tuple(pair for pair in _UNITS if pair not in DECIMAL_UNITS)


def _converted(a: str, u: str, v: str) -> Solved | None:
    """To the smaller unit, or from it."""
    amount = Fraction(a)
    if amount <= 0:
        return None
    if (u, v) in _UNITS:
        size = _UNITS[u, v]
        return Solved(amount * size, "units.convert", {"time.hundred_minutes": amount * 100} if size == 60 else {})
    if (v, u) in _UNITS:
        right = amount / _UNITS[v, u]
        return Solved(right, "units.convert") if kind_of(right) in ("whole", "decimal") else None
    return None


def _perimeter(a: int, b: int) -> Solved | None:
    return Solved(2 * (a + b), "geo.perimeter", {}, ("perimeter",)) if a >= b > 0 else None


def _area(a: int, b: int) -> Solved | None:
    return Solved(a * b, "geo.perimeter", {"mul.add_instead": a + b}, ("area",)) if a >= b > 0 else None


def _triangle(a: int, b: int) -> Solved | None:
    return Solved(180 - a - b, "geo.angles", {}) if a > 0 and b > 0 and a + b < 180 else None


def _line(a: int) -> Solved | None:
    return Solved(180 - a, "geo.angles", subtraction.wrong(180, a)) if 0 < a < 180 else None


def _point(a: int, b: int) -> Solved | None:
    return Solved(360 - a - b, "geo.angles", {}) if a > 0 and b > 0 and a + b < 360 else None


def _scaled(a: int, b: int, c: int) -> Solved | None:
    """a pens cost b pence; what do c cost?"""
    if a < 2 or b % a or c in (a, 0) or c < 2 or b < a:
        return None
    right = b // a * c
    # The same is added to both, instead of both being multiplied.
    return Solved(right, "ratio.scale", {"mul.add_instead": b + (c - a) if c > a else None})


PENCE_TOTAL = Form("{a}p + {b}p = ? p", _pence_total)
PENCE_CHANGE = Form("A toy costs {b}p. You pay with {a}p. How many pence do you get back?", _pence_change)
POUNDS_TOTAL = Form("£{a:pounds} + £{b:pounds} = £ ?", _pounds_total, kind="decimal")
POUNDS_CHANGE = Form(
    "You spend £{b:pounds} and pay with £{a:pounds}. How many pounds do you get back?", _pounds_change, kind="decimal"
)
POUNDS_AND_PENCE = Form("£{a} and {b}p = £ ?", _pounds_and_pence, kind="decimal")
MINUTES_BETWEEN = Form("How many minutes is it from {a:time} to {b:time}?", _minutes_between)
MINUTES_AFTER = Form("What time is it {n} minutes after {a:time}?", _minutes_after, kind="time")
AFTERNOON = Form("Write {a:time} pm as a 24-hour time.", _afternoon, kind="time")
CONVERTED = Form("{a:decimal} {u:thing} = ? {v:thing}", _converted)
PERIMETER = Form("A rectangle is {a} cm long and {b} cm wide. How many cm is it all the way round?", _perimeter)
AREA = Form("A rectangle is {a} cm long and {b} cm wide. How many cm² is its area?", _area)
TRIANGLE = Form("Two angles of a triangle are {a}° and {b}°. How many degrees is the third?", _triangle)
LINE = Form("Two angles make a straight line. One is {a}°. How many degrees is the other?", _line)
POINT = Form("Three angles meet round a point. Two are {a}° and {b}°. How many degrees is the third?", _point)
SCALED = Form("{a} pens cost {b}p. How many pence do {c} pens cost?", _scaled)

FORMS = (
    PENCE_TOTAL, PENCE_CHANGE, POUNDS_TOTAL, POUNDS_CHANGE, POUNDS_AND_PENCE, MINUTES_BETWEEN, MINUTES_AFTER,
    AFTERNOON,
    CONVERTED, PERIMETER, AREA, TRIANGLE, LINE, POINT, SCALED,
)  # fmt: skip
