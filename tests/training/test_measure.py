"""Figures: counted by hand on a few outcomes, and the fit of the calibration."""

from __future__ import annotations

import numpy as np
import pytest

from recognition.calibration import calibrated, features
from recognition.ink import Ink
from training.measure import (
    Outcome,
    Task,
    accuracy,
    calibration_error,
    errors_left,
    falsely_sure,
    ink_of,
    kind_of,
)

calibrate = pytest.importorskip("training.calibrate")
INK = Ink(10.0, 10.0, (((1.0, 1.0),),))


def outcome(truth: str, text: str, confidence: float) -> Outcome:
    status = "read" if text else "unreadable"
    return Outcome(Task("x", "w", "whole", truth, INK), text, status, confidence, ())


def test_the_least_sure_go_to_a_person_first() -> None:
    results = [outcome("1", "1", 0.99)] * 95 + [outcome("1", "7", 0.3)] * 3 + [outcome("1", "7", 0.98)] * 2
    assert accuracy(results) == 0.95
    assert errors_left(results, 0.03) == 2
    assert errors_left(results, 0.0) == 5


def test_calibration_error_is_the_distance_between_said_and_true() -> None:
    honest = [outcome("1", "1", 0.8)] * 8 + [outcome("1", "7", 0.8)] * 2
    boastful = [outcome("1", "1", 0.99)] * 8 + [outcome("1", "7", 0.99)] * 2
    assert calibration_error(honest) == pytest.approx(0.0, abs=1e-9)
    assert calibration_error(boastful) == pytest.approx(0.19)


def test_sure_of_a_scribble_counts_only_above_the_limit() -> None:
    assert falsely_sure([outcome("", "7", 0.95), outcome("", "7", 0.5), outcome("", "", 0.0)]) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("123", "whole"), ("-5", "signed"), ("2,5", "decimal"), ("5/27", "fraction"), ("15:30", "time"), ("154%", None)],
)
def test_each_text_is_read_in_the_plainest_kind_that_can_say_it(text: str, kind: str | None) -> None:
    assert kind_of(text) == kind


def test_ink_for_measuring_keeps_within_the_limits_of_the_wire() -> None:
    long = np.stack([np.linspace(0, 500, 5000), np.sin(np.linspace(0, 50, 5000)) * 100], axis=1)
    Ink.from_wire(ink_of([long]).to_wire())


def test_the_fit_finds_how_far_belief_is_too_sure() -> None:
    rng = np.random.default_rng(0)
    found = []
    for _ in range(20_000):
        x = float(rng.normal(3, 2))
        length, total = float(rng.integers(1, 5)), float(-abs(rng.normal(0, 0.2)))
        true = 1 / (1 + np.exp(-(0.5 * x + 0.3)))
        found.append(((x, 1.0, length, total), bool(rng.random() < true)))
    numbers = calibrate.fit(found)
    assert numbers["slope"] == pytest.approx(0.5, abs=0.05)
    assert numbers["length"] == pytest.approx(0.0, abs=0.06)


def test_calibrated_candidates_fall_and_share_no_more_than_all() -> None:
    ranked = [("12", 0.6), ("72", 0.3), ("17", 0.05)]
    assert features(ranked)[2] == 2.0
    for numbers in (
        {},
        {"slope": 0.7, "offset": -0.5, "length": 0.1, "total": 1.0},
        {"slope": 0.0, "offset": -3.0, "length": 0.0, "total": 0.0},
    ):
        chances = [c.probability for c in calibrated(ranked, numbers)]
        assert chances == sorted(chances, reverse=True) and sum(chances) <= 1 + 1e-9
