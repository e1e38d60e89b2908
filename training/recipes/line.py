"""`line`: reads a whole answer at once; fully convolutional, trained with CTC on composed lines.

In: (32, W, 4) from `recognition.raster.line_image`. Out: (1, W / 2, 29) logits, one column per two pixels.
Kept free of reshapes, so that any width runs on LiteRT; every convolution is batch-normalised.
"""

from __future__ import annotations

import keras
from keras import layers

from recognition.alphabet import ALPHABET
from recognition.raster import CHANNELS, LINE_HEIGHT

NAME = "line"


def _conv(
    x: keras.KerasTensor, filters: int, size: tuple[int, int] = (3, 3), padding: str = "same", pool: bool = False
) -> keras.KerasTensor:
    x = layers.Conv2D(filters, size, padding=padding, use_bias=False)(x)
    if pool:  # before the normalisation, which then has a quarter of the work
        x = layers.MaxPooling2D((2, 2))(x)
    x = layers.BatchNormalization(momentum=0.98)(x)
    return layers.ReLU()(x)


def _again(x: keras.KerasTensor, size: tuple[int, int] = (3, 3)) -> keras.KerasTensor:
    return layers.Add()([x, _conv(x, x.shape[-1], size)])


def build() -> keras.Model:
    """Build the network untrained."""
    image = keras.Input((LINE_HEIGHT, None, CHANNELS), name="line")
    x = _conv(image, 24, pool=True)
    x = _again(_conv(x, 48))
    x = layers.MaxPooling2D((2, 1))(x)
    x = _again(_conv(x, 80))
    x = layers.MaxPooling2D((2, 1))(x)
    x = _conv(x, 112)
    x = _conv(x, 160, (4, 1), padding="valid")
    x = _again(_again(x, (1, 5)), (1, 5))
    x = layers.Dropout(0.15)(x)
    # Probabilities and losses are computed in full precision even where the rest is not.
    logits = layers.Conv2D(len(ALPHABET), 1, dtype="float32", name="logits")(x)
    return keras.Model(image, logits, name=NAME)
