"""Publishes a run: averages nothing, hides nothing; calibrates the line network and measures what its card will
say."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as File
from tempfile import TemporaryDirectory
from typing import Any

import keras

from recognition.alphabet import ALPHABET
from recognition.card import WEIGHTS
from recognition.line import LineMethod
from recognition.reader import Reader, load_reader
from training import calibrate, measure, pretrain
from training.export import Refused, publish
from training.kept import PUBLISHED, published_others, put_into
from training.recipes import line

__all__ = ["Refused", "publish_run"]

MNIST = ("mnist-train-images", "mnist-train-labels")
PENS, SIGNS = ("pendigits-train", "unipen-digits-train"), "unipen-symbols-train"
CARD_SETS = (
    "pendigits-test",
    "unipen-digits-dev",
    "composed close",
    "unipen-numbers-dev, digits",
)
CALIBRATION_LINES = 3000


def publish_run(run: File, data: File, *, to: File | None = None, force: bool = False, join: bool = False) -> File:
    """Export the network of a run's folder and return the path of its card; Refused says why not.

    With `join` the published networks stay, and this one reads beside them where the first is not sure. A network
    that was fine-tuned takes the first one's place, and the others stay beside it.
    """
    report = json.loads((run / "report.json").read_text())
    if (run / "weights.npz").exists():
        own = _Part(run / "weights.npz", report)
        beside = [
            _Part(path, facts) for path, facts in zip(published_others(), _card().get("others", ()), strict=True)
        ]
        if join:
            parts = [_Part(PUBLISHED, _card()), *beside, own]
        else:
            parts = [own, *(beside if "finetuned_on" in report else ())]
        return _publish_line(parts, data, to or WEIGHTS, force)
    model = keras.models.load_model(run / f"{report['recipe']}.keras")
    base = report.get("base")
    trained_on = MNIST + (PENS if "pens" in report["data"] else ())
    if base == pretrain.FILE:  # it has seen all pens
        trained_on += (*(name for name in PENS if name not in trained_on), SIGNS)
    elif base is not None:  # what another was made from is not ours to publish
        trained_on += (f"base {base}",)
    return publish(
        model,
        name="digit",
        network="digit",
        alphabet=tuple("0123456789"),
        calibration={"temperature": 1.3, "floor": 0.5},
        trained_on=trained_on,
        accuracy={key: round(value, 4) for key, value in report["accuracy"].items()},
        facts={
            "recipe": report["recipe"],
            "epochs": report["epochs"],
            "seed": report["seed"],
            "measured": "python -m training train, each digit as a picture of 28x28; pens are of whole writers that "
            "were not trained on",
        },
        folder=to or WEIGHTS,
        force=force,
    )


@dataclass(frozen=True)
class _Part:
    """One network of a reader: its weights in Keras' layout and the report of the run that made it."""

    weights: File
    report: Mapping[str, Any]

    def model(self) -> keras.Model:
        model = line.build()
        put_into(model, self.weights)
        return model

    def facts(self) -> dict[str, Any]:
        """What the card says of it: how it was trained, what it went through before, from whose ink it learned."""
        known = ("seed", "steps", "seconds", "trained_with", "earlier", "averaged", "finetuned_on")
        told = {key: self.report[key] for key in known if key in self.report}
        return {"trained_with": self.report.get("with", "tensorflow"), **told}


def _card() -> dict[str, Any]:
    facts: dict[str, Any] = json.loads((WEIGHTS / "line.json").read_text(encoding="utf-8"))
    return facts


def _publish_line(parts: Sequence[_Part], data: File, to: File, force: bool) -> File:
    keras.mixed_precision.set_global_policy("float32")
    model, *models = [part.model() for part in parts]
    others = [(other, part.facts()) for other, part in zip(models, parts[1:], strict=True)]
    trained_on = (*MNIST, *PENS, SIGNS)

    def write(folder: File, numbers: dict[str, float], accuracy: dict[str, float], forced: bool) -> File:
        return publish(
            model,
            name="line",
            network="line",
            alphabet=ALPHABET,
            calibration=numbers,
            trained_on=trained_on,
            accuracy=accuracy,
            facts={
                "recipe": "line",
                "measured": "python -m training evaluate, on whole writers that were not trained on",
                **parts[0].facts(),
            },
            folder=folder,
            force=forced,
            others=others,
        )

    with TemporaryDirectory() as folder:
        trial = File(folder)
        method = _method(load_reader(write(trial, {}, {}, True).parent))
        numbers = calibrate.fit(calibrate.samples(method, data, CALIBRATION_LINES))
        write(trial, numbers, {}, True)
        reader = load_reader(trial)
        accuracy = {
            name: round(measure.accuracy(measure.outcomes(reader, measure.SETS[name](data), name)), 4)
            for name in CARD_SETS
        }
    card = write(to, numbers, accuracy, force)
    if to == WEIGHTS:
        _keep_weights(parts)
    return card


def _keep_weights(parts: Sequence[_Part]) -> None:
    """Lay the weights that later training may begin from beside the card, in its order."""
    kept = [part.weights.read_bytes() for part in parts]
    for path in published_others():
        path.unlink()
    for k, content in enumerate(kept, 1):
        (PUBLISHED if k == 1 else PUBLISHED.with_name(f"line-{k}.npz")).write_bytes(content)


def _method(reader: Reader) -> LineMethod:
    method = reader.method
    assert isinstance(method, LineMethod)
    return method
