"""All networks for digits, set side by side; what is trained already is only measured."""

from __future__ import annotations

import json
import time
from pathlib import Path as File
from typing import Any

import keras
import numpy as np

from training import fit, pretrain
from training.data import DataProblem
from training.recipes import astro, baseline, mnist, regularised, transfer

RECIPES: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("baseline", baseline, {}),
    ("regularised", regularised, {}),
    ("regularised, with flips", regularised, {"flips": True}),
    ("astro", astro, {}),
    ("transfer, from nothing", transfer, {}),
    ("transfer, from symbols", transfer, {"base": "symbols"}),
    ("mnist", mnist, {}),
)
SETS = ("mnist-test", *fit.PEN_SETS)


def folder_of(out: File, name: str, *, pens: bool, seed: int) -> File:
    """Where the run of a recipe is kept: a finished run put there is taken up."""
    return out / f"{name.replace(', ', '-').replace(' ', '-')}{'-pens' if pens else ''}-{seed}"


def compare(
    data: File, out: File, *, epochs: int | None, pens: bool, seed: int, only: list[str] | None = None
) -> str:
    """Train what is not yet trained in `out` (a stopped run goes on), measure all, and return and write one table."""
    if unknown := set(only or ()) - {name for name, _, _ in RECIPES}:
        known = "; ".join(name for name, _, _ in RECIPES)
        raise DataProblem(f"there is no {sorted(unknown)[0]!r}; there are: {known}")
    reports = {}
    for name, recipe, how in RECIPES:
        folder = folder_of(out, name, pens=pens, seed=seed)
        if not (folder / "report.json").exists() and (only is None or name in only):
            if how.get("base") == "symbols":
                how = {"base": str(pretrain.symbol_base(data, out / "base", seed=seed))}
            fit.fit(recipe, data, folder, pens=pens, epochs=epochs, seed=seed, **how)
        if (folder / "report.json").exists():
            reports[name] = timed(folder)
    table = written(reports)
    (out / f"compare{'-pens' if pens else ''}.md").write_text(table + "\n")
    return table


def written(reports: dict[str, dict[str, Any]]) -> str:
    """The reports as a Markdown table."""
    rows = [
        f"| recipe | parameters | epochs | seconds | trained with | {' | '.join(SETS)} | ms on LiteRT |",
        "|---|---|---|---|---|" + "---|" * (len(SETS) + 1),
    ]
    for name, report in reports.items():
        time_each = f"{report['milliseconds']:.2f}" if "milliseconds" in report else "run again on TensorFlow"
        shares = " | ".join(f"{report['accuracy'][key]:.2%}" for key in SETS)
        rows.append(
            f"| {name} | {report['parameters']:,} | {report['epochs']} | {report['seconds']:,.0f} | "
            f"{report.get('engine', 'Keras on tensorflow')} | {shares} | {time_each} |"
        )
    return "\n".join(rows)


def timed(folder: File) -> dict[str, Any]:
    """A run's report with its time on LiteRT, measured once; only TensorFlow can export, whatever trained it."""
    path = folder / "report.json"
    report: dict[str, Any] = json.loads(path.read_text())
    if "milliseconds" not in report and keras.backend.backend() == "tensorflow":
        from training.export import litert

        report["milliseconds"] = milliseconds(litert(keras.models.load_model(folder / f"{report['recipe']}.keras")))
        path.write_text(json.dumps(report, indent=1))
    return report


def milliseconds(weights: bytes, runs: int = 200) -> float:
    """Median time of one picture on one core of LiteRT."""
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_content=weights, num_threads=1)
    index = interpreter.get_input_details()[0]["index"]
    interpreter.resize_tensor_input(index, (1, 28, 28, 1))
    interpreter.allocate_tensors()
    interpreter.set_tensor(index, np.zeros((1, 28, 28, 1), dtype=np.float32))
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        interpreter.invoke()
        times.append(time.perf_counter() - start)
    return float(np.median(times) * 1000)
