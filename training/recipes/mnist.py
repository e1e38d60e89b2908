"""`mnist`: our own answer to MNIST: five convolutions, digits bent anew each time, a rate that falls in cycles.

Longer runs only add cycles (`--epochs 16`, `24`, ...), so a finished run can be taken further; three seeds make an
ensemble (`python -m training ensemble`).
"""

from __future__ import annotations

import math

import keras
from keras import layers

NAME = "mnist"
EPOCHS = 8
BATCH = 128
AUGMENT = "elastic"
LOSS = "categorical_crossentropy"
CYCLE = 8  # epochs from the highest rate to nearly none
PEAK = 2e-3


def build() -> keras.Model:
    """Five normalised convolutions, then the mean of each map: the widest maps stay the smallest."""

    def conv(filters: int, size: int = 3, padding: str = "same", pool: bool = False) -> list[layers.Layer]:
        # Pooling before the normalisation, which then has a quarter of the work.
        return [
            layers.Conv2D(filters, size, padding=padding, use_bias=False),
            *([layers.MaxPooling2D()] if pool else []),
            layers.BatchNormalization(momentum=0.95),
            layers.ReLU(),
        ]

    # MNIST's digits stand 4 pixels from the edge: the first convolution may eat it.
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            *conv(32, 5, "valid", pool=True),
            *conv(64),
            *conv(64, pool=True),
            *conv(128),
            *conv(128, padding="valid"),
            layers.GlobalAveragePooling2D(),
            layers.Dropout(0.3),
            layers.Dense(10, activation="softmax"),
        ],
        name=NAME,
    )


def optimizer() -> keras.Optimizer:
    """Adam with a little decay of the weights."""
    return keras.optimizers.AdamW(PEAK, weight_decay=0.01)


def rate(epoch: float, epochs: int) -> float:
    """Fall along a cosine within each cycle; later cycles begin at half the height. `epochs` does not matter."""
    cycle, inside = divmod(epoch, CYCLE)
    height = PEAK if cycle == 0 else PEAK / 2
    warm = min(1.0, (inside + 0.02) / 0.3)
    return height * warm * (0.5 + 0.5 * math.cos(math.pi * inside / CYCLE)) + 1e-6
