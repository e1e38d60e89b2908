"""Measures published readers on every set and writes numbers, plots and every error as a picture."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path as File
from typing import Any

import numpy as np

from recognition.card import WEIGHTS, load_card
from recognition.reader import Ink, Reader, load_reader
from training import docs as pages
from training import goals, measure, report
from training.data import MEASURED_ONLY, SOURCES, DataProblem, is_left_out
from training.doubtful import DOUBTFUL
from training.lines import mnist_outcomes
from training.measure import Outcome
from training.report import DOUBTED

CHART = File("docs/img/eye.png")
CROHME = "crohme-numbers"
TOUCHED = (DOUBTED, "composed apart", "composed close", "composed touching")
GROUPED = (
    "pendigits-test",
    "unipen-digits-dev",
    "composed apart",
    "composed close",
    "composed touching",
    "unipen-numbers-dev, digits",
    "no numbers",
)


def evaluate(
    data: File,
    out: File,
    *,
    weights: Sequence[File] | None = None,
    only: list[str] | None = None,
    docs: File | None = None,
) -> list[dict[str, Any]]:
    """Read all sets with each reader, print tables and write `out`/report.html and `out`/figures.json.

    The report shows the first reader; with several there is a table of means and spreads. `docs` is a Markdown file
    that takes the tables between its marks, and `CHART` the plots without anybody's handwriting. The set that only
    its home may give away is left out where it is missing.
    """
    if unknown := set(only or ()) - set(measure.SETS):
        raise DataProblem(f"there is no set {sorted(unknown)[0]!r}; there are: {'; '.join(measure.SETS)}")
    out.mkdir(parents=True, exist_ok=True)
    chosen = {name: tasks for name, tasks in measure.SETS.items() if not only or name in only}
    if CROHME in chosen and is_left_out(data, MEASURED_ONLY):
        print(f"{CROHME} is left out: {data / SOURCES[MEASURED_ONLY].file} is missing")
        del chosen[CROHME]
    found = []
    for folder in weights or [WEIGHTS]:
        reader = load_reader(folder)
        results = {name: measure.outcomes(reader, tasks(data), name) for name, tasks in chosen.items()}
        figures: dict[str, Any] = {
            "reader": reader.version,
            "sets": {name: figures_of(one) for name, one in results.items()},
            "doubtful": doubts(results[DOUBTED]) if DOUBTED in results else None,
            "clear": {name: figures_of(clear(results[name])) for name in TOUCHED if name in results},
            "milliseconds, two digits": milliseconds(reader),
        }
        if not only:
            figures["mnist-test"] = mnist_outcomes(reader, data)
            figures["memory, MB"] = memory(folder)
        if not found:
            report.write(out / "report.html", figures, results)
            if docs is not None:
                report.chart(CHART, results)
        print(table(figures), end="\n\n")
        found.append(figures)
    (out / "figures.json").write_text(json.dumps(found, indent=1))
    if len(found) > 1:
        print(spread(found), end="\n\n")
    if docs is not None:
        pages.put(docs, "measured", _measured())
        pages.put(docs, "sets", table(found[0]))
        if found[0]["doubtful"]:
            pages.put(docs, "doubtful", f"{found[0]['doubtful']['words']}\n\n{without(found[0])}")
        if not only:
            pages.put(docs, "goals", goals.table(found[0]))
            pages.put(docs, "grouping", against_grouping(data, found[0]))
        if len(found) > 1:
            pages.put(docs, "seeds", spread(found))
    print(f"Report: {out / 'report.html'}")
    return found


def _measured() -> str:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    when = datetime.now(UTC).strftime("%d %B %Y %H:%M UTC")
    return f"Measured {when} at commit {commit.stdout.strip() or 'unknown'}."


def clear(results: Sequence[Outcome]) -> list[Outcome]:
    """What shows no ink whose label a person doubts."""
    return [o for o in results if DOUBTFUL.keys().isdisjoint(o.task.pens)]


def without(figures: dict[str, Any]) -> str:
    """The sets that doubtful inks occur in, with and without the answers that show one, as a Markdown table."""
    rows = [
        "| set | answers with a doubtful ink | exact: all / without them | errors left after 3 %: all / without | "
        "calibration error: all / without |",
        "|---|---|---|---|---|",
    ]
    for name, one in figures["clear"].items():
        whole = figures["sets"][name]
        rows.append(
            f"| {name} | {whole['inks'] - one['inks']} of {whole['inks']} | {whole['accuracy']:.2%} / "
            f"{one['accuracy']:.2%} | {whole['errors left after 3 %']} / {one['errors left after 3 %']} | "
            f"{whole['calibration error']:.4f} / {one['calibration error']:.4f} |"
        )
    return "\n".join(rows)


def doubts(results: Sequence[Outcome]) -> dict[str, Any]:
    """Accuracy with and without the labels that a person doubts, in numbers and words."""
    sound = [o for o in results if o.task.id not in DOUBTFUL]
    wrong = sum(not o.right for o in results if o.task.id in DOUBTFUL)
    words = (
        f"{len(DOUBTFUL)} of {len(results)} labels are doubtful ({len(DOUBTFUL) / len(results):.1%}). With them "
        f"{measure.accuracy(results):.2%} are read as labelled, without them {measure.accuracy(sound):.2%}: {wrong} "
        f"of the reader's {sum(not o.right for o in results)} errors are among them. Every figure on this page is "
        "with them where it does not say otherwise."
    )
    return {
        "labels": len(DOUBTFUL),
        "with": round(measure.accuracy(results), 5),
        "without": round(measure.accuracy(sound), 5),
        "words": words,
    }


def spread(found: Sequence[dict[str, Any]]) -> str:
    """Mean and spread (one standard deviation) of several readers, as a Markdown table."""
    rows = [
        "| set | " + " | ".join(f["reader"] for f in found) + " | mean ± spread |",
        "|---|" + "---|" * (len(found) + 1),
    ]
    for name in found[0]["sets"]:
        values = [f["sets"][name]["accuracy"] for f in found]
        cells = " | ".join(f"{value:.2%}" for value in values)
        rows.append(f"| {name} | {cells} | {np.mean(values):.2%} ± {100 * np.std(values, ddof=1):.2f} |")
    for name in TOUCHED:
        left = [f["sets"][name]["errors left after 3 %"] for f in found if name in f["sets"]]
        if left:
            cells = " | ".join(str(count) for count in left)
            rows.append(f"| {name}: errors left | {cells} | {np.mean(left):.1f} ± {np.std(left, ddof=1):.1f} |")
    return "\n".join(rows)


def against_grouping(data: File, figures: dict[str, Any]) -> str:
    """The other honest way, grouping strokes with the forebears' published network, on the same sets."""
    reader = Reader(load_card(WEIGHTS / "digit.json"))
    rows = [f"| set | grouping ({reader.version}) | line ({figures['reader']}) |", "|---|---|---|"]
    for name in GROUPED:
        share = measure.accuracy(measure.outcomes(reader, measure.SETS[name](data), f"grouping: {name}"))
        rows.append(f"| {name} | {share:.2%} | {figures['sets'][name]['accuracy']:.2%} |")
    return "\n".join(rows)


_MEMORY = """
import re, sys
import numpy
def most():  # of this program: what getrusage says counts the one that started it
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
before = most()
from recognition.reader import Ink, load_reader
from pathlib import Path
from handwriting import write
reader = load_reader(Path(sys.argv[1]))
for k in range(20):
    reader.read(Ink.from_wire(write(str(k), seed=k)))
print(before / 1024, most() / 1024)
"""


def memory(folder: File) -> dict[str, float]:
    """The most memory of a process of its own in MB: bare with NumPy, and with a reader after twenty answers."""
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        cwd=File(__file__).parents[1],
    )
    without, reading = (float(part) for part in done.stdout.split())
    return {"without": round(without, 1), "with the reader": round(reading, 1)}


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
