"""Downloads handwriting that is missing, where there is internet, and converts it; every file is checked.

MNIST comes through Keras (its file, turned into the four that were published). Pen-Digits (UCI) and UNIPEN (Zenodo)
come as archives in the UNIPEN format and are converted. What was made, from what, stands with its sha256 in
`pen/converted.json`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterable
from pathlib import Path as File
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from tqdm import tqdm

from training import unipen
from training.data import CONVERTED, MEASURED_ONLY, SOURCES, DataProblem, checked
from training.unipen import Sample

PENDIGITS = "https://archive.ics.uci.edu/static/public/81/pen+based+recognition+of+handwritten+digits.zip"
ZENODO = "https://zenodo.org/api/records/1195803"

KERAS_MNIST = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
KERAS_MNIST_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
# Of the unpacked files as published, and where Keras keeps each.
MNIST = {
    "mnist-train-images": ("x_train", "6bbc9ace898e44ae57da46a324031adb"),
    "mnist-train-labels": ("y_train", "a25bea736e30d166cdddb491f175f624"),
    "mnist-test-images": ("x_test", "2646ac647ad5339dbf082846283269ea"),
    "mnist-test-labels": ("y_test", "27ae3e4e09519cfbb04c329615203637"),
}

# Whole contributors are measured on; `ced` and `tos` are kept for nobody's eyes.
TRAIN = ("apa", "apb", "app", "art", "cea", "ceb", "gmd", "ibm", "lou", "pri", "syn", "val")
DEV = ("aga", "imp", "uqb")
NUMBERS = ("apc", "apd", "ape", "art", "att", "cea", "ceb", "cec", "hpp", "lex", "lou", "sta")
_NUMBER = re.compile(r"[-+]?\d[\d.,:/%-]*")
BY_HAND = f"""What cannot be loaded from here can be loaded elsewhere, and given with --archive FILE FILE ...:
  mnist.npz          {KERAS_MNIST}
  Pen-Digits         {SOURCES["pendigits-train"].home} (a zip with "pendigits" or "pen+based" in its name)
  UNIPEN             {SOURCES["unipen-digits-train"].home} (its largest file, train_r01_v07)"""
EXPECTED = {"pendigits-train": 7494, "pendigits-test": 3498}  # as the home's own description counts them


def fetch(folder: File, archives: Iterable[File] = ()) -> None:
    """Fetch and convert what is missing or damaged; `archives` are such as were downloaded by hand.

    DataProblem names what could not be had, and where it lives.
    """
    by_hand = {_group(path): path for path in archives}
    problems = []
    for group, make in (("mnist", _mnist), ("pendigits", _pendigits), ("unipen", _unipen)):
        wanted = [name for name in SOURCES if name.startswith(group)]
        wrong = [said for name in wanted for said in _wrong(folder, name)]
        for said in wrong:
            tqdm.write(f"{said}; it is made anew")
        if group in by_hand or wrong:
            problems += _tried(lambda make=make, group=group: make(folder, by_hand.get(group)))
    if _wrong(folder, MEASURED_ONLY):
        source = SOURCES[MEASURED_ONLY]
        tqdm.write(
            f"{source.file} is not fetched: it is only measured on, and `evaluate` does without ({source.home})"
        )
    if problems:
        raise DataProblem("\n  ".join(["not everything could be had:", *problems]) + f"\n{BY_HAND}")


def _tried(step: Any) -> list[str]:
    try:
        step()
    except DataProblem as problem:
        return [str(problem)]
    return []


def _wrong(folder: File, name: str) -> list[str]:
    """What is wrong with a file, naming it: nothing, or one sentence without what to do about it."""
    return [said.split(";")[0] for said in _tried(lambda: checked(folder, name))]


def _group(path: File) -> str:
    """Which collection an archive holds, by the name under which its home gives it away."""
    if not path.exists():
        raise DataProblem(f"{path} is missing")
    if path.suffix == ".npz":
        return "mnist"
    return "pendigits" if any(word in path.name for word in ("pen+based", "pen-based", "pendigits")) else "unipen"


def _mnist(folder: File, archive: File | None) -> None:
    with TemporaryDirectory() as place:
        packed = archive or download(KERAS_MNIST, File(place) / "mnist.npz", sha256=KERAS_MNIST_SHA256)
        try:
            with np.load(packed, allow_pickle=False) as arrays:
                found = {name: np.asarray(arrays[key], dtype=np.uint8) for name, (key, _) in MNIST.items()}
        except (ValueError, OSError, KeyError, zipfile.BadZipFile) as error:
            raise DataProblem(f"{packed} is damaged: {error}") from error
        for name, values in found.items():
            # The published form: a number that says "bytes" and how many sides, each side's length, then the bytes.
            head = np.array([0x0800 + values.ndim, *values.shape], dtype=">u4").tobytes()
            content = head + values.tobytes()
            md5 = hashlib.md5(content).hexdigest()  # noqa: S324 - as published
            if md5 != MNIST[name][1]:
                raise DataProblem(f"{packed} is damaged: the md5 of its {name} is {md5}, expected {MNIST[name][1]}")
            _keep(folder, name, content, {"inks": len(values)}, packed)


def _pendigits(folder: File, archive: File | None) -> None:
    with TemporaryDirectory() as place:
        zipped = archive or download(PENDIGITS, File(place) / "pendigits.zip")
        made: dict[str, list[Sample]] = {}
        for part, ending in (("train", "tra"), ("test", "tes")):
            path = _member(zipped, f"pendigits-orig.{ending}", File(place))
            made[f"pendigits-{part}"] = _understood(path, part)
        for name, found in made.items():
            if len(found) != EXPECTED[name]:
                raise DataProblem(f"{zipped.name} is damaged: {name} has {len(found)} digits, not {EXPECTED[name]}")
            _write(folder, name, found, unipen.typical(found), "pendigits", zipped)


def _understood(path: File, part: str) -> list[Sample]:
    try:
        return list(unipen.pendigits(path, part))
    except (ValueError, IndexError) as error:
        raise DataProblem(f"{path.name} is damaged: {error}") from error


def _member(archive: File, name: str, place: File) -> File:
    """Unpack one file of a zip, from its .Z form too (by gzip, which knows it)."""
    try:
        with zipfile.ZipFile(archive) as zipped:
            inside = {File(entry).name: entry for entry in zipped.namelist()}
            for candidate in (name, name + ".Z"):
                if candidate in inside:
                    (place / candidate).write_bytes(zipped.read(inside[candidate]))
                    if candidate == name:
                        return place / name
                    packed = (place / candidate).read_bytes()
                    done = subprocess.run(["gzip", "-dc"], input=packed, capture_output=True, check=False)
                    if done.returncode:
                        raise DataProblem(f"{candidate} in {archive} is damaged: {done.stderr.decode().strip()}")
                    (place / name).write_bytes(done.stdout)
                    return place / name
    except (zipfile.BadZipFile, OSError) as error:
        raise DataProblem(f"{archive} is damaged: {error}") from error
    raise DataProblem(f"{name} is missing in {archive}")


def _unipen(folder: File, archive: File | None) -> None:
    with TemporaryDirectory() as place:
        if archive is None:
            described = _json(ZENODO)
            entry = max(described["files"], key=lambda one: one["size"])
            kind, _, checksum = entry["checksum"].partition(":")
            archive = download(entry["links"]["self"], File(place) / entry["key"], **{kind: checksum})
        root = _unpacked(archive, File(place) / "unpacked")
        digits = _labelled(root, "1a", (*TRAIN, *DEV), lambda text: len(text) == 1 and text.isdigit())
        signs = _labelled(root, "1d", (*TRAIN, *DEV), lambda text: len(text) == 1 and not text.isalnum())
        numbers = _labelled(root, "7", NUMBERS, lambda text: _NUMBER.fullmatch(text) is not None)
        sizes = unipen.typical(digits, [*signs, *numbers])
        for part, writers in (("train", TRAIN), ("dev", DEV)):
            for what, found in (("digits", digits), ("symbols", signs)):
                chosen = [one for one in found if one.writer.split(":")[0] in writers]
                _write(folder, f"unipen-{what}-{part}", chosen, sizes, "unipen", archive)
        _write(folder, "unipen-numbers-dev", numbers, sizes | _by_numbers(numbers), "unipen", archive)


def _by_numbers(numbers: list[Sample]) -> dict[str, float]:
    """A number stands about as high as its digits."""
    return unipen.typical(numbers)


def _labelled(root: File, category: str, contributors: Iterable[str], wanted: Any) -> list[Sample]:
    level = "WORD" if category == "7" else "CHARACTER"
    out: list[Sample] = []
    files = [path for who in contributors for path in sorted((root / "data" / category / who).rglob("*.dat"))]
    if not files:
        raise DataProblem(f"data/{category} is missing in UNIPEN's archive")
    for path in tqdm(files, desc=f"UNIPEN {category}", unit="file"):
        contributor = path.relative_to(root / "data" / category).parts[0]
        try:
            page = unipen.page_of(path, root / "include")
        except (ValueError, OSError) as error:
            tqdm.write(f"left out: {error}")
            continue
        out += [one for one in unipen.samples(page, contributor, (level,)) if wanted(one.text)]
    return out


def _unpacked(archive: File, place: File) -> File:
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as zipped:
                zipped.extractall(place)
        else:
            with tarfile.open(archive) as packed:
                packed.extractall(place, filter="data")
    except (tarfile.TarError, zipfile.BadZipFile, OSError, EOFError) as error:
        raise DataProblem(f"{archive} is damaged: {error}") from error
    for found in sorted(place.rglob("include")):
        if (found.parent / "data" / "1a").is_dir():
            return found.parent
    raise DataProblem(f"{archive} holds no data/1a beside an include folder: it is not UNIPEN's train_r01_v07")


def _write(folder: File, name: str, found: list[Sample], sizes: dict[str, float], source: str, archive: File) -> None:
    text = "".join(line + "\n" for line in unipen.rows(found, name, source, sizes))
    counts = {"inks": len(found), "writers": len({one.writer for one in found})}
    _keep(folder, name, text.encode("utf-8"), counts, archive)


def _keep(folder: File, name: str, content: bytes, counts: dict[str, int], archive: File) -> None:
    """Write a file packed, and into CONVERTED what it is."""
    path = folder / SOURCES[name].file
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    # Without a time inside, the same archive gives the same file.
    part.write_bytes(gzip.compress(content, mtime=0))
    made = folder / CONVERTED
    made.parent.mkdir(parents=True, exist_ok=True)
    known = json.loads(made.read_text(encoding="utf-8")) if made.exists() else {}
    known[SOURCES[name].file] = {
        "sha256": hashlib.sha256(part.read_bytes()).hexdigest(),
        **counts,
        "from": archive.name,
        "from_sha256": _digest(archive, "sha256"),
    }
    part.replace(path)
    made.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")


def _digest(path: File, kind: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, kind).hexdigest()


def _json(address: str) -> Any:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return json.load(answer)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise DataProblem(f"{address} could not be read: {error}") from error


def download(address: str, path: File, **checksums: str) -> File:
    """Download into a part beside its place, and put it there when every checksum (md5=, sha256=) is right."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    try:
        with urllib.request.urlopen(address, timeout=30) as answer, part.open("wb") as file:
            total = int(answer.headers.get("Content-Length", 0)) or None
            with tqdm.wrapattr(answer, "read", total=total, desc=path.name) as source:
                shutil.copyfileobj(source, file)
    except (urllib.error.URLError, OSError) as error:
        part.unlink(missing_ok=True)
        raise DataProblem(f"{address} could not be downloaded: {error}") from error
    for kind, expected in checksums.items():
        found = _digest(part, kind)
        if found != expected:
            part.unlink()
            raise DataProblem(f"{address} is not what is expected: its {kind} is {found}, expected {expected}")
    return part.replace(path)
