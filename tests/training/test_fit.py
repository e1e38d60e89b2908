"""Training of networks for digits: stopped and resumed, taken up when finished, voting; on pens of our own hand."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from training.data import Pen

keras = pytest.importorskip("keras")
pytestmark = pytest.mark.slow


def tiny() -> Any:
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(4, 5, strides=3),
            keras.layers.BatchNormalization(),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


RECIPE: Any = SimpleNamespace(
    NAME="tiny",
    EPOCHS=2,
    BATCH=16,
    AUGMENT="elastic",
    LOSS="categorical_crossentropy",
    build=tiny,
    optimizer=lambda: keras.optimizers.Adam(),
)


@pytest.fixture
def pictures(digit_pens: list[Pen], monkeypatch: pytest.MonkeyPatch) -> None:
    from training import images

    drawn = images.drawn(digit_pens)
    monkeypatch.setattr(images, "training_set", lambda data, pens: drawn)
    monkeypatch.setattr(images, "mnist", lambda data, part: drawn)
    monkeypatch.setattr(images, "pen_set", lambda data, name: drawn)


def test_a_stopped_run_goes_on_as_if_it_had_not_stopped(
    pictures: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training import fit

    whole = fit.fit(RECIPE, tmp_path, tmp_path / "whole", epochs=2)
    real, steps = fit.KerasEngine.step, []

    def stopping(self: Any, x: Any, y: Any, rate: float) -> float:
        steps.append(rate)
        if len(steps) == 9:  # in the second epoch of six steps
            raise KeyboardInterrupt
        return real(self, x, y, rate)

    monkeypatch.setattr(fit.KerasEngine, "step", stopping)
    with pytest.raises(KeyboardInterrupt):
        fit.fit(RECIPE, tmp_path, tmp_path / "parts", epochs=2)
    assert json.loads((tmp_path / "parts" / "diary.json").read_text())["epochs"] == 1
    resumed = fit.fit(RECIPE, tmp_path, tmp_path / "parts", epochs=2)
    assert resumed["history"] == whole["history"] and resumed["accuracy"] == whole["accuracy"]
    assert resumed["epochs"] == 2 and len(steps) < 2 * 9


def test_a_finished_run_can_be_taken_further_but_is_not_run_again(pictures: None, tmp_path: Path) -> None:
    from training import fit

    fit.fit(RECIPE, tmp_path, tmp_path, epochs=1)
    assert fit.fit(RECIPE, tmp_path, tmp_path, epochs=1)["epochs"] == 1
    assert len(fit.fit(RECIPE, tmp_path, tmp_path, epochs=2)["history"]["loss"]) == 2


def test_a_run_is_never_taken_up_as_another(pictures: None, tmp_path: Path) -> None:
    from training import fit
    from training.data import DataProblem

    begun = fit.fit(RECIPE, tmp_path, tmp_path, epochs=1)
    assert (begun["flips"], begun["seed"], begun["base"]) == (False, 1, None)
    with pytest.raises(DataProblem, match="begun with flips: False, now it is True; give another --out"):
        fit.fit(RECIPE, tmp_path, tmp_path, epochs=1, flips=True)
    with pytest.raises(DataProblem, match="begun with seed: 1, now it is 2"):
        fit.fit(RECIPE, tmp_path, tmp_path, epochs=2, seed=2)
    assert json.loads((tmp_path / "report.json").read_text()) == begun


def test_a_run_stopped_while_it_keeps_a_checkpoint_goes_on_from_the_one_before(
    pictures: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training import fit

    real, kept = keras.Sequential.save, []

    def stopping(self: Any, path: Path) -> None:
        kept.append(path)
        if len(kept) == 2:
            path.write_bytes(b"half a checkpoint")
            raise KeyboardInterrupt
        real(self, path)

    monkeypatch.setattr(keras.Sequential, "save", stopping)
    with pytest.raises(KeyboardInterrupt):
        fit.fit(RECIPE, tmp_path, tmp_path, epochs=2)
    assert fit.fit(RECIPE, tmp_path, tmp_path, epochs=2)["epochs"] == 2


def test_a_fifth_is_kept_for_validation_unless_all_is_wanted(pictures: None, tmp_path: Path) -> None:
    from training import fit

    kept = fit.fit(RECIPE, tmp_path, tmp_path / "kept", epochs=1)
    assert kept["trained on"] == 96 and len(kept["history"]["val_accuracy"]) == 1
    everything = fit.fit(RECIPE, tmp_path, tmp_path / "all", epochs=1, everything=True)
    assert everything["trained on"] == 120 and everything["history"]["val_accuracy"] == []


def test_the_authors_command_writes_mnist_h5(pictures: None, tmp_path: Path) -> None:
    from training import fit

    fit.fit(SimpleNamespace(**{**vars(RECIPE), "NAME": "regularised"}), tmp_path, tmp_path, epochs=1)  # type: ignore[arg-type]
    again = keras.models.load_model(tmp_path / "mnist.h5")
    assert again.output_shape == (None, 10)


def test_runs_are_measured_alone_and_voting_together(pictures: None, tmp_path: Path) -> None:
    from training import ensemble, fit
    from training.data import DataProblem

    for seed in (1, 2):
        fit.fit(RECIPE, tmp_path, tmp_path / str(seed), epochs=1, seed=seed)
    table = ensemble.measure(tmp_path, [tmp_path / "1", tmp_path / "2"])
    assert "tiny, seed 2, 1 epochs" in table and "mean ± spread of 2" in table and "ensemble of 2" in table
    with pytest.raises(DataProblem, match="report.json is missing"):
        ensemble.measure(tmp_path, [tmp_path / "1", tmp_path / "3"])


def test_compare_takes_up_what_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from training import compare, fit

    trained = []

    def train(recipe: Any, data: Path, out: Path, **options: Any) -> None:
        trained.append(recipe.NAME)
        out.mkdir(parents=True)
        accuracy = dict.fromkeys(compare.SETS, 0.5)
        report = {"parameters": 7, "epochs": 1, "seconds": 3.0, "accuracy": accuracy, "milliseconds": 0.25}
        (out / "report.json").write_text(json.dumps(report))

    monkeypatch.setattr(fit, "fit", train)
    table = compare.compare(tmp_path, tmp_path / "out", epochs=1, pens=False, seed=1, only=["baseline", "astro"])
    assert trained == ["baseline", "astro"] and "| astro | 7 | 1 | 3 |" in table and "regularised" not in table
    assert compare.compare(tmp_path, tmp_path / "out", epochs=1, pens=False, seed=1, only=["baseline"]) == table
    assert trained == ["baseline", "astro"]


# PyTorch is an option and not in the locks: where somebody has installed it, it is held to this as well.
if find_spec("torch"):

    @pytest.mark.parametrize("name", ["baseline", "regularised", "astro", "mnist"])
    def test_a_networks_twin_computes_the_same_before_and_after(name: str) -> None:
        import importlib

        import torch

        from training.twin import Twin

        recipe = importlib.import_module(f"training.recipes.{name}")
        model = recipe.build()
        twin = Twin(model, recipe.optimizer())
        x = np.random.default_rng(0).random((8, 28, 28, 1)).astype(np.float32)

        def theirs() -> Any:
            twin.net.eval()
            with torch.no_grad():
                return torch.softmax(twin.net(torch.from_numpy(x).permute(0, 3, 1, 2)), 1).numpy()

        assert np.abs(model.predict(x, verbose=0) - theirs()).max() < 1e-5
        losses = [twin.step(x, np.arange(8), 1e-3) for _ in range(20)]
        assert losses[-1] < losses[0]
        assert np.abs(twin.give().predict(x, verbose=0) - theirs()).max() < 1e-4
