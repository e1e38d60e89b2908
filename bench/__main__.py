"""`python -m bench` runs all parts, `python -m bench starting answering` those named; each rewrites its section."""

from __future__ import annotations

import argparse
import sys

from bench import (
    agreeing,
    answering,
    dashboard,
    figures,
    marking,
    misconceptions,
    published,
    starting,
    term,
    wall,
    writing,
)

PARTS = {
    "starting": starting, "answering": answering, "dashboard": dashboard, "wall": wall, "writing": writing,
    "marking": marking, "agreeing": agreeing, "misconceptions": misconceptions, "published": published, "term": term,
}  # fmt: skip


def main() -> int:
    """Measure, print, write; exit status 1 when a figure misses what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=", ".join(PARTS))
    wanted = parser.parse_args().parts or list(PARTS)
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    missed = 0
    for name in wanted:
        when = figures.conditions()
        part = PARTS[name].measure()
        figures.write_section(part, when)
        print(figures.as_markdown(part), flush=True)
        missed += sum(one.met is False for one in part.figures)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
