"""The statistics of automatic marking: known values, and what must hold over many simulated schools."""

from __future__ import annotations

import doctest
import json
import math
import random
from datetime import UTC, datetime, timedelta

import pytest
from scipy.stats import binomtest

from bench import published as publishing
from classroom import promise, rules
from classroom.certainty import bounds, deciding, ladder, published
from classroom.certainty.deciding import Budget, Standing
from classroom.certainty.ladder import CAREFUL_RUNG, OFF, RUNGS, STRICTEST, Checked
from classroom.rules import Verdict, Weighed

DAY = datetime(2026, 9, 7, tzinfo=UTC)
BUDGET = Budget(200)


def checked(
    number: int, *, chance: float = 0.995, top: float = 0.9999, right: bool = True, child: int = 0
) -> Checked:
    return Checked(chance, top, right, child or number % 40, DAY + timedelta(minutes=number))


def harsh(number: int) -> Checked:
    """A right answer that the machine is sure is wrong, under every rung."""
    return checked(number, chance=0.0, top=0.9999)


def lower(number: int) -> Checked:
    """A right answer that is called wrong, but not under the strictest rung."""
    return checked(number, chance=0.0, top=0.998)


def good(count: int, start: int = 0) -> list[Checked]:
    return [checked(number) for number in range(start, start + count)]


# --- bounds ---


def test_the_examples_in_the_docstrings_hold() -> None:
    assert [doctest.testmod(one).failed for one in (bounds, promise)] == [0, 0]


@pytest.mark.parametrize(("errors", "sample"), [(0, 299), (0, 598), (1, 473), (3, 1000), (7, 40)])
def test_clopper_pearson_is_what_scipy_says(errors: int, sample: int) -> None:
    exact = binomtest(errors, sample, alternative="less").proportion_ci(0.95, method="exact").high
    assert bounds.clopper_pearson(errors, sample) == pytest.approx(exact)


def test_nothing_or_nothing_right_proves_nothing() -> None:
    assert bounds.clopper_pearson(0, 0) == bounds.clopper_pearson(5, 5) == 1.0
    assert bounds.upper_bound(0, 0) == bounds.upper_bound(4, 4) == 1.0


@pytest.mark.parametrize(("errors", "sample"), [(0, 50), (0, 700), (2, 1000), (9, 1200)])
def test_a_bound_that_may_be_looked_at_for_ever_is_wider_but_not_by_much(errors: int, sample: int) -> None:
    once, always = bounds.clopper_pearson(errors, sample), bounds.upper_bound(errors, sample)
    assert once < always < 1.6 * once


def test_evidence_is_an_expectation_of_one_at_most() -> None:
    """Sum over all samples of five: at the tested rate the e-value has mean 1 at most, and above it less."""
    for true in (0.1, 0.2, 0.5):
        mean = sum(
            math.comb(5, k) * true**k * (1 - true) ** (5 - k) * math.exp(bounds.log_evidence_below(0.1, k, 5))
            for k in range(6)
        )
        assert mean <= 1 + 1e-9


def test_a_promise_is_rarely_proven_where_it_is_not_kept_however_often_one_looks() -> None:
    """Schools whose children differ a lot, with an error rate just at the limit; looked at after every check."""
    rate, schools, proven = 0.02, 400, 0
    for seed in range(schools):
        rng = random.Random(seed)
        # One child in ten is misread ten times as often as the others; every tenth check is of such a child.
        children = [rate * (10 / 1.9 if number % 10 == 0 else 1 / 1.9) for number in range(30)]
        errors = 0
        for sample in range(1, 601):
            errors += rng.random() < children[rng.randrange(30)]
            if sample % 5 == 0 and bounds.is_below(rate, errors, sample):
                proven += 1
                break
    # At most 5 % in the long run; of 400 schools 33 would be surprising (p < 0.003).
    assert proven <= 32


def test_the_same_with_clopper_pearson_looked_at_every_day_would_break_its_word() -> None:
    rate, broken = 0.02, 0
    for seed in range(200):
        rng = random.Random(seed)
        errors = 0
        for sample in range(1, 1001):
            errors += rng.random() < rate
            if sample % 10 == 0 and bounds.clopper_pearson(errors, sample) < rate:
                broken += 1
                break
    assert broken > 20  # twice what 95 % allows: why the e-value is there


def test_an_alarm_comes_soon_when_things_get_worse_and_seldom_otherwise() -> None:
    def first(rate: float, seed: int, most: int) -> int | None:
        rng = random.Random(seed)
        return bounds.first_alarm((rng.random() < rate for _ in range(most)), 0.005)

    assert sum(first(0.0025, seed, 2000) is not None for seed in range(60)) <= 6
    noticed = sorted(first(0.03, seed, 2000) or 2000 for seed in range(61))
    assert noticed[30] < 250
    assert bounds.first_alarm([True, True, True], 0.005) is not None
    assert bounds.first_alarm([False] * 5000, 0.005) is None


# --- the ladder ---


def test_every_rung_speaks_where_the_one_before_it_speaks() -> None:
    for chance in (0, 0.0005, 0.004, 0.03, 0.3, 0.55, 0.75, 0.93, 0.995, 1):
        for top in (0.3, 0.9, 0.96, 0.985, 0.999, 1):
            said = [rules.decide(Weighed(chance, top), rung).verdict for rung in RUNGS]
            for before, after in zip(said, said[1:], strict=False):
                assert after == before or before is Verdict.UNSURE
            assert said[OFF] is Verdict.UNSURE


def test_a_tally_counts_only_what_the_machine_would_mark() -> None:
    evidence = [checked(1), harsh(2), checked(3, chance=0.3, top=0.6), checked(4, right=False)]
    found = ladder.tally(evidence, RUNGS[CAREFUL_RUNG])
    assert (found.sample, found.harsh, found.lenient, found.children) == (3, 1, 1, 3)
    assert ladder.tally(evidence, RUNGS[OFF]).sample == 0


def test_each_child_counts_once_for_a_child_who_is_new() -> None:
    evidence = [checked(1, child=7), harsh(2), checked(3, child=7)]
    assert ladder.each_child_once(evidence, RUNGS[CAREFUL_RUNG]) == (1, 2)


# --- what follows ---


def test_a_school_begins_as_published_or_careful() -> None:
    assert deciding.at_the_start(5) == Standing("published", 5)
    assert deciding.at_the_start(None).rung == CAREFUL_RUNG
    assert deciding.after(Standing("published", 5), [], BUDGET, 5) == Standing("published", 5)


def test_enough_good_checks_prove_the_promise_and_the_boldest_rung_they_bear() -> None:
    start = Standing("published", 4)
    few = good(1500)
    assert deciding.after(start, few, BUDGET, 4) == start
    assert deciding.still_needed(ladder.tally(few, RUNGS[4]), BUDGET) > 250
    now = deciding.after(start, good(2300), BUDGET, 4)
    assert (now.state, now.rung) == ("certified", len(RUNGS) - 1)
    assert "2300 checks with 0 wrong" in now.reason
    assert deciding.after(now, good(2300), BUDGET, 4) == now


def test_a_rung_that_errs_is_not_reached() -> None:
    """Three right answers that only rung 7 and bolder call wrong, far apart."""
    evidence = good(2600)
    for number in (500, 1300, 2100):
        evidence[number] = checked(number, chance=0.028, top=0.96)
    assert 4 <= deciding.certified_rung(evidence, BUDGET, 4) < 7


def test_a_wrong_share_that_hurts_more_weighs_more() -> None:
    """Three wrong answers called right are borne by 4,500 checks, three right answers called wrong are not."""
    lenient, hard = good(4500), good(4500)
    for number in (500, 1300, 2100):
        lenient[number] = checked(number, right=False)
        hard[number] = harsh(number)
    assert deciding.certified_rung(lenient, BUDGET, 4) > 0
    assert deciding.certified_rung(hard, BUDGET, 4) == 0


def test_marking_tightens_when_it_gets_worse_and_says_why_and_comes_back_with_proof() -> None:
    before = good(2300)
    proven = deciding.after(Standing("published", 4), before, BUDGET, 4)
    worse = before + [lower(3000), lower(3010), lower(3020)]
    tight = deciding.after(proven, worse, BUDGET, 4)
    assert (tight.state, tight.rung) == ("tightened", STRICTEST)
    assert "3 were wrong" in tight.reason
    assert tight.counts_since is not None
    assert deciding.after(tight, worse, BUDGET, 4) == tight
    assert deciding.is_wary(tight, worse)
    begun = deciding.after(tight, worse + good(450, 4000), BUDGET, 4)
    assert (begun.state, begun.rung) == ("published", 4)
    assert "450 checks since, with 0 wrong" in begun.reason
    assert deciding.after(begun, worse + good(450, 4000), BUDGET, 4) == begun
    again = deciding.after(begun, worse + good(2300, 4000), BUDGET, 4)
    assert again.state == "certified"


@pytest.mark.parametrize("before", [Standing("tightened", STRICTEST, "it was wrong"), Standing("published", 4)])
def test_what_the_strictest_rung_would_get_wrong_too_is_switched_off(before: Standing) -> None:
    off = deciding.after(before, [harsh(1), harsh(2), harsh(3)], BUDGET, 4)
    assert (off.state, off.rung) == ("tightened", OFF)
    assert deciding.after(off, [harsh(1), harsh(2), harsh(3), *good(100, 10)], BUDGET, 4) == off


def test_a_proof_that_fades_is_taken_back_without_an_alarm() -> None:
    evidence = good(2300)
    proven = deciding.after(Standing("published", 4), evidence, BUDGET, 4)
    for number in (100, 1100, 2200):
        evidence[number] = harsh(number)
    faded = deciding.after(proven, evidence, BUDGET, 4)
    assert (faded.state, faded.rung) == ("tightened", STRICTEST)
    assert faded.counts_since == evidence[-1].at
    assert "no longer show" in faded.reason


def test_a_reader_is_suspected_for_a_while_after_one_wrong_mark() -> None:
    start = Standing("published", 4)
    assert not deciding.is_wary(start, good(300))
    assert deciding.is_wary(start, [*good(300), harsh(301)])
    assert not deciding.is_wary(start, [*good(300), harsh(301), *good(200, 400)])


# --- what is published with a reader ---


def test_what_is_published_follows_from_its_own_scores() -> None:
    data = json.loads(published.FILE.read_text())
    scores = publishing.scores_of(data)
    found = published.understood(published.FILE.read_text())
    assert found is not None
    assert found.rung == publishing.chosen(scores)
    outcome = publishing.outcome(scores, RUNGS[found.rung])
    assert (found.harsh, found.lenient, found.answers) == (outcome.harsh, outcome.lenient, outcome.answers)
    assert found.writers == len(data["writers"]) >= 10


def test_what_was_published_for_other_weights_is_not_used() -> None:
    found = published.understood(published.FILE.read_text())
    assert found is not None
    assert published.published(found.reader_version) == found
    assert published.published("line-9-other") is None


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 2}', '{"version": 1, "result": {}}', "null"])
def test_a_damaged_publication_is_none(text: str) -> None:
    assert published.understood(text) is None
