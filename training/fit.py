"""Trains a network for single digits: 80/20 into training and validation, seeded, with the time left, resumed where
it was stopped."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path as File
from types import ModuleType
from typing import Any, Protocol

import keras
import numpy as np
from tqdm import tqdm

from training import images
from training.data import DataProblem
from training.distort import distorted
from training.images import Floats, Labels

PEN_SETS = ("pendigits-test", "unipen-digits-dev")
AFFINE: dict[str, float] = {}
ELASTIC = {"turn": 0.2, "shift": 2.0, "zoom": 0.13, "lean": 0.2, "bend": 1.0}
_FLIPS_ALONE = {"turn": 0.0, "shift": 0.0, "zoom": 0.0, "lean": 0.0}


class Engine(Protocol):
    """What learns: TensorFlow through Keras, or PyTorch as a network's twin."""

    def begin(self, seed: int, epoch: int) -> None: ...
    def step(self, x: Floats, y: Labels, rate: float) -> float: ...
    def save(self, path: File) -> None: ...
    def load(self, path: File) -> None: ...
    def model(self) -> keras.Model: ...


class KerasEngine:
    """Whatever Keras computes with; checkpoints hold the optimizer and the state of chance."""

    def __init__(self, model: keras.Model, recipe: ModuleType) -> None:
        self._model = model
        model.compile(optimizer=recipe.optimizer(), loss=recipe.LOSS)

    def begin(self, seed: int, epoch: int) -> None:
        """Let dropout's chance depend on the seed and the epoch alone: files do not keep where it was."""
        for number, layer in enumerate(_all_layers(self._model)):
            generator = getattr(layer, "seed_generator", None)
            if generator is not None:
                generator.state.assign(np.array([1000 * seed + number, epoch], dtype=np.uint32))

    def step(self, x: Floats, y: Labels, rate: float) -> float:
        """Learn one batch and return its loss."""
        self._model.optimizer.learning_rate = rate
        # A loss per call, not Keras' running mean over all calls.
        self._model.reset_metrics()
        return float(self._model.train_on_batch(x, keras.utils.to_categorical(y, self._model.output_shape[-1])))

    def save(self, path: File) -> None:
        """Write all that going on needs; the file appears whole or not."""
        unready = path.with_suffix(".tmp.keras")
        self._model.save(unready)
        unready.replace(path.with_suffix(".keras"))

    def load(self, path: File) -> None:
        """Go on from a checkpoint."""
        self._model = keras.models.load_model(path.with_suffix(".keras"))

    def model(self) -> keras.Model:
        """The network as it stands."""
        return self._model


class TwinEngine:
    """PyTorch, where Keras was started with it and the network is a plain row of layers."""

    def __init__(self, model: keras.Model, recipe: ModuleType) -> None:
        from training.twin import Twin

        self._twin = Twin(model, recipe.optimizer())

    def begin(self, seed: int, epoch: int) -> None:
        """Let dropout's chance depend on the seed and the epoch alone."""
        import torch

        torch.manual_seed(1000 * seed + epoch)

    def step(self, x: Floats, y: Labels, rate: float) -> float:
        """Learn one batch and return its loss."""
        return self._twin.step(x, y, rate)

    def save(self, path: File) -> None:
        """Write all that going on needs; the file appears whole or not."""
        import torch

        unready = path.with_suffix(".tmp.pt")
        torch.save(self._twin.state(), unready)
        unready.replace(path.with_suffix(".pt"))

    def load(self, path: File) -> None:
        """Go on from a checkpoint; only tensors are loaded."""
        import torch

        self._twin.restore(torch.load(path.with_suffix(".pt"), weights_only=True))

    def model(self) -> keras.Model:
        """The network as it stands."""
        return self._twin.give()


def _all_layers(model: keras.Model) -> Iterator[keras.Layer]:
    for layer in model.layers:
        yield layer
        if isinstance(layer, keras.Model):
            yield from _all_layers(layer)


def engine_of(model: keras.Model, recipe: ModuleType) -> tuple[Engine, str]:
    """The fastest engine there is for a network, and its name for the report."""
    if keras.backend.backend() == "torch" and isinstance(model, keras.Sequential):
        return TwinEngine(model, recipe), "PyTorch, bfloat16"
    return KerasEngine(model, recipe), f"Keras on {keras.backend.backend()}"


def fit(
    recipe: ModuleType,
    data: File,
    out: File,
    *,
    pens: bool = False,
    epochs: int | None = None,
    seed: int = 1,
    flips: bool = False,
    base: str | None = None,
    everything: bool = False,
) -> dict[str, Any]:
    """Train a recipe and return its report, also written to `out`/report.json beside the network.

    A stopped run goes on after its last whole epoch when called again with the same `out`; with more epochs a
    finished one goes on too, and a run that was made of other things is named by DataProblem. `everything` trains on
    the validation part as well, once all choices are made.
    """
    out.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(seed)
    x, y = images.training_set(data, pens=pens)
    order = np.random.default_rng(seed).permutation(len(x))
    cut = len(x) if everything else len(x) * 8 // 10
    train, valid = order[:cut], order[cut:]
    model = recipe.build(weights=base) if recipe.NAME == "transfer" else recipe.build()
    parameters = model.count_params()
    engine, engine_name = engine_of(model, recipe)
    epochs = epochs or recipe.EPOCHS
    made_of = {
        "recipe": recipe.NAME,
        "data": "mnist + pens" if pens else "mnist",
        "seed": seed,
        "flips": flips,
        "base": File(base).name if base else None,
        "all": everything,
        "engine": engine_name,
    }
    diary = _diary(out, made_of)
    if diary["epochs"]:
        engine.load(out / "checkpoint")
    steps = (len(train) + recipe.BATCH - 1) // recipe.BATCH
    begun = time.monotonic() - diary["seconds"]
    with tqdm(total=epochs * steps, initial=diary["epochs"] * steps, unit="step", desc=recipe.NAME) as bar:
        for epoch in range(diary["epochs"], epochs):
            loss = _epoch(engine, recipe, x, y, train, epoch, epochs, seed, flips, bar)
            model = engine.model()
            diary["loss"].append(round(loss, 5))
            if len(valid):
                diary["val_accuracy"].append(round(accuracy(model, x[valid], y[valid]), 5))
                bar.set_postfix(validation=f"{diary['val_accuracy'][-1]:.2%}")
            diary["epochs"], diary["seconds"] = epoch + 1, round(time.monotonic() - begun, 1)
            engine.save(out / "checkpoint")
            (out / "diary.tmp").write_text(json.dumps(diary))
            (out / "diary.tmp").replace(out / "diary.json")
    model = engine.model()
    report: dict[str, Any] = {
        **made_of,
        "parameters": parameters,
        "trained on": len(train),
        "epochs": diary["epochs"],
        "seconds": diary["seconds"],
        **({"what flips do": recipe.FLIPS} if hasattr(recipe, "FLIPS") else {}),
        "history": {"loss": diary["loss"], "val_accuracy": diary["val_accuracy"]},
        "accuracy": {"mnist-test": accuracy(model, *images.mnist(data, "test"))},
    }
    for name in PEN_SETS:
        report["accuracy"][name] = accuracy(model, *images.pen_set(data, name))
    model.save(out / f"{recipe.NAME}.keras")
    if recipe.NAME == "regularised":
        model.save(out / "mnist.h5")
    (out / "report.json").write_text(json.dumps(report, indent=1))
    return report


def _diary(out: File, made_of: dict[str, Any]) -> dict[str, Any]:
    """How far the run in a folder has come; DataProblem when it was begun as another one."""
    path = out / "diary.json"
    if not path.exists():
        return {"made of": made_of, "epochs": 0, "seconds": 0.0, "loss": [], "val_accuracy": []}
    diary: dict[str, Any] = json.loads(path.read_text())
    for key, begun in diary.get("made of", {}).items():
        if made_of.get(key, begun) != begun:
            raise DataProblem(
                f"{out} holds a run that was begun with {key}: {begun}, now it is {made_of[key]}; "
                "give another --out, or remove that folder"
            )
    return diary


def _epoch(
    engine: Engine,
    recipe: ModuleType,
    x: Floats,
    y: Labels,
    train: Labels,
    epoch: int,
    epochs: int,
    seed: int,
    flips: bool,
    bar: Any,
) -> float:
    """Run through the training part once in an order that the seed and the epoch decide; the mean loss."""
    rng = np.random.default_rng([seed, epoch])
    order = rng.permutation(train)
    losses = []
    engine.begin(seed, epoch)
    for at in range(0, len(order), recipe.BATCH):
        pick = order[at : at + recipe.BATCH]
        batch = x[pick]
        if recipe.AUGMENT:
            limits = ELASTIC if recipe.AUGMENT == "elastic" else AFFINE
            batch = distorted(batch, rng, flip=flips, **limits)
        elif flips:
            batch = distorted(batch, rng, flip=True, **_FLIPS_ALONE)
        losses.append(engine.step(batch, y[pick], rate(recipe, epoch + at / len(order), epochs)))
        bar.update()
    return float(np.mean(losses))


def rate(recipe: ModuleType, epoch: float, epochs: int) -> float:
    """A recipe's own rate, or Adam's, a fifth of it for the last 40 % of the epochs."""
    if hasattr(recipe, "rate"):
        return float(recipe.rate(epoch, epochs))
    return 1e-3 if int(epoch) < 0.6 * epochs else 2e-4


def shares(model: keras.Model, x: Floats) -> Floats:
    """What a network believes of each picture, (n, 10)."""
    return np.asarray(model.predict(x, batch_size=500, verbose=0), dtype=np.float32)


def accuracy(model: keras.Model, x: Floats, y: Labels) -> float:
    """Share of pictures read right."""
    return float((shares(model, x).argmax(axis=1) == y).mean())
