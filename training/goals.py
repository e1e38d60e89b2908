"""The goals of the reader and whether they are met, from the figures of an evaluation alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Figures = dict[str, Any]
Cell = tuple[str, bool | None]  # what was measured, and whether the goal is met; None where it is no goal


def _shares(*wanted: tuple[str, float]) -> Callable[[Figures], Cell]:
    def cell(figures: Figures) -> Cell:
        if any(name not in figures["sets"] for name, _ in wanted):
            return "not measured", None
        found = [figures["sets"][name]["accuracy"] for name, _ in wanted]
        met = all(value >= goal for value, (_, goal) in zip(found, wanted, strict=True))
        return " / ".join(f"{value:.2%}" for value in found), met

    return cell


def _errors_left(figures: Figures) -> Cell:
    parts, met = [], True
    for name in ("unipen-digits-dev", "composed apart", "composed close", "composed touching"):
        one = figures["sets"][name]
        left, kept = one["errors left after 3 %"], one["inks"] - round(0.03 * one["inks"])
        parts.append(f"{left} of {kept}")
        met = met and left <= kept / 1000
    return "; ".join(parts), met


_COMPOSED = (("composed apart", 0.997), ("composed close", 0.995), ("composed touching", 0.985))
_AGAIN = "without doubtful labels"


def _clear(cell: Callable[[Figures], Cell]) -> Callable[[Figures], Cell]:
    """The same cell without the answers that show an ink whose label is doubted: beside a goal, never instead."""

    def beside(figures: Figures) -> Cell:
        return cell({**figures, "sets": {**figures["sets"], **figures["clear"]}})[0], None

    return beside


def _calibration(figures: Figures) -> Cell:
    found = [figures["sets"][name]["calibration error"] for name in ("unipen-digits-dev", "composed close")]
    return " / ".join(f"{value:.4f}" for value in found), max(found) <= 0.01


def _no_numbers(figures: Figures) -> Cell:
    share = figures["sets"]["no numbers"]["no number, yet sure"]
    return f"{share:.2%}", share <= 0.01


def _time(figures: Figures) -> Cell:
    median = figures["milliseconds, two digits"]["median"]
    return f"{median:.2f} ms", median <= 5


def _memory(figures: Figures) -> Cell:
    size = figures["memory, MB"]
    return f"{size['with the reader']:.0f} MB (bare interpreter and NumPy: {size['without']:.0f} MB)", (
        size["with the reader"] <= 80
    )


GOALS: tuple[tuple[str, str, Callable[[Figures], Cell]], ...] = (
    ("pendigits-test, single digits", ">= 99.3 %", _shares(("pendigits-test", 0.993))),
    ("unipen-digits-dev, single digits", ">= 99 %", _shares(("unipen-digits-dev", 0.99))),
    (f"— {_AGAIN}", "", _clear(_shares(("unipen-digits-dev", 0.99)))),
    ("composed of dev writers: apart / close / touching", ">= 99.7 / 99.5 / 98.5 %", _shares(*_COMPOSED)),
    (f"— {_AGAIN}", "", _clear(_shares(*_COMPOSED))),
    (
        "unipen-numbers-dev, digits only / all our kinds",
        ">= 98 / 95 %",
        _shares(("unipen-numbers-dev, digits", 0.98), ("unipen-numbers-dev, all kinds", 0.95)),
    ),
    ("crohme-numbers (measured only)", ">= 98 %", _shares(("crohme-numbers", 0.98))),
    ("signs within their kind", ">= 98 %", _shares(("signs in their kind", 0.98))),
    (
        "errors left when 3 % go to a person (unipen digits; composed apart, close, touching)",
        "<= 1 in 1,000",
        _errors_left,
    ),
    (f"— {_AGAIN}", "", _clear(_errors_left)),
    ("no number, read as one with confidence over 0.9", "<= 1 %", _no_numbers),
    ("calibration error (unipen digits / composed close)", "<= 0.01", _calibration),
    (f"— {_AGAIN}", "", _clear(_calibration)),
    ("two digits, one core, ink to candidates, median", "<= 5 ms", _time),
    ("the process with the reader in it", "<= 80 MB", _memory),
)


def table(figures: Figures) -> str:
    """Goals, figures and whether they are met, as a Markdown table."""
    rows = ["| work | goal | measured | met |", "|---|---|---|---|"]
    for work, goal, cell in GOALS:
        measured, met = cell(figures)
        rows.append(f"| {work} | {goal} | {measured} | {'' if met is None else 'yes' if met else '**no**'} |")
    return "\n".join(rows)
