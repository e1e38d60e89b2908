"""`python -m chaos` plays all cases on all forms, then the mutants, and renews their rows of docs/chaos.md."""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
from pathlib import Path

from chaos import cases, mutants, page, tree
from chaos.catalogue import CASES
from chaos.ground import CHILDREN, ground
from chaos.playing import Outcome, play
from chaos.stand import FORMS

assert cases  # importing it fills the catalogue


def main() -> int:
    """Play, print and keep each result as it comes; exit status 1 when a promise broke or a mutant passed."""
    parser = argparse.ArgumentParser(prog="python -m chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=7, help="of plans, moments and choices (7)")
    parser.add_argument("--only", default="", help="cases, such as C4,C11; none: all")
    parser.add_argument("--form", default="", help=", ".join(FORMS))
    parser.add_argument(
        "--mutants", default="yes", choices=["yes", "no", "only"], help="whether to break the code too"
    )
    parser.add_argument(
        "--children", type=int, default=CHILDREN, help=f"fewer are quicker, and write no page ({CHILDREN})"
    )
    parser.add_argument("--no-page", action="store_true", help="leave docs/chaos.md as it is")
    parser.add_argument(
        "--commit", default="", help="play on this commit (such as HEAD), not on the files as they lie"
    )
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # through every `finally`: nothing may stay running
    chosen = [name.strip().upper() for name in asked.only.split(",") if name.strip()]
    forms = [name.strip() for name in asked.form.split(",") if name.strip()] or list(FORMS)
    if unknown := {*chosen} - {*CASES} | {*forms} - {*FORMS}:
        parser.error(f"not known: {', '.join(sorted(unknown))}")
    keep = not asked.no_page and asked.children == CHILDREN
    outcomes: list[Outcome] = []
    caught: list[mutants.Verdict] = []
    with tempfile.TemporaryDirectory(prefix="chaos-", ignore_cleanup_errors=True) as folder:
        code = tree.copied(Path(folder) / "code", commit=asked.commit)
        if asked.mutants != "only":
            with ground(Path(folder) / "ground", code, children=asked.children) as place:
                for case in CASES.values():
                    for form in forms if not chosen or case.id in chosen else []:
                        if form in case.forms:
                            outcomes.append(play(case, form, place, seed=asked.seed))
                            print(page.line(outcomes[-1]), flush=True)
                            if keep:
                                page.keep(outcomes[-1], seed=asked.seed)
        if asked.mutants == "only" or (asked.mutants == "yes" and not chosen):
            for mutant in (one for one in mutants.MUTANTS if not chosen or {*one.cases} & {*chosen}):
                caught.append(
                    mutants.tried(
                        mutant,
                        Path(folder) / mutant.name,
                        seed=asked.seed,
                        commit=asked.commit,
                        children=asked.children,
                    )
                )
                print(page.mutant_line(caught[-1]), flush=True)
                if keep:
                    page.keep(caught[-1], seed=asked.seed)
    return 0 if all(one.held or one.skipped for one in outcomes) and all(one.caught for one in caught) else 1


if __name__ == "__main__":
    random.seed(0)
    sys.exit(main())
