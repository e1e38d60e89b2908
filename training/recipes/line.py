"""`line`: reads a whole answer at once; fully convolutional, trained with CTC on composed lines.

In: (32, W, 4) from `recognition.raster.line_image`. Out: (1, W / 2, 29) logits, one column per two pixels.
Kept free of reshapes, so that any width runs on LiteRT; every convolution is batch-normalised.
"""

from __future__ import annotations

import keras
from keras import layers

from recognition.alphabet import ALPHABET
from recognition.raster import CHANNELS, LINE_HEIGHT
from training.recipes.line_plan import DROPOUT, EPSILON, PLAN, Conv

NAME = "line"


def _conv(x: keras.KerasTensor, part: Conv) -> keras.KerasTensor:
    y = layers.Conv2D(part.filters, part.size, padding="same" if part.same else "valid", use_bias=False)(x)
    if part.pool:  # before the normalisation, which then has a quarter of the work
        y = layers.MaxPooling2D((2, 2))(y)
    y = layers.ReLU()(layers.BatchNormalization(momentum=0.98, epsilon=EPSILON)(y))
    return layers.Add()([x, y]) if part.again else y


def build() -> keras.Model:
    """Build the network untrained."""
    image = x = keras.Input((LINE_HEIGHT, None, CHANNELS), name="line")
    for part in PLAN:
        x = _conv(x, part) if isinstance(part, Conv) else layers.MaxPooling2D((2, 1))(x)
    x = layers.Dropout(DROPOUT)(x)
    # Probabilities and losses are computed in full precision even where the rest is not.
    logits = layers.Conv2D(len(ALPHABET), 1, dtype="float32", name="logits")(x)
    return keras.Model(image, logits, name=NAME)
