"""Fits the calibration on writers that were held out of training: never on a set that is measured."""

from __future__ import annotations

from pathlib import Path as File

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from recognition.calibration import NAMES, features
from recognition.line import LineMethod
from recognition.seeing import Sight
from training.augment import Rng
from training.compose import Composer
from training.lines import composer

Sample = tuple[tuple[float, float, float, float], bool]


def samples(method: LineMethod, folder: File, count: int, seed: int = 5) -> list[Sample]:
    """Return (features, right) of the best text for lines of the held-out writers, where it would be shown as read.

    A third of the lines are single digits, a third are distorted as in training (with what is no number among them),
    the rest plain numbers of two to four digits.
    """
    line_of = composer(folder, held_out=True)
    rng = np.random.default_rng(seed)
    out: list[Sample] = []
    for _ in tqdm(range(count), desc="calibrate", unit="line", leave=False):
        text, kind, sight = _line(line_of, rng)
        seen = method.see(sight, kind)
        if seen.status == "read":
            ranked = sorted(seen.belief.items(), key=lambda item: -item[1])
            out.append((features(ranked), ranked[0][0] == text))
    return out


def _line(line_of: Composer, rng: Rng) -> tuple[str, str, Sight]:
    choice = rng.random()
    if choice < 0.33:
        line = line_of.line(rng)
        text = "".join(label.removeprefix("mirrored ") for label in line.labels if label != "~")
        return text, "whole", Sight(line.paths)
    digits = 1 if choice < 0.66 else int(rng.integers(2, 5))
    text = "".join(str(d) for d in rng.integers(0, 10, digits))
    line = line_of.text(rng, text, (float(rng.uniform(-14, 30)), 60.0))
    return text, "digit" if digits == 1 and rng.random() < 0.5 else "whole", Sight(line.paths)


def fit(found: list[Sample]) -> dict[str, float]:
    """Fit "right" on the features by logistic regression (Newton's method, each step shortened until it helps)."""
    x = np.array([row for row, _ in found])
    y = np.array([float(right) for _, right in found])
    # A gentle pull towards "belief is right as it stands" keeps a handful of errors from deciding alone.
    prior, strength = np.array([1.0, 0.0, 0.0, 1.0]), np.array([1.0, 0.5, 5.0, 1.0])

    def cost(at: NDArray[np.float64]) -> float:
        odds = x @ at
        return float((np.logaddexp(0, odds) - y * odds).sum() + (strength * (at - prior) ** 2).sum() / 2)

    weights = prior.copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -500, 500)))
        gradient = x.T @ (y - p) - strength * (weights - prior)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(strength)
        step = np.linalg.solve(hessian, gradient)
        while cost(weights + step) > cost(weights) and np.abs(step).max() > 1e-8:
            step = step / 2
        weights = weights + step
        if np.abs(step).max() < 1e-8:
            break
    return {name: round(float(weight), 5) for name, weight in zip(NAMES, weights, strict=True)}
