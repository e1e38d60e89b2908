"""The forebears as they were, the line network as it is read, and what may not be published."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from recognition.alphabet import ALPHABET
from recognition.card import load_card
from recognition.engine import Engine

keras = pytest.importorskip("keras")
pytestmark = pytest.mark.slow


def test_the_baseline_has_exactly_225034_parameters() -> None:
    from training.recipes import baseline

    assert baseline.build().count_params() == 225_034


@pytest.mark.parametrize("name", ["baseline", "regularised", "astro", "transfer", "mnist"])
def test_every_network_for_digits_takes_one_and_gives_ten_shares(name: str) -> None:
    import importlib

    model = importlib.import_module(f"training.recipes.{name}").build()
    out = np.asarray(model(np.zeros((2, 28, 28, 1), dtype=np.float32)))
    assert out.shape == (2, 10)
    assert out.sum(axis=1) == pytest.approx([1, 1], abs=1e-4)


def test_a_base_that_is_missing_or_none_is_named(tmp_path: Path) -> None:
    from training.data import DataProblem
    from training.recipes import transfer

    with pytest.raises(DataProblem, match="nowhere.h5 is missing"):
        transfer.build(weights=str(tmp_path / "nowhere.h5"))
    broken = tmp_path / "broken.weights.h5"
    broken.write_bytes(b"no weights")
    with pytest.raises(DataProblem, match="broken.weights.h5 is damaged"):
        transfer.build(weights=str(broken))


def test_a_base_of_our_own_is_taken_up(tmp_path: Path) -> None:
    from training.recipes import transfer

    own = transfer.base(None)
    own.save_weights(tmp_path / "own.weights.h5")
    taken = transfer.base(str(tmp_path / "own.weights.h5"))
    assert all(np.array_equal(a, b) for a, b in zip(own.get_weights(), taken.get_weights(), strict=True))


def test_the_line_network_gives_a_column_for_every_two_pixels_at_any_width() -> None:
    from training.recipes import line

    model = line.build()
    for width in (16, 88, 288):
        assert model(np.zeros((1, 32, width, 4), dtype=np.float32)).shape == (1, 1, width // 2, len(ALPHABET))


def test_ctc_learns_to_write_two_lines(digit_pens: list) -> None:  # type: ignore[type-arg]
    """A tiny network overfits two lines: loss, targets and columns belong together."""
    from training.ctc import ctc_loss

    keras.utils.set_random_seed(1)
    x = np.random.default_rng(0).normal(size=(2, 1, 12, 8)).astype(np.float32)
    targets = np.array([[2, 12, 3, 4], [1, 12, 5, 0]], dtype=np.int32)
    model = keras.Sequential([keras.Input((1, 12, 8)), keras.layers.Conv2D(6, (1, 3), padding="same")])
    model.compile(keras.optimizers.Adam(0.05), loss=ctc_loss)
    first = float(model.train_on_batch(x, targets))
    for _ in range(150):
        last = float(model.train_on_batch(x, targets))
    assert last < 0.2 * first


def test_the_learning_rate_rises_then_falls() -> None:
    from training.plan import PEAK, WARM_UP, rate

    assert rate(0, 5000) < rate(WARM_UP - 1, 5000) == pytest.approx(PEAK)
    assert rate(2500, 5000) < PEAK and rate(5000, 5000) < 0.02 * PEAK


def _publish(tmp_path: Path, **changes: object) -> Path:
    from training.export import publish
    from training.recipes import baseline

    facts = {
        "name": "digit",
        "network": "digit",
        "alphabet": tuple("0123456789"),
        "calibration": {},
        "trained_on": ("pendigits-train",),
        "accuracy": {"pendigits-test": 0.9},
        "facts": {"seed": 1},
        "folder": tmp_path,
    }
    return publish(baseline.build(), **{**facts, **changes})  # type: ignore[arg-type]


def test_what_is_published_loads_and_computes_what_was_trained(tmp_path: Path) -> None:
    card = load_card(_publish(tmp_path))
    out = Engine(card).run(np.random.default_rng(0).random((3, 28, 28, 1)).astype(np.float32))
    assert out.shape == (3, 10) and out.sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-4)
    assert json.loads((tmp_path / "digit.json").read_text())["parameters"] == 225_034


def test_data_not_marked_for_training_is_refused(tmp_path: Path) -> None:
    from training.export import Refused

    with pytest.raises(Refused, match="crohme-numbers-train is not marked for training"):
        _publish(tmp_path, trained_on=("pendigits-train", "crohme-numbers-train"))
    assert list(tmp_path.iterdir()) == []


def test_worse_weights_are_refused_and_both_figures_named(tmp_path: Path) -> None:
    from training.export import Refused

    _publish(tmp_path)
    before = (tmp_path / "digit.tflite").read_bytes()
    with pytest.raises(Refused, match=r"0\.8000 \(now 0\.9000\)"):
        _publish(tmp_path, accuracy={"pendigits-test": 0.8})
    assert (tmp_path / "digit.tflite").read_bytes() == before


def _run(folder: Path, **facts: object) -> Path:
    """A finished run of `train`, as far as publishing looks at it."""
    from training.recipes import baseline

    folder.mkdir()
    report = {"recipe": "baseline", "data": "mnist", "epochs": 1, "seed": 4, "accuracy": {"mnist-test": 0.9}, **facts}
    (folder / "report.json").write_text(json.dumps(report))
    baseline.build().save(folder / "baseline.keras")
    return folder


def test_a_card_names_what_the_base_had_seen_and_a_strange_base_is_refused(tmp_path: Path) -> None:
    from training import pretrain
    from training.publishing import Refused, publish_run

    own = publish_run(_run(tmp_path / "own", base=pretrain.FILE), tmp_path, to=tmp_path / "to")
    card = json.loads(own.read_text())
    assert {"unipen-symbols-train", "pendigits-train", "mnist-train-images"} <= card["data"].keys()
    assert card["seed"] == 4 and card["parameters"] == 225_034 and "python -m training train" in card["measured"]
    for base in ("imagenet", "friend.weights.h5"):
        with pytest.raises(Refused, match=f"base {base} is not marked for training"):
            publish_run(_run(tmp_path / base, base=base), tmp_path, to=tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_a_run_that_is_not_finished_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from training.commands import main

    with pytest.raises(SystemExit) as left:
        main(["publish", str(tmp_path / "nowhere")])
    assert left.value.code == 2 and "nowhere is no finished run" in capsys.readouterr().err


def test_threads_may_be_said_before_a_command_and_behind_it() -> None:
    from training.options import parser

    assert parser().parse_args(["--threads", "2", "show", "line"]).threads == 2
    assert parser().parse_args(["show", "line", "--threads", "3"]).threads == 3
    assert parser().parse_args(["show", "line"]).threads == 0
