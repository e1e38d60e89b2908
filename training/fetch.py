"""Downloads handwriting that is missing, where there is internet; every file is checked against its known sha256."""

from __future__ import annotations

import hashlib
import urllib.error
import urllib.request
from pathlib import Path as File

from tqdm import tqdm

from training.data import SOURCES, DataProblem

# MNIST's files are fetched as they were published; the pen files were made from their homes' archives (their format
# is in docs/reading.md) and cannot be fetched ready-made.
READY = {
    "mnist-train-images": "train-images-idx3-ubyte.gz",
    "mnist-train-labels": "train-labels-idx1-ubyte.gz",
    "mnist-test-images": "t10k-images-idx3-ubyte.gz",
    "mnist-test-labels": "t10k-labels-idx1-ubyte.gz",
}


def fetch(folder: File) -> None:
    """Fetch MNIST where it is missing; DataProblem names what could not be had, and where it lives."""
    missing = []
    for name, source in SOURCES.items():
        path = folder / source.file
        if path.exists():
            continue
        if name not in READY:
            missing.append(f"{source.file} ({source.licence}; made from {source.home})")
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        _download(source.home + READY[name], path, source.sha256)
    if missing:
        raise DataProblem("not to be had ready-made, put them into the data folder:\n  " + "\n  ".join(missing))


def _download(address: str, path: File, sha256: str) -> None:
    part = path.with_suffix(".part")
    try:
        with urllib.request.urlopen(address, timeout=30) as answer, part.open("wb") as file:
            total = int(answer.headers.get("Content-Length", 0)) or None
            with tqdm(total=total, unit="B", unit_scale=True, desc=path.name) as bar:
                while block := answer.read(1 << 16):
                    file.write(block)
                    bar.update(len(block))
    except (urllib.error.URLError, OSError) as error:
        raise DataProblem(f"{address} could not be downloaded: {error}") from error
    found = hashlib.sha256(part.read_bytes()).hexdigest()
    if found != sha256:
        part.unlink()
        raise DataProblem(f"{address} is not what is expected: its sha256 is {found}, expected {sha256}")
    part.replace(path)
