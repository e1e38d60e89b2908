"""From answers to what comes next, as rules alone: belief, footing, return, flights, placement."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from classroom.skills.curriculum import SKILLS
from classroom.skills.kinds import EVERY_KIND
from classroom.skills.progress import belief, choice, flights, placing, prerequisites, returning
from classroom.skills.progress.belief import Standing, Tried
from classroom.skills.progress.choice import Why

MONDAY = date(2026, 11, 2)
KINDS = ("whole", "signed", "decimal", "fraction", "compare")


def stands(skill: str, answers: str, *, prior: float = 0.45, day: date = MONDAY, way: str = "") -> Standing:
    """A standing from "++-": right and wrong on one day."""
    return belief.standing(skill, [Tried(day, one == "+") for one in answers], prior=prior, wrong_way=way)


def first(*known: Standing, year: int = 3, today: date = MONDAY + timedelta(days=1)) -> choice.Step:
    order = flights.taught(year, 6)
    return choice.steps({one.skill: one for one in known}, year=year, today=today, order=order)[0]


# --- what stands on what ---


def test_no_skill_stands_on_itself_or_on_what_is_taught_later() -> None:
    for code, info in SKILLS.items():
        below = prerequisites.stands_on(code)
        assert code not in below
        assert all(SKILLS[one].year <= info.year for one in prerequisites.needs(code)), code


# --- belief ---


def test_right_answers_raise_belief_and_a_slip_does_not_undo_them() -> None:
    assert stands("facts.add", "++++").can
    assert stands("facts.add", "++++-").chance > belief.CAN
    assert stands("facts.add", "----").cannot_yet


def test_two_wrong_answers_say_nothing_yet_and_half_right_is_not_can() -> None:
    assert not stands("facts.add", "--").cannot_yet
    half = stands("facts.add", "----++++")
    assert half.chance > belief.CAN and not half.can


def test_a_mark_that_may_be_wrong_says_less() -> None:
    sure = belief.standing("facts.add", [Tried(MONDAY, False)], prior=0.5)
    machine = belief.standing("facts.add", [Tried(MONDAY, False, belief.TRUST_MACHINE)], prior=0.5)
    assert sure.chance < machine.chance < 0.5


def test_a_named_wrong_way_counts_until_four_are_right_since() -> None:
    later = MONDAY + timedelta(days=1)
    assert belief.still_wrong_way(MONDAY, [Tried(later, True)] * 3)
    assert belief.still_wrong_way(MONDAY, [Tried(MONDAY, True)] * 9), "what was right before says nothing"
    assert not belief.still_wrong_way(MONDAY, [Tried(later, True)] * 4)


# --- what comes first ---


def test_footing_comes_before_what_stands_on_it() -> None:
    step = first(stands("sub.two_digit", "----"), stands("facts.sub", "----"), stands("sub.column", "-----"))
    assert (step.skill, step.because_of) == ("facts.sub", "sub.two_digit")
    assert (
        choice.lowest_score_first(
            {"sub.column": stands("sub.column", "---"), "facts.sub": stands("facts.sub", "---+")}
        )[0]
        == "sub.column"
    ), "the plain rule would begin at the top"


def test_with_its_footing_there_a_skill_is_practised_itself() -> None:
    step = first(stands("sub.two_digit", "----"), stands("facts.sub", "++++"))
    assert (step.skill, step.because_of, step.why) == ("sub.two_digit", "", Why.NOT_YET)


def test_a_wrong_way_goes_before_all_else() -> None:
    step = first(stands("facts.add", "----"), stands("sub.two_digit", "++-", way="sub.smaller_from_larger"))
    assert (step.skill, step.why) == ("sub.two_digit", Why.WRONG_WAY)


def test_where_nothing_is_amiss_something_new_of_the_year_begins() -> None:
    step = first(stands("facts.sub", "++++", prior=0.85), stands("sub.two_digit", "++++"))
    assert step.why is Why.NEW and SKILLS[step.skill].year == 3
    assert all(
        belief.usual(SKILLS[one].year, 3) >= belief.CANNOT or one in ("facts.sub", "sub.two_digit")
        for one in prerequisites.needs(step.skill)
    )


# --- returning ---


def test_what_is_known_returns_later_each_time_it_went_well() -> None:
    def days_until(*days: date) -> int:
        met = [(day, 4, 4) for day in days]
        return next(
            n for n in range(1, 400) if returning.remembered(met, days[-1] + timedelta(n)) < returning.REMEMBERED
        )

    once = days_until(MONDAY)
    again = days_until(MONDAY, MONDAY + timedelta(once))
    assert 3 <= once < again


def test_after_the_holidays_a_skill_returns_and_nothing_is_overdue() -> None:
    known = stands("facts.add", "++++")
    assert not returning.may_return(known, MONDAY + timedelta(days=1))
    soon, late = (first(known, today=MONDAY + timedelta(days=n)) for n in (30, 90))
    assert (soon.skill, soon.why) == (late.skill, late.why) == ("facts.add", Why.RETURNS)
    assert soon.standing == late.standing, "the holidays have not made the child worse"


# --- flights ---


def test_a_flight_is_the_same_for_a_seed_and_its_twins_have_other_numbers() -> None:
    made = flights.pairs(["sub.two_digit", "facts.sub"], year=3, half=2, count=6, seed="a", kinds=KINDS)
    assert made == flights.pairs(["sub.two_digit", "facts.sub"], year=3, half=2, count=6, seed="a", kinds=KINDS)
    assert made != flights.pairs(["sub.two_digit", "facts.sub"], year=3, half=2, count=6, seed="b", kinds=KINDS)
    prompts = [item.prompt for pair in made for item in (pair.item, pair.twin) if item]
    assert len(set(prompts)) == len(prompts) == 12
    assert all(pair.twin and pair.twin.skill == pair.item.skill for pair in made)
    assert made[0].item.skill == made[-1].item.skill == "sub.two_digit"


@pytest.mark.parametrize("skill", sorted(SKILLS))
def test_every_skill_can_be_practised_as_hard_as_the_year_asks(skill: str) -> None:
    year = SKILLS[skill].year
    made = flights.questions(skill, year=year, half=6, count=6, seed="1", kinds=EVERY_KIND)
    assert len(made) >= 2 and {item.skill for item in made} == {skill}
    assert all(one.year <= max(year, flights.levels(skill)[0].year) for one in flights.levels(skill)[:1])


# --- placement ---


@pytest.mark.parametrize("able_to", [0, 4, 9, 15, 99])
def test_placement_is_short_begins_and_ends_easily_and_lands_near(able_to: int) -> None:
    rungs, asked, rng = 15, list[placing.Asked](), random.Random(able_to)
    while (at := placing.next_rung(asked, rungs)) is not None:
        asked.append(placing.Asked(at, at < able_to and rng.random() < 0.97))
    assert len(asked) <= placing.MOST
    assert asked[0].rung <= 5 and asked[-1].rung <= max(one.rung for one in asked)
    assert abs(placing.place(asked, rungs).rung - min(able_to, rungs)) <= 2


def test_two_hard_ones_in_a_row_end_it_but_for_an_easy_one() -> None:
    asked = [placing.Asked(4, False), placing.Asked(2, False)]
    last = placing.next_rung(asked, 15)
    assert last is not None and last < 2
    assert placing.next_rung([*asked, placing.Asked(last, True)], 15) is None


def test_an_unsure_answer_moves_nothing() -> None:
    asked = [placing.Asked(4, True), placing.Asked(6, None)]
    assert placing.place(asked, 15) == placing.place(asked[:1], 15)
