"""Pictures of the handwriting: how much there is, what it looks like, what the distortions do to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path as File
from typing import Any

import matplotlib

matplotlib.use("Agg")
import numpy as np  # noqa: E402
from matplotlib import pyplot as plt  # noqa: E402

from handwriting import write  # noqa: E402
from recognition.raster import Path, line_image, paths_of  # noqa: E402
from training import augment, images, styles  # noqa: E402
from training.data import SOURCES, is_left_out, load_pens, split_writers  # noqa: E402
from training.lines import composer  # noqa: E402

PEN_SETS = tuple(name for name in SOURCES if not name.startswith("mnist"))


def explore(data: File, out: File) -> list[File]:
    """Draw all sheets into a folder and return their paths."""
    out.mkdir(parents=True, exist_ok=True)
    return [
        own_hand(out / "distortions-own-hand.png"),
        _counts(data, out / "counts.png"),
        _mnist(data, out / "mnist.png"),
        _means(data, out / "means.png"),
        _pens(data, out / "pens.png"),
        _statistics(data, out / "pen-statistics.png"),
        _distortions(data, out / "distortions.png"),
        _lines(data, out / "lines.png"),
    ]


def _saved(figure: Any, path: File) -> File:
    figure.tight_layout()
    figure.savefig(path, dpi=90)
    plt.close(figure)
    return path


def _counts(data: File, path: File) -> File:
    figure, axes = plt.subplots(1, 3, figsize=(16, 4.5))
    for part in ("train", "test"):
        labels = images.mnist(data, part)[1]
        axes[0].bar(
            np.arange(10) + (0.2 if part == "test" else -0.2), np.bincount(labels), 0.4, label=f"{part} {len(labels)}"
        )
    axes[0].set(title="MNIST: instances per digit", xticks=range(10))
    axes[0].margins(y=0.25)  # the legend stands above the bars
    axes[0].legend()
    for name in ("pendigits-train", "unipen-digits-train"):
        counts = Counter(pen.text for pen in load_pens(data, name))
        axes[1].plot(range(10), [counts[str(d)] for d in range(10)], "o-", label=name)
    axes[1].set(title="Pens: instances per digit", xticks=range(10), ylim=(0, None))
    axes[1].legend()
    sizes = {name: len(load_pens(data, name)) for name in PEN_SETS if not is_left_out(data, name)}
    axes[2].barh(
        list(sizes), list(sizes.values()), color=["#2456c8" if SOURCES[n].use == "train" else "#999" for n in sizes]
    )
    axes[2].set(title="Pen sets (blue: trained on)")
    return _saved(figure, path)


def _mnist(data: File, path: File) -> File:
    x, y = images.mnist(data, "train")
    figure, axes = plt.subplots(10, 16, figsize=(12, 8))
    for digit in range(10):
        for k, index in enumerate(np.flatnonzero(y == digit)[:16]):
            axes[digit, k].imshow(x[index, :, :, 0], cmap="gray_r")
            axes[digit, k].axis("off")
    return _saved(figure, path)


def _means(data: File, path: File) -> File:
    figure, axes = plt.subplots(2, 10, figsize=(14, 3.4))
    pens = split_writers(load_pens(data, "unipen-digits-train"))[0][::4]
    for row, (x, y) in enumerate((images.mnist(data, "train"), images.drawn(pens))):
        for digit in range(10):
            axes[row, digit].imshow(x[y == digit].mean(axis=0)[:, :, 0], cmap="gray_r")
            axes[row, digit].axis("off")
    figure.suptitle("Mean image of each digit: MNIST above, UNIPEN pens below")
    return _saved(figure, path)


def _draw(axes: Any, paths: Sequence[Path], title: str = "") -> None:
    for stroke in paths:
        axes.plot(stroke[:, 0], stroke[:, 1], "-", color="#123", linewidth=1.6)
        axes.plot(stroke[:1, 0], stroke[:1, 1], ".", color="#c33", markersize=4)
    axes.invert_yaxis()
    axes.set_aspect("equal", adjustable="datalim")
    axes.axis("off")
    axes.set_title(title, fontsize=8)


def _pens(data: File, path: File) -> File:
    figure, axes = plt.subplots(8, 14, figsize=(14, 8))
    for row, name in enumerate(
        ("pendigits-train", "unipen-digits-train", "unipen-symbols-train", "unipen-numbers-dev")
    ):
        pens = load_pens(data, name)
        for k in range(28):
            pen = pens[k * len(pens) // 28]
            _draw(axes[2 * row + k // 14, k % 14], pen.paths, pen.text)
    return _saved(figure, path)


def _statistics(data: File, path: File) -> File:
    figure, axes = plt.subplots(1, 3, figsize=(15, 4))
    for name in ("pendigits-train", "unipen-digits-train", "unipen-symbols-train"):
        pens = load_pens(data, name)
        axes[0].hist([len(p.paths) for p in pens], bins=np.arange(0.5, 7), histtype="step", density=True, label=name)
        axes[1].hist([sum(map(len, p.paths)) for p in pens], bins=40, range=(0, 200), histtype="step", density=True)
        axes[2].hist(
            [np.ptp(np.concatenate(p.paths)[:, 1]) for p in pens],
            bins=40,
            range=(0, 300),
            histtype="step",
            density=True,
        )
    for axis, title in zip(axes, ("strokes", "points", "height in ink units"), strict=True):
        axis.set(title=title)
    axes[0].legend()
    return _saved(figure, path)


# What training does to pens so that they are more like a child's, each in a strength that can be seen.
DISTORTIONS: dict[str, Any] = {
    "as written": lambda paths, rng: paths,
    "wobble": lambda paths, rng: augment.wobble(paths, rng, 8.0),
    "tremor": lambda paths, rng: augment.tremor(paths, rng, 3.5),
    "slant": lambda paths, rng: augment.slanted(paths, 0.35),
    "turned": lambda paths, rng: augment.turned(paths, 0.2),
    "wider": lambda paths, rng: [path * (1.35, 1.0) for path in paths],
    "broken": augment.broken,
    "loose strokes": lambda paths, rng: augment.loose(paths, rng, 10.0),
    "overshooting": lambda paths, rng: augment.overshooting(paths, rng, 30.0),
    "retraced": augment.retraced,
    "coarse screen": lambda paths, rng: augment.coarse(paths, 12.0),
    "mirrored": lambda paths, rng: augment.mirrored(paths),
    "crossed out": augment.crossed_out,
    "shaky hand": lambda paths, rng: augment.shaky(paths, 3),
}


def _distortions(data: File, path: File) -> File:
    pens = [p for p in load_pens(data, "unipen-digits-train") if p.text in "2345678"][40:800:95]
    return distortions([pen.paths for pen in pens], path)


def own_hand(path: File) -> File:
    """The sheet of distortions in our own synthetic hand, which anybody may publish."""
    inks = [paths_of(write(digit, seed=k, style=k)["strokes"]) for k, digit in enumerate("0234579")]
    return distortions([_sized(ink) for ink in inks], path)


def _sized(paths: list[Path]) -> list[Path]:
    points = np.concatenate(paths)
    return [(one - points.min(axis=0)) * (150 / np.ptp(points[:, 1])) for one in paths]


def distortions(inks: Sequence[Sequence[Path]], path: File) -> File:
    """Draw each ink under each distortion, below them other people's ways to write a digit (in our own hand), and
    whole lines as a child may write them."""
    figure = plt.figure(figsize=(15, 1.15 * len(inks) + 3.1))
    grid = figure.add_gridspec(len(inks) + 2, len(DISTORTIONS), height_ratios=[1.0] * len(inks) + [1.1, 1.3])
    resampled = [[augment.resampled(stroke) for stroke in ink] for ink in inks]
    for row, ink in enumerate(resampled):
        for column, (name, step) in enumerate(DISTORTIONS.items()):
            axes = figure.add_subplot(grid[row, column])
            _draw(axes, step(ink, np.random.default_rng(row)), name if row == 0 else "")
    for column, (name, paths) in enumerate(_restyled()[: len(DISTORTIONS)]):
        _draw(figure.add_subplot(grid[len(inks), column]), paths, name)
    half = len(DISTORTIONS) // 2
    for at, (name, rise, drift) in enumerate((("uphill", 0.22, 0.0), ("size drift", 0.0, 0.55))):
        line: list[Path] = []
        for k, ink in enumerate(resampled[:5]):
            points = np.concatenate(ink)
            size = float(np.exp(drift * (-1) ** k * 0.5))
            foot = (points[:, 0].min(), points[:, 1].max())
            line += [(one - foot) * size + (150.0 * k, -rise * 150.0 * k) for one in ink]
        _draw(figure.add_subplot(grid[len(inks) + 1, at * half : (at + 1) * half]), line, name)
    return _saved(figure, path)


def _restyled() -> list[tuple[str, list[Path]]]:
    """Each way of `training.styles` once, on the first of our own digits that it changes."""
    out = []
    for digit, ways in styles.WAYS.items():
        for way in dict.fromkeys(ways):
            for style in range(12):
                ink = [
                    augment.resampled(one) for one in _sized(paths_of(write(digit, seed=3, style=style)["strokes"]))
                ]
                new = way(ink, np.random.default_rng(style))
                if new is not ink:
                    out.append((f"{digit}: {way.__name__.replace('_', ' ')}", new))
                    break
    return out


def _lines(data: File, path: File) -> File:
    line_of = composer(data)
    rng = np.random.default_rng(1)
    figure, axes = plt.subplots(14, 6, figsize=(14, 12))
    for axis in axes.ravel():
        line = line_of.line(rng)
        axis.imshow(line_image(line.paths).pixels[:, :, 0], cmap="gray_r")
        axis.set_title(" ".join(label.replace("mirrored ", "m") for label in line.labels), fontsize=8)
        axis.axis("off")
    return _saved(figure, path)
