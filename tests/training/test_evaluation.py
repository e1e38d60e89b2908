"""What the evaluation says beyond plain figures: doubtful labels, goals, spreads, tables in the docs, distortions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recognition.ink import Ink
from training import docs, explore, goals
from training.data import DataProblem, Pen
from training.distort import distorted
from training.doubtful import DOUBTFUL
from training.measure import SETS, Outcome, Task
from training.report import chart, write

evaluate = pytest.importorskip("training.evaluate")
INK = Ink(10.0, 10.0, (((1.0, 1.0), (5.0, 5.0)),))


def outcome(name: str, truth: str, text: str, confidence: float = 0.95) -> Outcome:
    task = Task(name, "writer", "digit", truth, INK, (name,))
    return Outcome(task, text, "read" if text else "unreadable", confidence, ())


def some() -> list[Outcome]:
    return [
        *(outcome(f"unipen-ddev-{9000 + k}", "5", "5") for k in range(96)),
        *(outcome(f"unipen-ddev-{9100 + k}", "5", "6") for k in range(2)),
        *(outcome(name, "1", "7") for name in list(DOUBTFUL)[:2]),
    ]


def test_doubtful_labels_are_said_with_and_without() -> None:
    found = evaluate.doubts(some())
    assert found["with"] == 0.96 and found["without"] == round(96 / 98, 5)
    assert "96.00% are read as labelled, without them 97.96%: 2 of the reader's 4 errors" in found["words"]


def test_answers_with_a_doubtful_ink_are_counted_beside_all_not_instead() -> None:
    one, two = evaluate.figures_of(some()), evaluate.figures_of(evaluate.clear(some()))
    assert (one["inks"], two["inks"]) == (100, 98) and one["accuracy"] == 0.96
    table = evaluate.without({"sets": {"composed close": one}, "clear": {"composed close": two}})
    assert "| composed close | 2 of 100 | 96.00% / 97.96% | 4 / 2 | " in table


def test_the_report_shows_doubtful_labels_and_surprises_as_pictures(tmp_path: Path) -> None:
    results = {"unipen-digits-dev": some()}
    sets = {name: evaluate.figures_of(one) for name, one in results.items()}
    figures = {"reader": "line-1-x", "sets": sets, "doubtful": evaluate.doubts(some())}
    write(tmp_path / "report.html", figures, results)
    page = (tmp_path / "report.html").read_text()
    assert 'id="doubtful"' in page and "plainly a 2" in page and "4 errors, the surest first" in page
    assert "2 more where the reader is more than 90 % sure of something else" in page
    assert "All 1 writers" in page and "<td>writer</td><td>100</td><td>4</td><td>96.0%</td>" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    chart(tmp_path / "img" / "eye.png", results)
    assert (tmp_path / "img" / "eye.png").read_bytes().startswith(b"\x89PNG")


def figures(accuracy: float, errors: int, sure: float) -> dict[str, Any]:
    one = {
        "inks": 1000,
        "accuracy": accuracy,
        "errors left after 3 %": errors,
        "calibration error": 0.005,
        "no number, yet sure": sure,
    }
    return {
        "reader": "x",
        "sets": dict.fromkeys(SETS, one),
        "clear": {"composed close": {**one, "accuracy": 0.999}},
        "milliseconds, two digits": {"median": 4.0, "p95": 6.0},
        "memory, MB": {"without": 36.0, "with the reader": 81.0},
    }


def test_goals_are_met_or_not_by_their_own_limits() -> None:
    perfect = goals.table(figures(1.0, 0, 0.0)).splitlines()[2:]
    asked = [line for line in perfect if not line.startswith("| — ")]
    assert [line.endswith("| yes |") for line in asked] == [True] * (len(asked) - 1) + [False]
    assert [line.endswith("|  |") for line in perfect if line.startswith("| — ")] == [True] * 4  # beside, no goal
    assert "| 100.00% / 99.90% / 100.00% |  |" in goals.table(figures(1.0, 0, 0.0))
    poor = goals.table(figures(0.97, 2, 0.02))
    assert poor.count("**no**") == 9 and "2 of 970" in poor and "| <= 5 ms | 4.00 ms | yes |" in poor


def test_a_set_that_may_be_missing_is_no_goal_and_an_unknown_one_is_named(tmp_path: Path) -> None:
    fewer = figures(1.0, 0, 0.0)
    fewer["sets"].pop("crohme-numbers")
    assert "| crohme-numbers (measured only) | >= 98 % | not measured |  |" in goals.table(fewer)
    with pytest.raises(DataProblem, match="no set 'crome'; there are: pendigits-test;"):
        evaluate.evaluate(tmp_path, tmp_path / "out", only=["crome"])
    assert not (tmp_path / "out").exists()


def test_mean_and_spread_of_several_readers() -> None:
    table = evaluate.spread([figures(share, 0, 0.0) for share in (0.98, 0.99, 1.0)])
    assert "| pendigits-test | 98.00% | 99.00% | 100.00% | 99.00% ± 1.00 |" in table


def test_tables_are_written_between_their_marks_and_nowhere_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- sets -->\nold\n<!-- end of sets -->\nafter\n")
    docs.put(page, "sets", "| new \\1 |")
    docs.put(page, "sets", "| new \\1 |")
    assert page.read_text() == "before\n<!-- sets -->\n\n| new \\1 |\n\n<!-- end of sets -->\nafter\n"
    with pytest.raises(SystemExit, match="<!-- goals -->"):
        docs.put(page, "goals", "x")


def test_the_measurements_page_has_every_mark() -> None:
    page = (Path(__file__).parents[2] / "docs" / "measurements-eye.md").read_text(encoding="utf-8")
    marks = (
        "measured",
        "goals",
        "sets",
        "doubtful",
        "seeds",
        "grouping",
        "bench-readers",
        "compare",
        "compare with pens",
        "ensemble",
        "workers",
    )
    for mark in marks:
        assert page.count(f"<!-- {mark} -->") == page.count(f"<!-- end of {mark} -->") == 1, mark


def test_distorting_by_nothing_changes_nothing_and_bending_does() -> None:
    images = np.random.default_rng(0).random((5, 28, 28, 1)).astype(np.float32)
    still = {"turn": 0.0, "shift": 0.0, "zoom": 0.0, "lean": 0.0}
    same = distorted(images, np.random.default_rng(1), **still)
    assert same.shape == images.shape and np.abs(same - images).max() < 1e-3
    bent = distorted(images, np.random.default_rng(1), **still, bend=1.0)
    assert np.abs(bent - images).max() > 0.2 and bent.min() >= 0 and bent.max() <= 1
    flipped = distorted(images, np.random.default_rng(1), **still, flip=True)
    for new, old in zip(flipped, images, strict=True):
        assert np.abs(new - old).max() < 1e-3 or np.abs(new - old[:, ::-1]).max() < 1e-3
    assert any(np.abs(new - old).max() > 0.1 for new, old in zip(flipped, images, strict=True))


def test_the_sheet_shows_every_distortion(tmp_path: Path, digit_pens: list[Pen]) -> None:
    before = [path.copy() for path in digit_pens[8].paths]
    path = explore.distortions([digit_pens[8].paths], tmp_path / "sheet.png")
    assert path.stat().st_size > 10_000
    assert all(np.array_equal(a, b) for a, b in zip(before, digit_pens[8].paths, strict=True))
