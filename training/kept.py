"""How the line network's weights are kept between training and publishing, whichever library trained them.

One .npz: the arrays in the order and layout of the Keras recipe's `get_weights`, with a fixed picture and what the
trained network says of it, so that a mix-up of layers or libraries cannot pass unseen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path as File
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognition.card import WEIGHTS
from recognition.raster import CHANNELS, LINE_HEIGHT
from training.data import DataProblem

# The weights that a school's reader was made from: where fine-tuning begins.
PUBLISHED = File(__file__).parent / "weights" / "line.npz"
_CLOSE = 0.02  # of logits: two libraries add up in different orders


def published_others() -> list[File]:
    """The weights of the networks that read beside the first, in the card's order."""
    return sorted(PUBLISHED.parent.glob("line-[0-9].npz"))


def probe() -> NDArray[np.float32]:
    """Return a fixed noisy picture (1, 32, 40, 4)."""
    return np.random.default_rng(0).uniform(-1, 1, (1, LINE_HEIGHT, 40, CHANNELS)).astype(np.float32)


def keep(path: File, arrays: Sequence[NDArray[np.float32]], said: NDArray[np.float32]) -> None:
    """Write weights and the logits (columns, labels) that they give for `probe()`; the file appears whole or not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unready = path.with_suffix(".tmp.npz")
    named = {f"w{k:03}": array for k, array in enumerate(arrays)}
    np.savez_compressed(unready, **named, said=said)
    unready.replace(path)


def arrays_of(path: File) -> list[NDArray[np.float32]]:
    """Read the weights; DataProblem names a missing file."""
    if not path.exists():
        raise DataProblem(f"{path} is missing; `python -m training train line` makes such a file")
    with np.load(path) as saved:
        return [saved[name] for name in sorted(saved.files) if name.startswith("w")]


def history_of(start: File) -> list[dict[str, Any]]:
    """What the weights that a run begins with went through: seed, steps and seconds of each run, oldest first."""
    beside = start.parent / "report.json"
    told = beside if beside.exists() else WEIGHTS / "line.json" if start.resolve() == PUBLISHED.resolve() else None
    if told is None:
        return []
    facts = json.loads(told.read_text(encoding="utf-8"))
    return [*facts.get("earlier", []), {key: facts[key] for key in ("seed", "steps", "seconds") if key in facts}]


def put_into(model: Any, path: File) -> None:
    """Load weights into the Keras network; DataProblem when they do not fit or it does not say what was said."""
    arrays = arrays_of(path)
    shapes = [tuple(value.shape) for value in model.get_weights()]
    if shapes != [array.shape for array in arrays]:
        raise DataProblem(f"{path} holds another network: its arrays have other shapes than the recipe's")
    model.set_weights(arrays)
    with np.load(path) as saved:
        off = float(np.abs(np.asarray(model(probe(), training=False), dtype=np.float32)[0, 0] - saved["said"]).max())
    if not off < _CLOSE:
        raise DataProblem(f"{path} gives other logits here than where it was trained: they differ by {off:.3g}")
