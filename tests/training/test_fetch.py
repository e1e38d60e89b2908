"""Converting the homes' own formats, on small hand-made files, and naming what is missing or damaged."""

from __future__ import annotations

import gzip
import hashlib
import json
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from recognition.ink import Ink
from training import fetch, unipen
from training.data import CONVERTED, SOURCES, DataProblem, checked, load_mnist, load_pens

STROKES = """
.WRITER_ID Some_Body
.X_POINTS_PER_INCH 200
.Y_POINTS_PER_INCH 100
.PEN_DOWN
\t10\t300
\t10\t200
.PEN_UP
.PEN_DOWN
 5 250
 25 250
.PEN_UP
.START_BOX
.PEN_DOWN
60 200 17
80 300 18
.PEN_UP
"""
LABELS = """.VERSION 1.0
.INCLUDE apa/strokes.dat
.SEGMENT CHARACTER 0-1 ? "4"
.SEGMENT CHARACTER 2 OK "\\""
.SEGMENT CHARACTER 0:3-1:2 ? "9"
.SEGMENT CHARACTER 7 ? "8"
.SEGMENT WORD 0-2 ? "15:30"
"""
PENDIGITS = """.VERSION 1.0
.SEGMENT DIGIT 0 ? "1"
.COMMENT 1 7 0
.PEN_DOWN
100 100
100 400
.PEN_UP
.DT 100

.SEGMENT DIGIT 1-2 ? "7"
.COMMENT 7 7 1
.PEN_DOWN
100 400
200 400
.PEN_UP
.PEN_DOWN
200 400
150 100
.PEN_UP
.DT 100
"""


def unipen_tree(root: Path) -> Path:
    for contributor in ("apa", "aga"):
        (root / "include" / contributor).mkdir(parents=True)
        (root / "include" / contributor / "strokes.dat").write_text(STROKES)
        for category in ("1a", "1d"):
            (root / "data" / category / contributor).mkdir(parents=True)
            (root / "data" / category / contributor / "labels.dat").write_text(
                LABELS.replace("apa/", f"{contributor}/")
            )
    (root / "data" / "7" / "sta").mkdir(parents=True)
    (root / "data" / "7" / "sta" / "labels.dat").write_text(LABELS)
    return root


def test_labels_find_their_strokes_and_units_become_square(tmp_path: Path) -> None:
    root = unipen_tree(tmp_path)
    page = unipen.page_of(root / "data" / "1a" / "apa" / "labels.dat", root / "include")
    four, quote = unipen.samples(page, "apa")
    assert (four.writer, four.text, len(four.strokes)) == ("apa:Some_Body", "4", 2)
    assert quote.text == '"' and len(quote.strokes) == 1
    # 100 points high at 100 per inch is as long as 200 points wide at 200 per inch.
    assert np.ptp(four.strokes[0][:, 1]) == 200 and np.ptp(four.strokes[1][:, 0]) == 20


def test_ink_is_turned_to_grow_down_and_scaled_by_its_writer(tmp_path: Path) -> None:
    root = unipen_tree(tmp_path)
    page = unipen.page_of(root / "data" / "1a" / "apa" / "labels.dat", root / "include")
    four = next(unipen.samples(page, "apa"))
    row = json.loads(next(unipen.rows([four], "x", "unipen", unipen.typical([four]))))
    ink = Ink.from_wire(row["ink"])
    assert ink.height == 150 + 2 * 60
    assert ink.strokes[0] == ((63.8, 60.0), (63.8, 210.0)) and ink.strokes[1][0] == (60.0, 135.0)


def test_what_is_included_must_be_there_and_inside(tmp_path: Path) -> None:
    root = unipen_tree(tmp_path)
    path = root / "data" / "1a" / "apa" / "labels.dat"
    (root / "outside.dat").write_text(STROKES)
    for wanted in ("apa/nothing.dat", "../outside.dat"):
        path.write_text(LABELS.replace("apa/strokes.dat", wanted))
        with pytest.raises(ValueError, match=f"labels.dat, line 2: {wanted} is not there"):
            unipen.page_of(path, root / "include")


def test_a_point_that_is_none_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.dat"
    path.write_text(".PEN_DOWN\n1 2\nhalf a poi\n")
    with pytest.raises(ValueError, match="broken.dat, line 3: no point: 'half a poi'"):
        unipen.page_of(path)


def test_pendigits_are_understood_with_their_writers(tmp_path: Path) -> None:
    path = tmp_path / "pendigits-orig.tra"
    path.write_text(PENDIGITS)
    one, seven = unipen.pendigits(path, "train")
    assert (one.writer, one.text, len(one.strokes)) == ("pd:train:7", "1", 1)
    assert (seven.text, len(seven.strokes)) == ("7", 2)


def compressed(text: bytes) -> bytes:
    """`compress` without its dictionary: 9 bits a letter, which any short file may be."""
    bits = "".join(f"{letter:09b}"[::-1] for letter in text)
    body = [int(bits[k : k + 8].ljust(8, "0")[::-1], 2) for k in range(0, len(bits), 8)]
    return bytes([0x1F, 0x9D, 0x90, *body])


def test_an_archive_got_by_hand_is_converted_and_then_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "EXPECTED", {"pendigits-train": 2, "pendigits-test": 1})
    archive = tmp_path / "pen+based.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("pendigits-orig.tra", PENDIGITS)
        zipped.writestr("pendigits-orig.tes.Z", compressed(PENDIGITS.split("\n\n")[0].encode()))
    folder = tmp_path / "data"
    fetch._pendigits(folder, archive)
    assert [pen.text for pen in load_pens(folder, "pendigits-train")] == ["1", "7"]
    assert [pen.text for pen in load_pens(folder, "pendigits-test")] == ["1"]
    made = json.loads((folder / CONVERTED).read_text())[SOURCES["pendigits-train"].file]
    assert made["inks"] == 2 and made["writers"] == 1
    assert made["from_sha256"] == hashlib.sha256(archive.read_bytes()).hexdigest()
    again = (folder / SOURCES["pendigits-train"].file).read_bytes()
    fetch._pendigits(folder, archive)
    assert (folder / SOURCES["pendigits-train"].file).read_bytes() == again


def test_what_was_converted_and_changed_since_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    test_an_archive_got_by_hand_is_converted_and_then_trusted(tmp_path, monkeypatch)
    path = tmp_path / "data" / SOURCES["pendigits-train"].file
    path.write_bytes(gzip.compress(b"{}"))
    with pytest.raises(DataProblem, match="pendigits-train.jsonl.gz is damaged"):
        checked(tmp_path / "data", "pendigits-train")


def test_too_few_digits_are_a_damaged_archive(tmp_path: Path) -> None:
    archive = tmp_path / "pen+based.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("pendigits-orig.tra", PENDIGITS)
        zipped.writestr("pendigits-orig.tes", PENDIGITS)
    with pytest.raises(DataProblem, match="pen.based.zip is damaged: pendigits-train has 2 digits, not 7494"):
        fetch._pendigits(tmp_path / "data", archive)
    assert not (tmp_path / "data").exists()


def test_mnist_as_keras_keeps_it_becomes_the_published_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    pictures, labels = rng.integers(0, 256, (3, 28, 28), dtype=np.uint8), np.array([5, 0, 4], dtype=np.uint8)
    images = bytes([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 28, 0, 0, 0, 28]) + pictures.tobytes()
    digits = bytes([0, 0, 8, 1, 0, 0, 0, 3]) + labels.tobytes()
    md5 = {"images": hashlib.md5(images).hexdigest(), "labels": hashlib.md5(digits).hexdigest()}  # noqa: S324
    known = {name: (key, md5[name.rsplit("-", 1)[1]]) for name, (key, _) in fetch.MNIST.items()}
    monkeypatch.setattr(fetch, "MNIST", known)
    archive = tmp_path / "mnist.npz"
    np.savez(archive, x_train=pictures, y_train=labels, x_test=pictures, y_test=labels)
    fetch._mnist(tmp_path / "data", archive)
    found, theirs = load_mnist(tmp_path / "data", "train")
    assert np.array_equal(found, pictures) and list(theirs) == [5, 0, 4]
    np.savez(archive, x_train=pictures, y_train=labels[::-1], x_test=pictures, y_test=labels)
    with pytest.raises(DataProblem, match="mnist.npz is damaged: the md5 of its mnist-train-labels"):
        fetch._mnist(tmp_path / "data", archive)
    archive.write_bytes(b"no archive")
    with pytest.raises(DataProblem, match="mnist.npz is damaged"):
        fetch._mnist(tmp_path / "data", archive)


def test_unipen_is_split_by_contributors(tmp_path: Path) -> None:
    unipen_tree(tmp_path / "train_r01_v07")
    archive = tmp_path / "unipen.tgz"
    with tarfile.open(archive, "w:gz") as packed:
        packed.add(tmp_path / "train_r01_v07", "CDROM/train_r01_v07")
    folder = tmp_path / "data"
    fetch._unipen(folder, archive)
    assert {pen.writer for pen in load_pens(folder, "unipen-digits-train")} == {"apa:Some_Body"}
    assert {pen.writer for pen in load_pens(folder, "unipen-digits-dev")} == {"aga:Some_Body"}
    assert [pen.text for pen in load_pens(folder, "unipen-symbols-dev")] == ['"']
    assert [pen.text for pen in load_pens(folder, "unipen-numbers-dev")] == ["15:30"]


def test_archives_that_are_damaged_or_something_else_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "unipen.tgz"
    broken.write_bytes(b"no archive")
    with pytest.raises(DataProblem, match="unipen.tgz is damaged"):
        fetch._unipen(tmp_path / "data", broken)
    with zipfile.ZipFile(broken, "w") as zipped:
        zipped.writestr("readme.txt", "something else")
    with pytest.raises(DataProblem, match="holds no data/1a"):
        fetch._unipen(tmp_path / "data", broken)
    with pytest.raises(DataProblem, match="pendigits-orig.tra is missing in"):
        fetch._pendigits(tmp_path / "data", broken)
    with pytest.raises(DataProblem, match="nowhere.zip is missing"):
        fetch.fetch(tmp_path / "data", [tmp_path / "nowhere.zip"])


def test_a_download_with_a_wrong_checksum_leaves_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home.bin"
    home.write_bytes(b"digits")
    right = hashlib.md5(b"digits").hexdigest()  # noqa: S324
    assert fetch.download(home.as_uri(), tmp_path / "got.bin", md5=right).read_bytes() == b"digits"
    with pytest.raises(DataProblem, match=f"its md5 is {right}, expected 0"):
        fetch.download(home.as_uri(), tmp_path / "wrong.bin", md5="0")
    with pytest.raises(DataProblem, match="could not be downloaded"):
        fetch.download((tmp_path / "gone").as_uri(), tmp_path / "wrong.bin")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["got.bin", "home.bin"]


def test_the_file_that_is_damaged_is_named_before_it_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = tmp_path / SOURCES["pendigits-test"].file
    damaged.parent.mkdir()
    damaged.write_bytes(b"not what it was")

    def nothing(folder: Path, archive: Path | None) -> None:
        raise DataProblem("there is no internet here")

    for step in ("_mnist", "_pendigits", "_unipen"):
        monkeypatch.setattr(fetch, step, nothing)
    with pytest.raises(DataProblem, match="there is no internet here") as problem:
        fetch.fetch(tmp_path)
    # What to do is said, with every home; the set that nobody trains on is no failure.
    assert "--archive" in str(problem.value) and "crohme" not in str(problem.value)
    assert all(home in str(problem.value) for home in ("mnist.npz", "archive.ics.uci.edu", "zenodo.org"))
    said = capsys.readouterr().out
    assert f"{damaged} is damaged: its sha256 is " in said and "; it is made anew" in said
    assert damaged.read_bytes() == b"not what it was"
