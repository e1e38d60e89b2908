"""Skills by year, after England's programmes of study for Years 1 to 6 (2013). Data: other curricula go beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SkillInfo:
    """A skill: `year` is the first in which it is taught, `seconds` what one question usually takes."""

    code: str
    title: str
    year: int
    seconds: int


_ALL = (
    SkillInfo("count.one_more", "One more, one less; ten more, ten less", 1, 12),
    SkillInfo("count.sequence", "Counting in steps", 1, 15),
    SkillInfo("count.rule", "Going on with a sequence", 3, 20),
    SkillInfo("facts.bonds", "Number bonds", 1, 10),
    SkillInfo("facts.add", "Adding to 20", 1, 10),
    SkillInfo("facts.sub", "Taking away to 20", 1, 12),
    SkillInfo("facts.double", "Doubles and halves", 1, 12),
    SkillInfo("facts.tables", "Times tables", 2, 8),
    SkillInfo("facts.division", "Division facts", 2, 10),
    SkillInfo("eq.missing", "A missing number", 1, 15),
    SkillInfo("eq.balance", "Both sides of the equals sign", 2, 20),
    SkillInfo("cmp.numbers", "Comparing numbers", 1, 8),
    SkillInfo("cmp.decimals", "Comparing decimals", 4, 10),
    SkillInfo("cmp.fractions", "Comparing fractions", 3, 12),
    SkillInfo("ord.numbers", "Largest and smallest", 1, 12),
    SkillInfo("pv.value", "What a digit is worth", 2, 12),
    SkillInfo("pv.compose", "Putting hundreds, tens and ones together", 2, 15),
    SkillInfo("pv.words", "Numbers in words", 1, 15),
    SkillInfo("pv.powers", "Times and divided by 10, 100, 1000", 4, 15),
    SkillInfo("pv.round", "Rounding", 4, 12),
    SkillInfo("pv.estimate", "Estimating", 3, 25),
    SkillInfo("pv.roman", "Roman numerals", 4, 15),
    SkillInfo("add.two_digit", "Adding two-digit numbers", 2, 25),
    SkillInfo("add.column", "Column addition", 3, 40),
    SkillInfo("sub.two_digit", "Taking away two-digit numbers", 2, 30),
    SkillInfo("sub.column", "Column subtraction", 3, 45),
    SkillInfo("mul.short", "Short multiplication", 3, 40),
    SkillInfo("mul.long", "Long multiplication", 5, 90),
    SkillInfo("div.short", "Short division", 3, 45),
    SkillInfo("div.long", "Long division", 6, 120),
    SkillInfo("div.remainder", "Remainders and what they mean", 4, 30),
    SkillInfo("neg.numbers", "Negative numbers", 4, 15),
    SkillInfo("frac.of_amount", "Fractions of amounts", 2, 20),
    SkillInfo("frac.equivalent", "Equivalent fractions", 3, 25),
    SkillInfo("frac.add_sub", "Adding and taking away fractions", 3, 30),
    SkillInfo("frac.mul_div", "Multiplying and dividing fractions", 5, 30),
    SkillInfo("frac.improper", "Mixed numbers and improper fractions", 5, 25),
    SkillInfo("dec.add_sub", "Adding and taking away decimals", 5, 30),
    SkillInfo("dec.convert", "Fractions, decimals, per cent", 4, 20),
    SkillInfo("pct.of", "Per cent of amounts", 5, 30),
    SkillInfo("money.total", "Money: totals and change", 2, 25),
    SkillInfo("money.write", "Pounds and pence", 4, 15),
    SkillInfo("time.difference", "How long it takes", 3, 35),
    SkillInfo("time.24h", "The 24-hour clock", 4, 15),
    SkillInfo("units.convert", "Converting units", 4, 20),
    SkillInfo("num.factors", "Factors, multiples and primes", 5, 40),
    SkillInfo("num.powers", "Squares and cubes", 5, 15),
    SkillInfo("ops.order", "Order of operations", 6, 25),
    SkillInfo("geo.perimeter", "Perimeter and area", 3, 25),
    SkillInfo("geo.angles", "Missing angles", 5, 25),
    SkillInfo("data.mean", "The mean", 6, 40),
    SkillInfo("ratio.scale", "Ratio and scaling", 6, 30),
    SkillInfo("word.one_step", "One-step problems", 1, 30),
    SkillInfo("word.two_step", "Two-step problems", 2, 45),
)

SKILLS: dict[str, SkillInfo] = {one.code: one for one in _ALL}
