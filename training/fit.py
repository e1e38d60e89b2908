"""Trains a forebear: 80/20 into training and validation, seeded, with a progress bar, resumed where it was
stopped."""

from __future__ import annotations

import json
import time
from pathlib import Path as File
from types import ModuleType
from typing import Any

import keras
import numpy as np
from keras import layers

from training import images
from training.images import Floats, Labels

PEN_SETS = ("pendigits-test", "unipen-digits-dev")


def fit(
    recipe: ModuleType,
    data: File,
    out: File,
    *,
    pens: bool = False,
    epochs: int | None = None,
    seed: int = 1,
    flips: bool = False,
    base: str | None = None,
) -> dict[str, Any]:
    """Train a recipe and return its report, also written to `out`/report.json beside the network.

    A stopped run goes on after its last whole epoch when called again with the same `out`.
    """
    out.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(seed)
    x, y = images.training_set(data, pens=pens)
    order = np.random.default_rng(seed).permutation(len(x))
    cut = len(x) * 8 // 10
    train, valid = order[:cut], order[cut:]
    model = recipe.build(weights=base) if recipe.NAME == "transfer" else recipe.build()
    model.compile(optimizer=recipe.optimizer(), loss=recipe.LOSS, metrics=["accuracy"])
    epochs = epochs or recipe.EPOCHS
    begun = time.monotonic()
    history = model.fit(
        _Feed(x[train], y[train], recipe.BATCH, seed, augment=recipe.AUGMENT, flips=flips),
        validation_data=(x[valid], keras.utils.to_categorical(y[valid], 10)),
        epochs=epochs,
        callbacks=[
            keras.callbacks.BackupAndRestore(out / "backup", delete_checkpoint=False),
            keras.callbacks.LearningRateScheduler(lambda epoch: 1e-3 * (1 if epoch < 0.6 * epochs else 0.2)),
        ],
        verbose=1,
    )
    report: dict[str, Any] = {
        "recipe": recipe.NAME,
        "parameters": model.count_params(),
        "data": "mnist + pens" if pens else "mnist",
        "epochs": epochs,
        "seed": seed,
        "flips": flips,
        "seconds": round(time.monotonic() - begun, 1),
        "history": {key: [round(float(v), 5) for v in values] for key, values in history.history.items()},
    }
    report["accuracy"] = {"mnist-test": accuracy(model, *images.mnist(data, "test"))}
    for name in PEN_SETS:
        report["accuracy"][name] = accuracy(model, *images.pen_set(data, name))
    model.save(out / f"{recipe.NAME}.keras")
    if recipe.NAME == "regularised":
        model.save(out / "mnist.h5")
    (out / "report.json").write_text(json.dumps(report, indent=1))
    return report


def accuracy(model: keras.Model, x: Floats, y: Labels) -> float:
    """Share of pictures read right."""
    return float((model.predict(x, batch_size=512, verbose=0).argmax(axis=1) == y).mean())


class _Feed(keras.utils.PyDataset):
    """Batches in a new random order each epoch, distorted where the recipe asks for it."""

    def __init__(self, x: Floats, y: Labels, batch: int, seed: int, *, augment: bool, flips: bool) -> None:
        super().__init__()
        self._x, self._y, self._batch, self._seed, self._epoch = x, y, batch, seed, 0
        self._order = np.random.default_rng([seed, 0]).permutation(len(x))
        steps: list[layers.Layer] = []
        if augment:
            steps = [
                layers.RandomRotation(0.035, fill_mode="constant", seed=seed),
                layers.RandomTranslation(0.08, 0.08, fill_mode="constant", seed=seed + 1),
                layers.RandomZoom(0.1, 0.1, fill_mode="constant", seed=seed + 2),
                layers.RandomShear(0.15, 0.0, fill_mode="constant", seed=seed + 3),
            ]
        if flips:
            steps.append(layers.RandomFlip("horizontal", seed=seed + 4))
        self._steps = steps

    def __len__(self) -> int:
        return (len(self._x) + self._batch - 1) // self._batch

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        pick = self._order[index * self._batch : (index + 1) * self._batch]
        x: Any = self._x[pick]
        for step in self._steps:
            x = step(x, training=True)
        return x, keras.utils.to_categorical(self._y[pick], 10)

    def on_epoch_end(self) -> None:
        self._epoch += 1
        self._order = np.random.default_rng([self._seed, self._epoch]).permutation(len(self._x))
