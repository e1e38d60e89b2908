"""Clocks, number lines, coordinates, shaded fractions, coins, angles. Pure."""

from __future__ import annotations

from classroom.later import gettext_lazy as _
from classroom.skills.draws import Draw
from classroom.skills.forms import parts, pictured
from classroom.skills.forms.base import Item
from classroom.skills.generators.base import Generator, Values
from classroom.skills.generators.parameters import FRACTION_BOXES, Choice, Flag, Number

_MINUTES: dict[str, tuple[int, ...]] = {
    "hours": (0,), "half hours": (0, 30, 30), "quarters": (0, 15, 30, 45, 15, 45),
    "fives": tuple(range(5, 60, 5)), "minutes": tuple(range(1, 60)),
}  # fmt: skip


def _time_read(p: Values, draw: Draw) -> Item | None:
    return pictured.CLOCK.item(a=(draw.between(1, 12), draw.choice(_MINUTES[p["to"]])))


def _clock_hands(p: Values, draw: Draw) -> Item | None:
    return pictured.SHOWN.item(a=(draw.between(1, 12), draw.choice(_MINUTES[p["to"]])))


_LINES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "to 10": (("0", "10", "1"),),
    "to 20": (("0", "20", "1"), ("0", "20", "2"), ("10", "20", "1")),
    "to 100": (("0", "100", "10"), ("0", "50", "5"), ("0", "100", "5"), ("50", "100", "10")),
    "to 1000": (("0", "1000", "100"), ("0", "500", "50"), ("0", "1000", "50"), ("200", "400", "20")),
    "below nought": (("−10", "10", "1"), ("−10", "0", "1"), ("−20", "20", "2"), ("−5", "5", "1")),
    "decimals": (("0", "1", "0.1"), ("0", "2", "0.1"), ("0", "1", "0.05"), ("3", "4", "0.1")),
}


def _number_line(p: Values, draw: Draw) -> Item | None:
    low, high, step = draw.choice(_LINES[p["line"]])
    form = pictured.MARK if p["what"] == "mark" or (p["what"] == "both" and draw.below(2)) else pictured.LINE
    gaps = {"low": low, "high": high, "step": step}
    return form.item(**pictured.line_alike(draw, gaps))


def _coordinates(p: Values, draw: Draw) -> Item | None:
    n, low = p["size"], -p["size"] if p["four"] else 0
    x, y = draw.between(low, n), draw.between(low, n)
    if p["what"] == "mark" or (p["what"] == "both" and draw.below(2)):
        return (pictured.POINT_FOUR if p["four"] else pictured.POINT).item(p=(x, y), n=n)
    form = pictured.NAMED_FOUR if p["four"] else pictured.NAMED
    return form.item(n=n, x=x, y=y, many=pictured.point_cards((x, y), low, n, draw))


def _shaded(p: Values, draw: Draw) -> Item | None:
    bottom = draw.between(2, p["parts"])
    return pictured.SHADED.item(f=(draw.between(1, bottom - 1), bottom))


def _coins(p: Values, draw: Draw) -> Item | None:
    top = pictured.COINS.index(p["largest"]) + 1
    return pictured.PIECES.item(
        many=tuple(draw.choice(pictured.COINS[:top]) for _ in range(draw.between(2, p["most"])))
    )


def _angle_names(p: Values, draw: Draw) -> Item | None:
    return pictured.ANGLE.item(d=90 if draw.below(6) == 0 else draw.between(2, 70) * 5)


def _remainder_decimal(p: Values, draw: Draw) -> Item | None:
    by = draw.choice((2, 4, 5, 8, 10) if p["eighths"] else (2, 4, 5, 10))
    return parts.DIVIDED_TO_DECIMAL.item(a=draw.between(by + 1, p["n"]), b=by)


GENERATORS = (
    Generator(
        "time_read", _("Tell the time"), (1, 4), _("Money and measures"), _time_read,
        (
            Choice("to", _("To the nearest"), "half hours", ("hours", "half hours", "quarters", "fives", "minutes")),
            Choice("layout", _("Boxes"), "time", ("time", "line"), draws=False),
        ),
        presets={2: {"to": "quarters"}, 3: {"to": "minutes"}, 4: {"to": "minutes"}},
    ),
    Generator(
        "clock_hands", _("Draw the hands of a clock"), (1, 3), _("Money and measures"), _clock_hands,
        (Choice("to", _("To the nearest"), "half hours", ("hours", "half hours", "quarters", "fives")),),
        presets={2: {"to": "quarters"}, 3: {"to": "fives"}},
    ),
    Generator(
        "number_line", _("The number line"), (1, 6), _("Place value"), _number_line,
        (
            Choice("what", _("What is asked"), "both", ("both", "read", "mark")),
            Choice("line", _("Which line"), "to 20", tuple(_LINES)),
        ),
        presets={
            2: {"line": "to 100"}, 3: {"line": "to 1000"}, 4: {"line": "below nought"}, 5: {"line": "decimals"},
            6: {"line": "below nought"},
        },
    ),
    Generator(
        "coordinates", _("Coordinates"), (4, 6), _("Shapes"), _coordinates,
        (
            Choice("what", _("What is asked"), "both", ("both", "name", "mark")),
            Number("size", _("Numbers up to"), 8, 4, 10), Flag("four", _("In all four quarters"), False),
        ),
        presets={6: {"four": True, "size": 6}},
    ),
    Generator(
        "fraction_shaded", _("Which fraction is shaded?"), (2, 4), _("Fractions"), _shaded,
        (Number("parts", _("Parts at most"), 6, 4, 12), FRACTION_BOXES), presets={3: {"parts": 10}, 4: {"parts": 12}},
    ),
    Generator(
        "coins_count", _("Count the coins"), (1, 3), _("Money and measures"), _coins,
        (
            Number("most", _("Coins at most"), 4, 3, 8),
            Choice("largest", _("Largest coin"), "20p", ("10p", "20p", "50p", "£1", "£2")),
        ),
        presets={2: {"largest": "50p", "most": 5}, 3: {"largest": "£2", "most": 6}},
    ),
    Generator("angle_names", _("Acute, right, obtuse, reflex"), (4, 5), _("Shapes"), _angle_names),
    Generator(
        "remainder_decimal", _("Divide to a decimal"), (5, 6), _("Written methods"), _remainder_decimal,
        (Number("n", _("Numbers up to"), 50, 20, 500), Flag("eighths", _("By 8 too"), False)),
        presets={6: {"n": 200, "eighths": True}},
    ),
)  # fmt: skip
