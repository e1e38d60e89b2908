"""A base of our own for `transfer`: the same network, first taught to tell all pen signs and digits apart."""

from __future__ import annotations

from pathlib import Path as File

import keras
import numpy as np

from recognition.raster import digit_image
from training.data import load_pens, split_writers
from training.recipes import transfer

EPOCHS = 6
FILE = "symbols.weights.h5"


def symbol_base(data: File, out: File, *, seed: int = 1, epochs: int = EPOCHS) -> File:
    """Train on all pen symbols and digits (42 signs) and save the base's weights; returns their file, which is
    kept. Stopped, it goes on after its last whole epoch."""
    path = out / FILE
    if path.exists():
        return path
    out.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(seed)
    names = ("unipen-symbols-train", "unipen-digits-train", "pendigits-train")
    pens = [pen for name in names for pen in split_writers(load_pens(data, name))[0]]
    signs = sorted({pen.text for pen in pens})
    x = np.stack([digit_image(pen.paths) for pen in pens])
    y = np.array([signs.index(pen.text) for pen in pens])
    model = transfer.build(classes=len(signs))
    model.compile(transfer.optimizer(), "sparse_categorical_crossentropy", metrics=["accuracy"])
    kept = keras.callbacks.BackupAndRestore(str(out / "unfinished"))
    model.fit(x, y, batch_size=transfer.BATCH, epochs=epochs, validation_split=0.1, verbose=1, callbacks=[kept])
    base = next(layer for layer in model.layers if isinstance(layer, keras.Model))
    unready = out / "unready.weights.h5"
    base.save_weights(unready)
    return unready.replace(path)
