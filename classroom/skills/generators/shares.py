"""Fractions, decimals, per cent, ratio and mean. Pure."""

from __future__ import annotations

from math import gcd

from classroom.later import gettext_lazy as _
from classroom.skills.draws import Draw
from classroom.skills.forms import measures, numbers, parts
from classroom.skills.forms.base import Item
from classroom.skills.generators.base import Generator, Values
from classroom.skills.generators.parameters import FRACTION_BOXES, FRACTION_ON_A_LINE, Choice, Flag, Many, Number


def _of_amount(p: Values, draw: Draw) -> Item | None:
    bottom = draw.choice(p["denominators"])
    top = 1 if p["what"] == "unit" or bottom == 2 else draw.between(2, bottom - 1)
    if (p["what"] == "non_unit" and top == 1) or gcd(top, bottom) > 1:
        return None
    return parts.FRACTION_OF.item(f=(top, bottom), n=bottom * draw.between(2, 12))


_FAMILIES = {2: (4, 6, 8, 10, 12), 3: (6, 12), 4: (8, 12), 5: (10,), 6: (12,)}


def _equivalent(p: Values, draw: Draw) -> Item | None:
    small = draw.choice(tuple(_FAMILIES))
    large = draw.choice(_FAMILIES[small])
    top = draw.between(1, small - 1)
    if gcd(top, small) > 1:
        return None
    if p["what"] == "simplest":
        times = draw.between(2, 6)
        return parts.SIMPLEST.item(f=(top * times, small * times))
    return parts.AS_MANY.item(d=parts.name_of(large), f=(top, small))


def _add_sub(p: Values, draw: Draw) -> Item | None:
    if p["denominators"] == "same":
        one = other = draw.choice((3, 4, 5, 6, 7, 8, 9, 10, 12))
    elif p["denominators"] == "related":
        one, other = draw.shuffled(
            draw.choice(((2, 4), (2, 6), (2, 8), (3, 6), (3, 9), (4, 8), (5, 10), (3, 12), (4, 12)))
        )
    else:
        one, other = draw.shuffled(draw.choice(((2, 3), (2, 5), (3, 4), (3, 5), (4, 5), (2, 7), (4, 6), (5, 6))))
    a, b = (draw.between(1, one - 1), one), (draw.between(1, other - 1), other)
    if (p["denominators"] != "same" and (gcd(*a) > 1 or gcd(*b) > 1)) or a == b:
        return None
    less = draw.below(2) == 0 if p["op"] == "both" else p["op"] == "-"
    if less:
        return parts.FRACTION_LESS.item(a=a, b=b)
    if not p["over_one"] and a[0] * b[1] + b[0] * a[1] > a[1] * b[1]:
        return None
    return parts.FRACTION_ADD.item(a=a, b=b)


def _proper(draw: Draw, largest: int = 8) -> tuple[int, int] | None:
    bottom = draw.between(2, largest)
    top = draw.between(1, bottom - 1)
    return (top, bottom) if gcd(top, bottom) == 1 else None


def _mul_div(p: Values, draw: Draw) -> Item | None:
    a = _proper(draw)
    if a is None:
        return None
    if p["what"] == "by a whole number":
        return parts.FRACTION_TIMES_WHOLE.item(a=a, b=draw.between(2, 9))
    if p["what"] == "divided":
        return parts.FRACTION_OVER.item(a=a, b=draw.between(2, 6))
    b = _proper(draw)
    return parts.FRACTION_TIMES.item(a=a, b=b) if b else None


def _improper(p: Values, draw: Draw) -> Item | None:
    f = _proper(draw, p["largest"])
    return parts.IMPROPER.item(w=draw.between(1, 5), f=f) if f else None


def _decimal(draw: Draw, places: int, whole: int) -> str:
    behind = "".join(str(draw.below(10)) for _ in range(places - 1)) + str(draw.between(1, 9))
    return f"{draw.below(whole + 1)}.{behind}"


def _decimals(p: Values, draw: Draw) -> Item | None:
    if p["unequal_places"]:
        one, other = draw.shuffled(draw.choice(((1, 2), (2, 3), (1, 3))[: 1 if p["places"] < 3 else 3]))
    else:
        one = other = p["places"]
    a, b = _decimal(draw, one, p["whole"]), _decimal(draw, other, p["whole"])
    less = draw.below(2) == 0 if p["op"] == "both" else p["op"] == "-"
    if not less:
        return parts.DECIMAL_ADD.item(a=a, b=b)
    a, b = (a, b) if float(a) > float(b) else (b, a)
    return parts.DECIMAL_LESS.item(a=a, b=b) if a != b else None


_TENTHS = tuple(
    (top, bottom) for bottom in (2, 4, 5, 10, 20, 25, 50, 100) for top in range(1, bottom) if gcd(top, bottom) == 1
)


def _convert(p: Values, draw: Draw) -> Item | None:
    what = (
        p["what"]
        if p["what"] != "mixed"
        else draw.choice(("to decimal", "to fraction", "to per cent", "from per cent"))
    )
    f = draw.choice(_TENTHS if p["hard"] else _TENTHS[:14])
    hundredths = f[0] * 100 // f[1]
    decimal = f"0.{hundredths:02}".rstrip("0")
    if what == "to decimal":
        return parts.AS_DECIMAL.item(f=f)
    if what == "to fraction":
        return parts.AS_FRACTION.item(d=decimal)
    if what == "to per cent":
        return parts.AS_PER_CENT.item(d=decimal)
    return parts.PER_CENT_AS_DECIMAL.item(p=hundredths)


def _per_cent(p: Values, draw: Draw) -> Item | None:
    share = draw.choice((10, 20, 25, 50, 75) if p["easy"] else (5, 15, 30, 35, 40, 60, 65, 80, 90, 95))
    amount = draw.between(2, 40) * draw.choice((4, 10, 20))
    return parts.PER_CENT_OF.item(p=share, n=amount)


def _ratio(p: Values, draw: Draw) -> Item | None:
    a, c = draw.between(2, 6), draw.between(2, 10)
    return measures.SCALED.item(a=a, b=a * draw.between(4, 25), c=c)


def _mean(p: Values, draw: Draw) -> Item | None:
    many = tuple(str(draw.between(1, p["largest"])) for _ in range(p["how_many"]))
    return numbers.MEAN.item(many=many)


GENERATORS = (
    Generator(
        "fraction_of_amount", _("Fractions of amounts"), (2, 6), _("Fractions"), _of_amount,
        (
            Choice("what", _("Which fractions"), "unit", ("unit", "non_unit")),
            Many("denominators", _("Parts"), (2, 3, 4), 2, 12),
        ),
        presets={
            3: {"what": "non_unit", "denominators": "3 4 5"}, 4: {"what": "non_unit", "denominators": "3 4 5 6 8"},
            5: {"what": "non_unit", "denominators": "3-10"}, 6: {"what": "non_unit", "denominators": "3-12"},
        },
    ),
    Generator(
        "fraction_equivalent", _("Equivalent fractions"), (3, 6), _("Fractions"), _equivalent,
        (Choice("what", _("What is asked"), "how many", ("how many", "simplest")), FRACTION_BOXES),
        presets={5: {"what": "simplest", "layout": "line"}, 6: {"what": "simplest", "layout": "line"}},
    ),
    Generator(
        "fraction_add_sub", _("Add and take away fractions"), (3, 6), _("Fractions"), _add_sub,
        (
            Choice("denominators", _("Denominators"), "same", ("same", "related", "unlike")),
            Choice("op", _("Sign"), "both", ("both", "+", "-")), Flag("over_one", _("Answers over one too"), False),
            FRACTION_BOXES,
        ),
        presets={
            4: {"over_one": True, "layout": "mixed"}, 5: {"denominators": "related", "layout": "line"},
            6: {"denominators": "unlike", "layout": "line"},
        },
    ),
    Generator(
        "fraction_mul_div", _("Multiply and divide fractions"), (5, 6), _("Fractions"), _mul_div,
        (
            Choice("what", _("What"), "by a whole number", ("by a whole number", "times", "divided")),
            FRACTION_ON_A_LINE,
        ),
        presets={6: {"what": "times"}},
    ),
    Generator(
        "mixed_improper", _("Mixed numbers as one fraction"), (5, 6), _("Fractions"), _improper,
        (Number("largest", _("Denominators up to"), 8, 3, 12), FRACTION_ON_A_LINE),
    ),
    Generator(
        "decimal_add_sub", _("Add and take away decimals"), (5, 6), _("Decimals"), _decimals,
        (
            Number("places", _("Places behind the point"), 1, 1, 3), Flag("unequal_places", _("Unequal places"),
            False),
            Choice("op", _("Sign"), "both", ("both", "+", "-")), Number("whole", _("Whole part up to"), 9, 0, 99),
        ),
        presets={6: {"places": 3, "unequal_places": True}},
    ),
    Generator(
        "fraction_decimal_percent", _("Fractions, decimals, per cent"), (4, 6), _("Decimals"), _convert,
        (
            Choice("what", _("What to write"), "to decimal", ("to decimal", "to fraction", "to per cent",
                "from per cent", "mixed")),
            Flag("hard", _("Twentieths and hundredths too"), False),
        ),
        presets={5: {"what": "to per cent", "hard": True}, 6: {"what": "mixed", "hard": True}},
    ),
    Generator(
        "percent_of", _("Per cent of amounts"), (5, 6), _("Decimals"), _per_cent,
        (Flag("easy", _("Only 10, 20, 25, 50 and 75 %"), True),), presets={6: {"easy": False}},
    ),
    Generator("ratio_scale", _("Ratio and scaling"), (6, 6), _("Ratio and data"), _ratio),
    Generator(
        "mean", _("The mean"), (6, 6), _("Ratio and data"), _mean,
        (Number("how_many", _("How many numbers"), 4, 2, 8), Number("largest", _("Numbers up to"), 20, 5, 100)),
    ),
)  # fmt: skip
