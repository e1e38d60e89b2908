"""Place value, comparing, ordering, rounding, sequences, negative and Roman numbers, order of operations. Pure."""

from __future__ import annotations

from classroom.later import gettext_lazy as _
from classroom.skills.draws import Draw
from classroom.skills.forms import numbers, parts, sums
from classroom.skills.forms.base import Item
from classroom.skills.generators.base import Generator, Values
from classroom.skills.generators.parameters import Choice, Flag, Number


def _decimal(draw: Draw, places: int, whole: int = 0) -> str:
    """A decimal that ends in no nought."""
    behind = "".join(str(draw.below(10)) for _ in range(places - 1)) + str(draw.between(1, 9))
    return f"{draw.below(whole + 1)}.{behind}"


def _compare_numbers(p: Values, draw: Draw) -> Item | None:
    what = p["what"]
    if what == "decimals":
        one, other = (_decimal(draw, draw.between(1, p["places"])) for _ in range(2))
        return numbers.COMPARE_DECIMALS.item(a=one, b=other) if one != other else None
    if what == "fractions":
        bottoms = draw.choice(((2, 4), (4, 8), (3, 6), (5, 10), (3, 4), (2, 3), (6, 8), (4, 5)))
        left, right = ((draw.between(1, bottom - 1), bottom) for bottom in draw.shuffled(bottoms))
        return numbers.COMPARE_FRACTIONS.item(a=left, b=right)
    if what == "expressions":
        a, b = draw.between(2, p["largest"] // 2), draw.between(2, p["largest"] // 2)
        return numbers.COMPARE_SUMS.item(a=a, b=b, c=a + b + draw.choice((-2, -1, 0, 0, 1, 2)))
    a = draw.between(1, p["largest"])
    swapped = int(str(a)[::-1])
    b = swapped if draw.below(2) and str(a)[-1] != "0" else draw.between(1, p["largest"])
    return numbers.COMPARE.item(a=a, b=b) if a != b else None


def _order_numbers(p: Values, draw: Draw) -> Item | None:
    form = numbers.LARGEST if draw.below(2) else numbers.SMALLEST
    if p["what"] == "decimals":
        many = [_decimal(draw, places) for places in draw.shuffled((1, 2, 3))]
    elif p["what"] == "negative":
        many = [str(draw.between(-20, 10)).replace("-", "−") for _ in range(3)]
        if sum(one.startswith("−") for one in many) < 2:
            return None
    else:
        many = [str(draw.between(1, p["largest"])) for _ in range(3)]
    return form.item(many=tuple(many)) if len(set(many)) == 3 else None


def _place_value(p: Values, draw: Draw) -> Item | None:
    digits = p["digits"]
    if p["what"] == "value":
        n = draw.digits(digits)
        return numbers.WORTH.item(d=int(draw.choice(str(n)[:-1])), n=n)
    names = ("ones", "tens", "hundreds", "thousands")[: min(4, digits)]
    if p["what"] == "compose":
        low, high = sorted(draw.shuffled(range(len(names)))[:2])
        return numbers.COMPOSED.item(a=draw.between(2, 9), x=names[high], b=draw.between(2, 9), y=names[low])
    top = max(3, min(6, digits))
    places = sorted((top - 1, *draw.shuffled(range(top - 1))[:2]), reverse=True)
    a, b, c = (draw.between(1, 9) * 10**place for place in places)
    if p["what"] == "expanded":
        return numbers.EXPANDED.item(a=a, b=b, c=c)
    return numbers.PARTITION.item(n=a + b + c, a=a, c=c)


def _read_write(p: Values, draw: Draw) -> Item | None:
    n = draw.between(1 if p["largest"] < 100 else 20, p["largest"])
    if p["with_noughts"] and "0" not in str(n)[1:-1]:
        return None
    return numbers.IN_DIGITS.item(n=n)


def _powers_of_ten(p: Values, draw: Draw) -> Item | None:
    power = 10 ** draw.between(1, p["largest_power"])
    times = draw.below(2) == 0 if p["what"] == "both" else p["what"] == "times"
    if not p["decimals"]:
        a = draw.between(2, 99) * (1 if times or draw.below(2) else 10)
        return sums.TIMES.item(a=a, b=power) if times else sums.DIVIDED.item(a=a * power, b=power)
    if times:
        return parts.TEN_TIMES.item(a=_decimal(draw, draw.between(1, 2), 20), b=power)
    return parts.TEN_PARTS.item(a=str(draw.between(2, 999)), b=power)


def _rounding(p: Values, draw: Draw) -> Item | None:
    return numbers.ROUND.item(n=draw.between(p["to"] + 1, p["to"] * (10 if p["to"] < 100 else 99)), to=p["to"])


def _estimate(p: Values, draw: Draw) -> Item | None:
    a, b = (draw.between(p["to"] + 1, p["to"] * 9) for _ in range(2))
    return numbers.ESTIMATE.item(a=a, b=b, to=p["to"])


def _negative(p: Values, draw: Draw) -> Item | None:
    n = p["n"]
    if p["what"] == "less":
        return numbers.BELOW.item(n=draw.between(2, n), a=draw.between(1, n))
    a, b = -draw.between(1, n), draw.between(1, n)
    return sums.SIGNED_LESS.item(a=a, b=b) if p["what"] == "take away" else sums.SIGNED_ADD.item(a=a, b=b)


def _roman(p: Values, draw: Draw) -> Item | None:
    return numbers.ROMAN.item(r=draw.between(1, p["to"]))


def _sequence(p: Values, draw: Draw) -> Item | None:
    step, first = draw.between(2, p["largest_step"]), draw.between(1, 30)
    if p["falling"] and draw.below(2):
        first, step = first + 4 * step, -step
    many = [first + at * step for at in range(5)]
    if min(many) < 0 or first % step == 0:
        return None
    texts = tuple(map(str, many))
    return (
        numbers.NEXT.item(before=texts[:4]) if draw.below(2) else numbers.GAP.item(before=texts[:2], after=texts[3:])
    )


def _order_of_operations(p: Values, draw: Draw) -> Item | None:
    a, b, c = draw.between(2, 20), draw.between(2, 10), draw.between(2, 10)
    pick = draw.below(7 if p["brackets"] else 5)
    if pick == 0:
        return sums.PLUS_TIMES.item(a=a, b=b, c=c)
    if pick == 1:
        return sums.MINUS_TIMES.item(a=b * c + a, b=b, c=c)
    if pick == 2:
        return sums.PLUS_OVER.item(a=a, b=b * c, c=c)
    if pick == 3:
        return sums.MINUS_OVER.item(a=a + b, b=b * c, c=c)
    if pick == 4:
        return sums.TIMES_PLUS.item(a=b, b=c, c=a)
    return (sums.BRACKET_LAST if pick == 5 else sums.BRACKET_FIRST).item(a=b, b=c, c=draw.between(2, 10))


GENERATORS = (
    Generator(
        "compare_numbers", _("Compare with <, > or ="), (1, 6), _("Place value"), _compare_numbers,
        (
            Choice("what", _("What to compare"), "digits", ("digits", "decimals", "fractions", "expressions")),
            Number("largest", _("Numbers up to"), 20, 10, 100_000), Number("places", _("Places behind the point"),
            2, 1, 3),
        ),
        presets={
            2: {"largest": 100}, 3: {"largest": 1000}, 4: {"what": "decimals"}, 5: {"what": "decimals", "places": 3},
            6: {"what": "fractions"},
        },
    ),
    Generator(
        "order_numbers", _("Largest and smallest"), (1, 6), _("Place value"), _order_numbers,
        (
            Choice("what", _("What numbers"), "whole", ("whole", "decimals", "negative")),
            Number("largest", _("Numbers up to"), 20, 10, 1_000_000),
        ),
        presets={
            2: {"largest": 100}, 3: {"largest": 1000}, 4: {"largest": 10_000}, 5: {"what": "decimals"},
            6: {"what": "negative"},
        },
    ),
    Generator(
        "place_value", _("Place value"), (1, 6), _("Place value"), _place_value,
        (
            Choice("what", _("What is asked"), "value", ("value", "compose", "expanded", "partition")),
            Number("digits", _("Digits"), 2, 2, 6),
        ),
        presets={
            1: {"what": "compose"}, 2: {"what": "compose"}, 3: {"digits": 3},
            4: {"digits": 4}, 5: {"digits": 5}, 6: {"digits": 6},
        },
    ),
    Generator(
        "read_write_numerals", _("Numbers in words"), (1, 6), _("Place value"), _read_write,
        (Number("largest", _("Numbers up to"), 20, 10, 9_999), Flag("with_noughts",
        _("Only with a nought inside"), False)),
        presets={
            2: {"largest": 100}, 3: {"largest": 1000}, 4: {"largest": 9999}, 5: {"largest": 9999,
            "with_noughts": True},
            6: {"largest": 9999, "with_noughts": True},
        },
    ),
    Generator(
        "powers_of_ten", _("Times and divided by 10, 100, 1000"), (4, 6), _("Place value"), _powers_of_ten,
        (
            Choice("what", _("Which"), "both", ("both", "times", "divided")), Flag("decimals", _("With decimals"),
            False),
            Number("largest_power", _("Noughts in 10, 100, 1000"), 2, 1, 3),
        ),
        presets={5: {"decimals": True}, 6: {"decimals": True, "largest_power": 3}},
    ),
    Generator(
        "rounding", _("Rounding"), (4, 6), _("Place value"), _rounding,
        (Choice("to", _("To the nearest"), 10, (10, 100, 1000, 10000)),), presets={5: {"to": 1000}, 6: {"to": 10000}},
    ),
    Generator(
        "estimate_check", _("Estimate a sum"), (3, 6), _("Place value"), _estimate,
        (Choice("to", _("To the nearest"), 100, (10, 100, 1000)),), presets={3: {"to": 10}, 5: {"to": 1000}},
    ),
    Generator(
        "negative_number_line", _("Negative numbers"), (4, 6), _("Place value"), _negative,
        (
            Choice("what", _("What is asked"), "add", ("add", "take away", "less")),
            Number("n", _("Numbers up to"), 10, 5, 100),
        ),
        presets={5: {"what": "take away"}, 6: {"what": "add", "n": 40}},
    ),
    Generator(
        "roman", _("Roman numerals"), (4, 5), _("Place value"), _roman,
        (Choice("to", _("Up to"), 100, (20, 100, 1000)),), presets={5: {"to": 1000}},
    ),
    Generator(
        "sequence_next", _("Go on with the sequence"), (1, 6), _("Counting"), _sequence,
        (Number("largest_step", _("Steps up to"), 5, 2, 50), Flag("falling", _("Some falling"), False)),
        presets={
            3: {"largest_step": 9}, 4: {"largest_step": 12, "falling": True}, 5: {"largest_step": 25,
            "falling": True},
            6: {"largest_step": 40, "falling": True},
        },
    ),
    Generator(
        "order_of_operations", _("Order of operations"), (6, 6), _("Equations"), _order_of_operations,
        (Flag("brackets", _("With brackets"), True),),
    ),
)  # fmt: skip
