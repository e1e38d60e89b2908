"""How far a class lies apart: the arithmetic of it."""

from __future__ import annotations

from decimal import Decimal

from classroom.insight.spread import quantile, spread


def test_quartiles_are_those_of_spreadsheets() -> None:
    values = [Decimal(one) for one in (1, 2, 4, 7, 8, 9)]
    assert [quantile(values, Decimal(at)) for at in ("0", "0.25", "0.5", "0.75", "1")] == [
        1, Decimal("2.5"), Decimal("5.5"), Decimal("7.75"), 9,
    ]  # fmt: skip
    assert quantile([], Decimal("0.5")) is None


def test_a_spread_is_told_from_five_children_on() -> None:
    four = spread([Decimal(one) / 10 for one in (1, 5, 7, 9)])
    assert (four.median, four.quarter, four.three_quarters, four.low, four.high) == (60, None, None, None, None)
    five = spread([*four.values, Decimal(1), None])
    assert (five.count, five.low, five.quarter, five.median, five.three_quarters, five.high) == (
        5,
        10,
        50,
        70,
        90,
        100,
    )
    assert dict(five.bands) == {
        "under 50 %": 1, "50 to 59 %": 1, "60 to 69 %": 0, "70 to 79 %": 1, "80 to 89 %": 0, "90 to 100 %": 2,
    }  # fmt: skip
