"""`transfer`: a MobileNet (v3 small) that has seen other pictures before, and learns digits on top.

The base comes from ImageNet (`--base imagenet`, downloaded), from a file (`--base FILE`), or from all pen
symbols
(`--base symbols`): then the same network is first trained to tell 42 signs apart and afterwards fine-tuned
on digits.
"""

from __future__ import annotations

from pathlib import Path as File

import keras
from keras import layers

NAME = "transfer"
EPOCHS = 8
BATCH = 128
AUGMENT = ""
LOSS = "categorical_crossentropy"
SIDE = 32  # the smallest picture a MobileNet takes


def base(weights: str | None) -> keras.Model:
    """The convolutional base without its top; `weights` is "imagenet", a file of base weights, or None."""
    model = keras.applications.MobileNetV3Small(
        input_shape=(SIDE, SIDE, 3),
        include_top=False,
        weights="imagenet" if weights == "imagenet" else None,
        include_preprocessing=False,
        pooling="avg",
        minimalistic=True,
    )
    if weights not in (None, "imagenet"):
        model.load_weights(File(str(weights)))
    return model


def build(weights: str | None = None, classes: int = 10) -> keras.Model:
    """Grow 28x28 grey to 32x32 in three equal channels, pass it through the base, end in a softmax."""
    image = keras.Input((28, 28, 1))
    x = layers.ZeroPadding2D(2)(image)
    x = layers.Rescaling(2.0, offset=-1.0)(layers.Concatenate()([x, x, x]))
    x = base(weights)(x)
    x = layers.Dropout(0.2)(x)
    return keras.Model(image, layers.Dense(classes, activation="softmax")(x), name=NAME)


def optimizer() -> keras.Optimizer:
    """Adam as it comes; the base is fine-tuned together with the top."""
    return keras.optimizers.Adam()
