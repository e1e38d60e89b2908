"""`python -m bench` runs all parts, `python -m bench starting answering` those named; each rewrites its section."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from typing import Any

import django

from bench import figures

# Loaded when they are measured: what one of them needs must not keep the others from running.
PARTS = (
    "starting", "first_sheet", "answering", "saving", "dashboard", "insight", "wall", "writing", "marking",
    "agreeing", "columns", "boxes", "misconceptions", "published", "term", "drift", "district", "next_step",
    "generators", "operators",
)  # fmt: skip
# These read the classroom's models, though no rows.
NEED_MODELS = {"boxes", "drift", "generators", "misconceptions", "operators"}


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
        part = _part(name).measure()
        figures.write_section(part, when)
        print(figures.as_markdown(part), flush=True)
        missed += sum(one.met is False for one in part.figures)
    return 1 if missed else 0


def _part(name: str) -> Any:
    if name in NEED_MODELS:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")
        django.setup()
    return importlib.import_module(f"bench.{name}")


if __name__ == "__main__":
    sys.exit(main())
