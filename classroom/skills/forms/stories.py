"""Short problems in words, and remainders that mean something. Pure.

Sentences are short and plain: they are read aloud to those who cannot read them yet.
"""

from __future__ import annotations

from classroom.skills.forms.base import Answers, Form, Solved
from classroom.skills.procedures import addition, multiplication, subtraction

NAMES = ("Ada", "Ben", "Chloe", "Dev", "Elif", "Finn", "Grace", "Hugo", "Isla", "Leo", "Maya", "Sam", "Tariq", "Zoe")
THINGS = ("shells", "marbles", "stickers", "books", "apples", "stones", "stamps", "cards")


def _more(who: str, a: int, x: str, b: int) -> Solved | None:
    return Solved(a + b, "word.one_step", addition.wrong(a, b)) if a and b else None


def _fewer(who: str, a: int, x: str, b: int) -> Solved | None:
    return Solved(a - b, "word.one_step", subtraction.wrong(a, b)) if 0 < b < a else None


def _difference(who: str, a: int, x: str, other: str, b: int) -> Solved | None:
    if not 0 < b < a or who == other:
        return None
    return Solved(a - b, "word.one_step", subtraction.wrong(a, b))


def _groups(a: int, x: str, b: int) -> Solved | None:
    return Solved(a * b, "word.one_step", multiplication.wrong_products(a, b)) if a > 1 and b > 1 else None


def _shared(a: int, x: str, b: int) -> Solved | None:
    if b < 2 or a % b or a == b or not a:
        return None
    wrong: dict[str, Answers] = {"div.zero_lost_in_quotient": multiplication.zero_lost_in_quotient(a, b)}
    return Solved(a // b, "word.one_step", wrong)


def _bags_and_more(who: str, a: int, b: int, x: str, c: int) -> Solved | None:
    if min(a, b) < 2 or c < 1:
        return None
    return Solved(a * b + c, "word.two_step", {"mul.add_instead": a + b + c})


def _gives_and_gets(who: str, a: int, x: str, b: int, c: int) -> Solved | None:
    if not 0 < b < a or c < 1:
        return None
    return Solved(a - b + c, "word.two_step", {"sub.added_instead": a + b + c})


def _rest(a: int, b: int) -> Solved | None:
    """The remainder alone."""
    if b < 2 or a % b == 0 or a < b:
        return None
    too_big = multiplication.remainder_too_big(a, b)
    return Solved(a % b, "div.remainder", {"div.remainder_too_big": too_big[1] if too_big else None})


def _round_up(a: int, b: int) -> Solved | None:
    if b < 2 or a % b == 0 or a < b:
        return None
    return Solved(a // b + 1, "div.remainder", {"div.remainder_dropped": a // b}, ("round up",))


def _round_down(a: int, b: int) -> Solved | None:
    if b < 2 or a % b == 0 or a < b:
        return None
    return Solved(a // b, "div.remainder", {}, ("round down",))


def _change(a: int, b: int) -> Solved | None:
    """Two steps: the price of several, and the change."""
    right = 100 - a * b
    return Solved(right, "word.two_step", {"mul.add_instead": 100 - a - b}) if a > 1 and b > 1 and right > 0 else None


MORE = Form("{who:name} has {a} {x:thing} and finds {b} more. How many now?", _more)
FEWER = Form("{who:name} has {a} {x:thing} and gives away {b}. How many are left?", _fewer)
DIFFERENCE = Form("{who:name} has {a} {x:thing}. {other:name} has {b}. How many more has the first?", _difference)
GROUPS = Form("There are {a} bags with {b} {x:thing} in each. How many in all?", _groups)
SHARED = Form("{a} {x:thing} are shared equally among {b} children. How many each?", _shared)
BAGS_AND_MORE = Form("{who:name} has {a} bags of {b} {x:thing} and {c} single ones. How many in all?", _bags_and_more)
GIVES_AND_GETS = Form("{who:name} has {a} {x:thing}, gives away {b} and gets {c}. How many now?", _gives_and_gets)
CHANGE_OF_A_POUND = Form("{a} pencils cost {b}p each. How much change from 100p?", _change)
REST = Form("What is the remainder of {a} ÷ {b}?", _rest)
ROUND_UP = Form("{a} children sit at tables of {b}. How many tables are needed?", _round_up)
ROUND_DOWN = Form("{a} eggs go into boxes of {b}. How many boxes are full?", _round_down)

FORMS = (
    MORE, FEWER, DIFFERENCE, GROUPS, SHARED, BAGS_AND_MORE, GIVES_AND_GETS, CHANGE_OF_A_POUND, REST, ROUND_UP,
    ROUND_DOWN,
)  # fmt: skip
