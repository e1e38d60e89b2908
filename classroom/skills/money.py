"""Sums of money as teachers type them: £2.50 + £1.25, 2,50 € + 1,25 €, 50p + 35p. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from classroom.skills import spelling
from classroom.skills.questions import QuestionDraft

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d{1,7}(?:[.,]\d\d)?)(?![\d.,])"
_PIECE = re.compile(
    rf"\s*(?:(?P<before>[£€])\s?(?P<dear>{_NUMBER}|\?)|(?P<amount>{_NUMBER}|\?)(?:\s?(?P<behind>€|ct|p)(?![^\W\d]))?"
    r"|(?P<sign>[-+=]))\s*"
)
_IN_PROMPT = re.compile(r"\?|\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Sum:
    """A sum as `arithmetic` works it out, without its coin; and how that is written about an amount."""

    plain: str
    before: str
    behind: str

    def dressed(self, draft: QuestionDraft, kinds: Collection[str]) -> QuestionDraft:
        """The question of money behind one of numbers. Where there are pence, the answer has two places for them."""
        made = replace(draft, prompt=self.prompt(draft.prompt))
        if not re.search(r"\.\d\d", self.plain):
            return made
        kind = "decimal" if "decimal" in kinds else made.kind
        return replace(made, values=tuple(f"{Decimal(value):.2f}" for value in made.values), kind=kind)

    def prompt(self, plain: str) -> str:
        """A prompt with the coin at every amount; the box stands alone: £ ?"""
        return _IN_PROMPT.sub(lambda found: self._amount(found[0]), plain)

    def _amount(self, number: str) -> str:
        if number == "?":
            return f"{self.before} ?".strip() + (f" {self.behind}" if self.behind else "")
        return f"{self.before}{number}{'' if self.behind in ('', 'p') else ' '}{self.behind}"


def read(text: str) -> Sum | None:
    """The sum that a text is, if it adds or takes away amounts of one coin; a result alone may stand without it.

    >>> read("£2.50 + £1.25"), read("2,50 € + ? = 4 €")
    (Sum(plain='2.50+1.25', before='£', behind=''), Sum(plain='2.50+?=4', before='', behind='€'))
    >>> read("£2 + 50p"), read("2.50 + 1.25"), read("Ben has £5 = 5")
    (None, None, None)
    """
    line, at = re.sub(r"_+", "?", spelling.folded(text).translate(spelling.SIGNS)), 0
    plain = ""
    coins: list[tuple[str, str]] = []
    bare = 0  # amounts without a coin
    while at < len(line):
        piece = _PIECE.match(line, at)
        if piece is None:
            return None
        coin = (piece["before"] or "", piece["behind"] or "")
        number = piece["dear"] or piece["amount"] or ""
        if any(coin):
            coins.append(coin)
        elif number not in ("", "?"):
            bare += 1
        # A comma before two digits is a point; before three it parts thousands.
        plain += piece["sign"] or re.sub(r",(?=\d\d$)", ".", number)
        at = piece.end()
    result = line.rpartition("=")[2].strip()
    is_result = bare == 1 and re.fullmatch(_NUMBER, result) is not None
    one_coin = len({before + behind for before, behind in coins}) == 1
    if not one_coin or (bare and not is_result) or not re.search(r"[\d?][-+]", plain):
        return None
    before, behind = coins[0]
    # With a comma the euro stands behind, as it does where commas are written.
    swapped = before == "€" and re.search(r"\d,\d\d(?!\d)", line)
    return Sum(plain, "" if swapped else before, before if swapped else behind)
