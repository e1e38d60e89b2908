"""docs/chaos.md: what was done, what was checked, what came out. Written by the command itself.

Results are kept in docs/chaos.json, so that playing a few cases renews their rows and leaves the others as they were.
"""

from __future__ import annotations

import fcntl
import json
from datetime import UTC, datetime
from typing import Any

from bench.figures import ROOT, conditions
from chaos.catalogue import CASES
from chaos.inside import SHORT
from chaos.lesson import SECONDS
from chaos.mutants import MUTANTS, Verdict
from chaos.playing import Outcome
from chaos.stand import FORMS

PAGE, RESULTS = ROOT / "docs" / "chaos.md", ROOT / "docs" / "chaos.json"
HEAD = """# Breaking it on purpose

Written by `make chaos`; what it decides is in [ADR 0036](adr/0036-chaos-plays-on-real-processes.md).

Real processes of one form of the site, thirty simulated children who write for {seconds:.0f} seconds through a
proxy and send again what was not acknowledged, a teacher who marks in the middle of it, and an open dashboard.
One harm is done and healed, and everything comes to rest. Then, after every case:

- `manage.py verify_invariants` finds nothing: current ink is read and marked or before a teacher, marks rest on
  evidence, the teacher's word stands, no job was tried four times, the database is whole;
- the children's journal is compared with the database: every acknowledged revision is stored, once, byte for
  byte; everything that was written arrived in the end; the newest revision of each answer is current; what the
  teacher was told is marked stands; what was told to be handed in is handed in;
- no job was finished by two holders, no ink was marked twice by machine, totals are the sums of their marks,
  some inks are read again and read alike, the audit trail is unbroken; the dashboard heard no older version
  after a newer one, and ends at the newest;
- no child was answered anything but saved, 503 or nothing; and where no ink was made to fail, none ended with
  the teacher.

`make chaos seed=8 only=C4,C11 form=sqlite` plays some, and renews their rows. What children write, when the
harm is done and what it hits come from the seed; which of two processes is quicker does not. Waiting times of
the site are shortened, so that a case takes seconds: {short}. Nothing of this is in the site's own code:
`chaos/inside.py` plants the fail points.

## Cases

"""
TAIL = """
## What this does not show

A power cut: killing a process leaves what the kernel already holds. That an acknowledged answer survives a
power cut rests on SQLite's `synchronous=FULL` and PostgreSQL's `fsync`. Disks that lie about writing. A network
between several machines: everything runs on one, and the ways between are a proxy. The browser's own outbox:
here the children are programs; it has tests of its own in a real browser. SQLite with Redis has two writing
processes, which SQLite before 3.51.3 does not fully protect from each other: it is played because it can be
configured, not because it is advised.
"""


def line(outcome: Outcome) -> str:
    """One result, for a terminal."""
    state = "skipped" if outcome.skipped else "held" if outcome.held else "BROKEN"
    what = CASES[outcome.case].title
    return f"{outcome.case:4} {outcome.form:15} {state:8} {outcome.seconds:5.1f} s  {what}: {outcome.seen}"


def mutant_line(verdict: Verdict) -> str:
    """One mutant, for a terminal."""
    state = f"caught by {verdict.case}: {verdict.broken}" if verdict.caught else f"NOT CAUGHT; {verdict.broken}"
    return f"{verdict.mutant.name:25} {verdict.seconds:5.1f} s  {state}"


def keep(what: Outcome | Verdict, *, seed: int) -> None:
    """Put one result in the place of its last, and write the page anew. Two that play at once take turns."""
    with PAGE.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        _put(what, seed)


def _put(what: Outcome | Verdict, seed: int) -> None:
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {"conditions": {}, "results": {}}
    when = conditions()
    where = f"{datetime.now(UTC):%Y-%m-%d %H}:00, {when.partition(' UTC, ')[2].partition(', load')[0]}"
    kept["conditions"].setdefault(where, when)
    fact: dict[str, Any] = {"where": where, "seed": seed, "seconds": round(what.seconds)}
    if isinstance(what, Verdict):
        fact |= {"caught": what.case, "seen": what.broken}
        kept["results"][what.mutant.name] = fact
    else:
        fact |= {"held": what.held, "skipped": bool(what.skipped)}
        fact["seen"] = what.seen
        kept["results"][f"{what.case} {what.form}"] = fact
    used = {one["where"] for one in kept["results"].values()}
    kept["conditions"] = {name: words for name, words in kept["conditions"].items() if name in used}
    RESULTS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")
    PAGE.write_text(written(kept))


def written(kept: dict[str, Any]) -> str:
    """The whole page from the kept results."""
    short = ", ".join(f"{what} {seconds:g} s" for what, seconds in SHORT.items())
    text = HEAD.format(seconds=SECONDS, short=short)
    text += "| case | what was done | form | held | seconds | seen |\n|---|---|---|---|---|---|\n"
    results, numbers = kept["results"], {where: at for at, where in enumerate(kept["conditions"], 1)}
    held = played = 0
    for name, case in CASES.items():
        for form, words in FORMS.items():
            row = f"| {name} {case.title} | {case.done} | {words} | "
            fact = results.get(f"{name} {form}")
            if form not in case.forms:
                text += f"{row}does not apply | | {case.not_here} |\n"
            elif fact is None:
                text += f"{row}not played yet | | |\n"
            else:
                state = "not here" if fact["skipped"] else "yes" if fact["held"] else "**no**"
                held, played = held + fact["held"], played + (not fact["skipped"])
                text += f"{row}{state} | {fact['seconds']} | {cell(fact['seen'])} ({numbers[fact['where']]}) |\n"
    text += f"\n{held} of {played} held.\n\n## Does it bite?\n\n"
    text += (
        "Each mutant is the real code with one guard taken out, and the database's second guard of the same where "
        "there is one (`chaos/mutants.py`). It is put on PostgreSQL with Redis, and the named case is played. Only "
        "the promise that the guard keeps counts as catching it, not whatever else may break.\n\n"
        "| mutant | what was taken out | caught by | that promise, broken | seconds |\n"
        "|---|---|---|---|---|\n"
    )
    for mutant in MUTANTS:
        fact = results.get(mutant.name, {"caught": "not played yet", "seen": "", "seconds": ""})
        text += f"| {mutant.name} | {mutant.what} | {fact['caught'] or '**nothing**'} | {cell(fact['seen'])} "
        text += f"| {fact['seconds']} |\n"
    text += "\n## Where and when\n\nThe numbers in brackets above.\n\n"
    text += "".join(f"{numbers[where]}. {words}\n" for where, words in kept["conditions"].items())
    return text + TAIL


def cell(words: str) -> str:
    """Words that cannot break a table."""
    return " ".join(words.replace("|", "/").split())[:300]
