"""Questions with pictures: clocks, number lines, coordinates, shaded fractions, coins, angles. Pure."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from classroom.pictures.reading import picture, places
from classroom.pictures.shapes import CannotDraw
from classroom.skills.draws import Draw
from classroom.skills.forms.base import Answers, Form, Solved
from classroom.skills.forms.fields import shown_point
from classroom.skills.procedures import others
from classroom.skills.questions import kind_of, written

Clock = tuple[int, int]
Point = tuple[int, int]


def _read_clock(a: Clock) -> Solved | None:
    hour, minute = a
    if not (1 <= hour <= 12 and minute < 60):
        return None
    swapped = others.hands_swapped(hour, minute)
    wrong: dict[str, Answers] = {"time.hands_swapped": _clock(*swapped) if swapped != a else None}
    sort = "hour" if minute == 0 else "half" if minute == 30 else "quarter" if minute % 15 == 0 else (
        "fives" if minute % 5 == 0 else "minutes"
    )  # fmt: skip
    # The face does not tell morning from afternoon.
    also = [_clock(hour % 12 + 12, minute)] if hour != 12 else [_clock(0, minute)]
    also += [f"0{_clock(hour, minute)}"] if hour < 10 else []
    return Solved(_clock(hour, minute), "time.read", wrong, (sort,), tuple(also))


def _clock(hour: int, minute: int) -> str:
    return f"{hour}:{minute:02}"


def _clock_alike(draw: Draw, gaps: dict[str, Any]) -> dict[str, Any]:
    minute = gaps["a"][1]
    other = minute if minute % 30 == 0 else draw.choice((15, 45)) if minute % 15 == 0 else (
        draw.between(1, 11) * 5 if minute % 5 == 0 else draw.between(1, 59)
    )  # fmt: skip
    return {"a": (draw.between(1, 12), other)}


def _amount(text: str) -> Fraction:
    return Fraction(text.replace("−", "-"))


def _line_skill(low: Fraction, step: Fraction) -> str:
    return "neg.numbers" if low < 0 else "dec.line" if step.denominator != 1 else "pv.line"


def _read_line(low: str, high: str, step: str, n: str) -> Solved | None:
    """The number at an arrow; who counts the marks as ones says low + marks."""
    try:
        picture(f"line {low} {high} {step} at {n}")
    except CannotDraw:
        return None
    first, size, right = _amount(low), _amount(step), _amount(n)
    marks = (right - first) / size
    if marks.denominator != 1 or n in (low, high):
        return None
    wrong: dict[str, Answers] = {"line.counts_ones": first + marks if size != 1 else None}
    if first < 0 and right < 0:
        wrong["neg.ignores_sign"] = -right
    return Solved(right, _line_skill(first, size), wrong, (kind_of(right),))


def _mark_line(n: str, low: str, high: str, step: str) -> Solved | None:
    try:
        there = places(f"line {low} {high} {step}")
    except CannotDraw:
        return None
    first, size, right = _amount(low), _amount(step), _amount(n)
    text = written(right)
    if text not in there or text in (there[0], there[-1]):
        return None
    # So many marks from the left as the number says.
    counted = right if size == 1 else first + right * size
    wrong: dict[str, Answers] = {"line.counts_ones": _there(counted, there) if counted != right else None}
    if first < 0:
        wrong["neg.ignores_sign"] = _there(-right, there)
    return Solved(text, _line_skill(first, size), wrong)


def _there(value: Fraction, there: tuple[str, ...]) -> str | None:
    return written(value) if written(value) in there else None


def line_alike(draw: Draw, gaps: dict[str, Any]) -> dict[str, Any]:
    there = places(f"line {gaps['low']} {gaps['high']} {gaps['step']}")
    return {**gaps, "n": draw.choice(there[1:-1]).replace("-", "−")}


def _grid_spec(n: int, four: str = "") -> str:
    return f"grid {n}{' four' if four else ''}"


def _mark_point(p: Point, n: int) -> Solved | None:
    return _on_grid(p, n, low=0)


def _mark_point_four(p: Point, n: int) -> Solved | None:
    return _on_grid(p, n, low=-n) if n <= 10 else None


def _on_grid(p: Point, n: int, *, low: int) -> Solved | None:
    """A point to mark; who swaps the two goes up first."""
    if not (2 <= n <= 12 and low <= min(p) and max(p) <= n) or p[0] == p[1]:
        return None
    swapped = p[1], p[0]
    return Solved(
        f"({p[0]}, {p[1]})", "geo.coordinates", {"geo.coordinates_swapped": f"({swapped[0]}, {swapped[1]})"}
    )


def _name_point(n: int, x: int, y: int, many: tuple[str, ...]) -> Solved | None:
    return _among(n, (x, y), many, low=0)


def _name_point_four(n: int, x: int, y: int, many: tuple[str, ...]) -> Solved | None:
    return _among(n, (x, y), many, low=-n) if n <= 10 else None


def _among(n: int, p: Point, many: tuple[str, ...], *, low: int) -> Solved | None:
    right, swapped = shown_point(p), shown_point((p[1], p[0]))
    if not (2 <= n <= 12 and low <= min(p) and max(p) <= n) or right not in many or p[0] == p[1]:
        return None
    if len(set(many)) < len(many):
        return None
    wrong: dict[str, Answers] = {"geo.coordinates_swapped": swapped if swapped in many else None}
    return Solved(right, "geo.coordinates", wrong)


def point_cards(p: Point, low: int, high: int, draw: Draw) -> tuple[str, ...]:
    """A point, the same the wrong way round, and two near it."""
    near = [(p[0] + x, p[1] + y) for x, y in ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 1))]
    inside = draw.shuffled([one for one in near if low <= min(one) and max(one) <= high])
    cards = dict.fromkeys(map(shown_point, [p, (p[1], p[0]), *inside]))
    return tuple(draw.shuffled(list(cards)[:4]))


def _point_alike(draw: Draw, gaps: dict[str, Any]) -> dict[str, Any]:
    low = -gaps["n"] if any("−" in card for card in gaps["many"]) or min(gaps["x"], gaps["y"]) < 0 else 0
    x, y = draw.between(low, gaps["n"]), draw.between(low, gaps["n"])
    return {**gaps, "x": x, "y": y, "many": point_cards((x, y), low, gaps["n"], draw)}


def _mark_alike(draw: Draw, gaps: dict[str, Any]) -> dict[str, Any]:
    low = -gaps["n"] if min(gaps["p"]) < 0 else 0
    return {**gaps, "p": (draw.between(low, gaps["n"]), draw.between(low, gaps["n"]))}


def _shaded(f: tuple[int, int]) -> Solved | None:
    top, bottom = f
    if not 0 < top < bottom <= 24:
        return None
    return Solved(f"{top}/{bottom}", "frac.shaded", {"frac.part_to_part": f"{top}/{bottom - top}"})


def _fraction_alike(draw: Draw, gaps: dict[str, Any]) -> dict[str, Any]:
    bottom = draw.between(2, 12)
    return {"f": (draw.between(1, max(1, bottom - 1)), bottom)}


def _coins(many: tuple[str, ...]) -> Solved | None:
    try:
        picture(f"coins {' '.join(many)}")
    except CannotDraw:
        return None
    pence = [int(one[1:]) * 100 if one.startswith("£") else int(one[:-1]) for one in many]
    wrong: dict[str, Answers] = {"money.counts_coins": len(many) if sum(pence) != len(many) else None}
    return Solved(sum(pence), "money.coins", wrong, (str(len(many)),)) if len(many) > 1 else None


COINS = ("1p", "2p", "5p", "10p", "20p", "50p", "£1", "£2")


def _coins_alike(draw: Draw, gaps: dict[str, Any]) -> dict[str, Any]:
    top = max(COINS.index(one) for one in gaps["many"])
    return {"many": tuple(COINS[draw.below(top + 1)] for _ in gaps["many"])}


def _angle_name(d: int) -> Solved | None:
    if not 5 <= d <= 355 or d == 180 or (d != 90 and abs(d - 90) < 8) or abs(d - 180) < 10:
        return None
    right = "acute" if d < 90 else "right angle" if d == 90 else "obtuse" if d < 180 else "reflex"
    wrong: dict[str, Answers] = {"geo.inside_for_outside": "acute" if d > 270 else "obtuse" if d > 180 else None}
    return Solved(right, "geo.angle_names", wrong)


def _angle_alike(draw: Draw, gaps: dict[str, Any]) -> dict[str, Any]:
    return {"d": draw.between(2, 70) * 5}


def _covered(a: int, b: int, c: int, d: int) -> Solved | None:
    """The area of a rectangle with a corner cut out."""
    return Solved(a * b - c * d, "geo.perimeter", {}, ("compound", "area")) if 0 < c < a and 0 < d < b else None


def _counted(a: int, b: int, c: int, d: int) -> Solved | None:
    return _covered(a, b, c, d) if max(a, b) <= 14 else None


def _round_it(a: int, b: int, c: int, d: int) -> Solved | None:
    return Solved(2 * (a + b), "geo.perimeter", {}, ("compound", "perimeter")) if 0 < c < a and 0 < d < b else None


def cut_out(draw: Draw, largest: int) -> dict[str, Any]:
    """A rectangle and the corner that is cut out of it."""
    a, b = draw.between(4, max(4, largest)), draw.between(3, max(3, min(12, largest)))
    return {"a": a, "b": b, "c": draw.between(1, a - 2), "d": draw.between(1, b - 2)}


def _compound_alike(draw: Draw, gaps: dict[str, Any]) -> dict[str, Any]:
    return cut_out(draw, max(gaps["a"], gaps["b"], 6))


CLOCK = Form("What time is it? [clock {a:time}]", _read_clock, kind="time", alike=_clock_alike)
# The same time, the other way round: from words to hands.
SHOWN = Form("Show {a:said} on the clock.", _read_clock, kind="time", layout="hands", alike=_clock_alike)
LINE = Form(
    "Which number does the arrow show? [line {low:number} {high:number} {step:number} at {n:number}]", _read_line,
    alike=line_alike,
)  # fmt: skip
MARK = Form(
    "Where is {n:number}? [place: line {low:number} {high:number} {step:number}]", _mark_line, kind="place",
    alike=line_alike,
)  # fmt: skip
POINT = Form("Mark the point {p:point}. [place: grid {n}]", _mark_point, kind="place", alike=_mark_alike)
POINT_FOUR = Form("Mark the point {p:point}. [place: grid {n} four]", _mark_point_four, kind="place",
                  alike=_mark_alike)  # fmt: skip
NAMED = Form("Where is A? [grid {n} A {x:signed} {y:signed}] [{many:options}]", _name_point, kind="choose",
             rule="exact", alike=_point_alike)  # fmt: skip
NAMED_FOUR = Form("Where is A? [grid {n} four A {x:signed} {y:signed}] [{many:options}]", _name_point_four,
                  kind="choose", rule="exact", alike=_point_alike)  # fmt: skip
SHADED = Form("Which fraction is shaded? [fraction {f:fraction}]", _shaded, kind="fraction", alike=_fraction_alike)
PIECES = Form("How many pence are these? [coins {many:coins}]", _coins, alike=_coins_alike)
ANGLE = Form("What sort of angle is it? [angle {d}] [acute | right angle | obtuse | reflex]", _angle_name,
             kind="choose", rule="exact", alike=_angle_alike)  # fmt: skip

SQUARES = Form("How many squares does the shape cover? [compound {a} by {b} less {c} by {d} squares]", _counted,
               alike=_compound_alike)  # fmt: skip
COMPOUND_AREA = Form("How many cm² is the area of the shape? [compound {a} by {b} less {c} by {d} cm]", _covered,
                     alike=_compound_alike)  # fmt: skip
COMPOUND_ROUND = Form("How many cm is it all the way round the shape? [compound {a} by {b} less {c} by {d} cm]",
                      _round_it, alike=_compound_alike)  # fmt: skip

FORMS = (CLOCK, SHOWN, LINE, MARK, POINT, POINT_FOUR, NAMED, NAMED_FOUR, SHADED, PIECES, ANGLE,
         SQUARES, COMPOUND_AREA, COMPOUND_ROUND)  # fmt: skip
