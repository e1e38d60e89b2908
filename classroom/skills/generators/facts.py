"""Counting and facts: bonds, sums within a number, doubles, tables, a missing number. Pure."""

from __future__ import annotations

from classroom.later import gettext_lazy as _
from classroom.skills.draws import Draw
from classroom.skills.forms import numbers, sums
from classroom.skills.forms.base import Item
from classroom.skills.generators.base import Generator, Values
from classroom.skills.generators.parameters import Choice, Flag, Many, Number


def _bonds(p: Values, draw: Draw) -> Item | None:
    known = draw.between(0 if p["with_nought"] else 1, p["total"] - (0 if p["with_nought"] else 1))
    return draw.choice((sums.ADDEND, sums.ADDEND_FIRST)).item(known=known, result=p["total"])


def _crosses(wish: str, crossing: bool) -> bool:
    return wish == "either" or (wish == "yes") == crossing


def _add_within(p: Values, draw: Draw) -> Item | None:
    total = draw.between(2, p["n"])
    a = draw.between(1, total - 1)
    if not _crosses(p["crosses_ten"], a % 10 + (total - a) % 10 >= 10):
        return None
    form = sums.TURNED[0] if p["turned"] and draw.below(3) == 0 else sums.ADD
    return form.item(a=a, b=total - a)


def _sub_within(p: Values, draw: Draw) -> Item | None:
    a = draw.between(2, p["n"])
    b = draw.between(1, a - 1)
    if not _crosses(p["crosses_ten"], a % 10 < b % 10):
        return None
    form = sums.TURNED[1] if p["turned"] and draw.below(3) == 0 else sums.TAKE_AWAY
    return form.item(a=a, b=b)


def _one_more_less(p: Values, draw: Draw) -> Item | None:
    step, which = p["step"], p["which"]
    more = draw.below(2) == 0 if which == "both" else which == "more"
    a = draw.between(0 if more else step, p["largest"] - (step if more else 0)) if p["largest"] > step else step
    return (numbers.MORE if more else numbers.LESS).item(n=step, a=a)


def _doubles_halves(p: Values, draw: Draw) -> Item | None:
    half = draw.below(2) == 0 if p["which"] == "both" else p["which"] == "halves"
    a = draw.between(1, p["n"])
    return numbers.HALF.item(a=2 * a) if half else numbers.DOUBLE.item(a=a)


def _skip_count(p: Values, draw: Draw) -> Item | None:
    step = draw.choice(p["steps"])
    first = draw.between(0, 12) * step
    if p["backwards"] and draw.below(2) == 0:
        step, first = -step, first + 4 * step
    many = [str(first + at * step) for at in range(5)]
    gap = 4 if p["gap"] == "end" else draw.between(1, 3)
    if gap == 4:
        return numbers.NEXT.item(before=tuple(many[:4]))
    return numbers.GAP.item(before=tuple(many[:gap]), after=tuple(many[gap + 1 :]))


def _times_table(p: Values, draw: Draw) -> Item | None:
    table, other = draw.choice(p["tables"]), draw.between(0 if p["with_nought"] else 2, p["up_to"])
    if p["what"] == "division":
        return sums.DIVIDED.item(a=table * other, b=table) if other else None
    if p["what"] == "missing":
        return (
            draw.choice((sums.FACTOR, sums.FACTOR_FIRST)).item(known=table, result=table * other) if other else None
        )
    a, b = (table, other) if draw.below(2) else (other, table)
    return sums.TIMES.item(a=a, b=b)


def _missing_number(p: Values, draw: Draw) -> Item | None:
    op = draw.choice("+-") if p["op"] == "both" else p["op"]
    a, b = draw.between(1, p["n"]), draw.between(1, p["n"])
    if p["both_sides"]:
        return _balanced(op, a, b, draw)
    if op == "+":
        return draw.choice((sums.ADDEND, sums.ADDEND_FIRST)).item(known=a, result=a + b) if a + b <= p["n"] else None
    if op == "-":
        return sums.TAKEN_FROM.item(b=a, c=b) if draw.below(2) and a + b <= p["n"] else _less(a, b)
    a, b = draw.between(2, 12), draw.between(2, 12)
    if op == "x":
        return draw.choice((sums.FACTOR, sums.FACTOR_FIRST)).item(known=a, result=a * b)
    return draw.choice((sums.DIVIDEND.item(b=a, c=b), sums.DIVISOR.item(a=a * b, c=b)))


def _less(a: int, b: int) -> Item | None:
    return sums.TAKEN_AWAY.item(a=max(a, b), c=min(a, b)) if a != b else None


def _balanced(op: str, a: int, b: int, draw: Draw) -> Item | None:
    if op == "-":
        return sums.BALANCE_LESS.item(a=max(a, b), b=min(a, b), d=draw.between(1, 9)) if a != b else None
    d = draw.between(1, a + b - 1) if a + b > 2 else 1
    if d in (a, b):
        return None  # 8 + 4 = ? + 4: nothing to think about
    return draw.choice((sums.BALANCE, sums.BALANCE, sums.BALANCE_LAST)).item(a=a, b=b, d=d)


_CROSSES = Choice("crosses_ten", _("Crosses a ten"), "either", ("either", "yes", "no"))
_TURNED = Flag("turned", _("Some with the answer first (? = 7 + 3)"), False)

GENERATORS = (
    Generator(
        "bonds", _("Number bonds"), (1, 2), _("Facts"), _bonds,
        (Choice("total", _("Bonds to"), 10, (5, 10, 20, 100)), Flag("with_nought", "With 0", False)),
        presets={2: {"total": 20}},
    ),
    Generator(
        "add_within", _("Add within a number"), (1, 2), _("Facts"), _add_within,
        (Number("n", _("Answers up to"), 10, 5, 100), _CROSSES, _TURNED), presets={2: {"n": 20,
        "crosses_ten": "yes"}},
    ),
    Generator(
        "sub_within", _("Take away within a number"), (1, 2), _("Facts"), _sub_within,
        (Number("n", _("Numbers up to"), 10, 5, 100), _CROSSES, _TURNED), presets={2: {"n": 20,
        "crosses_ten": "yes"}},
    ),
    Generator(
        "one_more_less", _("More and less"), (1, 3), _("Counting"), _one_more_less,
        (
            Choice("step", _("How much more or less"), 1, (1, 10, 100)),
            Choice("which", _("Which"), "both", ("both", "more", "less")),
            Number("largest", _("Numbers up to"), 20, 10, 1000),
        ),
        presets={2: {"step": 10, "largest": 100}, 3: {"step": 100, "largest": 1000}},
    ),
    Generator(
        "doubles_halves", _("Doubles and halves"), (1, 4), _("Facts"), _doubles_halves,
        (Number("n", _("Doubles of numbers up to"), 10, 5, 500), Choice("which", _("Which"), "both", ("both",
        "doubles",
            "halves"))),
        presets={2: {"n": 20}, 3: {"n": 50}, 4: {"n": 100}},
    ),
    Generator(
        "skip_count", _("Count in steps"), (1, 4), _("Counting"), _skip_count,
        (
            Many("steps", _("Steps of"), (2, 5, 10), 1, 1000), Choice("gap", _("The gap"), "inside", ("inside",
            "end")),
            Flag("backwards", _("Some backwards"), False),
        ),
        presets={2: {"steps": "2 3 5 10"}, 3: {"steps": "4 8 50 100"}, 4: {"steps": "6 7 9 25 1000"}},
    ),
    Generator(
        "times_table", _("Times tables"), (2, 4), _("Facts"), _times_table,
        (
            Many("tables", _("Tables"), (2, 5, 10), 1, 12), Number("up_to", _("Up to times"), 12, 5, 12),
            Choice("what", _("What to find"), "product", ("product", "missing", "division")),
            Flag("with_nought", _("With times 0 and 1"), False),
        ),
        presets={3: {"tables": "3 4 8"}, 4: {"tables": "2-12"}},
    ),
    Generator(
        "missing_number", _("A missing number"), (1, 6), _("Equations"), _missing_number,
        (
            Choice("op", _("Sign"), "+", ("+", "-", "both", "x", "÷")), Number("n", _("Numbers up to"), 10, 5, 1000),
            Flag("both_sides", _("Sums on both sides (8 + 4 = ? + 5)"), False),
        ),
        presets={
            2: {"op": "both", "n": 20}, 3: {"op": "both", "n": 100}, 4: {"op": "x"}, 5: {"op": "÷"},
            6: {"op": "both", "n": 500, "both_sides": True},
        },
    ),
)  # fmt: skip
