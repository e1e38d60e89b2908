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

from training.data import DataProblem
from training.fetch import download

NAME = "transfer"
EPOCHS = 8
BATCH = 128
AUGMENT = ""
LOSS = "categorical_crossentropy"
SIDE = 32  # the smallest picture a MobileNet takes
# As Keras' own applications fetch it; by our own hand, so that a failed download ends in one sentence.
IMAGENET = (
    "https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v3/"
    "weights_mobilenet_v3_small_minimalistic_224_1.0_float_no_top_v2.h5"
)
IMAGENET_MD5 = "cde8136e733e811080d9fcd8a252f7e4"


def base(weights: str | None) -> keras.Model:
    """The convolutional base without its top; `weights` is "imagenet", a file of base weights, or None."""
    model = keras.applications.MobileNetV3Small(
        input_shape=(SIDE, SIDE, 3),
        include_top=False,
        weights=None,
        include_preprocessing=False,
        pooling="avg",
        minimalistic=True,
    )
    for layer in model.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.momentum = 0.9  # as in astro; its own 0.999 knows nothing of the pictures for an epoch or two
    if weights is None:
        return model
    path = File(weights)
    if weights == "imagenet":
        path = File.home() / ".keras" / "models" / IMAGENET.rsplit("/", 1)[1]
        if not path.is_file():
            download(IMAGENET, path, md5=IMAGENET_MD5)
    if not path.is_file():
        raise DataProblem(f"{path} is missing: --base takes imagenet, symbols, or a file of base weights")
    try:
        model.load_weights(path)
    except (ValueError, OSError, KeyError) as error:
        raise DataProblem(f"{path} is damaged, or no base of this network: {error}") from error
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
