"""How many answers a second one process holds, and what its interpreter does when it holds no more."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bench.figures import Figure, Part
from load import sites
from load.run import MARKED_WITHIN, SAVED, SAVED_WITHIN, Outcome, Plan, run

STEP = 10.0  # answers a second more at each step
MOST = 120.0  # answers a second; nobody gets there
SAMPLES = 100  # a second
# Threads by what they are for (astronumbers/threads.py, embedded.py); the rest is "others".
WHAT = {
    "childs": "children's saves", "looks": "children's looks", "worker": "reading and marking",
    "boards": "dashboards", "MainThread": "HTTP and streams", "hints": "hints to the worker",
    "news": "news", "sweeper": "sweeper",
}  # fmt: skip


def part(folder: Path, seconds: float | None, rate: float) -> Part:
    """Steps of `seconds`, each STEP answers a second faster than the last, until one does not hold."""
    steady = seconds or 60
    figures, held, shares = [], 0.0, Counter[str]()
    while rate <= MOST:
        own = folder / f"{rate:g}"
        own.mkdir(mode=0o755)
        with sites.single(own) as site:
            [pid] = site.processes["web, worker and sweeper"]
            taken: list[Path] = []
            out = run(site, Plan(rate=rate, steady=steady, hand_in=0), own, _sampler(pid, steady / 2, own, taken))
        holds, told = _judged(out)
        figures.append(Figure(f"{rate:g} answers/s", told))
        if taken:
            shares = shares_of(taken[0].read_text(), SAMPLES * steady / 2)
        if not holds:
            break
        held, rate = rate, rate + STEP
    # What it is made of is that of the last step: where it breaks.
    made_of = ", ".join(f"{what} {share:.0%}" for what, share in shares.most_common()) or "py-spy found nothing"
    return Part(
        "Load: how far one process goes",
        "make load form=limit",
        f"As `make load` for {steady:g} s at each rate, without handing in. It holds when {SAVED * 100:g} % "
        f"are saved, the p95 of a save is within {SAVED_WITHIN:g} ms and that of a mark within "
        f"{MARKED_WITHIN:g} s. Of the last step, in which share of the time each thread held the interpreter "
        "(py-spy, which itself costs a little).",
        [*figures, Figure("holds", f"{held:g} answers/s"), Figure("the interpreter is held by", made_of)],
    )


def _judged(out: Outcome) -> tuple[bool, str]:
    speed, saved, marked = out.speed, out.p("save", 0.95), out.marked_p95
    busy = sum(share for what, share in out.busy.items() if what != "Locust")
    holds = speed >= SAVED * out.plan.rate and saved <= SAVED_WITHIN and marked <= MARKED_WITHIN
    return holds, (
        f"saved {speed:.1f}/s, save p95 {saved:.0f} ms, mark p95 {marked:.2f} s, {busy:.2f} cores, lost {out.lost}: "
        f"{'holds' if holds else 'does not hold'}"
    )


def _sampler(pid: int, seconds: float, folder: Path, taken: list[Path]) -> Callable[[], None]:
    def sample() -> None:
        path = folder / "stacks.txt"
        done = subprocess.run(
            [
                str(Path(sys.executable).with_name("py-spy")), "record",
                "--gil", "--threads", "--nonblocking", "--format", "raw", "--rate", str(SAMPLES),
                "--duration", f"{seconds:.0f}", "--output", str(path), "--pid", str(pid),
            ],
            capture_output=True,
        )  # fmt: skip
        if done.returncode == 0:
            taken.append(path)

    return sample


def shares_of(stacks: str, samples: float) -> Counter[str]:
    """Of so many samples, the share in which each kind of thread held the interpreter; from py-spy's raw stacks."""
    found: Counter[str] = Counter()
    for line in stacks.splitlines():
        stack, _, count = line.rpartition(" ")
        name = re.search(r"thread[^:]*: ?\"?([A-Za-z-]+)", stack)
        found[WHAT.get(name[1] if name else "", "others")] += int(count)
    return Counter({what: count / samples for what, count in found.items()})
