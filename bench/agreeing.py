"""What asking "Is this what you wrote?" catches on unseen writers, and what it costs in taps."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from bench.figures import ROOT, Figure, Part
from classroom import asking
from recognition.reader import Reading, default_reader

DATA = ROOT.parent / "shared" / "data"
SETS = ("composed apart", "composed close", "shaky composed close")
SHEET = 20  # questions
BOUNDS = (0.8, 0.9, 0.95, 0.99)  # the one in force and its neighbours


@dataclass(frozen=True)
class Seen:
    """One answer: what was written, what was read of it, and its lot."""

    truth: str
    reading: Reading
    lot: int

    @property
    def is_misread(self) -> bool:
        """Whether the child would be shown something else than was written."""
        return self.reading.status == "read" and self.reading.text != self.truth

    def asked(self, bound: float) -> bool:
        """Whether the child is asked when readings under `bound` are doubtful."""
        if self.reading.status == "read" and self.reading.confidence < bound:
            return True
        return asking.why(status=self.reading.status, confidence=1.0, lot=self.lot) != ""

    @property
    def takes_neighbours_along(self) -> bool:
        """Whether some sign cannot be written again without the ink of another."""
        strokes = [stroke for symbol in self.reading.symbols for stroke in symbol.strokes]
        return len(strokes) != len(set(strokes)) or any(not symbol.strokes for symbol in self.reading.symbols)


def measure() -> Part:
    """Read the sets' answers and count who would be asked what."""
    # Only here: the gym is installed for those who develop.
    from training import measure as gym

    reader = default_reader()
    rng = random.Random(20)
    figures: list[Figure] = []
    for name in SETS:
        seen = [Seen(task.truth, reader.read(task.ink, task.kind), _lot(rng)) for task in gym.SETS[name](DATA)]
        figures += _figures(name, seen)
    return Part(
        "Asking the child",
        "python -m bench agreeing",
        f"Answers of writers never trained on, read by {reader.version}. A child is asked when the reading is less "
        f"likely than {asking.DOUBT_BELOW}, and else by a lot of one in {asking.ONE_IN}. A misread answer is caught "
        "when the child is asked and looks; the second figure is for children of whom half tap yes to whatever "
        "stands there. One tap answers a question. No child's hand is among the writers; how children really answer "
        "is counted by `manage.py agreements` once teachers have marked.",
        figures,
    )


def _lot(rng: random.Random) -> int:
    return asking.lot(UUID(int=rng.getrandbits(128)), secret=b"bench")


def _figures(name: str, seen: list[Seen]) -> Iterable[Figure]:
    total, bound = len(seen), asking.DOUBT_BELOW
    misread = [one for one in seen if one.is_misread]
    caught = [one for one in misread if one.asked(bound)]
    asked = [one for one in seen if one.asked(bound)]
    right = sum(not one.is_misread for one in asked)
    one_digit = sum(_differ(one.truth, one.reading.text) == 1 for one in caught)
    shared = sum(one.takes_neighbours_along for one in seen if one.reading.status == "read")
    others = "; ".join(_at(seen, other) for other in BOUNDS if other != bound)
    return [
        Figure(f"{name}: misread, of 1,000 answers", f"{1000 * len(misread) / total:.0f}"),
        Figure(
            f"{name}: of those caught, if all look; if half tap yes unread",
            f"{1000 * len(caught) / total:.0f}; {500 * len(caught) / total:.0f}",
        ),
        Figure(f"{name}: extra taps for a sheet of {SHEET}", f"{SHEET * len(asked) / total:.1f}"),
        Figure(f"{name}: asked although read right, of {SHEET}", f"{SHEET * right / total:.1f}"),
        Figure(f"{name}: caught ones that one digit written again can mend", f"{one_digit} of {len(caught)}"),
        Figure(f"{name}: answers with signs that share ink, so that two go together", f"{shared / total:.1%}"),
        Figure(f"{name}: other bounds (caught of 1,000, taps a sheet)", others),
    ]


def _at(seen: list[Seen], bound: float) -> str:
    asked = [one for one in seen if one.asked(bound)]
    caught = sum(one.is_misread for one in asked)
    return f"{bound}: {1000 * caught / len(seen):.0f}, {SHEET * len(asked) / len(seen):.1f}"


def _differ(truth: str, text: str) -> int:
    """In how many places two texts differ; another length is beyond mending one sign."""
    return sum(a != b for a, b in zip(truth, text, strict=True)) if len(truth) == len(text) else 99
