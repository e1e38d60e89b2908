"""Which skills stand on which. Data; the edges are ours, after the order in which England's programmes teach them.

An edge says "hardly anybody can do this who cannot do that", not "that was taught first".
"""

from __future__ import annotations

from functools import cache

from classroom.skills.curriculum import SKILLS

_NEEDS: dict[str, tuple[str, ...]] = {
    "count.sequence": ("count.one_more",),
    "count.rule": ("count.sequence",),
    "facts.bonds": ("count.one_more",),
    "facts.add": ("count.one_more",),
    "facts.sub": ("count.one_more",),
    "facts.double": ("facts.add",),
    "facts.tables": ("count.sequence",),
    "facts.division": ("facts.tables",),
    "eq.missing": ("facts.add", "facts.sub"),
    "eq.balance": ("eq.missing",),
    "cmp.numbers": ("count.one_more",),
    "cmp.decimals": ("cmp.numbers", "pv.value"),
    "cmp.fractions": ("frac.of_amount",),
    "ord.numbers": ("cmp.numbers",),
    "pv.value": ("cmp.numbers",),
    "pv.compose": ("pv.value",),
    "pv.words": ("count.one_more",),
    "pv.powers": ("pv.value", "facts.tables"),
    "pv.round": ("pv.value",),
    "pv.estimate": ("pv.value",),
    "pv.roman": ("facts.add",),
    "add.two_digit": ("facts.add", "pv.value"),
    "add.column": ("add.two_digit",),
    "sub.two_digit": ("facts.sub", "pv.value"),
    "sub.column": ("sub.two_digit",),
    "mul.short": ("facts.tables", "add.two_digit"),
    "mul.long": ("mul.short", "add.column"),
    "div.short": ("facts.division",),
    "div.long": ("div.short", "mul.short", "sub.column"),
    "div.remainder": ("facts.division",),
    "neg.numbers": ("facts.sub",),
    "frac.of_amount": ("facts.division",),
    "frac.equivalent": ("facts.tables", "facts.division"),
    "frac.add_sub": ("frac.equivalent",),
    "frac.mul_div": ("frac.equivalent",),
    "frac.improper": ("facts.division", "frac.equivalent"),
    "dec.add_sub": ("add.column", "sub.column", "cmp.decimals"),
    "dec.convert": ("frac.equivalent",),
    "pct.of": ("frac.of_amount", "pv.powers"),
    "money.total": ("facts.add",),
    "money.write": ("pv.value",),
    "time.difference": ("sub.two_digit",),
    "time.24h": ("facts.add",),
    "units.convert": ("pv.powers",),
    "num.factors": ("facts.tables", "facts.division"),
    "num.powers": ("facts.tables",),
    "ops.order": ("facts.tables", "facts.add"),
    "geo.perimeter": ("add.two_digit", "facts.tables"),
    "geo.angles": ("sub.column",),
    "data.mean": ("add.column", "div.short"),
    "ratio.scale": ("facts.tables", "facts.division"),
    "word.one_step": ("facts.add", "facts.sub"),
    "word.two_step": ("word.one_step",),
}


def needs(code: str) -> tuple[str, ...]:
    """The skills that this one stands on directly; none for one that is not known here."""
    return _NEEDS.get(code, ())


@cache
def stands_on(code: str) -> frozenset[str]:
    """All skills that this one stands on, directly or not."""
    return frozenset(needs(code)).union(*(stands_on(one) for one in needs(code)))


@cache
def carries(code: str, year: int) -> int:
    """How many skills up to a year stand on this one."""
    return sum(code in stands_on(one.code) for one in SKILLS.values() if one.year <= year)
