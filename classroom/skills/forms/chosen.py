"""Questions with cards: true or false, which is larger, put in order, tick all; and which sign is missing. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from classroom.brackets import BETWEEN
from classroom.skills.draws import Draw
from classroom.skills.forms.base import Answers, Form, Solved
from classroom.skills.procedures import others, parts
from classroom.skills.procedures.spoken import in_roman

Options = tuple[str, ...]
_TRUTH = {True: "true", False: "false"}


def _true_sum(a: int, b: int, c: int) -> Solved:
    return Solved(_TRUTH[a + b == c], "eq.balance", {}, ("sum",))


def _true_difference(a: int, b: int, c: int) -> Solved | None:
    wrong: dict[str, Answers] = {"sub.smaller_from_larger": _TRUTH[_smaller_from_larger(a, b) == c]}
    return Solved(_TRUTH[a - b == c], "eq.balance", wrong, ("difference",)) if a >= b else None


def _true_balance(a: int, b: int, c: int, d: int) -> Solved:
    """8 + 4 = 7 + 5: who takes = for "and the answer is" compares 8 + 4 with 7 alone."""
    wrong: dict[str, Answers] = {"eq.answer_comes_next": _TRUTH[a + b == c]}
    return Solved(_TRUTH[a + b == c + d], "eq.balance", wrong, ("both sides",))


def _smaller_from_larger(a: int, b: int) -> int:
    width = max(len(str(a)), len(str(b)))
    columns = zip(str(a).rjust(width, "0"), str(b).rjust(width, "0"), strict=True)
    return int("".join(str(abs(int(one) - int(other))) for one, other in columns))


def worth(card: str) -> Fraction | None:
    """The number on a card, None for words."""
    try:
        return Fraction(card.replace("−", "-"))
    except (ValueError, ZeroDivisionError):
        return None


def _numbers(many: Options) -> list[Fraction] | None:
    found = [worth(one) for one in many]
    known = [one for one in found if one is not None]
    return known if len(set(known)) == len(many) else None


def _in_order(many: Options, *, falling: bool) -> Solved | None:
    amounts = _numbers(many)
    if amounts is None or len(many) < 3:
        return None

    def ordered(by: Callable[[str], Any]) -> str:
        return BETWEEN.join(sorted(many, key=by, reverse=falling))

    value = {card: amount for card, amount in zip(many, amounts, strict=True)}
    right = ordered(value.__getitem__)
    if BETWEEN.join(many) == right:
        return None  # they would stand in order already
    wrong: dict[str, Answers] = {
        "ord.other_way": BETWEEN.join(sorted(many, key=value.__getitem__, reverse=not falling))
    }
    skill = "ord.numbers"
    if any("/" in one for one in many):
        skill = "cmp.fractions"
        if len({one.partition("/")[0] for one in many}) == 1:
            wrong["frac.bigger_denominator_bigger"] = ordered(lambda one: int(one.partition("/")[2] or 1))
    elif any("." in one for one in many):
        skill = "cmp.decimals"
        for code, turn in (("dec.longer_is_larger", 1), ("dec.shorter_is_larger", -1)):
            wrong[code] = ordered(lambda one, turn=turn: (turn * parts.places_of(one), value[one]))  # type: ignore[misc]
    elif min(amounts) < 0:
        skill = "neg.numbers"
        wrong["neg.ignores_sign"] = ordered(lambda one: abs(value[one]))
    return Solved(right, skill, wrong, (str(len(many)),))


def _rising(many: Options) -> Solved | None:
    return _in_order(many, falling=False)


def _falling(many: Options) -> Solved | None:
    return _in_order(many, falling=True)


def _larger(many: Options) -> Solved | None:
    amounts = _numbers(many)
    if amounts is None or len(many) != 2:
        return None
    one, other = many
    right = one if amounts[0] > amounts[1] else other
    wrong: dict[str, Answers] = {}
    skill = "cmp.numbers"
    if "/" in one + other:
        skill = "cmp.fractions"
        sign = parts.bigger_denominator_bigger(*((int(card.partition("/")[0]), int(card.partition("/")[2] or 1))
                                                 for card in many))  # fmt: skip
        wrong["frac.bigger_denominator_bigger"] = {"<": other, ">": one}.get(sign or "")
    elif "." in one + other:
        skill = "cmp.decimals"
        for code, how in (("dec.longer_is_larger", parts.longer_is_larger),
                          ("dec.shorter_is_larger", parts.shorter_is_larger)):  # fmt: skip
            wrong[code] = other if how(one, other) == "<" else one
    elif min(amounts) < 0:
        skill = "neg.numbers"
        wrong["neg.ignores_sign"] = one if abs(amounts[0]) > abs(amounts[1]) else other
    return Solved(right, skill, wrong)


def _roman(n: int, many: Options) -> Solved | None:
    right = in_roman(n) if 0 < n < 2000 else ""
    if right not in many or len(set(many)) < len(many):
        return None
    adding = others.additive_only(n)
    wrong: dict[str, Answers] = {"roman.additive_only": adding if adding in many and adding != right else None}
    tags = ("a smaller sign first",) if adding != right else ()
    return Solved(right, "pv.roman", wrong, tags)


def roman_options(n: int, draw: Draw) -> Options:
    """A number in Roman numerals, as one would write it by adding alone, and numerals of its neighbours."""
    near = draw.shuffled([one for one in (n - 2, n - 1, n + 1, n + 2, n + 5, n + 10) if one > 0])
    cards = dict.fromkeys([in_roman(n), others.additive_only(n), *map(in_roman, near)])
    return tuple(draw.shuffled(list(cards)[:4]))


def _roman_alike(draw: Draw, gaps: dict[str, Any]) -> dict[str, Any]:
    n = draw.between(1, 20 if gaps["n"] <= 20 else 100 if gaps["n"] <= 100 else 1000)
    return {"n": n, "many": roman_options(n, draw)}


def _is_prime(n: int) -> bool:
    return n > 1 and all(n % by for by in range(2, int(n**0.5) + 1))


_SORTS: dict[str, tuple[str, Callable[[int], bool]]] = {
    "even numbers": ("num.parity", lambda n: n % 2 == 0),
    "odd numbers": ("num.parity", lambda n: n % 2 == 1),
    "prime numbers": ("num.factors", _is_prime),
    "square numbers": ("num.powers", lambda n: int(n**0.5 + 0.5) ** 2 == n),
}


def _tick(many: Options, holds: Callable[[int], bool], skill: str, wrong: dict[str, Answers]) -> Solved | None:
    amounts = _numbers(many)
    if amounts is None or any(one.denominator != 1 or one < 1 for one in amounts):
        return None
    right = [card for card, one in zip(many, amounts, strict=True) if holds(int(one))]
    if not right or len(right) == len(many):
        return None
    return Solved(BETWEEN.join(right), skill, wrong)


def _tick_sort(x: str, many: Options) -> Solved | None:
    if x not in _SORTS:
        return None
    skill, holds = _SORTS[x]
    wrong: dict[str, Answers] = {}
    if x == "prime numbers":  # takes every odd number for a prime
        odd = [card for card in many if (one := worth(card)) is not None and one.denominator == 1 and int(one) % 2]
        wrong["num.odd_is_prime"] = BETWEEN.join(odd) or None
    return _tick(many, holds, skill, wrong)


def _tick_multiples(n: int, many: Options) -> Solved | None:
    """Multiples of n; who looks at the last digit alone ticks 13 as a multiple of 3."""
    if not 2 <= n <= 12:
        return None
    by_end = [card for card in many if card[-1] == str(n)[-1]]
    wrong: dict[str, Answers] = {"num.last_digit_alone": BETWEEN.join(by_end) or None} if n not in (2, 5, 10) else {}
    return _tick(many, lambda one: one % n == 0, "num.multiples", wrong)


_WORK: dict[str, Callable[[int, int], int | Fraction | None]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "×": lambda a, b: a * b,
    "÷": lambda a, b: Fraction(a, b) if b else None,
}


def _which_sign(a: int, b: int, c: int) -> Solved | None:
    """7 ? 5 = 12: every sign that makes it true is right."""
    fitting = [sign for sign, work in _WORK.items() if work(a, b) == c]
    if not fitting:
        return None
    return Solved(fitting[0], "eq.sign", {}, (fitting[0],), tuple(fitting[1:]))


def _shuffled_like(draw: Draw, gaps: dict[str, Any]) -> dict[str, Any]:
    """Cards with other numbers of the same shape: as many digits, places, a minus or a bar where there was one."""
    return {**gaps, "many": tuple(_card(one, draw) for one in gaps["many"])}


def _card(card: str, draw: Draw) -> str:
    minus, card = ("−", card[1:]) if card.startswith("−") else ("", card)
    if "/" in card:
        top, _, bottom = card.partition("/")
        low, high = (2, 9) if len(bottom) == 1 else (10, 12)
        other = draw.between(low, high)
        return f"1/{other}" if top == "1" else f"{draw.between(1, other - 1)}/{other}"
    whole, point, behind = card.partition(".")
    before = "0" if whole == "0" else str(draw.digits(len(whole)))
    if not point:
        return minus + before
    return f"{minus}{before}.{''.join(str(draw.below(10)) for _ in behind[:-1])}{draw.between(1, 9)}"


def options_of(many: Sequence[object]) -> Options:
    """Numbers as cards."""
    return tuple(str(one).replace("-", "−") for one in many)


TRUE_SUM = Form("True or false: {a} + {b} = {c} [true | false]", _true_sum, kind="choose", rule="exact")
TRUE_DIFFERENCE = Form("True or false: {a} − {b} = {c} [true | false]", _true_difference, kind="choose", rule="exact")
TRUE_BALANCE = Form("True or false: {a} + {b} = {c} + {d} [true | false]", _true_balance, kind="choose", rule="exact")
RISING = Form("Put in order, smallest first. [order: {many:options}]", _rising, kind="order", rule="exact",
              alike=_shuffled_like)  # fmt: skip
FALLING = Form("Put in order, largest first. [order: {many:options}]", _falling, kind="order", rule="exact",
               alike=_shuffled_like)  # fmt: skip
LARGER = Form("Which is larger? [{many:options}]", _larger, kind="choose", rule="exact", alike=_shuffled_like)
ROMAN_CARDS = Form("Which is {n} in Roman numerals? [{many:options}]", _roman, kind="choose", rule="exact",
                   alike=_roman_alike)  # fmt: skip
TICK = Form("Tick all {x:thing}. [tick: {many:options}]", _tick_sort, kind="tick", rule="exact", alike=_shuffled_like)
TICK_MULTIPLES = Form("Tick all multiples of {n}. [tick: {many:options}]", _tick_multiples, kind="tick", rule="exact",
                      alike=_shuffled_like)  # fmt: skip
SIGN = Form("{a} ? {b} = {c}", _which_sign, kind="operator")

FORMS = (
    TRUE_SUM, TRUE_DIFFERENCE, TRUE_BALANCE, RISING, FALLING, LARGER, ROMAN_CARDS, TICK, TICK_MULTIPLES, SIGN,
)  # fmt: skip
