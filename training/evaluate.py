"""Measures the published reader on every set and writes numbers, plots and every error as a picture."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from pathlib import Path as File
from typing import Any

from recognition.card import WEIGHTS
from recognition.reader import Ink, Reader, load_reader
from training import measure, report
from training.lines import mnist_outcomes
from training.measure import Outcome


def evaluate(data: File, out: File, *, weights: File | None = None, only: list[str] | None = None) -> dict[str, Any]:
    """Read all sets, print a table and write `out`/report.html and `out`/figures.json."""
    reader = load_reader(weights or WEIGHTS)
    out.mkdir(parents=True, exist_ok=True)
    results: dict[str, list[Outcome]] = {}
    for name, tasks in measure.SETS.items():
        if only and name not in only:
            continue
        results[name] = measure.outcomes(reader, tasks(data), name)
    figures: dict[str, Any] = {"reader": reader.version, "sets": {name: figures_of(r) for name, r in results.items()}}
    if not only:
        figures["mnist-test"] = mnist_outcomes(reader, data)
    figures["milliseconds, two digits"] = milliseconds(reader)
    (out / "figures.json").write_text(json.dumps(figures, indent=1))
    report.write(out / "report.html", figures, results)
    print(table(figures))
    print(f"Report: {out / 'report.html'}")
    return figures


def figures_of(results: list[Outcome]) -> dict[str, Any]:
    """The figures of one set; `worst writers` are the ten with the lowest share read right, of five answers or
    more."""
    writers: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in results:
        writers[outcome.task.writer].append(outcome)
    several = {name: measure.accuracy(own) for name, own in writers.items() if len(own) >= 5}
    return {
        "inks": len(results),
        "writers": len(writers),
        "accuracy": round(measure.accuracy(results), 5),
        "unreadable": sum(o.status != "read" for o in results),
        "errors left after 3 %": measure.errors_left(results),
        "calibration error": round(measure.calibration_error(results), 5),
        "no number, yet sure": round(measure.falsely_sure([o for o in results if not o.task.truth]), 5),
        "flagged mirrored": round(sum("mirrored" in o.flags for o in results) / len(results), 5),
        "flagged crossed out": round(sum("crossed_out" in o.flags for o in results) / len(results), 5),
        "worst writers": dict(sorted(several.items(), key=lambda item: item[1])[:10]),
    }


def milliseconds(reader: Reader, count: int = 200) -> dict[str, float]:
    """Time from a two-digit ink to its reading on one core: median and 95th percentile."""
    from handwriting import write

    inks = [Ink.from_wire(write(f"{10 + k % 90}", seed=k)) for k in range(count)]
    for ink in inks[:10]:
        reader.read(ink)
    times = []
    for ink in inks:
        start = time.perf_counter()
        reader.read(ink)
        times.append((time.perf_counter() - start) * 1000)
    times.sort()
    return {"median": round(times[count // 2], 2), "p95": round(times[int(count * 0.95)], 2)}


def table(figures: dict[str, Any]) -> str:
    """The figures as a Markdown table."""
    rows = [
        "| set | inks | writers | exact | unreadable | errors left after 3 % | calibration error |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, f in figures["sets"].items():
        exact = f"{f['accuracy']:.2%}"
        if name == "no numbers":
            exact = f"{exact} refused; {f['no number, yet sure']:.2%} read with confidence over 0.9"
        elif name == "mirrored digits":
            exact = f"{exact}; {f['flagged mirrored']:.1%} flagged"
        elif name == "corrected numbers":
            exact = f"{exact}; {f['flagged crossed out']:.1%} flagged"
        rows.append(
            f"| {name} | {f['inks']} | {f['writers']} | {exact} | {f['unreadable']} | {f['errors left after 3 %']} | "
            f"{f['calibration error']:.4f} |"
        )
    if "mnist-test" in figures:
        rows.append(f"| mnist-test | 10000 | not recorded | {figures['mnist-test']:.2%} | | | |")
    ms = figures["milliseconds, two digits"]
    return "\n".join(
        [f"Reader {figures['reader']}; two digits in {ms['median']} ms (95 %: {ms['p95']} ms)", "", *rows]
    )
