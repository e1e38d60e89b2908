"""What the marking rule makes of unseen writers' numbers, with the right key and with a likely wrong one."""

from __future__ import annotations

import os
from collections import Counter

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from bench.figures import ROOT, Figure, Part
from bench.wrong_keys import likely_wrong
from classroom import rules
from classroom.certainty import deciding
from classroom.certainty.ladder import RUNGS
from classroom.certainty.published import published
from recognition.reader import default_reader

SPACINGS = ("apart", "close", "touching")
DATA = ROOT.parent / "shared" / "data"
# What issue 4 asks for, as shares.
MOST_HARSH, MOST_LENIENT, MOST_LOOKS = 0.002, 0.001, 0.03


def measure() -> Part:
    """Read composed numbers of the dev writers, and judge each under two keys, plainly and with a shaky hand."""
    # Only here: the gym, with TensorFlow, is installed for those who develop.
    from training.measure import composed

    reader = default_reader()
    start = published(reader.version)
    thresholds = RUNGS[deciding.at_the_start(start.rung if start else None).rung]
    rng = np.random.default_rng(3)
    figures = []
    for hand in ("", "shaky, "):
        for spacing in SPACINGS:
            right: Counter[str] = Counter()
            wrong: Counter[str] = Counter()
            tasks = composed(DATA, spacing, shaky=bool(hand))
            for task in tasks:
                seen = reader.read(task.ink, "whole")
                candidates = [(one.text, one.probability) for one in seen.candidates]
                for key, counted in ((task.truth, right), (likely_wrong(task.truth, rng), wrong)):
                    said = rules.judge(
                        status=seen.status,
                        candidates=candidates,
                        key={"version": 1, "values": [key], "rule": "equal"},
                        thresholds=thresholds,
                        flags=seen.flags,
                    )
                    counted[said.verdict.value] += 1
            figures += _figures(f"{hand}{spacing}", right, wrong, len(tasks))
    basis = (
        f"rung {start.rung} as published with it"
        if start is not None
        else "the careful defaults: nothing is published"
    )
    return Part(
        "Marks of unseen writers",
        "python -m bench marking",
        "Numbers of one to four digits composed of the dev writers' digits (about 1 % of those labels are doubtful), "
        f"read by {reader.version} and judged by rule {rules.RULE_VERSION} with {basis}: award from "
        f"{thresholds.award}, refuse from {thresholds.refuse} while the right answer is less likely than "
        f"{thresholds.implausible}. Each "
        "once with the right key and once with a likely wrong one (a digit changed, two swapped, off by one, off by "
        "ten). The thresholds were chosen on other writers, held out of training; no child's hand is among them.",
        figures,
    )


def _figures(name: str, right: Counter[str], wrong: Counter[str], total: int) -> list[Figure]:
    looks = (right["unsure"] + wrong["unsure"]) / (2 * total)
    return [
        _share(f"{name}: right answers called wrong", right["wrong"], total, MOST_HARSH),
        _share(f"{name}: wrong answers called right", wrong["right"], total, MOST_LENIENT),
        Figure(f"{name}: right answers that a teacher looks at", f"{right['unsure'] / total:.1%}"),
        Figure(f"{name}: wrong answers that a teacher looks at", f"{wrong['unsure'] / total:.1%}"),
        Figure(f"{name}: both together", f"{looks:.1%}", f"≤ {MOST_LOOKS:.0%}", looks <= MOST_LOOKS),
    ]


def _share(what: str, count: int, total: int, most: float) -> Figure:
    return Figure(what, f"{count} of {total}", f"≤ {most:.1%}", count / total <= most)
