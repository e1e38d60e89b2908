"""Other people's ways to write a digit: what each changes, and that it stays that digit's ink."""

from __future__ import annotations

import numpy as np
import pytest

from training import styles
from training.augment import resampled


def drawn(*strokes: list[tuple[float, float]]) -> list[np.ndarray]:
    return [resampled(np.array(stroke, dtype=float)) for stroke in strokes]


ONE = drawn([(20.0, -150.0), (18.0, 0.0)])
FIVE = drawn(
    [(20.0, -150.0), (15.0, -80.0), (60.0, -60.0), (50.0, 0.0), (0.0, -5.0)], [(20.0, -150.0), (80.0, -152.0)]
)
SIX = drawn([(50.0, -150.0), (0.0, -60.0), (20.0, 0.0), (60.0, -30.0), (10.0, -60.0)])
SEVEN = drawn([(0.0, -150.0), (80.0, -150.0), (30.0, 0.0)])
FOUR = drawn([(10.0, -150.0), (0.0, -60.0), (80.0, -60.0)], [(60.0, -140.0), (60.0, 0.0)])
ZERO = drawn([(40.0, -150.0), (0.0, -75.0), (40.0, 0.0), (80.0, -75.0), (40.0, -150.0)])


def box(paths: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    points = np.concatenate(paths)
    return points.min(axis=0), points.max(axis=0)


@pytest.mark.parametrize("seed", range(20))
def test_a_ones_flag_is_never_as_flat_as_a_sevens_roof(seed: int) -> None:
    one = styles.dressed(ONE, np.random.default_rng(seed))
    body = one[0]
    start = body[: len(body) // 6]
    left = start[start[:, 0] < body[:, 0].max() - 1]
    assert len(left) == 0 or np.ptp(left[:, 1]) > 0.5 * np.ptp(left[:, 0])
    assert box(one)[1][1] == pytest.approx(0.0, abs=25)  # a foot may lean, not sink


def test_the_roof_of_a_five_goes_to_the_right_and_its_body_stays_where_it_was() -> None:
    body, roof = styles.roof_away(FIVE, np.random.default_rng(1))
    assert roof[:, 0].min() >= FIVE[1][:, 0].min() + 5 and len(roof) == len(FIVE[1])
    assert np.array_equal(body[:, 1], FIVE[0][:, 1]) and np.ptp(body[:, 0]) <= np.ptp(FIVE[0][:, 0])
    assert styles.roof_away(FIVE[:1], np.random.default_rng(1)) == FIVE[:1]  # nothing to take away


def test_a_six_is_closed_towards_its_top_between_the_same_ends() -> None:
    cut = styles.stem_cut(SIX, np.random.default_rng(2))
    assert np.allclose(box(cut), box(SIX))
    assert np.median(cut[0][:, 1]) < np.median(SIX[0][:, 1])


def test_bars_slashes_and_closings_are_drawn_and_only_where_there_are_none() -> None:
    rng = np.random.default_rng(3)
    assert len(styles.barred(SEVEN, rng)) == 2
    assert styles.barred([*SEVEN, *ONE], rng) == [*SEVEN, *ONE]
    assert len(styles.slashed(ZERO, rng)) == 2
    closed = styles.closed(FOUR, rng)
    assert np.abs(closed[0][0] - FOUR[1][0]).max() < 20 and np.array_equal(closed[1], FOUR[1])
    assert sum(map(len, styles.opened(ZERO, rng))) < sum(map(len, ZERO))


def test_signs_and_dots_stay_and_chance_is_the_generators_alone() -> None:
    rng = np.random.default_rng(4)
    for _ in range(30):
        assert styles.restyled("-", ONE, rng) is ONE
        assert styles.restyled("7", [SEVEN[0][:3]], rng)[0] is not SEVEN[0]
    again = [styles.restyled("6", SIX, np.random.default_rng(k)) for k in range(40)]
    once_more = [styles.restyled("6", SIX, np.random.default_rng(k)) for k in range(40)]
    assert all(
        np.array_equal(a, b) for one, two in zip(again, once_more, strict=True) for a, b in zip(one, two, strict=True)
    )
    assert any(one is SIX for one in again) and any(one is not SIX for one in again)
