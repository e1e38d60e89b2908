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
from training import goals, measure  # noqa: E402
from training.doubtful import DOUBTFUL  # noqa: E402
from training.measure import Outcome  # noqa: E402

MOST_PICTURES = 5000  # more than any set has errors, short of a reader that reads nothing
DOUBTED = "unipen-digits-dev"
FEW = 5  # fewer answers say nothing about a share

_STYLE = """body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b2330}
table{border-collapse:collapse}td,th{padding:.25rem .7rem;border-bottom:1px solid #ccd;text-align:right}
td:first-child,th:first-child{text-align:left}figure{display:inline-block;margin:.4rem;text-align:center}
figure svg{border:1px solid #ccd;background:#fff;height:5rem}figcaption{font-size:.85rem}img{max-width:100%}"""


def write(path: File, figures: dict[str, Any], results: dict[str, list[Outcome]]) -> None:
    """Write the report of an evaluation."""
    parts = [f"<h1>Reader {html.escape(figures['reader'])}</h1>", _table(figures), _contents(results)]
    if "memory, MB" in figures:
        parts.insert(1, f"<h2>Goals</h2>{_html(goals.table(figures))}")
    for name, outcomes in results.items():
        parts.append(f'<h2 id="{_anchor(name)}">{html.escape(name)}</h2>')
        parts.append(_image(plots(name, outcomes), f"Confusion, risk against coverage and reliability of {name}"))
        parts.append(_writers(outcomes))
        parts.append(_worst(outcomes))
        wrong = sorted((o for o in outcomes if not o.right), key=lambda o: -o.confidence)
        parts.append(f"<h3>{len(wrong)} errors, the surest first</h3>")
        parts += [picture(o) for o in wrong[:MOST_PICTURES]]
        if len(wrong) > MOST_PICTURES:
            parts.append(f"<p>{len(wrong) - MOST_PICTURES} more, less sure, are not drawn.</p>")
        if name == DOUBTED:  # mirrored or shaken, the same ink is another
            parts.append(_doubtful(outcomes, figures))
    page = "".join(parts)
    head = f'<meta charset="utf-8"><title>Evaluation</title><style>{_STYLE}</style>'
    path.write_text(f'<!doctype html><html lang="en">{head}{page}</html>', encoding="utf-8")


def _html(table: str) -> str:
    """A Markdown table as HTML."""
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]

    def row(cells: list[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(cell.replace('**', ''))}</{tag}>" for cell in cells) + "</tr>"

    return f"<table>{row(head, 'th')}{''.join(row(cells, 'td') for cells in rows)}</table>"


def _anchor(name: str) -> str:
    return name.replace(",", "").replace(" ", "-")


def _contents(results: dict[str, list[Outcome]]) -> str:
    links = "".join(f'<li><a href="#{_anchor(name)}">{html.escape(name)}</a></li>' for name in results)
    doubt = '<li><a href="#doubtful">doubtful labels</a></li>' if DOUBTED in results else ""
    return f"<ul>{links}{doubt}</ul>"


def _doubtful(outcomes: Sequence[Outcome], figures: dict[str, Any]) -> str:
    """Labels that a person doubts, and those where a sure reader differs from a label that nobody has doubted yet."""
    parts = ['<h2 id="doubtful">Doubtful labels</h2>']
    if figures.get("doubtful"):
        parts.append(f"<p>{html.escape(figures['doubtful']['words'])}</p>")
    for o in outcomes:
        if o.task.id in DOUBTFUL:
            words = f"{o.task.id.removeprefix('unipen-ddev-')}: {DOUBTFUL[o.task.id]}"
            parts.append(picture(o).replace("</figcaption>", f"<br>{html.escape(words)}</figcaption>"))
    sure = [o for o in outcomes if not o.right and o.confidence > 0.9 and o.task.id not in DOUBTFUL]
    parts.append(f"<h3>{len(sure)} more where the reader is more than 90 % sure of something else</h3>")
    return "".join(parts + [picture(o) for o in sure])


def chart(path: File, results: dict[str, list[Outcome]]) -> None:
    """Draw what matters without anybody's handwriting: confusion of single digits, risk and coverage, reliability."""
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(16, 4.8))
    if "unipen-digits-dev" in results:
        _confusion(left, results["unipen-digits-dev"])
        left.set_title("unipen-digits-dev: confusion")
    for name in ("unipen-digits-dev", "composed close", "composed touching", "unipen-numbers-dev, digits"):
        if name in results:
            coverage, risk = _risk(results[name])
            middle.plot(coverage, risk, label=name)
            points = [point for point in _reliability(results[name]) if point[2] >= FEW]
            right.plot([p[0] for p in points], [p[1] for p in points], "o-", markersize=4, label=name)
    middle.axvline(97, color="#99a", linestyle="--", linewidth=1)
    middle.set(xlabel="answers kept, surest first (%)", ylabel="errors among them (%)", title="Risk and coverage")
    right.plot([0, 1], [0, 1], "--", color="#99a", linewidth=1)
    right.set(xlabel="stated confidence", ylabel="share right", xlim=(0, 1.02), ylim=(0, 1.02))
    right.set_title(f"Reliability (tenths with {FEW} answers or more)")
    middle.legend(fontsize=8)
    right.legend(fontsize=8)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=80)
    plt.close(figure)


def _risk(outcomes: Sequence[Outcome]) -> tuple[np.ndarray, np.ndarray]:
    """Percent of answers kept, surest first, and percent of errors among them."""
    ranked = sorted(outcomes, key=lambda o: -o.confidence)
    count = np.arange(1, len(ranked) + 1)
    return count / max(1, len(ranked)) * 100, np.cumsum([not o.right for o in ranked]) / count * 100


def _reliability(outcomes: Sequence[Outcome]) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and count of each tenth of confidence, of answers that were read."""
    points = []
    for k in range(10):
        inside = [o for o in outcomes if o.status == "read" and k / 10 < o.confidence <= (k + 1) / 10]
        if inside:
            points.append((float(np.mean([o.confidence for o in inside])), measure.accuracy(inside), len(inside)))
    return points


def _table(figures: dict[str, Any]) -> str:
    names = ["inks", "writers", "accuracy", "unreadable", "errors left after 3 %", "calibration error"]
    head = "".join(f"<th>{n}</th>" for n in ["set", *names])
    shown = {"accuracy": "{:.2%}", "calibration error": "{:.4f}"}
    rows = "".join(
        f"<tr><td>{html.escape(s)}</td>"
        + "".join(f"<td>{shown.get(n, '{}').format(f[n])}</td>" for n in names)
        + "</tr>"
        for s, f in figures["sets"].items()
    )
    return f"<h2>All sets</h2><table><tr>{head}</tr>{rows}</table>"


def plots(name: str, outcomes: Sequence[Outcome]) -> Figure:
    """Confusion of single digits (or lengths), risk against coverage, and reliability, side by side."""
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(15, 4.2))
    _confusion(left, outcomes)
    middle.plot(*_risk(outcomes))
    middle.set(xlabel="answers kept, surest first (%)", ylabel="errors among them (%)", title="Risk and coverage")
    right.plot([0, 1], [0, 1], "--", color="#99a")
    for sure, share, count in _reliability(outcomes):
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


def _image(figure: Figure, words: str) -> str:
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=80)
    plt.close(figure)
    return (
        f'<img alt="{html.escape(words)}" src="data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}">'
    )


def _by_writer(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    writers: dict[str, list[Outcome]] = defaultdict(list)
    for o in outcomes:
        writers[o.task.writer].append(o)
    return writers


def _writers(outcomes: Sequence[Outcome]) -> str:
    """Every writer with what was read of theirs, the worst first."""
    writers = sorted(_by_writer(outcomes).items(), key=lambda item: (measure.accuracy(item[1]), item[0]))
    rows = "".join(
        f"<tr><td>{html.escape(name)}</td><td>{len(own)}</td><td>{sum(not o.right for o in own)}</td>"
        f"<td>{measure.accuracy(own):.1%}</td><td>{np.mean([o.confidence for o in own]):.3f}</td></tr>"
        for name, own in writers
    )
    head = "".join(f"<th>{word}</th>" for word in ("writer", "answers", "errors", "read right", "mean confidence"))
    return f"<details><summary>All {len(writers)} writers</summary><table><tr>{head}</tr>{rows}</table></details>"


def _worst(outcomes: Sequence[Outcome]) -> str:
    writers = _by_writer(outcomes)
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
