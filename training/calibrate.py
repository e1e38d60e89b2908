"""Fits the calibration on writers that were held out of training: never on a set that is measured."""

from __future__ import annotations

from pathlib import Path as File

import numpy as np
from tqdm import tqdm

from recognition.calibration import logit
from recognition.line import LineMethod
from recognition.seeing import Sight
from training.lines import composer


def samples(method: LineMethod, folder: File, count: int, seed: int = 5) -> list[tuple[float, int, bool]]:
    """Return (belief, length, right) of the best text for composed lines of the held-out writers.

    Half of the lines are distorted as in training, half are plain; a line that is no answer of its kind is left out,
    its reading being neither right nor wrong there.
    """
    line_of = composer(folder, held_out=True)
    rng = np.random.default_rng(seed)
    out = []
    with tqdm(total=count, desc="calibrate", unit="line", leave=False) as bar:
        while len(out) < count:
            if rng.random() < 0.5:
                line = line_of.line(rng)
                text = "".join(label.removeprefix("mirrored ") for label in line.labels if label != "~")
            else:
                text = "".join(str(d) for d in rng.integers(0, 10, int(rng.integers(1, 5))))
                line = line_of.text(rng, text, (float(rng.uniform(-14, 30)), 60.0))
            if not text.isdigit() or len(text) > 7:
                continue
            texts = method.believe(Sight(line.paths), "whole").texts
            bar.update()
            if not texts or sum(texts.values()) < 0.5:
                out.append((0.0, 0, False))
                continue
            best = max(texts, key=lambda t: texts[t])
            out.append((texts[best], len(best), best == text))
    return [sample for sample in out if sample[1]]


def fit(found: list[tuple[float, int, bool]]) -> dict[str, float]:
    """Fit right ~ slope * log odds + offset + length * symbols by logistic regression (Newton's method)."""
    x = np.array([(logit(belief), 1.0, float(length)) for belief, length, _ in found])
    y = np.array([float(right) for _, _, right in found])
    # A gentle pull towards "belief is right as it stands" keeps a handful of errors from deciding alone.
    prior, strength = np.array([1.0, 0.0, 0.0]), np.array([1.0, 0.5, 5.0])
    weights = prior.copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-(x @ weights)))
        gradient = x.T @ (y - p) - strength * (weights - prior)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(strength)
        step = np.linalg.solve(hessian, gradient)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    slope, offset, length = (round(float(w), 5) for w in weights)
    return {"slope": slope, "offset": offset, "length": length}
