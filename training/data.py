"""The handwriting: what there is, under which licence, what it may be used for, and how it is loaded."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as File

import numpy as np
from numpy.typing import NDArray

from recognition.raster import Path, paths_of

DEFAULT_FOLDER = File(__file__).resolve().parents[1].parent / "shared" / "data"


class DataProblem(RuntimeError):
    """A data file is missing or damaged; the message names it and says what to do."""


@dataclass(frozen=True)
class Source:
    """One file of handwriting; `use` is "train" or "measure" and binds `publish`."""

    file: str
    sha256: str
    licence: str
    use: str
    home: str


_UNIPEN = "CC BY 4.0 (Zenodo 10.5281/zenodo.1195803)"
_UNIPEN_HOME = "https://zenodo.org/records/1195803"
_UCI = "CC BY 4.0 (UCI)"
_UCI_HOME = "https://archive.ics.uci.edu/dataset/81"
_MNIST_HOME = "https://storage.googleapis.com/cvdf-datasets/mnist/"

SOURCES: dict[str, Source] = {
    "mnist-train-images": Source(
        "mnist/train-images-idx3-ubyte.gz",
        "0b367032e93c5d0cea0925647cfdb18614af8ee15f83e6f2fc2ad904a6835971",
        "CC BY-SA 3.0",
        "train",
        _MNIST_HOME,
    ),
    "mnist-train-labels": Source(
        "mnist/train-labels-idx1-ubyte.gz",
        "1787548bbe0bff1ec2ecdc0ef292b02df999e2d1a6002d27500982c652b17203",
        "CC BY-SA 3.0",
        "train",
        _MNIST_HOME,
    ),
    "mnist-test-images": Source(
        "mnist/t10k-images-idx3-ubyte.gz",
        "1a1a05eab793c14bb050b398624a11b0ffd1a2953baed553b1b9bd079e2a20be",
        "CC BY-SA 3.0",
        "measure",
        _MNIST_HOME,
    ),
    "mnist-test-labels": Source(
        "mnist/t10k-labels-idx1-ubyte.gz",
        "b91679a0acfe4ba0e50a2437a903084cba1f5f92592b016a25a7dfd00455798b",
        "CC BY-SA 3.0",
        "measure",
        _MNIST_HOME,
    ),
    "pendigits-train": Source(
        "pen/pendigits-train.jsonl.gz",
        "74f1ef498b120ec4ddb816f3a1658e849b1749bc01877793ad55aa80dd10759e",
        _UCI,
        "train",
        _UCI_HOME,
    ),
    "pendigits-test": Source(
        "pen/pendigits-test.jsonl.gz",
        "a4917022a01da79ab4eaa22a24a25ff73a5988edf8c7ccd3358060f23b178410",
        _UCI,
        "measure",
        _UCI_HOME,
    ),
    "unipen-digits-train": Source(
        "pen/unipen-digits-train.jsonl.gz",
        "48eeea8d6b3561aaa131cccc7040c92b32da280c452f66b26246f1fef6147492",
        _UNIPEN,
        "train",
        _UNIPEN_HOME,
    ),
    "unipen-digits-dev": Source(
        "pen/unipen-digits-dev.jsonl.gz",
        "da11b094c30c258cf5206f22b8dd5d9c0e7d2e0c80d23ca389cc12e24e8eeb64",
        _UNIPEN,
        "measure",
        _UNIPEN_HOME,
    ),
    "unipen-symbols-train": Source(
        "pen/unipen-symbols-train.jsonl.gz",
        "375a1cf0f99b5934c75e261a2ee530a69cd9b6501eda9d3510e38022bdbce5dc",
        _UNIPEN,
        "train",
        _UNIPEN_HOME,
    ),
    "unipen-symbols-dev": Source(
        "pen/unipen-symbols-dev.jsonl.gz",
        "9bba824d8f4d66b39fa7ec123a69459914ee01b43c61e04cdd2af8bc4c5f258b",
        _UNIPEN,
        "measure",
        _UNIPEN_HOME,
    ),
    "unipen-numbers-dev": Source(
        "pen/unipen-numbers-dev.jsonl.gz",
        "b7e80bd1fec1539540df841e09d5e82318fe7feceedcc56a480f860702906327",
        _UNIPEN,
        "measure",
        _UNIPEN_HOME,
    ),
    "crohme-numbers-train": Source(
        "pen/crohme-numbers-train.jsonl.gz",
        "c48bf43944af277c3738f8c75a5209dbc986700ce141fc346fe09a29d3aa87ee",
        "non-commercial",
        "measure",
        "https://zenodo.org/records/8428035",
    ),
}

CONVERTED = "pen/converted.json"  # what `fetch` made itself, from what

MEASURED_ONLY = "crohme-numbers-train"  # may be missing: nobody may train on it, and its home gives it away by hand
MNIST_TRAIN = ("mnist-train-images", "mnist-train-labels")
MNIST_TEST = ("mnist-test-images", "mnist-test-labels")


@dataclass(frozen=True)
class Pen:
    """One sample of pen handwriting: its paths in ink units (a writer's typical digit is about 150 high)."""

    id: str
    writer: str
    text: str
    paths: tuple[Path, ...]


def checked(folder: File, name: str) -> File:
    """Return the path of a source's file after comparing its sha256; DataProblem names a missing or
    damaged one."""
    source = SOURCES[name]
    path = folder / source.file
    if not path.exists():
        raise DataProblem(
            f"{path} is missing; give its folder with --data, or run `python -m training fetch` ({source.home})"
        )
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    expected = converted(folder).get(source.file, source.sha256)
    if found not in (source.sha256, expected):
        raise DataProblem(f"{path} is damaged: its sha256 is {found}, expected {expected}")
    return path


def is_left_out(folder: File, name: str) -> bool:
    """Whether a set is the one that may be missing, and is."""
    return name == MEASURED_ONLY and not (folder / SOURCES[name].file).exists()


def converted(folder: File) -> dict[str, str]:
    """The sha256 of files that `fetch` made here from their homes' archives (they differ a little from ours)."""
    path = folder / CONVERTED
    if not path.exists():
        return {}
    try:
        return {name: str(one["sha256"]) for name, one in json.loads(path.read_text(encoding="utf-8")).items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataProblem(f"{path} is damaged: {error}; run `python -m training fetch` again") from error


@lru_cache(maxsize=16)
def load_pens(folder: File, name: str) -> tuple[Pen, ...]:
    """Load one pen set in its order."""
    pens = []
    with gzip.open(checked(folder, name), "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            pens.append(Pen(row["id"], row["writer"], row["text"], tuple(paths_of(row["ink"]["strokes"]))))
    return tuple(pens)


def load_mnist(folder: File, part: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Load "train" (60,000) or "test" (10,000) as images (n, 28, 28) and labels (n,)."""
    images, labels = MNIST_TRAIN if part == "train" else MNIST_TEST
    with gzip.open(checked(folder, images)) as file:
        pixels = np.frombuffer(file.read(), dtype=np.uint8, offset=16).reshape(-1, 28, 28)
    with gzip.open(checked(folder, labels)) as file:
        return pixels, np.frombuffer(file.read(), dtype=np.uint8, offset=8)


# People who wrote training samples and also, under another contributor's name, samples of a measuring set:
# they are left out of training, so that every figure is of writers the network has never met.
ALSO_MEASURED = frozenset(
    {
        "art:writer01",
        "lou:jl_vo",
        *("cea:sr3070", "cea:sp4120", "cea:gb2911", "ceb:gb2911"),
        *("apb:Bill_Cleveland", "apb:Chris_Hess", "apb:Irene_Castro", "apb:Jon_Klein", "apb:Kevin_Lape"),
        *("apb:Laura_Holloway", "apb:Paul_Polizzotto", "apb:Wally_Block", "apb:textWilliamShawSplit"),
    }
)


# Training samples that were looked at one by one, because a reader was sure of something else, and are not what their
# label says: half a digit, or a whole row of them, cut so by the source's own segmentation. Odd styles stay.
MISLABELLED = frozenset(
    f"unipen-dtrain-{number}"
    for number in """
    1233 5033 5038 5066 5069 5070 5071 5074 5077 5078 5079 5134 5165 5170 5220 5263 5270 5307 5308 5315 5357 5388
    5393 5395 5449 5450 5451 5456 5520 5554 5639 5642 5645 5647 5787 5789 5853 5902 5940 5945 6032 6037 6123 6128
    6129 6189 6192 6193 6194 6195 6196 6197 6201 6202 6203 6292 6294 6295 6297 6301 7951 10837 10864 10866 10868
    10870 10873 10875 10879 10886 10887 11175 11314 12226
    """.split()  # noqa: SIM905
)


def is_held_out(writer: str) -> bool:
    """Whether a writer of the training files is kept for validation and calibration: one in ten, by name,
    for ever."""
    return hashlib.sha256(writer.encode()).digest()[0] % 10 == 0


def split_writers(pens: Sequence[Pen]) -> tuple[list[Pen], list[Pen]]:
    """Split into (to train on, held out) by whole writers; people who are measured elsewhere are in
    neither."""
    usable = [pen for pen in pens if pen.writer not in ALSO_MEASURED and pen.id not in MISLABELLED]
    return [p for p in usable if not is_held_out(p.writer)], [p for p in usable if is_held_out(p.writer)]
