"""Averages the weights of runs that began with the same weights: what each learned stays in part, what it unlearned
comes back in part, and the network is no larger. Runs from different beginnings cannot be averaged so."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path as File

import numpy as np

from training.data import DataProblem
from training.kept import arrays_of, history_of, keep, probe
from training.recipes import line


def average(parts: Sequence[File], out: File) -> File:
    """Write the mean of several weights.npz as a run that `publish` takes; return its folder."""
    found = [arrays_of(path) for path in parts]
    if len({tuple(array.shape for array in arrays) for arrays in found}) != 1:
        raise DataProblem(f"these are different networks: {', '.join(map(str, parts))}")
    means = [np.mean(same, axis=0).astype(np.float32) for same in zip(*found, strict=True)]
    model = line.build()
    model.set_weights(means)
    keep(out / "weights.npz", means, np.asarray(model(probe(), training=False), dtype=np.float32)[0, 0])
    histories = [history_of(path) for path in parts]
    # The card tells the longest way as its own, and all of them.
    last = max(histories, key=lambda one: sum(step["steps"] for step in one))
    report = {
        **({"seed": 0, "steps": 0, "seconds": 0.0} if not last else last[-1]),
        "earlier": last[:-1],
        "averaged": histories,
    }
    (out / "report.json").write_text(json.dumps(report, indent=1) + "\n")
    return out
