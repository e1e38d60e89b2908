"""The figures of the honesty page: intervals, what is hidden, what is mixed up, and the alarm. No database."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from classroom.honesty import confusions, drift, figures, hiding, statistics
from classroom.honesty.tallies import Tally

SignIn = Callable[..., Client]
MONDAY = date(2026, 3, 2)


def tally(child: int = 1, **other: Any) -> Tally:
    facts: dict[str, Any] = {
        "year": 3, "device": "tablet", "pointer": "touch", "week": MONDAY, "reader": "line-1", "verdict": "right",
        "word": "", "by_lot": False, "number": 1,
    }  # fmt: skip
    return Tally(child=child, **{**facts, **other})


# --- intervals ---


@given(st.floats(0, 1), st.floats(0.5, 5000))
def test_an_interval_holds_its_share_and_lies_between_none_and_all(p: float, n: float) -> None:
    low, high = statistics.wilson(p, n)
    assert 0 <= low <= p <= high <= 1


def test_wilson_is_the_textbooks() -> None:
    low, high = statistics.wilson(81 / 263, 263)  # Newcombe 1998, table I, method 3
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_answers_of_one_child_count_for_less() -> None:
    alike = {child: (30, 30) if child < 10 else (0, 30) for child in range(20)}
    mixed = {child: (15, 30) for child in range(20)}
    assert statistics.likeness(alike) == 1.0 and statistics.likeness(mixed) == 0.0
    assert statistics.effective(alike.values(), rho=1.0) == pytest.approx(20)
    assert statistics.effective(mixed.values(), rho=0.0) == pytest.approx(600)
    wide, narrow = (statistics.share(one, rho=statistics.likeness(one)) for one in (alike, mixed))
    assert wide.value == narrow.value == 0.5 and wide.high - wide.low > 3 * (narrow.high - narrow.low)


def test_where_nothing_varies_each_child_counts_once() -> None:
    assert statistics.likeness({child: (30, 30) for child in range(8)}) == 1.0


def test_the_interval_covers_the_truth_though_answers_come_in_clusters() -> None:
    rng = random.Random(4)
    covered = 0
    for _ in range(300):
        found = {}
        for child in range(30):
            p = min(1.0, max(0.0, rng.gauss(0.9, 0.08)))
            found[child] = (sum(rng.random() < p for _ in range(20)), 20)
        one = statistics.share(found, rho=statistics.likeness(found))
        covered += one.low <= 0.897 <= one.high  # the mean of the cut-off bell
    assert covered >= 276  # 92 %


# --- what is hidden ---


cells = st.dictionaries(st.sampled_from("abcdefg"), st.tuples(st.integers(0, 12), st.integers(0, 60)), min_size=1)


@given(cells)
def test_no_small_cell_is_shown_and_none_can_be_worked_out(found: dict[str, tuple[int, int]]) -> None:
    gone = hiding.hidden(found)
    filled = {name: cell for name, cell in found.items() if cell[1]}
    shown = filled.keys() - gone
    assert all(hiding.is_enough(*filled[name]) for name in shown)
    if gone and shown:
        # What subtraction from the whole gives is the hidden ones together: several, and enough children.
        assert len(gone) >= 2 and sum(filled[name][0] for name in gone) >= hiding.FEWEST_CHILDREN
        assert len(shown) >= 2


def test_a_lonely_small_cell_takes_the_smallest_shown_one_with_it() -> None:
    found = {"Year 1": (3, 90), "Year 2": (24, 700), "Year 3": (9, 300), "Year 4": (30, 900)}
    assert hiding.hidden(found) == {"Year 1", "Year 3"}
    assert hiding.hidden({"Year 1": (3, 90), "Year 2": (24, 700)}) == {"Year 1", "Year 2"}
    assert hiding.hidden({"Year 2": (24, 700)}) == set()


def test_a_measure_is_hidden_where_its_own_sample_is_small() -> None:
    rows = [tally(child, year=child % 3 + 1, number=20) for child in range(30)]
    rows += [tally(child, year=1, by_lot=True, word="right", number=4) for child in range(0, 30, 3)]
    rows += [tally(child, year=2, by_lot=True, word="right", number=4) for child in range(1, 30, 3)]
    rows += [tally(2, year=3, by_lot=True, word="wrong")]
    found = figures.added_up(rows, until=MONDAY + timedelta(weeks=1))
    years = {line.name: line.measures for line in found.breakdowns[0].lines}
    assert all(one.asked is not None for one in years.values())
    # Year 3's single check would come out by subtraction, and two shown lines are too few to hide behind.
    assert [one.by_lot for one in years.values()] == [None, None, None]


# --- figures ---


def test_the_two_samples_are_kept_apart() -> None:
    rows = [tally(child, number=90) for child in range(10)]
    rows += [tally(child, verdict="unsure", number=10) for child in range(10)]
    rows += [tally(child, by_lot=True, word="right", number=5) for child in range(10)]
    rows += [tally(child, word="wrong", number=5) for child in range(10)]
    rows += [tally(child, verdict="unsure", word="right", number=5) for child in range(10)]
    whole = figures.added_up(rows, until=MONDAY).whole
    assert whole.asked is not None and (whole.asked.hits, whole.asked.count) == (150, 1150)
    assert whole.by_lot is not None and (whole.by_lot.hits, whole.by_lot.count) == (50, 50)
    assert whole.looked_at is not None and (whole.looked_at.hits, whole.looked_at.count) == (0, 50)


@pytest.mark.parametrize("seed", range(5))
def test_parts_that_are_shown_add_up_to_no_more_than_the_whole(seed: int) -> None:
    rng = random.Random(seed)
    rows = [
        tally(
            rng.randrange(60), year=rng.choice([1, 2, 3, None]), device=rng.choice(["tablet", "phone", ""]),
            pointer=rng.choice(["pen", "touch", "mouse"]), week=MONDAY + timedelta(weeks=rng.randrange(6)),
            verdict=rng.choice(["right", "wrong", "unsure"]), word=rng.choice(["", "", "right", "wrong"]),
            by_lot=rng.random() < 0.2, number=rng.randint(1, 9),
        )
        for _ in range(400)
    ]  # fmt: skip
    found = figures.added_up(rows, until=MONDAY + timedelta(weeks=6))
    assert found.answers == sum(row.number for row in rows)
    for part in found.breakdowns:
        shown = [line.measures.asked for line in part.lines if line.measures.asked]
        assert sum(one.count for one in shown) <= found.answers
        assert all(one.low <= (one.value or 0) <= one.high for one in shown)


# --- what is mixed up ---


@given(st.text("0123456789", max_size=6), st.text("0123456789", max_size=6))
def test_every_sign_is_paired_once(written: str, read: str) -> None:
    found = confusions.pairs(written, read)
    assert "".join(one for one, _ in found if one != confusions.NOTHING) == written
    assert "".join(other for _, other in found if other != confusions.NOTHING) == read


def test_the_truth_is_taken_from_the_key_only_where_there_is_one() -> None:
    key = {"version": 1, "values": ["12"], "rule": "equal"}
    assert confusions.truth_of(kind="whole", key=key, text="17") == "12"
    assert confusions.truth_of(kind="whole", key={**key, "values": ["12", "13"]}, text="17") is None
    assert confusions.truth_of(kind="fraction", key={**key, "values": ["1/2"]}, text="1/7") is None
    assert confusions.truth_of(kind="fraction", key={**key, "values": ["1/2"]}, text="0.5") == "0.5"


# --- the alarm ---


def weeks_of(rng: random.Random, *, chance: Callable[[int], float], weeks: int, children: int = 60) -> list[Tally]:
    """A school in which each child has its own chance, around that of the week, that the machine asks."""
    own = [rng.gauss(0, 0.5) for _ in range(children)]
    rows = []
    for week in range(weeks):
        for child in range(children):
            p = min(0.9, chance(week) * 2.718 ** own[child])
            asked = sum(rng.random() < p for _ in range(10))
            day = MONDAY + timedelta(weeks=week)
            rows.append(tally(child, week=day, verdict="unsure", number=asked))
            rows.append(tally(child, week=day, number=10 - asked))
    return [row for row in rows if row.number]


def first_alarm(rows: list[Tally], *, weeks: int) -> int | None:
    for week in range(15, weeks):
        seen = [row for row in rows if row.week <= MONDAY + timedelta(weeks=week)]
        if any(one.raised for one in drift.compare(seen, week=MONDAY + timedelta(weeks=week))):
            return week
    return None


def test_the_alarm_is_silent_while_nothing_changes_and_heard_when_it_does() -> None:
    calm, worse = [], []
    for seed in range(4):
        calm.append(first_alarm(weeks_of(random.Random(seed), chance=lambda _: 0.05, weeks=39), weeks=39))
        doubled = weeks_of(random.Random(seed), chance=lambda week: 0.05 if week < 20 else 0.1, weeks=30)
        worse.append(first_alarm(doubled, weeks=30))
    assert calm.count(None) == 4
    assert all(week is not None and 20 <= week <= 24 for week in worse)


def test_with_too_little_there_is_no_test_at_all() -> None:
    rows = [tally(child, week=MONDAY, number=30) for child in range(4)]
    assert [one.chance for one in drift.compare(rows, week=MONDAY)] == [None, None]


def test_fishers_test_is_exact() -> None:
    # The lady who tasted tea, as an alarm: 3 of 4 after 1 of 4.
    assert statistics.chance_of_rise((1, 4), (3, 4)) == pytest.approx(17 / 70)
    assert statistics.chance_of_rise((0, 50), (0, 50)) == 1.0
