"""What the marking rule makes of unseen writers' numbers, with the right key and with a likely wrong one."""

from __future__ import annotations

import os
import random
from collections import Counter

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from bench.figures import ROOT, Figure, Part
from classroom import rules
from recognition.reader import default_reader

SPACINGS = ("apart", "close", "touching")
DATA = ROOT.parent / "shared" / "data"


def measure() -> Part:
    """Read composed numbers of the dev writers, and judge each under two keys."""
    # Only here: the gym, with TensorFlow, is installed for those who develop.
    from training.measure import composed

    reader = default_reader()
    rng = random.Random(3)
    figures = []
    for spacing in SPACINGS:
        right: Counter[str] = Counter()
        wrong: Counter[str] = Counter()
        tasks = composed(DATA, spacing)
        for task in tasks:
            seen = reader.read(task.ink, "whole")
            candidates = [(one.text, one.probability) for one in seen.candidates]
            for key, counted in ((task.truth, right), (_likely_wrong(task.truth, rng), wrong)):
                answer_key = {"version": 1, "values": [key], "rule": "equal"}
                counted[rules.judge(status=seen.status, candidates=candidates, key=answer_key).verdict.value] += 1
        total = len(tasks)
        figures += [
            Figure(f"{spacing}: right answers called wrong", f"{right['wrong']} of {total}"),
            Figure(f"{spacing}: wrong answers called right", f"{wrong['right']} of {total}"),
            Figure(f"{spacing}: right answers that a teacher looks at", f"{right['unsure'] / total:.1%}"),
            Figure(f"{spacing}: wrong answers that a teacher looks at", f"{wrong['unsure'] / total:.1%}"),
        ]
    return Part(
        "Marks of unseen writers",
        "python -m bench marking",
        f"Numbers of one to four digits composed of the dev writers' digits (about 1 % of those labels are "
        f"doubtful), read by {reader.version} and judged by rule {rules.RULE_VERSION}: award from "
        f"{rules.ENOUGH_TO_AWARD}, refuse from {rules.ENOUGH_TO_REFUSE} while the right answer is less likely than "
        f"{rules.IMPLAUSIBLE}. Each once with the right key and once with a likely wrong one (one more, one less, "
        "ten more). The thresholds were chosen on other writers, held out of training; no child's is among them.",
        figures,
    )


def _likely_wrong(text: str, rng: random.Random) -> str:
    value = int(text)
    return str(rng.choice([value + 1, value + 10, abs(value - 1)]))
