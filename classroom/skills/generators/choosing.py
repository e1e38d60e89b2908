"""Cards to tap: true or false, order, which is larger, ticks; and the missing sign. Pure."""

from __future__ import annotations

from classroom.later import gettext_lazy as _
from classroom.skills.draws import Draw
from classroom.skills.forms import chosen
from classroom.skills.forms.base import Item
from classroom.skills.generators.base import Generator, Values
from classroom.skills.generators.parameters import Choice, Number
from classroom.skills.procedures import subtraction


def _true_false(p: Values, draw: Draw) -> Item | None:
    n = p["n"]
    a, b = draw.between(1, n - 1), draw.between(1, n - 1)
    holds = draw.below(2) == 0
    if p["what"] == "take away":
        a, b = max(a, b), min(a, b)
        slips = sorted({*subtraction.wrong(a, b).values(), a - b + 1, abs(a - b - 1)} - {a - b, a + b})
        return chosen.TRUE_DIFFERENCE.item(a=a, b=b, c=a - b if holds else draw.choice(slips))
    if a + b > n:
        return None
    if p["what"] == "both sides":
        d = draw.between(1, a + b)
        # The tempting one: 8 + 4 = 12 + 5.
        c = a + b - d if holds else draw.choice((a + b, a + b - d + 1))
        return chosen.TRUE_BALANCE.item(a=a, b=b, c=c, d=d)
    c = a + b if holds else a + b + draw.choice((-10, -2, -1, 1, 2, 10))
    return chosen.TRUE_SUM.item(a=a, b=b, c=c) if c >= 0 else None


def _which_sign(p: Values, draw: Draw) -> Item | None:
    n = p["n"]
    sign = draw.choice({"+ −": ("+", "-"), "× ÷": ("×", "÷"), "+ − × ÷": ("+", "-", "×", "÷")}[p["signs"]])
    if sign in "+-":
        a, b = draw.between(2, n - 1), draw.between(1, n - 1)
        if sign == "+":
            return chosen.SIGN.item(a=a, b=b, c=a + b) if a + b <= n else None
        return chosen.SIGN.item(a=max(a, b), b=min(a, b), c=abs(a - b))
    a, b = draw.between(2, 12), draw.between(2, 12)
    return chosen.SIGN.item(a=a, b=b, c=a * b) if sign == "×" else chosen.SIGN.item(a=a * b, b=b, c=a)


def _cards(p: Values, draw: Draw, count: int) -> tuple[str, ...] | None:
    """Different numbers of a sort."""
    what = p["what"]
    if what == "decimals":
        places = draw.shuffled((1, 2, 3, 2, 1))[:count]
        many = [f"0.{''.join(str(draw.below(10)) for _ in range(one - 1))}{draw.between(1, 9)}" for one in places]
    elif what == "fractions":
        tops = draw.below(2)
        many = [f"{1 if tops else draw.between(1, 5)}/{draw.choice((2, 3, 4, 5, 6, 8, 10))}" for _ in range(count)]
        if any(int(one[0]) >= int(one[2:]) for one in many):
            return None
    elif what == "negative":
        many = list(chosen.options_of([draw.between(-20, 10) for _ in range(count)]))
        if sum(one.startswith("−") for one in many) < 2:
            return None
    else:
        many = [str(draw.between(1, p["largest"])) for _ in range(count)]
    return tuple(many) if len(set(many)) == count else None


def _put_in_order(p: Values, draw: Draw) -> Item | None:
    form = chosen.FALLING if draw.below(3) == 0 else chosen.RISING
    many = _cards(p, draw, p["how_many"])
    return form.item(many=many) if many else None


def _which_larger(p: Values, draw: Draw) -> Item | None:
    if p["what"] == "whole" and draw.below(2):  # digits the other way round
        one = str(draw.between(10, max(10, p["largest"])))
        many: tuple[str, ...] | None = (one, one[::-1]) if one[-1] != "0" and one != one[::-1] else None
    else:
        many = _cards(p, draw, 2)
    return chosen.LARGER.item(many=many) if many else None


def _tick(p: Values, draw: Draw) -> Item | None:
    what = p["what"]
    if what == "multiples":
        n = draw.choice((2, 5, 10) if p["largest"] <= 30 else (3, 4, 6, 7, 8, 9))
        many = [n * draw.between(1, max(1, p["largest"] // n)) if draw.below(2) else draw.between(1, p["largest"])
                for _ in range(5)]  # fmt: skip
        return chosen.TICK_MULTIPLES.item(n=n, many=chosen.options_of(many)) if len(set(many)) == 5 else None
    if what == "squares":
        many = [draw.between(1, 12) ** 2 if draw.below(2) else draw.between(1, 144) for _ in range(5)]
    else:
        many = [draw.between(1, p["largest"]) for _ in range(5)]
    sort = what if what in ("even", "odd") else {"primes": "prime", "squares": "square"}[what]
    return chosen.TICK.item(x=f"{sort} numbers", many=chosen.options_of(many)) if len(set(many)) == 5 else None


def _roman_write(p: Values, draw: Draw) -> Item | None:
    n = draw.between(1, p["to"])
    return chosen.ROMAN_CARDS.item(n=n, many=chosen.roman_options(n, draw))


_NUMBERS = Choice("what", _("What numbers"), "whole", ("whole", "decimals", "negative", "fractions"))
_LARGEST = Number("largest", _("Numbers up to"), 20, 10, 100_000)

GENERATORS = (
    Generator(
        "true_false_equation", _("True or false?"), (1, 4), _("Equations"), _true_false,
        (
            Choice("what", _("What"), "add", ("add", "take away", "both sides")),
            Number("n", _("Numbers up to"), 20, 10, 1000),
        ),
        presets={2: {"what": "both sides"}, 3: {"what": "take away", "n": 100}, 4: {"what": "both sides", "n": 200}},
    ),
    Generator(
        "which_sign", _("The missing sign"), (1, 4), _("Equations"), _which_sign,
        (
            Choice("signs", _("Signs"), "+ −", ("+ −", "× ÷", "+ − × ÷")),
            Number("n", _("Numbers up to"), 20, 10, 1000),
        ),
        presets={2: {"n": 50}, 3: {"signs": "+ − × ÷", "n": 100}, 4: {"signs": "+ − × ÷", "n": 200}},
    ),
    Generator(
        "put_in_order", _("Put in order"), (1, 6), _("Place value"), _put_in_order,
        (_NUMBERS, Number("how_many", _("How many numbers"), 4, 3, 5), _LARGEST),
        presets={
            1: {"how_many": 3}, 2: {"largest": 100}, 3: {"largest": 1000}, 4: {"what": "decimals"},
            5: {"what": "negative", "how_many": 5}, 6: {"what": "fractions"},
        },
    ),
    Generator(
        "which_larger", _("Which is larger?"), (1, 6), _("Place value"), _which_larger, (_NUMBERS, _LARGEST),
        presets={
            2: {"largest": 100}, 3: {"what": "fractions"}, 4: {"what": "decimals"}, 5: {"what": "decimals"},
            6: {"what": "negative"},
        },
    ),
    Generator(
        "tick_numbers", _("Tick all that fit"), (2, 6), _("Numbers"), _tick,
        (
            Choice("what", _("Which numbers"), "even", ("even", "odd", "multiples", "primes", "squares")),
            Number("largest", _("Numbers up to"), 20, 10, 200),
        ),
        presets={
            3: {"what": "multiples", "largest": 30}, 4: {"what": "multiples", "largest": 72},
            5: {"what": "primes", "largest": 30}, 6: {"what": "squares"},
        },
    ),
    Generator(
        "roman_write", _("Write in Roman numerals"), (4, 5), _("Place value"), _roman_write,
        (Choice("to", _("Up to"), 100, (20, 100, 1000)),), presets={5: {"to": 1000}},
    ),
)  # fmt: skip
