"""Several boxes in one question: puzzles, the grid method, quotient and remainder, mixed numbers. Pure."""

from __future__ import annotations

from classroom.later import gettext_lazy as _
from classroom.skills.draws import Draw
from classroom.skills.forms import apart, boxed
from classroom.skills.forms.base import Item
from classroom.skills.generators.base import Generator, Values
from classroom.skills.generators.parameters import Choice, Number


def _with_boxes(cells: list[str], hidden: list[int], rows: tuple[int, ...]) -> str:
    """A figure's numbers as its prompt says them, with "?" for some."""
    shown = ["?" if at in hidden else text for at, text in enumerate(cells)]
    parts, start = [], 0
    for length in rows:
        parts.append(" ".join(shown[start : start + length]))
        start += length
    return " / ".join(parts)


def _pyramid(p: Values, draw: Draw) -> Item | None:
    cells = boxed.filled_pyramid(draw, 3, p["largest"])
    # From the bottom up; or a stair of three known bricks, to be worked out downwards too.
    hidden = [3, 4, 5] if p["what"] == "up" or (p["what"] == "both" and draw.below(2)) else draw.choice(
        ([0, 2, 5], [1, 4, 5], [1, 3, 5], [0, 2, 3], [0, 1, 4], [1, 2, 3])
    )  # fmt: skip
    return boxed.PYRAMID.item(c=_with_boxes(cells, hidden, (3, 2, 1)))


def _arithmagon(p: Values, draw: Draw) -> Item | None:
    cells = boxed.filled_arithmagon(draw, p["largest"])
    hidden = {"sides": [3, 4, 5], "mixed": draw.choice(([1, 4, 5], [0, 2, 4], [2, 3, 4])), "corners": [0, 1, 2]}
    return boxed.ARITHMAGON.item(c=_with_boxes(cells, hidden[p["what"]], (3, 3)))


def _square(p: Values, draw: Draw) -> Item | None:
    cells = boxed.filled_square(draw, p["largest"])
    hidden = draw.shuffled(range(9))[:4]  # not every four can be found again: those are passed over
    return boxed.SQUARE.item(c=_with_boxes(cells, hidden, (3, 3, 3)))


def _parts(p: Values, draw: Draw) -> Item | None:
    cells = boxed.filled_parts(draw, p["largest"], p["parts"])
    return boxed.PARTS.item(c=_with_boxes(cells, [draw.below(len(cells))], (1, p["parts"])))


def _grid(p: Values, draw: Draw) -> Item | None:
    digits = {"2 by 1": (2, 1), "3 by 1": (3, 1), "2 by 2": (2, 2)}[p["digits"]]
    b = draw.between(2, 9) if digits[1] == 1 else draw.digits(2)
    return boxed.GRID.item(a=draw.digits(digits[0]), b=b)


def _quotient(p: Values, draw: Draw) -> Item | None:
    by = draw.between(2, 12 if p["n"] > 60 else 10)
    return apart.QUOTIENT.item(a=draw.between(by + 1, min(p["n"], by * 12)), b=by)


def _mixed(p: Values, draw: Draw) -> Item | None:
    bottom = draw.between(2, p["largest"])
    return apart.MIXED_NUMBER.item(f=(draw.between(1, 5) * bottom + draw.between(1, bottom - 1), bottom))


def _pounds(p: Values, draw: Draw) -> Item | None:
    return apart.POUNDS.item(a=draw.between(1, 20) * 100 + draw.between(1, 9 if draw.below(2) else 99))


def _hours(p: Values, draw: Draw) -> Item | None:
    return apart.HOURS.item(n=draw.between(61, p["longest"]))


GENERATORS = (
    Generator(
        "part_whole", _("Parts and wholes"), (1, 4), _("Facts"), _parts,
        (Number("largest", _("Wholes up to"), 10, 5, 1000), Number("parts", _("Parts"), 2, 2, 3)),
        presets={2: {"largest": 50}, 3: {"largest": 100, "parts": 3}, 4: {"largest": 1000, "parts": 3}},
    ),
    Generator(
        "pyramid", _("Number pyramids"), (1, 5), _("Puzzles"), _pyramid,
        (
            Choice("what", _("Which way"), "up", ("up", "both", "down")),
            Number("largest", _("Numbers up to"), 5, 4, 100),
        ),
        presets={
            2: {"largest": 10}, 3: {"what": "both", "largest": 20}, 4: {"what": "both", "largest": 50},
            5: {"what": "down", "largest": 100},
        },
    ),
    Generator(
        "arithmagon", _("Arithmagons"), (2, 6), _("Puzzles"), _arithmagon,
        (
            Choice("what", _("What is missing"), "sides", ("sides", "mixed", "corners")),
            Number("largest", _("Corners up to"), 10, 5, 100),
        ),
        presets={
            3: {"what": "mixed", "largest": 20}, 4: {"what": "mixed", "largest": 50}, 5: {"what": "corners"},
            6: {"what": "corners", "largest": 50},
        },
    ),
    Generator(
        "magic_square", _("Magic squares"), (3, 6), _("Puzzles"), _square,
        (Number("largest", _("Numbers up to"), 20, 10, 200),),
        presets={4: {"largest": 30}, 5: {"largest": 60}, 6: {"largest": 100}},
    ),
    Generator(
        "mul_grid", _("Multiply in a grid"), (3, 5), _("Written methods"), _grid,
        (Choice("digits", _("Digits"), "2 by 1", ("2 by 1", "3 by 1", "2 by 2")),),
        presets={4: {"digits": "3 by 1"}, 5: {"digits": "2 by 2"}},
    ),
    Generator(
        "quotient_remainder", _("Quotient and remainder"), (3, 6), _("Written methods"), _quotient,
        (
            Number("n", _("Numbers up to"), 50, 20, 144),
            Choice("layout", _("Written"), "boxes", ("boxes", "bus_stop"), draws=False),
        ),
        presets={4: {"n": 100}, 5: {"n": 144, "layout": "bus_stop"}, 6: {"n": 144, "layout": "bus_stop"}},
    ),
    Generator(
        "improper_mixed", _("Fractions as mixed numbers"), (5, 6), _("Fractions"), _mixed,
        (Number("largest", _("Denominators up to"), 6, 3, 12),), presets={6: {"largest": 12}}, version=2,
    ),
    Generator("pounds_pence", _("Pounds and pence apart"), (3, 5), _("Money and measures"), _pounds),
    Generator(
        "hours_minutes", _("Minutes as hours and minutes"), (3, 5), _("Money and measures"), _hours,
        (Number("longest", _("Minutes at most"), 150, 100, 600),), presets={4: {"longest": 300}, 5: {"longest": 600}},
    ),
)  # fmt: skip
