"""A measured figure beside what was asked for, and the page that states them."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "measurements.md"


@dataclass(frozen=True)
class Figure:
    """`measured` and `wanted` are words with units; `met` is None where nothing was asked for."""

    what: str
    measured: str
    wanted: str = ""
    met: bool | None = None


@dataclass(frozen=True)
class Part:
    """Figures of one bench, with the command for it alone and how it was done."""

    title: str
    command: str
    how: str
    figures: Sequence[Figure]


def at_most(what: str, value: float, limit: float, unit: str, *, digits: int = 0) -> Figure:
    """A figure that should not be over its limit."""
    return Figure(what, f"{value:,.{digits}f} {unit}", f"≤ {limit:,.{digits}f} {unit}", value <= limit)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed; nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def conditions() -> str:
    """The machine, its load when the bench began, the versions, the commit."""
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%d %B %Y %H:%M} UTC, commit {commit.strip()}, {os.cpu_count()} cores ({cpu}), "
        f"load {load:.1f} when it began, {platform.system()}, Python {platform.python_version()}. Browser, server "
        "and load share the cores."
    )


def as_markdown(part: Part) -> str:
    """One part as a section with a table."""
    verdict = {None: "", True: "yes", False: "**no**"}
    rows = [f"| {one.what} | {one.measured} | {one.wanted} | {verdict[one.met]} |" for one in part.figures]
    head = ["| figure | measured | asked for | met |", "|---|---|---|---|"]
    return "\n".join([f"## {part.title}", "", f"`{part.command}`. {part.how}", "", *head, *rows, ""])


def write_section(part: Part, when: str) -> None:
    """Put the part into the page, in the place of its last measuring; other parts stay as they were measured."""
    text = PAGE.read_text() if PAGE.exists() else "# Measurements\n"
    section = as_markdown(part).replace("\n\n| figure", f"\n\nMeasured {when}\n\n| figure", 1)
    before, found, after = text.partition(f"## {part.title}\n")
    if found:
        following = after.find("\n## ")
        text = before + section + (after[following:] if following >= 0 else "")
    else:
        text = text.rstrip() + "\n\n" + section
    PAGE.write_text(text)
