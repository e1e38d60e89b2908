"""Publishes a run: averages nothing, hides nothing; calibrates the line network and measures what its card will
say."""

from __future__ import annotations

import json
import shutil
from pathlib import Path as File
from tempfile import TemporaryDirectory

import keras

from recognition.alphabet import ALPHABET
from recognition.card import WEIGHTS
from recognition.line import LineMethod
from recognition.reader import Reader, load_reader
from training import calibrate, measure
from training.export import Refused, publish
from training.kept import PUBLISHED, put_into
from training.recipes import line

__all__ = ["Refused", "publish_run"]

MNIST = ("mnist-train-images", "mnist-train-labels")
PENS = ("pendigits-train", "unipen-digits-train")
CARD_SETS = (
    "pendigits-test",
    "unipen-digits-dev",
    "composed close",
    "unipen-numbers-dev, digits",
)
CALIBRATION_LINES = 3000


def publish_run(run: File, data: File, *, to: File | None = None, force: bool = False) -> File:
    """Export the network of a run's folder and return the path of its card; Refused says why not."""
    report = json.loads((run / "report.json").read_text())
    if (run / "weights.npz").exists():
        return _publish_line(run, data, report, to or WEIGHTS, force)
    model = keras.models.load_model(run / f"{report['recipe']}.keras")
    with_pens = "pens" in report["data"]
    return publish(
        model,
        name="digit",
        network="digit",
        alphabet=tuple("0123456789"),
        calibration={"temperature": 1.3, "floor": 0.5},
        trained_on=MNIST + (PENS if with_pens else ()),
        accuracy={key: round(value, 4) for key, value in report["accuracy"].items()},
        facts={"recipe": report["recipe"], "epochs": report["epochs"], "seed": report["seed"]},
        folder=to or WEIGHTS,
        force=force,
    )


def _publish_line(run: File, data: File, report: dict[str, object], to: File, force: bool) -> File:
    keras.mixed_precision.set_global_policy("float32")
    model = line.build()
    put_into(model, run / "weights.npz")
    trained_on = (*MNIST, *PENS, "unipen-symbols-train")

    def write(folder: File, numbers: dict[str, float], accuracy: dict[str, float], forced: bool) -> File:
        facts = {
            "recipe": "line",
            "seed": report["seed"],
            "steps": report["steps"],
            "seconds": report["seconds"],
            "measured": "python -m training evaluate, on whole writers that were not trained on",
            "trained_with": report.get("with", "tensorflow"),
        }
        # What the weights went through before, and from whose ink they learned.
        facts |= {key: report[key] for key in ("earlier", "averaged", "finetuned_on") if key in report}
        return publish(
            model,
            name="line",
            network="line",
            alphabet=ALPHABET,
            calibration=numbers,
            trained_on=trained_on,
            accuracy=accuracy,
            facts=facts,
            folder=folder,
            force=forced,
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
        shutil.copyfile(run / "weights.npz", PUBLISHED)
    return card


def _method(reader: Reader) -> LineMethod:
    method = reader.method
    assert isinstance(method, LineMethod)
    return method
