"""How often the right wrong procedure is named: simulated children, written by real hands and read by the reader."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from bench.figures import ROOT, Figure, Part
from classroom.skills import diagnostic, naming
from classroom.skills.catalogue import CATALOGUE
from classroom.skills.forms.base import Item
from classroom.skills.generators.base import make_sheet
from classroom.skills.generators.shelf import GENERATORS
from recognition.reader import default_reader

DATA = ROOT.parent / "shared" / "data"
LENGTHS = (8, 12, 20)
CHILDREN = 2  # for each procedure and kind of sheet
# What a simulated child does: follows the procedure so often where it speaks, and slips so often elsewhere.
FOLLOWS, SLIPS = 0.9, 0.05
# Children without a procedure who get many wrong.
WEAK = 0.35
SHEETS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("sub_column", {"digits": 4}),
    ("sub_column", {"digits": 3}),
    ("sub_column", {"digits": 2}),
    ("add_column", {"digits": 2}),
    ("add_column", {"digits": 3, "unequal_lengths": True}),
    ("mul_short", {}),
    ("mul_long", {}),
    ("times_table", {"with_nought": True, "tables": "2-12"}),
    ("div_short", {"zero_in_quotient": True}),
    ("missing_number", {"both_sides": True, "n": 20}),
    ("missing_number", {"op": "both", "n": 20}),
    ("order_of_operations", {}),
    ("rounding", {}),
    ("place_value", {"digits": 4}),
    ("place_value", {"what": "compose", "digits": 4}),
    ("read_write_numerals", {"largest": 999}),
    ("negative_number_line", {"n": 20}),
    ("roman", {"to": 100}),
    ("fraction_of_amount", {"what": "non_unit", "denominators": "3-10"}),
    ("fraction_add_sub", {"denominators": "unlike", "op": "+", "over_one": True}),
    ("decimal_add_sub", {"op": "+"}),
    ("decimal_add_sub", {"unequal_places": True}),
    ("powers_of_ten", {"decimals": True, "what": "times"}),
    ("order_numbers", {"what": "decimals"}),
    ("money_total", {"what": "write"}),
    ("time_difference", {"over_the_hour": True, "longest": 180}),
)  # fmt: skip


class Eye:
    """Writes a text with the digits of one real writer and reads it as the site does."""

    def __init__(self) -> None:
        # Only here: the gym, with TensorFlow, is installed for those who develop.
        import numpy as np

        from training.compose import SPACINGS, Composer
        from training.data import load_pens
        from training.measure import ink_of

        self.reader = default_reader()
        self._composer = Composer(load_pens(DATA, "unipen-digits-dev"), load_pens(DATA, "unipen-symbols-dev"))
        self._rng = np.random.default_rng(29)
        self._spacing, self._ink_of = SPACINGS["close"], ink_of
        self.read_count = self.misread = 0

    def hand(self) -> str:
        """A writer."""
        return str(self._composer.writer(self._rng))

    def candidates(self, text: str, kind: str, writer: str) -> list[tuple[str, float]]:
        """What the reader makes of the text in this hand."""
        paths = self._composer.text(self._rng, text, self._spacing, writer).paths
        seen = self.reader.read(self._ink_of(paths), kind)
        self.read_count += 1
        self.misread += seen.text != text
        return [(one.text, one.probability) for one in seen.candidates]


def measure() -> Part:
    """Children who follow one procedure, on diagnostic and on ordinary sheets; and children who follow none."""
    eye, rng = Eye(), random.Random(29)
    told: dict[str, Counter[str]] = {}
    missed: Counter[str] = Counter()
    for what, items, procedures in sheets():
        for code in procedures:
            for _ in range(CHILDREN):
                sightings = list(child(items, code, eye, rng))
                for length in LENGTHS:
                    found = [one.procedure for one in naming.findings(sightings[:length])]
                    key = f"{what} of {length}"
                    outcome = "right" if found == [code] else "wrong" if set(found) - {code} else "none"
                    told.setdefault(key, Counter())[outcome] += 1
                    if length == 12 and outcome != "right":
                        missed[f"{code} ({what.partition(' ')[0]}): {outcome}"] += 1
        for _ in range(CHILDREN):
            sightings = list(child(items, "", eye, rng))
            for length in LENGTHS:
                named = naming.findings(sightings[:length])
                told.setdefault(f"no procedure, {length} questions", Counter())["named" if named else "none"] += 1
    figures = [one for key in sorted(told, key=_order) for one in _figures(key, told[key])]
    worst = "; ".join(f"{what} {count}" for what, count in missed.most_common(12))
    return Part(
        "Wrong procedures named",
        "python -m bench misconceptions",
        f"{CHILDREN} simulated children for each procedure that a sheet can show, on {len(SHEETS)} kinds of sheets, "
        "made by the diagnostic builder and by the plain generator. A child follows its procedure in "
        f"{FOLLOWS:.0%} of the questions that show it and slips in {SLIPS:.0%} of the others; those without one get "
        f"{WEAK:.0%} wrong. Every answer is composed of the digits of one of the dev writers (grown-ups) and read by "
        f"{eye.reader.version}, which misread {eye.misread / eye.read_count:.1%} of {eye.read_count:,}. “Right”: "
        f"this procedure was named and no other. Rule {naming.VERSION} of classroom/skills/naming.py. Most often "
        f"missed at 12: {worst}.",
        figures,
    )


def sheets() -> Iterator[tuple[str, list[Item], list[str]]]:
    """Kind of sheet, its questions, and the procedures that two of its questions at least can show."""
    longest = max(LENGTHS)
    for at, (name, given) in enumerate(SHEETS):
        generator = GENERATORS[name]
        for what in ("diagnostic sheet", "ordinary sheet"):
            if what == "diagnostic sheet":
                items = list(diagnostic.build(generator, given, count=longest, seed=at).items)
            else:
                items = make_sheet(generator, given, count=longest, seed=at)
            count = Counter(one.procedure for item in items for one in item.predictions)
            yield what, items, [code for code in sorted(count) if count[code] >= 2 and not CATALOGUE[code].is_slip]


def child(items: list[Item], code: str, eye: Eye, rng: random.Random) -> Iterator[naming.Sighting]:
    """The answers of a child who follows `code`, or none, in one hand."""
    writer = eye.hand()
    for at, item in enumerate(items):
        foretold = {one.procedure: one.answers for one in item.predictions}
        right = item.values[0]
        if code in foretold and rng.random() < FOLLOWS:
            text = rng.choice(foretold[code])
        else:
            text = slip(right, rng) if rng.random() < (SLIPS if code else WEAK) else right
        yield naming.Sighting(str(at), item.values, foretold, eye.candidates(text, item.kind, writer))


def slip(right: str, rng: random.Random) -> str:
    """One or ten off, two digits swapped, a digit wrong: what happens to everybody."""
    digits = [at for at, sign in enumerate(right) if sign.isdigit()]
    if not digits:
        return rng.choice([sign for sign in "<>=" if sign != right])
    pick = rng.random()
    if pick < 0.5 and right.isdigit():
        return str(abs(int(right) + rng.choice((-10, -2, -1, -1, 1, 1, 2, 10))))
    if pick < 0.7 and len(digits) > 1:
        at = rng.randrange(len(digits) - 1)
        one, other = digits[at], digits[at + 1]
        signs = list(right)
        signs[one], signs[other] = signs[other], signs[one]
        return "".join(signs)
    at = rng.choice(digits)
    return f"{right[:at]}{rng.choice([sign for sign in '123456789' if sign != right[at]])}{right[at + 1 :]}"


def _order(key: str) -> tuple[bool, str, int]:
    numbers = [int(word) for word in key.split() if word.isdecimal()]
    return key.startswith("no "), key.split()[0], numbers[0]


def _figures(key: str, told: Counter[str]) -> list[Figure]:
    total = sum(told.values())
    if key.startswith("no "):
        return [_share(f"{key}: a procedure named all the same", told["named"], total, most=0.03)]
    goal = "of 12" in key and key.startswith("diagnostic")
    return [
        _share(f"{key}: the right one named", told["right"], total, least=0.85 if goal else None),
        _share(f"{key}: a wrong one named", told["wrong"], total, most=0.03 if goal else None),
        _share(f"{key}: none named", told["none"], total),
    ]


def _share(what: str, count: int, total: int, *, least: float | None = None, most: float | None = None) -> Figure:
    share = count / total
    wanted = f"≥ {least:.0%}" if least is not None else f"≤ {most:.0%}" if most is not None else ""
    met = share >= least if least is not None else share <= most if most is not None else None
    return Figure(what, f"{share:.1%} ({count} of {total})", wanted, met)
