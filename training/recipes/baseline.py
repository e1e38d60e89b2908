"""`baseline`: the network of the first forebear, exactly 225,034 parameters."""

from __future__ import annotations

import keras
from keras import layers

NAME = "baseline"
EPOCHS = 12
BATCH = 128
AUGMENT = ""
LOSS = "categorical_crossentropy"


def build() -> keras.Model:
    """Conv 32 3x3, pool, Conv 64 3x3, pool, dropout, flatten 1,600, dense 128, dropout, dense 10."""
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Dropout(0.5),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ],
        name=NAME,
    )


def optimizer() -> keras.Optimizer:
    """Adam as it comes."""
    return keras.optimizers.Adam()
