"""All forebears trained alike and set side by side."""

from __future__ import annotations

import json
import time
from pathlib import Path as File
from typing import Any

import keras
import numpy as np
from ai_edge_litert.interpreter import Interpreter

from training import fit, pretrain
from training.export import litert
from training.recipes import astro, baseline, regularised, transfer

RECIPES: tuple[tuple[str, Any, str | None], ...] = (
    ("baseline", baseline, None),
    ("regularised", regularised, None),
    ("astro", astro, None),
    ("transfer, from nothing", transfer, None),
    ("transfer, from symbols", transfer, "symbols"),
)


def compare(data: File, out: File, *, epochs: int, pens: bool, seed: int) -> str:
    """Train what is not yet trained in `out`, measure all, and return (and write) one Markdown table."""
    rows = [
        "| recipe | parameters | epochs | seconds | MNIST test | pendigits-test | unipen-digits-dev | ms on LiteRT |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, recipe, base in RECIPES:
        folder = out / f"{name.replace(', ', '-').replace(' ', '-')}{'-pens' if pens else ''}-{epochs}-{seed}"
        report_path = folder / "report.json"
        if not report_path.exists():
            weights = str(pretrain.symbol_base(data, out / "base", seed=seed)) if base else None
            fit.fit(recipe, data, folder, pens=pens, epochs=epochs, seed=seed, base=weights)
        report = json.loads(report_path.read_text())
        if "milliseconds" not in report:
            report["milliseconds"] = milliseconds(keras.models.load_model(folder / f"{recipe.NAME}.keras"))
            report_path.write_text(json.dumps(report, indent=1))
        accuracy = [report["accuracy"][key] for key in ("mnist-test", "pendigits-test", "unipen-digits-dev")]
        shares = " | ".join(f"{value:.2%}" for value in accuracy)
        rows.append(
            f"| {name} | {report['parameters']:,} | {report['epochs']} | {report['seconds']:.0f} | {shares} | "
            f"{report['milliseconds']:.2f} |"
        )
    table = "\n".join(rows)
    (out / "compare.md").write_text(table + "\n")
    return table


def milliseconds(model: keras.Model, runs: int = 200) -> float:
    """Median time of one picture on one core of LiteRT."""
    interpreter = Interpreter(model_content=litert(model), num_threads=1)
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
