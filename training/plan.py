"""What both trainers of the line network share: how fast it learns when, how often a line is used and a run kept."""

from __future__ import annotations

import numpy as np

WARM_UP = 300
PEAK = 2e-3
KEEP = 60.0  # seconds between checkpoints: so much is lost when somebody stops a run
PASSES = 2  # over each chunk of lines: drawing them costs half as much as learning from them


def rate(step: int, steps: int, peak: float = PEAK) -> float:
    """Learning rate: a short rise, then half a cosine down to nearly nothing."""
    if step < WARM_UP:
        return peak * (step + 1) / WARM_UP
    done = min(1.0, (step - WARM_UP) / max(1, steps - WARM_UP))
    return float(peak * (0.01 + 0.99 * 0.5 * (1 + np.cos(np.pi * done))))
