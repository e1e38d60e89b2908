"""What may be trained on, and that a damaged or missing file is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training import images, lines
from training.data import (
    ALSO_MEASURED,
    SOURCES,
    DataProblem,
    Pen,
    checked,
    is_held_out,
    split_writers,
)


def test_sets_for_measuring_are_marked_so() -> None:
    measured = {name for name, source in SOURCES.items() if source.use == "measure"}
    assert measured == {
        "mnist-test-images",
        "mnist-test-labels",
        "pendigits-test",
        "unipen-digits-dev",
        "unipen-symbols-dev",
        "unipen-numbers-dev",
        "crohme-numbers-train",
    }
    assert all(source.use in ("train", "measure") for source in SOURCES.values())


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="pendigits-train.jsonl.gz is missing"):
        checked(tmp_path, "pendigits-train")


def test_a_damaged_file_is_named_with_both_hashes(tmp_path: Path) -> None:
    path = tmp_path / SOURCES["pendigits-train"].file
    path.parent.mkdir()
    path.write_bytes(b"not what was published")
    with pytest.raises(DataProblem, match=r"is damaged: its sha256 is [0-9a-f]{64}, expected [0-9a-f]{64}"):
        checked(tmp_path, "pendigits-train")


def test_all_files_are_checked_before_training_begins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []
    monkeypatch.setattr(images, "checked", lambda folder, name: asked.append(name))
    images.check(tmp_path, pens=False)
    assert {"mnist-train-images", "mnist-test-labels", "pendigits-test", "unipen-digits-dev"} <= set(asked)
    assert not {"pendigits-train", "unipen-symbols-train"} & set(asked)
    images.check(tmp_path, pens=True, signs=True)
    assert {"pendigits-train", "unipen-digits-train", "unipen-symbols-train"} <= set(asked)


def test_writers_are_held_out_whole_and_about_one_in_ten() -> None:
    pens = [Pen(str(k), f"writer {k // 3}", "1", ()) for k in range(3000)]
    train, held = split_writers(pens)
    assert {p.writer for p in train}.isdisjoint({p.writer for p in held})
    assert 0.05 < len(held) / len(pens) < 0.15
    assert all(is_held_out(p.writer) for p in held)


def test_people_who_are_measured_elsewhere_are_in_neither_part() -> None:
    pens = [Pen("a", writer, "1", ()) for writer in sorted(ALSO_MEASURED)]
    assert split_writers(pens) == ([], [])


def test_shipped_cards_name_only_data_for_training() -> None:
    weights = Path(__file__).parents[2] / "recognition" / "weights"
    cards = list(weights.glob("*.json"))
    assert cards
    for card in cards:
        assert all(SOURCES[name].use == "train" for name in json.loads(card.read_text())["data"])


def test_a_damaged_file_ends_line_training_in_one_sentence_and_starts_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def started(method: str) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(lines.multiprocessing, "get_context", started)
    with pytest.raises(DataProblem, match=r"train-images-idx3-ubyte\.gz is missing"):
        next(lines.chunks(tmp_path, seed=1))
