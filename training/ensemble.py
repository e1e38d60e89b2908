"""Runs of one recipe with several seeds: each alone, mean and spread, and all voting together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path as File

import keras
import numpy as np

from training import images
from training.data import DataProblem
from training.fit import PEN_SETS, shares


def measure(data: File, runs: Sequence[File]) -> str:
    """Return a Markdown table: a row per run, their mean with the spread, and the mean of what they believe."""
    sets = {"mnist-test": images.mnist(data, "test")}
    sets |= {name: images.pen_set(data, name) for name in PEN_SETS}
    rows = [f"| run | {' | '.join(sets)} |", "|---|" + "---|" * len(sets)]
    singles: list[list[float]] = []
    beliefs = []
    for run in runs:
        report_path = run / "report.json"
        if not report_path.exists():
            raise DataProblem(f"{report_path} is missing: {run} is no finished run of `python -m training train`")
        report = json.loads(report_path.read_text())
        model = keras.models.load_model(run / f"{report['recipe']}.keras")
        beliefs.append([shares(model, x) for x, _ in sets.values()])
        singles.append([_right(b, y) for b, (_, y) in zip(beliefs[-1], sets.values(), strict=True)])
        name = f"{report['recipe']}, seed {report['seed']}, {report['epochs']} epochs"
        rows.append(f"| {name} | {' | '.join(f'{value:.2%}' for value in singles[-1])} |")
    if len(runs) > 1:
        found = np.array(singles)
        cells = [
            f"{m:.2%} ± {s * 100:.2f}" for m, s in zip(found.mean(axis=0), found.std(axis=0, ddof=1), strict=True)
        ]
        rows.append(f"| mean ± spread of {len(runs)} | {' | '.join(cells)} |")
        together = [_right(np.mean([b[k] for b in beliefs], axis=0), y) for k, (_, y) in enumerate(sets.values())]
        rows.append(f"| ensemble of {len(runs)} | {' | '.join(f'{value:.2%}' for value in together)} |")
    return "\n".join(rows)


def _right(belief: np.ndarray, labels: np.ndarray) -> float:
    return float((belief.argmax(axis=1) == labels).mean())
