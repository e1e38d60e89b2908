"""Composed lines: the order that was asked for, the spacing that was asked for, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from recognition.alphabet import ALPHABET, CROSSED, JUNK
from recognition.grammar import is_whole
from training import augment
from training.compose import SPACINGS, Composer, beside, placed, random_labels
from training.data import Pen
from training.lines import batches, drawn

Pens = list[Pen]


@pytest.fixture(scope="module")
def composer(digit_pens: Pens, symbol_pens: Pens) -> Composer:
    return Composer(digit_pens, symbol_pens)


def gap(left: list[np.ndarray], right: list[np.ndarray]) -> float:
    """The shortest way between two inks."""
    a, b = np.concatenate(left), np.concatenate(right)
    return float(np.sqrt(((a[:, None] - b[None]) ** 2).sum(axis=2)).min())


def test_neighbours_are_as_far_apart_as_their_spacing_says(composer: Composer) -> None:
    rng = np.random.default_rng(3)
    distances = {}
    for name, (low, high) in SPACINGS.items():
        found = []
        for _ in range(40):
            first, second = (composer.symbol(rng, str(d), "hand 1") for d in rng.integers(0, 10, 2))
            row = beside(first, second, float(rng.uniform(low, high)))
            found.append(gap(row[: len(first)], row[len(first) :]))
        distances[name] = float(np.median(found))
    assert distances["apart"] > 20 > distances["close"] > distances["touching"]


def test_what_is_written_later_stands_further_right(composer: Composer) -> None:
    rng = np.random.default_rng(4)
    for _ in range(60):
        first, second = (composer.symbol(rng, str(d), "hand 2") for d in rng.integers(0, 10, 2))
        row = beside(first, second, -14.0)
        assert np.concatenate(row[len(first) :])[:, 0].mean() > np.concatenate(row[: len(first)])[:, 0].mean()


def test_lines_use_the_alphabet_and_come_again_with_the_seed(composer: Composer) -> None:
    lines = [composer.line(np.random.default_rng(seed)) for seed in range(300)]
    labels = {label for line in lines for label in line.labels}
    assert labels <= set(ALPHABET)
    assert JUNK in labels and CROSSED in labels and any(label.startswith("mirrored") for label in labels)
    again = composer.line(np.random.default_rng(7))
    assert again.labels == lines[7].labels
    assert all(np.array_equal(a, b) for a, b in zip(again.paths, lines[7].paths, strict=True))


def test_every_kind_of_answer_is_taught() -> None:
    rng = np.random.default_rng(0)
    texts = ["".join(random_labels(rng)).replace(",", ".") for _ in range(3000)]
    for kind in ("whole", "signed", "decimal", "fraction", "compare", "time", "digit"):
        assert sum(is_whole(text, kind) for text in texts) > 40, kind


def test_points_and_dashes_stand_where_they_are_written(digit_pens: Pens, symbol_pens: Pens) -> None:
    rng = np.random.default_rng(1)
    for pen in [*digit_pens, *symbol_pens]:
        points = np.concatenate(placed(pen.text, pen.paths, rng))
        middle = (points[:, 1].min() + points[:, 1].max()) / 2
        if pen.text.isdigit():
            assert points[:, 1].max() == pytest.approx(0)
        elif pen.text == "-":
            assert -95 < middle < -55
        elif pen.text == ".":
            assert -40 < middle < 15


def test_mirroring_twice_is_writing_once(digit_pens: Pens) -> None:
    paths = list(digit_pens[25].paths)
    assert all(np.allclose(a, b) for a, b in zip(augment.mirrored(augment.mirrored(paths)), paths, strict=True))


def test_the_shaky_hand_is_fixed(digit_pens: Pens) -> None:
    paths = digit_pens[7].paths
    one, two, other = augment.shaky(paths, 1), augment.shaky(paths, 1), augment.shaky(paths, 2)
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))
    assert not np.array_equal(np.concatenate(one)[:5], np.concatenate(other)[:5])


def test_batches_hold_every_line_once_with_its_labels_and_columns(composer: Composer) -> None:
    rng = np.random.default_rng(2)
    samples = [drawn(composer, rng) for _ in range(150)]
    seen = []
    for images, targets in batches(samples, rng):
        assert images.shape[1] == 32 and images.shape[3] == 4 and len(images) == len(targets)
        assert np.abs(images).max() <= 1.0
        for row in targets:
            assert 2 * row[1] <= images.shape[2]
            seen.append(tuple(int(label) for label in row[2 : 2 + row[0]]))
            assert not row[2 + row[0] :].any()
    assert sorted(seen) == sorted(labels for _, labels in samples)
