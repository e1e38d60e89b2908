"""Questions as teachers type them, one a line: read, worked out, and written back. Pure; never crashes."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from django.utils.translation import gettext

from classroom.skills import advice, expressions, laid_out, money, spelling, strictness, tapped
from classroom.skills import kinds as answers
from classroom.skills.expressions import NotUnderstood
from classroom.skills.forms.reading import recognise_text
from classroom.skills.questions import MOST_DIGITS, QuestionDraft, kind_of, written

LONGEST_PROMPT = 200
LONGEST_KEY = 40
EVERY_KIND = answers.EVERY_KIND


@dataclass(frozen=True)
class LineError:
    """What is wrong with a line, and what to do about it; `line` counts from 1."""

    line: int
    message: str


@dataclass(frozen=True)
class ReadLine:
    """One line that holds something: its number in the text, and the question or the error."""

    line: int
    text: str
    result: QuestionDraft | LineError

    @property
    def is_error(self) -> bool:
        return isinstance(self.result, LineError)


def read_text(text: str, *, kinds: Collection[str] = EVERY_KIND) -> list[ReadLine]:
    """Every line of a text that is not empty, in order."""
    return [
        ReadLine(number, line, parse_line(line, number=number, kinds=kinds))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
    ]


def parse_line(line: str, *, number: int = 1, kinds: Collection[str] = EVERY_KIND) -> QuestionDraft | LineError:
    """The question on a line, or what is wrong with it.

    A sum ("7 + 5", "12 x 3 =", "? + 4 = 9", "7 + 5 = 12") has its key worked out. A text has its key behind the last
    "=" ("How many legs have 3 cats? = 12"). Behind "→" (or "=>") stands a key that overrides: "7 + 5 → 12 or 13".
    At the end may stand how strictly answers are compared, "7 + 5 (exactly)", and how the answer is laid out:
    "345 + 278 (in columns)".

    >>> parse_line("9 = ? + 4")
    QuestionDraft(prompt='9 = ? + 4', values=('5',), kind='whole', worked_out=True, rule='', layout='line')
    >>> parse_line("7 ÷ 2", kinds=("whole",)).message
    '7 ÷ 2 does not come out whole: it is 3 remainder 1. Try 6 ÷ 2 or 8 ÷ 2.'
    """
    try:
        plain, rule, layout = laid_out.split(spelling.clean(line))
        draft = laid_out.with_boxes(plain, layout) or _parse(plain, kinds)
        made = strictness.applied(draft, rule, plain)
        unread = made.kind == "fraction" and "fraction" not in kinds
        return laid_out.applied(replace(draft, rule=rule) if unread else made, layout)
    except NotUnderstood as error:
        return LineError(number, str(error))


def source(draft: QuestionDraft) -> str:
    """The line that reads as this draft again."""
    ending = f"{laid_out.ending(draft.layout)}{strictness.ending(draft.rule)}"
    if draft.worked_out:
        return f"{draft.prompt}{ending}"
    values = f"{' or '.join(draft.values).replace('|', ' | ')}{ending}"
    plain = f"{draft.prompt} = {values}"
    return plain if " = " not in draft.prompt and parse_line(plain) == draft else f"{draft.prompt} → {values}"


def parse_key(text: str, *, kinds: Collection[str] = EVERY_KIND, parts: int = 1) -> tuple[tuple[str, ...], str]:
    """The right values in "12 or 12.5" and the kind that holds them all; NotUnderstood with a sentence."""
    if parts > 1:
        return laid_out.parted_values(text, parts), "whole"
    values = [value for value in re.split(r"\s+(?:or|oder)\s+|\s*\|\s*|\s*;\s*", text.strip()) if value]
    if not values:
        raise NotUnderstood(gettext("Write the right answer behind =."))
    special = {answers.of_sign_or_time(value) for value in values}
    if len(special) == 1 and (kind := special.pop()):
        if kind not in kinds:
            raise NotUnderstood(advice.OF_SIGNS[kind])
        return tuple(dict.fromkeys(answers.one_spelling(value) for value in values)), kind
    amounts = [strictness.mixed(value) or _number(value) for value in values]
    wanted = {kind_of(amount) for amount in amounts} or {"whole"}
    kind = next((one for one in ("fraction", "decimal", "signed") if one in wanted), "whole")
    for amount in amounts:
        _check(amount, kinds)
    return tuple(dict.fromkeys(written(amount) for amount in amounts)), kind


def _parse(line: str, kinds: Collection[str]) -> QuestionDraft:
    if len(line) > LONGEST_PROMPT:
        raise NotUnderstood(advice.too_long(len(line), LONGEST_PROMPT))
    if (chosen := tapped.read(line)) is not None:
        return chosen
    prompt, arrow, key = strictness.split_arrow(line)
    coins = money.read(prompt)
    plain = coins.plain if coins else spelling.as_sum(prompt)
    if arrow:
        asked = _prompt_for(prompt, plain, coins)
        return QuestionDraft(asked, *parse_key(key, kinds=kinds), worked_out=False)
    known = recognise_text(line)
    if known is not None:
        if known.kind not in kinds:
            raise NotUnderstood(
                advice.OF_SIGNS.get(known.kind)
                or gettext("The answer, %(value)s, %(known)s")
                % {"value": known.values[0], "known": advice.OF_KIND[known.kind]}
            )
        return known.draft
    if plain is not None:
        found = _sum(plain, kinds)
        return coins.dressed(found, kinds) if coins else found
    text, equals, key = line.rpartition("=")
    if not equals:
        raise NotUnderstood(gettext("Write the right answer behind =, for example: How many legs have 3 cats? = 12"))
    return QuestionDraft(_prompt_for(text, None, None), *parse_key(key, kinds=kinds), worked_out=False)


def _prompt_for(text: str, plain: str | None, coins: money.Sum | None) -> str:
    """What children see of a question whose key was given."""
    known = recognise_text(text)
    if known is not None:
        return known.prompt
    if plain is not None:
        left, right = _sides(plain)
        if "?" not in left + right:
            left, right = (left, ["?"]) if len(right) == 1 or len(left) > 1 else (["?"], right)
        shown = f"{expressions.shown(left)} = {expressions.shown(right)}"
        return coins.prompt(shown) if coins else shown
    # "How many legs ?" is a sentence; "3/4 of 20 = ?" has its box there.
    prompt = re.sub(r"(?<=\w)\s+\?$", "?", text.strip())
    if not re.search(r"\w", prompt):
        raise NotUnderstood(gettext("There is no question before the answer."))
    return prompt


def _sides(plain: str) -> tuple[list[str], list[str]]:
    """The tokens left and right of "=", both sums that can be worked out; a missing side is what children write."""
    if plain.count("=") > 1:
        raise NotUnderstood(gettext("There may be one = only."))
    if plain.count("?") > 1:
        raise NotUnderstood(gettext("There may be one ? only: children write one answer."))
    left_text, _, right_text = plain.partition("=")
    left, right = expressions.tokens(left_text), expressions.tokens(right_text)
    if not left or not right:
        if "?" in left + right:
            raise NotUnderstood(gettext("Say what it equals, for example: ? + 4 = 9"))
        left, right = left or ["?"], right or ["?"]
    if not any(sign in left + right for sign in "+-×÷"):
        raise NotUnderstood(gettext("Write a sum, for example 7 + 5; or a question with its answer behind =."))
    for side in (left, right):
        expressions.amount_of(side)
    return left, right


def _sum(plain: str, kinds: Collection[str]) -> QuestionDraft:
    left, right = _sides(plain)
    told = "?" not in left + right  # the answer was typed, so it is meant
    if told:
        left, right = _hide_result(left, right)
    unknown, known = (left, right) if "?" in left else (right, left)
    answer = expressions.solve(expressions.amount_of(unknown), expressions.amount_of(known).known)
    broken = unknown == ["?"] and _leaves_a_rest(known, answer, kinds)
    if broken and not told:
        raise NotUnderstood(advice.on_division(known, answer, kinds))
    _check(answer, kinds)
    prompt = f"{expressions.shown(left)} = {expressions.shown(right)}"
    if len(prompt) > LONGEST_PROMPT:
        raise NotUnderstood(gettext("This is too long for one question."))
    kind = _kind(answer, left + right, kinds)
    value = str(answer) if kind == "fraction" else written(answer)
    return QuestionDraft(prompt, (value,), kind, worked_out=not broken)


def _kind(answer: Fraction, parts: list[str], kinds: Collection[str]) -> str:
    """The narrowest kind for the answer and for what stands in the sum: who gets −3 + 5 wrong may write −8."""
    seen = {kind_of(answer)}
    seen |= {
        "decimal" if {".", ","} & set(part) and kind_of(expressions.value_of(part)) != "whole" else "whole"
        for part in parts
        if part[-1].isdigit() and "⁄" not in part
    }
    seen |= {"fraction" for part in parts if "⁄" in part}
    if parts[0] == "-" or any(sign == "-" and before in "(=" for before, sign in pairwise(parts)):
        seen.add("signed")
    return max((kind for kind in seen if kind in kinds or kind == kind_of(answer)), key=answers.WIDTH.index)


def _hide_result(left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """7 + 5 = 12 asks for the 12, if that is true; so does 12 = 7 + 5."""
    one, other = expressions.amount_of(left).known, expressions.amount_of(right).known
    if one != other:
        raise NotUnderstood(
            gettext(
                "%(shown)s is %(written)s, not %(shown_2)s. If %(written_2)s shall count "
                "as right all the same, write → %(written_2)s behind it."
            )
            % {
                "shown": expressions.shown(left),
                "written": written(one),
                "shown_2": expressions.shown(right),
                "written_2": written(other),
            }
        )
    if len(right) == 1:
        return left, ["?"]
    if len(left) == 1:
        return ["?"], right
    raise NotUnderstood(gettext("Put a ? where children shall write."))


def _leaves_a_rest(parts: list[str], answer: Fraction, kinds: Collection[str]) -> bool:
    """Whether whole numbers are divided and the result is broken: mostly a slip, so it must be meant."""
    if len(parts) == 3 and parts[2] in ("10", "100", "1000") and "decimal" in kinds:
        return False  # a question about decimals
    return answer.denominator != 1 and "÷" in parts and all(part.isdigit() for part in parts if part[0].isdigit())


def _check(amount: Fraction, kinds: Collection[str]) -> None:
    kind = kind_of(amount)
    if kind not in kinds and not (kind == "decimal" and "fraction" in kinds):
        raise NotUnderstood(
            gettext("The answer, %(value)s, %(get)s")
            % {"value": written(amount)[:30], "get": advice.OF_KIND.get(kind, gettext("cannot be read yet."))}
        )
    if sum(sign.isdigit() for sign in written(amount)) > MOST_DIGITS:
        raise NotUnderstood(
            gettext("The answer, %(value)s, has more than %(MOST_DIGITS)s digits.")
            % {"value": written(amount)[:30], "MOST_DIGITS": MOST_DIGITS}
        )


def _number(text: str) -> Fraction:
    plain = spelling.folded(text).translate(spelling.SIGNS).replace(" ", "")
    if re.fullmatch(r"-?\d{1,9}÷\d{1,9}", plain) and int(plain.partition("÷")[2]):
        above, _, below = plain.partition("÷")
        return Fraction(int(above), int(below))
    if not re.fullmatch(r"[+-]?(\d[\d,]*)?([.,]?\d+)", plain) or len(plain) > LONGEST_KEY:
        raise NotUnderstood(
            gettext("“%(value)s” is not a number that children can write.") % {"value": text.strip()[:20]}
        )
    amount = expressions.amount_of(expressions.tokens(plain))
    return amount.known
