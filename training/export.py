"""Keras network -> LiteRT weights with their card in recognition/weights/."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path as File
from typing import Any

import keras

from recognition.card import WEIGHTS
from recognition.raster import fingerprint
from training.data import SOURCES


class Refused(RuntimeError):
    """These weights must not be published; the message says why."""


def publish(
    model: keras.Model,
    *,
    name: str,
    network: str,
    alphabet: tuple[str, ...],
    calibration: dict[str, float],
    trained_on: tuple[str, ...],
    accuracy: dict[str, float],
    facts: dict[str, Any],
    folder: File = WEIGHTS,
    force: bool = False,
    others: Sequence[tuple[keras.Model, dict[str, Any]]] = (),
) -> File:
    """Write `name`.tflite and its card; Refused for data that is not marked "train" and for weights worse than those
    that are there (mean of the accuracies both cards state), unless forced.

    `others` are networks that read beside this one where it is not sure, each with what its card entry says of it;
    they become `name`-2.tflite and so on.
    """
    for source in trained_on:
        if source not in SOURCES or SOURCES[source].use != "train":
            raise Refused(f"{source} is not marked for training: weights made from it are not published")
    card_path = folder / f"{name}.json"
    if card_path.exists() and not force:
        old = json.loads(card_path.read_text())["accuracy"]
        both = sorted(set(old) & set(accuracy))
        if both and sum(accuracy[k] for k in both) < sum(old[k] for k in both):
            worse = ", ".join(f"{k} {accuracy[k]:.4f} (now {old[k]:.4f})" for k in both)
            raise Refused(f"these weights are worse than those published: {worse}")
    files = [litert(each) for each in (model, *(other for other, _ in others))]
    names = [f"{name}.tflite", *(f"{name}-{k}.tflite" for k in range(2, len(files) + 1))]
    digests = [hashlib.sha256(weights).hexdigest() for weights in files]
    # One network is named by itself, several by what they are together.
    digest = digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    shape = [side if side is not None else -1 for side in model.input_shape[1:]]
    card = {
        "card_version": 2 if others else 1,
        "name": name,
        "version": f"{name}-1-{digest[:8]}",
        "network": network,
        "weights": names[0],
        "sha256": digests[0],
        "raster_fingerprint": fingerprint(),
        "input_shape": shape,
        "parameters": model.count_params(),
        "alphabet": list(alphabet),
        "calibration": calibration,
        "data": {source: SOURCES[source].licence for source in trained_on},
        "accuracy": accuracy,
        "children": "No children's handwriting could be had: every accuracy here is of grown-ups' pens.",
        **facts,
    }
    if others:
        card["others"] = [
            {"weights": file, "sha256": sha, "parameters": other.count_params(), **told}
            for file, sha, (other, told) in zip(names[1:], digests[1:], others, strict=True)
        ]
    folder.mkdir(parents=True, exist_ok=True)
    for file, weights in zip(names, files, strict=True):
        (folder / file).write_bytes(weights)
    card_path.write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return card_path


def litert(model: keras.Model) -> bytes:
    """Convert a network to LiteRT, 32-bit floats."""
    with tempfile.TemporaryDirectory() as folder:
        path = File(folder) / "network.tflite"
        with contextlib.redirect_stdout(io.StringIO()):
            model.export(path, format="litert")
        return path.read_bytes()
