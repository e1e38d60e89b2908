"""Written methods: adding, taking away, multiplying, dividing; remainders. Pure."""

from __future__ import annotations

from classroom.later import gettext_lazy as _
from classroom.skills.draws import Draw
from classroom.skills.forms import stories, sums
from classroom.skills.forms.base import Item
from classroom.skills.generators.base import Generator, Values
from classroom.skills.generators.parameters import Choice, Flag, Number


def _add_column(p: Values, draw: Draw) -> Item | None:
    a = draw.digits(p["digits"])
    b = draw.digits(p["digits"] - 1 if p["unequal_lengths"] and p["digits"] > 1 else p["digits"])
    if p["unequal_lengths"] and draw.below(2):
        a, b = b, a
    if p["addends"] == 3:
        return sums.ADD_THREE.item(a=a, b=b, c=draw.digits(p["digits"]))
    count = sums.carries(a, b)
    if p["carries"] != "any" and count != int(p["carries"]):
        return None
    return None if _round(a, b) else sums.ADD.item(a=a, b=b)


def _round(*numbers: int) -> bool:
    """Written methods are for numbers that are not worked out in the head: 400 + 300 is no sum for columns."""
    return any(number >= 10 and not int(str(number)[1:]) for number in numbers)


def _sub_column(p: Values, draw: Draw) -> Item | None:
    a = draw.digits(p["digits"])
    if p["zeros_in_minuend"] and p["digits"] > 2:
        text = list(str(a))
        text[draw.between(1, p["digits"] - 2)] = "0"
        a = int("".join(text))
    b = draw.between(10 ** max(0, p["digits"] - 2), a) if p["unequal_lengths"] else draw.digits(p["digits"])
    if b >= a or a - b < 2 or _round(b):
        return None
    if p["exchanges"] != "any" and sums.exchanges(a, b) != int(p["exchanges"]):
        return None
    return sums.TAKE_AWAY.item(a=a, b=b)


def _mul_short(p: Values, draw: Draw) -> Item | None:
    a, b = draw.digits(p["digits"]), draw.between(2, 9)
    crosses = any(int(digit) * b >= 10 for digit in str(a)[1:])
    if _round(a) or (p["carries"] != "either" and crosses != (p["carries"] == "yes")):
        return None
    return sums.TIMES.item(a=a, b=b)


def _mul_long(p: Values, draw: Draw) -> Item | None:
    a, b = draw.digits(p["digits"]), draw.digits(2)
    return None if a % 10 == 0 or b % 10 == 0 else sums.TIMES.item(a=a, b=b)


def _div_short(p: Values, draw: Draw) -> Item | None:
    b = draw.between(2, 9)
    if p["zero_in_quotient"]:
        quotient = draw.digits(max(3, p["digits"]))
        if "0" not in str(quotient)[1:-1] or len(str(quotient * b)) > max(3, p["digits"]):
            return None
        return sums.DIVIDED.item(a=quotient * b, b=b)
    quotient = draw.between(max(11, 10 ** (p["digits"] - 1) // b), (10 ** p["digits"] - 1) // b)
    a = quotient * b
    return sums.DIVIDED.item(a=a, b=b) if len(str(a)) == p["digits"] and quotient > 12 else None


def _div_long(p: Values, draw: Draw) -> Item | None:
    b = draw.between(13, 99)
    most = (10 ** p["digits"] - 1) // b
    if most < 11:  # three digits hold no two-digit quotient of 91 or more
        return None
    quotient = draw.between(11, most)
    a = quotient * b
    if b % 10 == 0 or len(str(a)) != p["digits"]:
        return None
    return sums.DIVIDED.item(a=a, b=b)


def _div_remainder(p: Values, draw: Draw) -> Item | None:
    b = draw.between(3, 12)
    a = draw.between(b + 1, min(p["n"], 12 * b - 1))
    form = {"up": stories.ROUND_UP, "down": stories.ROUND_DOWN, "remainder": stories.REST}.get(p["what"])
    return (form or draw.choice((stories.ROUND_UP, stories.ROUND_DOWN))).item(a=a, b=b) if a % b else None


_ANY = ("any", "0", "1", "2", "3")
# How a sum is written changes no number of it: sheets of before, and their neighbours, stay as they are.
_LAYOUT = Choice("layout", _("Written"), "columns", ("columns", "line"), draws=False)
# Long division has boxes for its steps, or in columns one free room.
_DIVIDED = Choice("layout", _("Written"), "columns", ("columns", "bus_stop", "line"), draws=False)
_LONG = Choice("layout", _("Written"), "bus_stop", ("bus_stop", "columns", "line"), draws=False)

GENERATORS = (
    Generator(
        "add_column", _("Written addition"), (2, 6), _("Written methods"), _add_column,
        (
            Number("digits", _("Digits"), 2, 2, 6), Choice("carries", _("How many carries"), "any", _ANY),
            Choice("addends", _("How many numbers"), 2, (2, 3)),
            Flag("unequal_lengths", _("Numbers of unequal length"), False), _LAYOUT,
        ),
        presets={3: {"digits": 3}, 4: {"digits": 4}, 5: {"digits": 5}, 6: {"digits": 6}},
    ),
    Generator(
        "sub_column", _("Written subtraction"), (2, 6), _("Written methods"), _sub_column,
        (
            Number("digits", _("Digits"), 2, 2, 6), Choice("exchanges", _("How many exchanges"), "any", _ANY),
            Flag("zeros_in_minuend", _("A nought inside the first number"), False),
            Flag("unequal_lengths", _("Numbers of unequal length too"), False), _LAYOUT,
        ),
        presets={3: {"digits": 3}, 4: {"digits": 4}, 5: {"digits": 5}, 6: {"digits": 6}},
    ),
    Generator(
        "mul_short", _("Short multiplication"), (3, 6), _("Written methods"), _mul_short,
        (
            Number("digits", _("Digits"), 2, 2, 5),
            Choice("carries", _("Carrying"), "either", ("either", "yes", "no")), _LAYOUT,
        ),
        presets={4: {"digits": 3}, 5: {"digits": 4}, 6: {"digits": 4}},
    ),
    Generator(
        "mul_long", _("Long multiplication"), (5, 6), _("Written methods"), _mul_long,
        (Number("digits", _("Digits of the first number"), 2, 2, 4), _LAYOUT),
        presets={5: {"digits": 3}, 6: {"digits": 4}},
    ),
    Generator(
        "div_short", _("Short division"), (3, 6), _("Written methods"), _div_short,
        (
            Number("digits", _("Digits"), 2, 2, 4),
            Flag("zero_in_quotient", _("A nought in the answer"), False), _DIVIDED,
        ),
        presets={4: {"digits": 3}, 5: {"digits": 4}, 6: {"digits": 4}},
    ),
    Generator(
        "div_long", _("Long division"), (6, 6), _("Written methods"), _div_long,
        (Number("digits", _("Digits"), 4, 3, 4), _LONG),
    ),
    Generator(
        "div_remainder_context", _("Remainders and what they mean"), (4, 6), _("Written methods"), _div_remainder,
        (
            Choice("what", _("What is asked"), "both", ("both", "up", "down", "remainder")),
            Number("n", _("Numbers up to"), 60, 20, 140),
        ),
        presets={5: {"n": 100}, 6: {"n": 140}},
    ),
)  # fmt: skip
