"""Skills by year, after England's programmes of study for Years 1 to 6 (2013). Data: other curricula go beside it."""

from __future__ import annotations

from dataclasses import dataclass

from classroom.later import gettext_lazy as _


@dataclass(frozen=True)
class SkillInfo:
    """A skill: `year` is the first in which it is taught, `seconds` what one question usually takes."""

    code: str
    title: str
    year: int
    seconds: int


_ALL = (
    SkillInfo("count.one_more", _("One more, one less; ten more, ten less"), 1, 12),
    SkillInfo("count.sequence", _("Counting in steps"), 1, 15),
    SkillInfo("count.rule", _("Going on with a sequence"), 3, 20),
    SkillInfo("facts.bonds", _("Number bonds"), 1, 10),
    SkillInfo("facts.parts", _("Parts and wholes"), 1, 15),
    SkillInfo("facts.add", _("Adding to 20"), 1, 10),
    SkillInfo("facts.sub", _("Taking away to 20"), 1, 12),
    SkillInfo("facts.double", _("Doubles and halves"), 1, 12),
    SkillInfo("facts.tables", _("Times tables"), 2, 8),
    SkillInfo("facts.division", _("Division facts"), 2, 10),
    SkillInfo("eq.missing", _("A missing number"), 1, 15),
    SkillInfo("eq.balance", _("Both sides of the equals sign"), 2, 20),
    SkillInfo("eq.sign", _("The missing sign"), 1, 15),
    SkillInfo("cmp.numbers", _("Comparing numbers"), 1, 8),
    SkillInfo("cmp.decimals", _("Comparing decimals"), 4, 10),
    SkillInfo("cmp.fractions", _("Comparing fractions"), 3, 12),
    SkillInfo("ord.numbers", _("Largest and smallest"), 1, 12),
    SkillInfo("pv.line", _("Numbers on a line"), 1, 15),
    SkillInfo("pv.value", _("What a digit is worth"), 2, 12),
    SkillInfo("pv.compose", _("Putting hundreds, tens and ones together"), 2, 15),
    SkillInfo("pv.words", _("Numbers in words"), 1, 15),
    SkillInfo("pv.powers", _("Times and divided by 10, 100, 1000"), 4, 15),
    SkillInfo("pv.round", _("Rounding"), 4, 12),
    SkillInfo("pv.estimate", _("Estimating"), 3, 25),
    SkillInfo("pv.roman", _("Roman numerals"), 4, 15),
    SkillInfo("add.two_digit", _("Adding two-digit numbers"), 2, 25),
    SkillInfo("add.column", _("Column addition"), 3, 40),
    SkillInfo("sub.two_digit", _("Taking away two-digit numbers"), 2, 30),
    SkillInfo("sub.column", _("Column subtraction"), 3, 45),
    SkillInfo("mul.short", _("Short multiplication"), 3, 40),
    SkillInfo("mul.grid", _("Multiplying in a grid"), 3, 60),
    SkillInfo("mul.long", _("Long multiplication"), 5, 90),
    SkillInfo("div.short", _("Short division"), 3, 45),
    SkillInfo("div.long", _("Long division"), 6, 120),
    SkillInfo("div.remainder", _("Remainders and what they mean"), 4, 30),
    SkillInfo("div.decimal", _("Dividing to a decimal"), 5, 40),
    SkillInfo("neg.numbers", _("Negative numbers"), 4, 15),
    SkillInfo("frac.shaded", _("Fractions as parts of a whole"), 2, 12),
    SkillInfo("frac.of_amount", _("Fractions of amounts"), 2, 20),
    SkillInfo("frac.equivalent", _("Equivalent fractions"), 3, 25),
    SkillInfo("frac.add_sub", _("Adding and taking away fractions"), 3, 30),
    SkillInfo("frac.mul_div", _("Multiplying and dividing fractions"), 5, 30),
    SkillInfo("frac.improper", _("Mixed numbers and improper fractions"), 5, 25),
    SkillInfo("dec.line", _("Decimals on a line"), 5, 15),
    SkillInfo("dec.add_sub", _("Adding and taking away decimals"), 5, 30),
    SkillInfo("dec.convert", _("Fractions, decimals, per cent"), 4, 20),
    SkillInfo("pct.of", _("Per cent of amounts"), 5, 30),
    SkillInfo("money.coins", _("Counting coins"), 1, 20),
    SkillInfo("money.total", _("Money: totals and change"), 2, 25),
    SkillInfo("money.write", _("Pounds and pence"), 4, 15),
    SkillInfo("time.read", _("Telling the time"), 1, 15),
    SkillInfo("time.difference", _("How long it takes"), 3, 35),
    SkillInfo("time.24h", _("The 24-hour clock"), 4, 15),
    SkillInfo("units.convert", _("Converting units"), 4, 20),
    SkillInfo("num.parity", _("Even and odd numbers"), 2, 15),
    SkillInfo("num.multiples", _("Multiples"), 3, 20),
    SkillInfo("num.factors", _("Factors, multiples and primes"), 5, 40),
    SkillInfo("num.powers", _("Squares and cubes"), 5, 15),
    SkillInfo("ops.order", _("Order of operations"), 6, 25),
    SkillInfo("geo.perimeter", _("Perimeter and area"), 3, 25),
    SkillInfo("geo.angle_names", _("Acute, right, obtuse and reflex angles"), 4, 10),
    SkillInfo("geo.coordinates", _("Coordinates"), 4, 20),
    SkillInfo("geo.angles", _("Missing angles"), 5, 25),
    SkillInfo("data.mean", _("The mean"), 6, 40),
    SkillInfo("ratio.scale", _("Ratio and scaling"), 6, 30),
    SkillInfo("puzzle.sums", _("Puzzles of sums"), 1, 60),
    SkillInfo("word.one_step", _("One-step problems"), 1, 30),
    SkillInfo("word.two_step", _("Two-step problems"), 2, 45),
)

SKILLS: dict[str, SkillInfo] = {one.code: one for one in _ALL}
