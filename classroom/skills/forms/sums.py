"""Sums of whole numbers, the number to find anywhere in them. Pure."""

from __future__ import annotations

from classroom.skills.forms.base import Answers, Form, Solved
from classroom.skills.procedures import addition, multiplication, others, subtraction
from classroom.skills.procedures.columns import digits, widest

BOND_TOTALS = (5, 10, 20, 100)
TENS = (10, 100, 1000)


def _trivial(*numbers: int, small: int = 0) -> tuple[str, ...]:
    return ("with 0 or 1",) if any(number <= small for number in numbers) else ()


def carries(a: int, b: int) -> int:
    """How many columns of a + b are carried from."""
    width, carry, count = widest(a, b), 0, 0
    for x, y in zip(digits(a, width), digits(b, width), strict=True):
        carry = int(x + y + carry >= 10)
        count += carry
    return count


def exchanges(a: int, b: int) -> int:
    """How many columns of a − b need a ten from the next."""
    borrow, count = 0, 0
    for x, y in zip(digits(a), digits(b, len(str(a))), strict=True):
        borrow = int(x - borrow < y)
        count += borrow
    return count


def add_skill(a: int, b: int) -> str:
    """The skill of a + b, by size."""
    return "facts.add" if a + b <= 20 else "add.two_digit" if max(a, b) < 100 else "add.column"


def sub_skill(a: int) -> str:
    """The skill of taking away from a, by size."""
    return "facts.sub" if a <= 20 else "sub.two_digit" if a < 100 else "sub.column"


def _add(a: int, b: int) -> Solved:
    count = carries(a, b)
    tags = ("crosses ten" if count else "within ten",) if a + b <= 20 else (f"carries {count}",)
    return Solved(a + b, add_skill(a, b), addition.wrong(a, b), (*tags, *_trivial(a, b)))


def _add_three(a: int, b: int, c: int) -> Solved:
    return Solved(a + b + c, add_skill(a + b, c), {}, _trivial(a, b, c))


def _take_away(a: int, b: int) -> Solved:
    if b > a:
        return Solved(a - b, "neg.numbers", {"sub.smaller_from_larger": b - a}, ("below nought",))
    count, nought = exchanges(a, b), "0" in str(a)[1:-1]
    tags = (f"exchanges {count}", *(["nought in the first number"] if nought else []), *_trivial(b, a - b))
    return Solved(a - b, sub_skill(a), subtraction.wrong(a, b), tags)


def _times(a: int, b: int) -> Solved:
    short, long = sorted((a, b), key=lambda one: (len(str(one)), one))
    skill = "mul.short" if short < 10 else "mul.long"
    if long <= 12:
        skill = "facts.tables"
    elif short in TENS or long in TENS:  # 47 × 10 is no long multiplication
        skill = "pv.powers"
    return Solved(a * b, skill, multiplication.wrong_products(a, b), _trivial(a, b, small=1))


def _divided(a: int, b: int) -> Solved | None:
    if b == 0 or (a % b and b % (a or 1)):
        return None
    if a % b:
        return Solved(_over(a, b), "frac.equivalent", {"div.larger_by_smaller": b // a}, ("below one",))
    wrong: dict[str, Answers] = {"div.zero_lost_in_quotient": multiplication.zero_lost_in_quotient(a, b)}
    facts = b <= 12 and a // b <= 12
    skill = "facts.division" if facts else "pv.powers" if b in TENS else "div.short" if b < 13 else "div.long"
    if facts:
        wrong["mul.table_neighbour"] = tuple(one for one in (a // b - 1, a // b + 1) if one > 0)
    tags = ("nought in the answer",) if "0" in str(a // b)[1:-1] else ()
    return Solved(a // b, skill, wrong, (*tags, *_trivial(b, a // b, small=1)))


def _over(a: int, b: int) -> str:
    return f"{a // a}/{b // a}" if a and b % a == 0 else f"{a}/{b}"


def _missing(sign: str, known: int, result: int) -> dict[str, Answers]:
    return {"eq.inverse_missed": others.inverse_missed(sign, known, result)}


def _addend(known: int, result: int) -> Solved | None:
    if known > result:
        return None
    bond = result in BOND_TOTALS
    answer = result - known
    wrong = _missing("+", known, result) | ({"sub.count_off_by_one": answer + 1} if result <= 20 else {})
    return Solved(answer, "facts.bonds" if bond else "eq.missing", wrong, _trivial(known, answer))


def _taken_from(b: int, c: int) -> Solved:
    return Solved(b + c, "eq.missing", _missing("−", b, c), _trivial(b, c))


def _taken_away(a: int, c: int) -> Solved | None:
    return Solved(a - c, "eq.missing", {"eq.inverse_missed": a + c}, _trivial(c, a - c)) if c <= a else None


def _factor(known: int, result: int) -> Solved | None:
    if known == 0 or result % known:
        return None
    other = result // known
    skill = "facts.tables" if max(known, other) <= 12 else "eq.missing"
    return Solved(other, skill, _missing("×", known, result), _trivial(known, other, small=1))


def _dividend(b: int, c: int) -> Solved | None:
    return Solved(b * c, "eq.missing", _missing("÷", b, c), _trivial(b, c, small=1)) if b else None


def _divisor(a: int, c: int) -> Solved | None:
    if not a or not c or a % c:
        return None
    return Solved(a // c, "eq.missing", {"eq.inverse_missed": a * c}, _trivial(c, a // c, small=1))


def _balance(a: int, b: int, d: int) -> Solved | None:
    """a + b = ? + d."""
    if d > a + b:
        return None
    wrong = {"eq.answer_comes_next": others.answer_comes_next(a, b, d), "eq.add_all": others.add_all(a, b, d)}
    return Solved(a + b - d, "eq.balance", wrong, _trivial(a, b, d, a + b - d))


def _balance_less(a: int, b: int, d: int) -> Solved | None:
    """a − b = ? − d."""
    if b > a:
        return None
    return Solved(a - b + d, "eq.balance", {"eq.answer_comes_next": a - b}, _trivial(a - b, b, d))


def _ordered(signs: str, right_of: str) -> Form:
    """a, b and c with two signs, worked out with × and ÷ before + and −."""

    def solve(a: int, b: int, c: int) -> Solved | None:
        first, second = signs[0], signs[1]
        late = second in "×÷" and first in "+−"
        if "÷" in signs:
            dividend, divisor = (b, c) if second == "÷" else (a, b)
            if divisor == 0 or dividend % divisor:
                return None
        right = others.left_to_right([b, c], second) if late else others.left_to_right([a, b], first)
        if right is None:
            return None
        right = {"+": a + right, "−": a - right}[first] if late else (others.left_to_right([right, c], second) or 0)
        if right < 0:
            return None
        straight = others.left_to_right([a, b, c], signs)
        return Solved(right, "ops.order", {"ord.left_to_right": straight}, _trivial(a, b, c))

    return Form(right_of, solve, kind="whole", is_sum=True)


def _bracket_first(a: int, b: int, c: int) -> Solved:
    return Solved((a + b) * c, "ops.order", {}, _trivial(a, b, c))


def _bracket_last(a: int, b: int, c: int) -> Solved:
    return Solved(a * (b + c), "ops.order", {"ord.left_to_right": a * b + c}, _trivial(a, b, c))


def _signed_add(a: int, b: int) -> Solved | None:
    return _signed(a + b, a, b) if a < 0 else None


def _signed_less(a: int, b: int) -> Solved | None:
    return _signed(a - b, a, b) if a < 0 else None


def _signed(right: int, a: int, b: int) -> Solved:
    other_way = abs(a) - b if right == a - b else abs(a) + b
    ignoring = tuple(dict.fromkeys((*others.ignores_sign(a, b), other_way)))
    return Solved(right, "neg.numbers", {"neg.ignores_sign": ignoring}, ("through nought" if right > 0 else "below",))


ADD = Form("{a} + {b} = ?", _add, is_sum=True)
TAKE_AWAY = Form("{a} − {b} = ?", _take_away, is_sum=True)
TIMES = Form("{a} × {b} = ?", _times, is_sum=True)
DIVIDED = Form("{a} ÷ {b} = ?", _divided, is_sum=True)
ADD_THREE = Form("{a} + {b} + {c} = ?", _add_three, is_sum=True)
ADDEND = Form("{known} + ? = {result}", _addend, is_sum=True)
ADDEND_FIRST = Form("? + {known} = {result}", _addend, is_sum=True)
TAKEN_FROM = Form("? − {b} = {c}", _taken_from, is_sum=True)
TAKEN_AWAY = Form("{a} − ? = {c}", _taken_away, is_sum=True)
FACTOR = Form("{known} × ? = {result}", _factor, is_sum=True)
FACTOR_FIRST = Form("? × {known} = {result}", _factor, is_sum=True)
DIVIDEND = Form("? ÷ {b} = {c}", _dividend, is_sum=True)
DIVISOR = Form("{a} ÷ ? = {c}", _divisor, is_sum=True)
BALANCE = Form("{a} + {b} = ? + {d}", _balance, is_sum=True)
BALANCE_LAST = Form("{a} + {b} = {d} + ?", _balance, is_sum=True)
BALANCE_LESS = Form("{a} − {b} = ? − {d}", _balance_less, is_sum=True)
SIGNED_ADD = Form("{a:signed} + {b} = ?", _signed_add, kind="signed", is_sum=True)
SIGNED_LESS = Form("{a:signed} − {b} = ?", _signed_less, kind="signed", is_sum=True)
PLUS_TIMES = _ordered("+×", "{a} + {b} × {c} = ?")
MINUS_TIMES = _ordered("−×", "{a} − {b} × {c} = ?")
TIMES_PLUS = _ordered("×+", "{a} × {b} + {c} = ?")
PLUS_OVER = _ordered("+÷", "{a} + {b} ÷ {c} = ?")
MINUS_OVER = _ordered("−÷", "{a} − {b} ÷ {c} = ?")
BRACKET_FIRST = Form("({a} + {b}) × {c} = ?", _bracket_first, is_sum=True)
BRACKET_LAST = Form("{a} × ({b} + {c}) = ?", _bracket_last, is_sum=True)

# The result first, as Year 1 reads it too: ? = 7 + 3.
TURNED = tuple(
    Form("? = " + one.template.removesuffix(" = ?"), one.solve, kind=one.kind, is_sum=True)
    for one in (ADD, TAKE_AWAY, TIMES, DIVIDED)
)
FORMS = (
    ADD, TAKE_AWAY, TIMES, DIVIDED, ADD_THREE, ADDEND, ADDEND_FIRST, TAKEN_FROM, TAKEN_AWAY, FACTOR, FACTOR_FIRST,
    DIVIDEND, DIVISOR, BALANCE, BALANCE_LAST, BALANCE_LESS, SIGNED_ADD, SIGNED_LESS, PLUS_TIMES, MINUS_TIMES,
    TIMES_PLUS, PLUS_OVER, MINUS_OVER, BRACKET_FIRST, BRACKET_LAST, *TURNED,
)  # fmt: skip
