"""Our reader beside Tesseract and RapidOCR: the same composed numbers of unseen writers, exact match and
milliseconds.

The others see pictures; ours is run on the same pictures and, as in a lesson, on the strokes. RapidOCR lives in an
environment of its own under the output folder; a reader that is not installed is left out and said to be.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path as File

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402

from recognition.reader import Reader, default_reader  # noqa: E402
from training import measure  # noqa: E402
from training.compose import SPACINGS  # noqa: E402
from training.measure import Task  # noqa: E402

RAPIDOCR = "rapidocr-onnxruntime==1.4.4"
Answers = tuple[list[str], float]  # texts, milliseconds each

_RAPID = """
import json, sys, time
from rapidocr_onnxruntime import RapidOCR
engine = RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)
texts = []
files = sys.stdin.read().split()
engine(files[0], use_det=False, use_cls=False)
start = time.perf_counter()
for file in files:
    result, _ = engine(file, use_det=False, use_cls=False)
    texts.append(result[0][0] if result else "")
print(json.dumps([texts, (time.perf_counter() - start) * 1000 / len(files)]))
"""


def picture_of(task: Task) -> Image.Image:
    """Draw a task as a scan would show it: dark strokes of a felt pen on white."""
    scale = 0.6
    size = (round(task.ink.width * scale), round(task.ink.height * scale))
    picture = Image.new("L", size, 255)
    pen = ImageDraw.Draw(picture)
    for stroke in task.ink.strokes:
        points = [(p[0] * scale, p[1] * scale) for p in stroke]
        pen.line(points if len(points) > 1 else points * 2, fill=20, width=6, joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse([x - 3, y - 3, x + 3, y + 3], fill=20)
    return picture


def bench(data: File, out: File, chart: File, *, count: int) -> str:
    """Run all readers on all spacings, write a chart and return the Markdown table."""
    out.mkdir(parents=True, exist_ok=True)
    reader = default_reader()
    readers: dict[str, Callable[[Sequence[Task], Sequence[File]], Answers] | None] = {
        f"ours, strokes ({reader.version})": lambda tasks, files: _ours(reader, tasks),
        "ours, pictures": lambda tasks, files: _ours_pictures(reader, files),
        "RapidOCR": _rapidocr(out),
        "Tesseract": _tesseract() if shutil.which("tesseract") else None,
    }
    shares: dict[str, list[float]] = {name: [] for name in readers}
    times: dict[str, list[float]] = {name: [] for name in readers}
    for spacing in SPACINGS:
        tasks = measure.composed(data, spacing, count)
        files = []
        for k, task in enumerate(tasks):
            files.append(out / f"{spacing}-{k}.png")
            picture_of(task).save(files[-1])
        for name, run in readers.items():
            if run is not None:
                texts, each = run(tasks, files)
                shares[name].append(sum(t == task.truth for t, task in zip(texts, tasks, strict=True)) / len(tasks))
                times[name].append(each)
    _chart(chart, {name: values for name, values in shares.items() if values})
    rows = [
        f"{count} numbers of one to four digits per spacing by {len({t.writer for t in tasks})} unseen writers;",
        f"one core, {platform.processor() or platform.machine()}.",
        "",
        "| reader | apart | close | touching | ms each |",
        "|---|---|---|---|---|",
    ]
    for name, values in shares.items():
        if values:
            cells = " | ".join(f"{value:.1%}" for value in values)
            rows.append(f"| {name} | {cells} | {sum(times[name]) / len(times[name]):.1f} |")
        else:
            rows.append(f"| {name} | not installed | | | |")
    return "\n".join(rows)


def _ours(reader: Reader, tasks: Sequence[Task]) -> Answers:
    start = time.perf_counter()
    texts = [reader.read(task.ink, task.kind).text for task in tasks]
    return texts, (time.perf_counter() - start) * 1000 / len(tasks)


def _ours_pictures(reader: Reader, files: Sequence[File]) -> Answers:
    start = time.perf_counter()
    texts = [reader.read_image(file.read_bytes()).text for file in files]
    return texts, (time.perf_counter() - start) * 1000 / len(files)


def _tesseract() -> Callable[[Sequence[Task], Sequence[File]], Answers]:
    alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}

    def run(tasks: Sequence[Task], files: Sequence[File]) -> Answers:
        texts = []
        start = time.perf_counter()
        for file in files:
            command = ["tesseract", str(file), "-", "--psm", "7", "-c", "tessedit_char_whitelist=0123456789"]
            done = subprocess.run(command, capture_output=True, text=True, env=alone)
            texts.append(done.stdout.strip().replace(" ", ""))
        return texts, (time.perf_counter() - start) * 1000 / len(files)

    return run


def _rapidocr(out: File) -> Callable[[Sequence[Task], Sequence[File]], Answers] | None:
    python = out / "rapidocr" / "bin" / "python"
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "uv", "venv", "-q", str(out / "rapidocr")], check=False)
        install = [sys.executable, "-m", "uv", "pip", "install", "-q", "--python", str(python), RAPIDOCR]
        if made.returncode or subprocess.run(install, check=False).returncode:
            return None

    def run(tasks: Sequence[Task], files: Sequence[File]) -> Answers:
        names = " ".join(str(file) for file in files)
        done = subprocess.run([str(python), "-c", _RAPID], input=names, capture_output=True, text=True, check=True)
        texts, each = json.loads(done.stdout.strip().splitlines()[-1])
        return ["".join(ch for ch in text if ch.isdigit()) for text in texts], each

    return run


def _chart(path: File, shares: dict[str, list[float]]) -> None:
    figure, axes = plt.subplots(figsize=(8, 4))
    wide = 0.8 / len(shares)
    for k, (name, values) in enumerate(shares.items()):
        at = [i + k * wide for i in range(len(values))]
        bars = axes.bar(at, [100 * value for value in values], wide * 0.92, label=name)
        axes.bar_label(bars, fmt="%.0f", fontsize=8)
    axes.set(ylabel="read exactly (%)", ylim=(0, 118), title="Handwritten numbers, 1 to 4 digits, unseen writers")
    axes.set_xticks([i + 0.4 - wide / 2 for i in range(len(SPACINGS))], list(SPACINGS))
    axes.legend(ncols=2, fontsize=8, loc="upper right")
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=90)
    plt.close(figure)
