"""Money, time, units, shapes, what numbers are made of, short problems in words. Pure."""

from __future__ import annotations

from classroom.later import gettext_lazy as _
from classroom.skills.draws import Draw
from classroom.skills.forms import measures, numbers, pictured, stories
from classroom.skills.forms.base import Item
from classroom.skills.generators.base import Generator, Values
from classroom.skills.generators.parameters import Choice, Flag, Number


def _money_total(p: Values, draw: Draw) -> Item | None:
    if p["what"] == "pence":
        a, b = draw.between(2, p["largest"] - 2), draw.between(2, p["largest"] - 2)
        return measures.PENCE_TOTAL.item(a=a, b=b) if a + b <= p["largest"] else None
    if p["what"] == "write":
        return measures.POUNDS_AND_PENCE.item(
            a=draw.between(1, 20), b=draw.between(1, 99 if draw.below(3) == 0 else 9)
        )
    top = max(199, p["largest"] * 10)  # a pound and something at least
    a, b = draw.between(101, top), draw.between(101, top)
    return measures.POUNDS_TOTAL.item(a=a, b=b)


def _money_change(p: Values, draw: Draw) -> Item | None:
    if p["what"] == "pence":
        paid = draw.choice((20, 50, 100))
        return measures.PENCE_CHANGE.item(a=paid, b=draw.between(2, paid - 2))
    paid = draw.choice((500, 1000, 2000))
    return measures.POUNDS_CHANGE.item(a=paid, b=draw.between(101, paid - 1))


def _time_difference(p: Values, draw: Draw) -> Item | None:
    step = p["step"]
    start = draw.between(60, 11 * 60) // step * step
    length = draw.between(1, p["longest"] // step) * step
    end = start + length
    crosses = start // 60 != end // 60
    if p["over_the_hour"] and (not crosses or end % 60 >= start % 60):
        return None
    if end >= 13 * 60:
        return None
    if p["what"] == "after":
        return measures.MINUTES_AFTER.item(n=length, a=divmod(start, 60))
    return measures.MINUTES_BETWEEN.item(a=divmod(start, 60), b=divmod(end, 60))


def _convert_24h(p: Values, draw: Draw) -> Item | None:
    return measures.AFTERNOON.item(a=(draw.between(1, 11), draw.between(0, 11) * 5))


def _units(p: Values, draw: Draw) -> Item | None:
    large, small = draw.choice(measures.TIME_UNITS if p["what"] == "time" else measures.DECIMAL_UNITS)
    amount = draw.between(2, 12)
    if p["decimals"] and p["what"] != "time":
        return measures.CONVERTED.item(a=f"{draw.below(10)}.{draw.between(1, 9)}", u=large, v=small)
    if draw.below(2):
        return measures.CONVERTED.item(a=str(amount), u=large, v=small)
    whole = measures.CONVERTED.item(a=str(amount), u=large, v=small)
    return measures.CONVERTED.item(a=whole.values[0], u=small, v=large) if whole else None


def _factors(p: Values, draw: Draw) -> Item | None:
    if p["what"] == "prime":
        return numbers.NEXT_PRIME.item(n=draw.between(1, p["largest"] * 2))
    if p["what"] == "common factor":
        by = draw.between(2, 9)
        a, b = by * draw.between(2, 9), by * draw.between(2, 9)
        return numbers.COMMON_FACTOR.item(a=a, b=b) if a != b and max(a, b) <= p["largest"] * 2 else None
    a, b = draw.between(2, 12), draw.between(2, 12)
    return numbers.COMMON_MULTIPLE.item(a=a, b=b) if a < b else None


def _squares(p: Values, draw: Draw) -> Item | None:
    cube = p["what"] == "cubes" or (p["what"] == "both" and draw.below(3) == 0)
    return numbers.CUBE.item(a=draw.between(2, 10)) if cube else numbers.SQUARE.item(a=draw.between(2, p["largest"]))


def _shape(p: Values, draw: Draw) -> Item | None:
    if p["what"] == "on squares":
        return pictured.SQUARES.item(**pictured.cut_out(draw, min(12, p["largest"])))
    if p["what"] == "compound":
        form = (pictured.COMPOUND_AREA, pictured.COMPOUND_ROUND)[draw.below(2)]
        return form.item(**pictured.cut_out(draw, p["largest"]))
    a, b = draw.between(2, p["largest"]), draw.between(2, min(12, p["largest"]))
    area = draw.below(2) == 0 if p["what"] == "both" else p["what"] == "area"
    return (measures.AREA if area else measures.PERIMETER).item(a=max(a, b), b=min(a, b))


def _angles(p: Values, draw: Draw) -> Item | None:
    step = 5 if p["fives"] else 1
    a, b = (draw.between(20 // step, 110 // step) * step for _ in range(2))
    form = {"line": 0, "point": 1, "triangle": 2}.get(p["what"], draw.below(3))
    if form == 0:
        return measures.LINE.item(a=a)
    return (measures.POINT if form == 1 else measures.TRIANGLE).item(a=a, b=b)


def _one_step(p: Values, draw: Draw) -> Item | None:
    who, x = draw.choice(stories.NAMES), draw.choice(stories.THINGS)
    a, b = draw.between(2, p["n"]), draw.between(2, p["n"])
    pick = draw.below(5 if p["times"] else 3)
    if pick == 0:
        return stories.MORE.item(who=who, a=a, x=x, b=b) if a + b <= p["n"] else None
    if pick == 1:
        return stories.FEWER.item(who=who, a=max(a, b), x=x, b=min(a, b))
    if pick == 2:
        other = draw.choice(stories.NAMES)
        return stories.DIFFERENCE.item(who=who, a=max(a, b), x=x, other=other, b=min(a, b))
    a, b = draw.between(2, 12), draw.between(2, 12)
    return stories.GROUPS.item(a=a, x=x, b=b) if pick == 3 else stories.SHARED.item(a=a * b, x=x, b=b)


def _two_step(p: Values, draw: Draw) -> Item | None:
    who, x = draw.choice(stories.NAMES), draw.choice(stories.THINGS)
    pick = draw.below(3 if p["times"] else 1)
    if pick == 0:
        a = draw.between(6, p["n"])
        return stories.GIVES_AND_GETS.item(
            who=who, a=a, x=x, b=draw.between(2, a - 1), c=draw.between(2, p["n"] // 2)
        )
    if pick == 1:
        return stories.BAGS_AND_MORE.item(
            who=who, a=draw.between(2, 9), b=draw.between(2, 12), x=x, c=draw.between(2, 20)
        )
    return stories.CHANGE_OF_A_POUND.item(a=draw.between(2, 9), b=draw.between(5, 40))


GENERATORS = (
    Generator(
        "money_total", _("Money: totals"), (1, 6), _("Money and measures"), _money_total,
        (
            Choice("what", _("What"), "pence", ("pence", "pounds", "write")),
            Number("largest", _("Pence up to (pounds: ten times that)"), 20, 10, 500),
        ),
        presets={
            2: {"largest": 100}, 3: {"largest": 200}, 4: {"what": "write"}, 5: {"what": "pounds", "largest": 100},
            6: {"what": "pounds", "largest": 500},
        },
    ),
    Generator(
        "money_change", _("Money: change"), (2, 6), _("Money and measures"), _money_change,
        (Choice("what", _("What"), "pence", ("pence", "pounds")),),
        presets={4: {"what": "pounds"}, 5: {"what": "pounds"}, 6: {"what": "pounds"}},
    ),
    Generator(
        "time_difference", _("How long it takes"), (3, 5), _("Money and measures"), _time_difference,
        (
            Choice("what", _("What is asked"), "how long", ("how long", "after")),
            Choice("step", _("Minutes in steps of"), 5, (1, 5, 15)), Flag("over_the_hour",
            _("Only over the hour"), False),
            Number("longest", _("Minutes at most"), 60, 15, 240),
        ),
        presets={4: {"longest": 120}, 5: {"longest": 180, "over_the_hour": True, "step": 1}},
    ),
    Generator("convert_24h", _("The 24-hour clock"), (4, 5), _("Money and measures"), _convert_24h),
    Generator(
        "units_convert", _("Convert units"), (3, 6), _("Money and measures"), _units,
        (Choice("what", _("Which units"), "length, mass, volume", ("length, mass, volume", "time")), Flag("decimals",
            _("With decimals"), False)),
        presets={4: {"what": "time"}, 5: {"decimals": True}, 6: {"decimals": True}},
    ),
    Generator(
        "factors_multiples_primes", _("Factors, multiples, primes"), (4, 6), _("Numbers"), _factors,
        (
            Choice("what", _("What is asked"), "common factor", ("common factor", "common multiple", "prime")),
            Number("largest", _("Numbers up to"), 50, 20, 100),
        ),
        presets={5: {"what": "prime"}, 6: {"what": "common multiple"}},
    ),
    Generator(
        "squares_cubes", _("Squares and cubes"), (5, 6), _("Numbers"), _squares,
        (Choice("what", _("Which"), "squares", ("squares", "cubes", "both")), Number("largest",
        _("Squares up to"), 12, 5,
            30)),
        presets={6: {"what": "both", "largest": 15}},
    ),
    Generator(
        "perimeter_area", _("Perimeter and area"), (3, 6), _("Shapes"), _shape,
        (
            Choice(
                "what", _("What is asked"), "perimeter", ("perimeter", "area", "both", "on squares", "compound")
            ),
            Number("largest", _("Sides up to"), 12, 5, 60),
        ),
        presets={4: {"what": "both"}, 5: {"what": "both", "largest": 20}, 6: {"what": "both", "largest": 40}},
    ),
    Generator(
        "angle_missing", _("Missing angles"), (5, 6), _("Shapes"), _angles,
        (Choice("what", _("Where"), "line", ("line", "point", "triangle", "mixed")), Flag("fives",
            _("Only multiples of 5"), True)),
        presets={6: {"what": "mixed", "fives": False}},
    ),
    Generator(
        "one_step_word", _("One-step problems"), (1, 6), _("Problems"), _one_step,
        (Number("n", _("Numbers up to"), 20, 10, 500), Flag("times", _("With times and sharing"), False)),
        presets={
            2: {"n": 50}, 3: {"n": 100, "times": True}, 4: {"n": 200, "times": True}, 5: {"n": 500, "times": True},
            6: {"n": 500, "times": True},
        },
    ),
    Generator(
        "two_step_word", _("Two-step problems"), (2, 6), _("Problems"), _two_step,
        (Number("n", _("Numbers up to"), 20, 10, 500), Flag("times", _("With times and change"), False)),
        presets={3: {"n": 50}, 4: {"n": 100, "times": True}, 5: {"n": 200, "times": True}, 6: {"n": 500,
        "times": True}},
    ),
)  # fmt: skip
