"""One HTML file: figures, plots and every error as a picture; nothing is loaded from anywhere."""

from __future__ import annotations

import base64
import html
import io
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path as File
from typing import Any

import matplotlib

matplotlib.use("Agg")
import numpy as np  # noqa: E402
from matplotlib import pyplot as plt  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

from recognition.reader import Ink  # noqa: E402
from training import measure  # noqa: E402
from training.measure import Outcome  # noqa: E402

MOST_PICTURES = 400

_STYLE = """body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b2330}
table{border-collapse:collapse}td,th{padding:.25rem .7rem;border-bottom:1px solid #ccd;text-align:right}
td:first-child,th:first-child{text-align:left}figure{display:inline-block;margin:.4rem;text-align:center}
figure svg{border:1px solid #ccd;background:#fff;height:5rem}figcaption{font-size:.85rem}img{max-width:100%}"""


def write(path: File, figures: dict[str, Any], results: dict[str, list[Outcome]]) -> None:
    """Write the report of an evaluation."""
    parts = [f"<h1>Reader {html.escape(figures['reader'])}</h1>", _table(figures)]
    for name, outcomes in results.items():
        parts.append(f"<h2>{html.escape(name)}</h2>")
        parts.append(_image(plots(name, outcomes)))
        parts.append(_worst(outcomes))
        wrong = sorted((o for o in outcomes if not o.right), key=lambda o: -o.confidence)
        parts.append(f"<h3>{len(wrong)} errors, the surest first</h3>")
        parts += [picture(o) for o in wrong[:MOST_PICTURES]]
    page = "".join(parts)
    head = f'<meta charset="utf-8"><title>Evaluation</title><style>{_STYLE}</style>'
    path.write_text(f'<!doctype html><html lang="en">{head}{page}</html>', encoding="utf-8")


def _table(figures: dict[str, Any]) -> str:
    names = ["inks", "writers", "accuracy", "unreadable", "errors left after 3 %", "calibration error"]
    head = "".join(f"<th>{n}</th>" for n in ["set", *names])
    rows = "".join(
        f"<tr><td>{html.escape(s)}</td>" + "".join(f"<td>{f[n]}</td>" for n in names) + "</tr>"
        for s, f in figures["sets"].items()
    )
    return f"<table><tr>{head}</tr>{rows}</table>"


def plots(name: str, outcomes: Sequence[Outcome]) -> Figure:
    """Confusion of single digits (or lengths), risk against coverage, and reliability, side by side."""
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(15, 4.2))
    _confusion(left, outcomes)
    ranked = sorted(outcomes, key=lambda o: -o.confidence)
    wrong = np.cumsum([not o.right for o in ranked])
    coverage = np.arange(1, len(ranked) + 1) / max(1, len(ranked))
    middle.plot(coverage * 100, wrong / np.arange(1, len(ranked) + 1) * 100)
    middle.set(xlabel="answers kept, surest first (%)", ylabel="errors among them (%)", title="Risk and coverage")
    read = [o for o in outcomes if o.status == "read"]
    points = []
    for k in range(10):
        inside = [o for o in read if k / 10 < o.confidence <= (k + 1) / 10]
        if inside:
            points.append((float(np.mean([o.confidence for o in inside])), measure.accuracy(inside), len(inside)))
    right.plot([0, 1], [0, 1], "--", color="#99a")
    for sure, share, count in points:
        right.scatter(sure, share, s=20 + 12 * np.log1p(count), color="#2456c8")
        right.annotate(str(count), (sure, share), textcoords="offset points", xytext=(6, -10), fontsize=8)
    right.set(xlabel="stated confidence", ylabel="share right", title="Reliability", xlim=(0, 1.02), ylim=(0, 1.02))
    figure.suptitle(name)
    figure.tight_layout()
    return figure


def _confusion(axes: Any, outcomes: Sequence[Outcome]) -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    for o in outcomes:
        if len(o.task.truth) == len(o.text):
            pairs.update(zip(o.task.truth, o.text, strict=True))
    labels = sorted({a for a, _ in pairs} | {b for _, b in pairs})
    grid = np.array([[pairs[(a, b)] for b in labels] for a in labels]) if labels else np.zeros((1, 1))
    axes.imshow(np.log1p(grid), cmap="Blues")
    axes.set(xticks=range(len(labels)), yticks=range(len(labels)), xlabel="read", ylabel="written", title="Confusion")
    axes.set_xticklabels(labels)
    axes.set_yticklabels(labels)
    for i, row in enumerate(grid):
        for j, count in enumerate(row):
            if count and i != j:
                axes.text(j, i, int(count), ha="center", va="center", fontsize=7, color="#a00")


def _image(figure: Figure) -> str:
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=80)
    plt.close(figure)
    return f'<img alt="plots" src="data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}">'


def _worst(outcomes: Sequence[Outcome]) -> str:
    writers: dict[str, list[Outcome]] = defaultdict(list)
    for o in outcomes:
        writers[o.task.writer].append(o)
    several = sorted((w for w in writers if len(writers[w]) >= 5), key=lambda w: measure.accuracy(writers[w]))[:10]
    parts = ["<h3>The ten writers read worst</h3>"]
    for writer in several:
        own = writers[writer]
        wrong_first = sorted(own, key=lambda o: o.right)[:8]
        parts.append(f"<p>{html.escape(writer)}: {measure.accuracy(own):.1%} of {len(own)}</p>")
        parts += [picture(o) for o in wrong_first]
    return "".join(parts)


def picture(outcome: Outcome) -> str:
    """An outcome as its ink with what was written and what was read."""
    truth, read = html.escape(outcome.task.truth or "no number"), html.escape(outcome.text or outcome.status)
    words = f"{truth} &rarr; {read} {outcome.confidence:.2f}"
    return f"<figure>{drawing(outcome.task.ink)}<figcaption>{words}</figcaption></figure>"


def drawing(ink: Ink) -> str:
    """Ink as SVG."""
    lines = "".join(
        '<polyline points="' + " ".join(f"{p[0]},{p[1]}" for p in (s if len(s) > 1 else (s[0], s[0]))) + '"/>'
        for s in ink.strokes
    )
    return (
        f'<svg viewBox="0 0 {ink.width:.0f} {ink.height:.0f}" xmlns="http://www.w3.org/2000/svg"><g fill="none" '
        f'stroke="#123" stroke-width="7" stroke-linecap="round" stroke-linejoin="round">{lines}</g></svg>'
    )
