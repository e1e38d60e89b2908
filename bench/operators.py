"""Signs of people whom the network never saw: + and − as they wrote them, × as their + turned, ÷ in our own hand."""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Iterable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

import handwriting
from bench.figures import ROOT, Figure, Part
from classroom import rules
from recognition.raster import Path
from recognition.reader import Ink, default_reader

DATA = ROOT.parent / "shared" / "data"
SIGNS = "+-×÷"
# What children might write into the box instead, among what the dev writers wrote.
OTHERS = "*/\\=;.,%<>()[]|?!"


def measure() -> Part:
    """Read every sign, and judge it by the careful thresholds under its own key and under the other signs'."""
    # Only here: the gym is installed for those who develop.
    from training.data import load_pens

    pens = load_pens(DATA, "unipen-symbols-dev")
    rng = np.random.default_rng(5)
    plus = [list(pen.paths) for pen in pens if pen.text == "+"]
    sets = {
        "+": ("+ of unseen writers", plus),
        "-": ("− of unseen writers", [list(pen.paths) for pen in pens if pen.text == "-"]),
        "×": ("× as their + turned by 45°, give or take 8°", [_turned(one, 45 + rng.normal(0, 8)) for one in plus]),
        "x of ours": ("× of our own hand", _of_ours("×")),
        "÷": ("÷ of our own hand", _of_ours("÷")),
        ":": ("÷ as the : of unseen writers", [list(pen.paths) for pen in pens if pen.text == ":"]),
    }
    figures: list[Figure] = []
    for truth, (name, inks) in sets.items():
        figures += _figures(name, {"x of ours": "×", ":": "÷"}.get(truth, truth), inks)
    halfway = [_turned(one, 22.5 + rng.normal(0, 3)) for one in plus]
    marked = sum(_verdicts(paths, "")["marked"] for paths in halfway)
    figures.append(Figure("+ turned by 22.5°, neither + nor ×: marked as one of them", f"{marked} of {len(halfway)}"))
    others = [list(pen.paths) for pen in pens if pen.text in OTHERS]
    marked = sum(_verdicts(paths, "")["marked"] for paths in others)
    figures.append(Figure("other signs of unseen writers: marked as one of + − × ÷", f"{marked} of {len(others)}"))
    return Part(
        "Signs of sums",
        "python -m bench operators",
        "Kind `operator`, the dev writers of UNIPEN's symbols (none is a child, and none wrote × or ÷; the two dots "
        "that divide in Germany they wrote as a colon), judged by "
        f"the careful thresholds (award {rules.CAREFUL.award}, refuse {rules.CAREFUL.refuse}). “Right” is under the "
        "sign's own key, “called wrong” too; “another taken for right” counts keys of the other three signs under "
        "which it was awarded. What is neither waits for a teacher. ÷ is measured on synthetic ink alone: that says "
        "the layout is found, not how children write it.",
        figures,
    )


def _figures(name: str, truth: str, inks: list[list[Path]]) -> Iterable[Figure]:
    counted: Counter[str] = Counter()
    for paths in inks:
        counted += _verdicts(paths, truth)
    total = len(inks)
    yield Figure(f"{name}: right", f"{counted['right']} of {total}")
    yield Figure(
        f"{name}: called wrong", f"{counted['wrong']} of {total}", "≤ 0.5%", counted["wrong"] <= 0.005 * total
    )
    yield Figure(
        f"{name}: another taken for right", f"{counted['lenient']} of {3 * total}", "≤ 0.5%",
        counted["lenient"] <= 0.015 * total,
    )  # fmt: skip


def _verdicts(paths: list[Path], truth: str) -> Counter[str]:
    seen = default_reader().read(_ink(paths), "operator")
    candidates = [(one.text, one.probability) for one in seen.candidates]
    said = {
        sign: rules.judge(
            status=seen.status, candidates=candidates, flags=seen.flags,
            key={"version": 1, "values": [sign], "rule": "equal"},
        ).verdict.value
        for sign in SIGNS
    }  # fmt: skip
    found: Counter[str] = Counter()
    if truth:
        found[said[truth]] += 1
    found["lenient"] = sum(said[sign] == "right" for sign in SIGNS if sign != truth)
    found["marked"] = int("right" in said.values())
    return found


def _turned(paths: list[Path], degrees: float) -> list[Path]:
    angle = math.radians(degrees)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    middle = np.concatenate(paths).mean(axis=0)
    return [(path - middle) @ turn + middle for path in paths]


def _of_ours(sign: str) -> list[list[Path]]:
    strokes = (handwriting.write(sign, seed=seed)["strokes"] for seed in range(300))
    return [[np.array([point[:2] for point in stroke], dtype=np.float64) for stroke in one] for one in strokes]


def _ink(paths: list[Path]) -> Ink:
    """In a box of its own: what is told by size stays as large as it was written."""
    left, top = np.concatenate(paths).min(axis=0)
    right, bottom = np.concatenate(paths).max(axis=0)
    dx, dy = 500 - (left + right) / 2, 200 - (top + bottom) / 2
    strokes = [[[round(float(x + dx), 1), round(float(y + dy), 1)] for x, y in path] for path in paths]
    return Ink.from_wire({"version": 1, "width": 1000, "height": 400, "strokes": strokes})
