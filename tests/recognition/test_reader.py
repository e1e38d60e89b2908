"""The face of the eye, with the weights that ship."""

from __future__ import annotations

import hashlib
import inspect
import json
import shutil
import threading
from pathlib import Path

import pytest

from handwriting import blank, cat, letters, scribble, stray_tap, write
from recognition import card, reader
from recognition.reader import KINDS, Ink, Reader, ReaderUnavailable, Reading, default_reader, load_reader

SHIPPED = card.WEIGHTS
FIRST = next(name for name in reader.PREFERRED if (SHIPPED / f"{name}.json").exists())


@pytest.fixture(scope="module")
def eye() -> Reader:
    return default_reader()


def read(eye: Reader, text: str, seed: int, kind: str = "whole") -> Reading:
    return eye.read(Ink.from_wire(write(text, seed=seed)), kind)


def test_whole_numbers_of_our_own_pen_are_read(eye: Reader) -> None:
    texts = [str(n * 37 % 1000) for n in range(60)]
    right = sum(read(eye, text, seed).text == text for seed, text in enumerate(texts))
    assert right >= 57


def test_a_cleared_box_is_blank_without_doubt(eye: Reader) -> None:
    reading = eye.read(Ink.from_wire(blank()))
    assert (reading.status, reading.text, reading.candidates) == ("blank", "", ())


def test_a_stray_tap_is_never_a_number(eye: Reader) -> None:
    assert all(eye.read(Ink.from_wire(stray_tap(seed=s))).status != "read" for s in range(20))


def test_an_unknown_kind_is_refused(eye: Reader) -> None:
    with pytest.raises(ValueError, match="unknown answer kind"):
        eye.read(Ink.from_wire(blank()), "roman")


def test_candidates_fall_and_their_sum_is_no_more_than_one(eye: Reader) -> None:
    for seed in range(30):
        reading = read(eye, str(seed * 13), seed)
        chances = [c.probability for c in reading.candidates]
        assert chances == sorted(chances, reverse=True)
        assert len(chances) <= 10 and sum(chances) <= 1 + 1e-6
        if reading.status == "read":
            assert reading.text == reading.candidates[0].text
            assert reading.confidence == pytest.approx(chances[0])


def test_every_symbol_names_its_strokes_and_its_place(eye: Reader) -> None:
    ink = Ink.from_wire(write("26", seed=2, style=1))
    reading = eye.read(ink)
    assert [s.text for s in reading.symbols] == list(reading.text) == ["2", "6"]
    first, second = reading.symbols
    assert set(first.strokes).isdisjoint(second.strokes)
    assert first.box[2] <= second.box[0] + 40
    assert all(0 <= k < len(ink.strokes) for s in reading.symbols for k in s.strokes)


def test_a_reading_survives_storage(eye: Reader) -> None:
    reading = read(eye, "105", 4)
    again = Reading.from_json(json.loads(json.dumps(reading.to_json())))
    assert again.to_json() == reading.to_json()
    with pytest.raises(ValueError, match="version"):
        Reading.from_json({**reading.to_json(), "version": 2})


def test_the_same_ink_reads_the_same_from_many_threads(eye: Reader) -> None:
    inks = [Ink.from_wire(write(str(n), seed=n)) for n in range(12)]
    alone = [eye.read(ink) for ink in inks]
    together: list[Reading | None] = [None] * len(inks)

    def work(k: int) -> None:
        together[k] = eye.read(inks[k])

    threads = [threading.Thread(target=work, args=(k,)) for k in range(len(inks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone


def test_nothing_in_the_eye_can_be_told_the_answer() -> None:
    for method in (Reader.read, Reader.read_image, load_reader, default_reader):
        for name in inspect.signature(method).parameters:
            assert name not in {"key", "answer", "expected", "truth"}


def test_all_kinds_answer_something_legal_for_any_ink(eye: Reader) -> None:
    drawings = [write("3", seed=1), scribble(seed=1), cat(seed=1), letters(seed=1), stray_tap(seed=1)]
    for kind in KINDS:
        for drawing in drawings:
            assert eye.read(Ink.from_wire(drawing), kind).status in ("read", "blank", "unreadable")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for path in (SHIPPED / f"{FIRST}.json", *SHIPPED.glob(f"{FIRST}*.tflite")):
        shutil.copy(path, tmp_path)
    return tmp_path


def changed(folder: Path, **facts: object) -> Path:
    path = folder / f"{FIRST}.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **facts}))
    return folder


def test_the_version_names_exactly_these_weights(copy: Path) -> None:
    facts = json.loads((copy / f"{FIRST}.json").read_text())
    assert load_reader(copy).version == facts["version"]
    digests = [part["sha256"] for part in (facts, *facts.get("others", ()))]
    together = digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    assert facts["version"].endswith(together[:8])


def test_no_weights_means_unavailable(tmp_path: Path) -> None:
    with pytest.raises(ReaderUnavailable, match="missing"):
        load_reader(tmp_path)


def test_a_card_without_its_weights_is_unavailable(copy: Path) -> None:
    (copy / f"{FIRST}.tflite").unlink()
    with pytest.raises(ReaderUnavailable, match="missing"):
        load_reader(copy)


def test_damaged_weights_are_refused_and_both_hashes_named(copy: Path) -> None:
    weights = copy / f"{FIRST}.tflite"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    with pytest.raises(ReaderUnavailable, match=r"the card says [0-9a-f]{64}, here it is [0-9a-f]{64}"):
        load_reader(copy)


def with_another(folder: Path, **entry: object) -> Path:
    """The card names one more network, whose weights are the first one's again."""
    content = (folder / f"{FIRST}.tflite").read_bytes()
    (folder / "another.tflite").write_bytes(content)
    told = {"weights": "another.tflite", "sha256": hashlib.sha256(content).hexdigest(), **entry}
    return changed(folder, card_version=2, others=[told])


def test_networks_that_read_together_are_loaded_from_one_card(copy: Path) -> None:
    assert read(load_reader(with_another(copy)), "47", seed=3).text == "47"


def test_every_network_of_a_card_is_checked(copy: Path) -> None:
    with pytest.raises(ReaderUnavailable, match=r"another\.tflite: the card says 00, here it is"):
        load_reader(with_another(copy, sha256="00"))
    with pytest.raises(ReaderUnavailable, match=r"missing: .*nowhere\.tflite"):
        load_reader(with_another(copy, weights="nowhere.tflite"))
    with_another(copy)
    (copy / "another.tflite").write_bytes(b"no network")
    with pytest.raises(ReaderUnavailable, match="sha256"):
        load_reader(copy)


def test_weights_trained_on_other_drawings_are_refused(copy: Path) -> None:
    with pytest.raises(ReaderUnavailable, match="raster fingerprint: the card says 00, here it is"):
        load_reader(changed(copy, raster_fingerprint="00"))


def test_an_alphabet_that_does_not_fit_is_refused(copy: Path) -> None:
    with pytest.raises(ReaderUnavailable, match="alphabet"):
        load_reader(changed(copy, alphabet=["0", "1"]))


def test_a_wrong_input_shape_is_refused(copy: Path) -> None:
    with pytest.raises(ReaderUnavailable, match="input shape"):
        load_reader(changed(copy, input_shape=[1, 2, 3]))
    with pytest.raises(ReaderUnavailable, match="input shape: the card says wide, the network takes"):
        load_reader(changed(copy, input_shape="wide"))
    with pytest.raises(ReaderUnavailable, match="its others are no list"):
        load_reader(changed(copy, others=5))


@pytest.mark.parametrize("text", ["", "[]", "{", '{"card_version": 99, "weights": "x"}'])
def test_a_card_that_makes_no_sense_is_refused(copy: Path, text: str) -> None:
    (copy / f"{FIRST}.json").write_text(text)
    with pytest.raises(ReaderUnavailable):
        load_reader(copy)
