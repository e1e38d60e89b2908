"""How the reader does on writers it has not met: what a school's marking begins with, kept beside the code.

    python -m bench published

reads numbers composed of the digits of writers that no weights were fitted to (those held out of training, and those
of the measuring sets: a dozen alone hang on one odd hand), and writes the scores of every answer, by writer, with the
rung of thresholds that follows to classroom/certainty/published.json. Run it after every publication of weights: a
file made for other weights is not used.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from bench.figures import ROOT, Figure, Part
from bench.wrong_keys import likely_wrong
from classroom.certainty import bounds, deciding
from classroom.certainty.ladder import CAREFUL_RUNG, RUNGS, STRICTEST
from classroom.certainty.published import FILE, FILE_VERSION
from classroom.rules import Thresholds, Verdict, Weighed, decide
from recognition.reader import Reader, default_reader

DATA = ROOT.parent / "shared" / "data"
EACH = 20  # numbers of a writer at each spacing
# Schools begin with the default promise; of the answers to a worksheet about one in five is wrong.
ONE_IN = 200
WRONG_SHARE = 0.2

Row = tuple[float, float]  # chance of a right answer, chance of the likeliest reading


@dataclass(frozen=True)
class Scores:
    """One writer's answers: under the right key, and each under a likely wrong one; `unread` ones are in neither."""

    right: list[Row]
    wrong: list[Row]
    unread: int


@dataclass(frozen=True)
class Share:
    """What thresholds do to a set of answers, as shares of all: harsh and lenient errors, and what goes unmarked."""

    answers: int
    harsh: int
    lenient: int
    marked: float


def measure() -> Part:
    """Read, choose, write the file."""
    reader = default_reader()
    scores = read(reader)
    rung = chosen(list(scores.values()))
    found = outcome(list(scores.values()), RUNGS[rung])
    with_errors = sum(
        bool(one.harsh or one.lenient) for one in (outcome([row], RUNGS[rung]) for row in scores.values())
    )
    content = {
        "version": FILE_VERSION,
        "reader_version": reader.version,
        "made_on": datetime.now(UTC).date().isoformat(),
        "command": "python -m bench published",
        "what": "For each writer that training never met: [chance of a right answer, chance of the likeliest "
        "reading] of composed numbers, under the right key and under a likely wrong one. Grown-ups all; no child.",
        "result": {
            "rung": rung,
            "writers": len(scores),
            "writers_with_errors": with_errors,
            "answers": found.answers,
            "harsh": found.harsh,
            "lenient": found.lenient,
        },
        "writers": {
            name: {"right": one.right, "wrong": one.wrong, "unread": one.unread} for name, one in scores.items()
        },
    }
    FILE.write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="utf-8")
    by_writer = bounds.clopper_pearson(with_errors, len(scores))
    return Part(
        "What marking begins with",
        "python -m bench published",
        f"Numbers of one to four digits composed of the digits of {len(scores)} writers that training never met, "
        f"read by {reader.version}; each once with the right key and once with a likely wrong one. Of the ladder of "
        "thresholds (`classroom/certainty/ladder.py`) the boldest rung whose Clopper-Pearson bounds (95 %, by "
        f"answers) keep the budget of 1 in {ONE_IN} is published. Counting writers, {len(scores)} are too few to "
        "promise anything for a child, which is why a school's own checks take over. No child's hand is among them, "
        "and the same writers' digits are in `bench marking`, which therefore no longer tests the choice of a rung.",
        [
            Figure("rung chosen", f"{rung} of {len(RUNGS) - 1}: {RUNGS[rung]}"),
            Figure("right answers called wrong", f"{found.harsh} of {found.answers // 2}"),
            Figure("wrong answers called right", f"{found.lenient} of {found.answers // 2}"),
            Figure("writers with any wrong mark", f"{with_errors} of {len(scores)}: at most {by_writer:.0%} (95 %)"),
            Figure("answers marked by machine", f"{found.marked:.1%}"),
        ],
    )


def read(reader: Reader) -> dict[str, Scores]:
    """The scores of every unseen writer. About two minutes."""
    # Only here: the gym, with TensorFlow, is installed for those who develop.
    from training.compose import SPACINGS, Composer
    from training.data import load_pens, split_writers
    from training.lines import composer
    from training.measure import ink_of

    held = [p for name in ("pendigits-train", "unipen-digits-train") for p in split_writers(load_pens(DATA, name))[1]]
    met_nowhere = [p for name in ("pendigits-test", "unipen-digits-dev") for p in load_pens(DATA, name)]
    hands = [(composer(DATA, held_out=True), held)]
    hands.append((Composer(met_nowhere, load_pens(DATA, "unipen-symbols-dev")), met_nowhere))
    rng = np.random.default_rng(19)
    found: dict[str, Scores] = {}
    for line_of, writer in sorted({(one, p.writer) for one, pens in hands for p in pens}, key=lambda pair: pair[1]):
        scores = Scores([], [], 0)
        unread = 0
        for spacing in SPACINGS.values():
            for _ in range(EACH):
                text = "".join(str(digit) for digit in rng.integers(0, 10, int(rng.integers(1, 5))))
                seen = reader.read(ink_of(line_of.text(rng, text, spacing, writer).paths), "whole")
                if seen.status != "read":
                    unread += 1
                    continue
                chances = {one.text: one.probability for one in seen.candidates}
                for key, rows in ((text, scores.right), (likely_wrong(text, rng), scores.wrong)):
                    chance = sum(p for read_as, p in chances.items() if int(read_as) == int(key))
                    rows.append((round(chance, 4), round(seen.confidence, 4)))
        found[writer] = Scores(scores.right, scores.wrong, unread)
    return found


def chosen(scores: Sequence[Scores]) -> int:
    """The boldest rung whose bounds keep the budget, tested from the careful one on, else from the strictest."""
    passed = STRICTEST
    for rungs in (range(CAREFUL_RUNG, len(RUNGS)), range(STRICTEST, CAREFUL_RUNG)):
        for rung in rungs:
            if not keeps(outcome(scores, RUNGS[rung])):
                break
            passed = rung
        if passed >= rungs.start and keeps(outcome(scores, RUNGS[passed])):
            break
    return passed


def keeps(found: Share) -> bool:
    """Whether the bounds of both errors, among all marks at a worksheet's mixture of answers, are in the budget."""
    budget, half = deciding.Budget(ONE_IN), found.answers // 2
    harsh = (1 - WRONG_SHARE) * bounds.clopper_pearson(found.harsh, half) / found.marked
    lenient = WRONG_SHARE * bounds.clopper_pearson(found.lenient, half) / found.marked
    return harsh <= budget.harsh and lenient <= budget.lenient


def outcome(scores: Sequence[Scores], thresholds: Thresholds) -> Share:
    """What thresholds make of these writers."""
    rights = [_verdict(row, thresholds) for one in scores for row in one.right]
    wrongs = [_verdict(row, thresholds) for one in scores for row in one.wrong]
    unread = sum(one.unread for one in scores)
    sure_right = sum(verdict is not Verdict.UNSURE for verdict in rights) / max(1, len(rights) + unread)
    sure_wrong = sum(verdict is not Verdict.UNSURE for verdict in wrongs) / max(1, len(wrongs) + unread)
    return Share(
        answers=len(rights) + len(wrongs) + 2 * unread,
        harsh=sum(verdict is Verdict.WRONG for verdict in rights),
        lenient=sum(verdict is Verdict.RIGHT for verdict in wrongs),
        marked=(1 - WRONG_SHARE) * sure_right + WRONG_SHARE * sure_wrong,
    )


def scores_of(data: dict[str, Any]) -> list[Scores]:
    """The scores in a published file."""
    return [
        Scores([tuple(row) for row in one["right"]], [tuple(row) for row in one["wrong"]], one["unread"])
        for one in data["writers"].values()
    ]


def _verdict(row: Row, thresholds: Thresholds) -> Verdict:
    return decide(Weighed(*row), thresholds).verdict
