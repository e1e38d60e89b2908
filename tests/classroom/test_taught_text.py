"""What confirmed ink says: taken for a label where that is certain, left out where it is not."""

from __future__ import annotations

import pytest

from classroom import training_ink


@pytest.mark.parametrize(
    ("kind", "values", "read", "candidates", "flags", "said"),
    [
        ("whole", ["12"], "12", ["12"], [], "12"),
        ("whole", ["12"], "17", ["17"], [], "12"),
        ("whole", ["12"], "012", ["012"], [], "012"),
        ("whole", ["12", "21"], "17", ["17"], [], None),
        ("whole", ["12"], "12", ["12"], ["mirrored"], None),
        ("whole", ["12"], "12", ["12"], ["crossed_out"], None),
        ("decimal", ["0.5"], "0.6", ["0.6", ".5"], [], ".5"),
        ("decimal", ["0.5"], "0.6", ["0.6", ".5", "0.5"], [], None),
        ("fraction", ["1/2"], "1/3", ["1/3"], [], None),
    ],
)
def test_what_confirmed_ink_says_is_taken_only_where_it_is_certain(
    kind: str, values: list[str], read: str, candidates: list[str], flags: list[str], said: str | None
) -> None:
    key = {"version": 1, "values": values, "rule": "equal"}
    assert training_ink.taught_text(key=key, kind=kind, read=read, candidates=candidates, flags=flags) == said
