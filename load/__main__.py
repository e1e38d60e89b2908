"""`make load` and its forms: measures a school at work, and writes docs/measurements.md.

single   one process with SQLite: 600 children, 40 answers a second for ten minutes, then all hand in within 10 s
scaled   the same on PostgreSQL and Redis with two web and two worker processes
workers  how fast 1, 2 and 4 workers read what waits, as a chart
storm    60 dashboards cut off and back at once, again and again
limit    one process at 40, 50, 60 ... answers a second until it holds no more, and what it does then
rolling  two web processes behind a balancer, each replaced while children write
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench import figures
from bench.figures import Figure, Part, at_most
from load import limit, sites
from load.balancer import balancing
from load.run import MARKED_WITHIN, SAVED, SAVED_WITHIN, Outcome, Plan, left_unread, run, spread

CHART = figures.ROOT / "docs" / "img" / "load-workers.svg"


def main() -> int:
    """Measure, print, write; exit status 1 when a figure misses what was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m load", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("form", nargs="?", default="single", choices=sorted(FORMS))
    parser.add_argument("--seconds", type=float, help="of writing, instead of the form's own")
    parser.add_argument("--rate", type=float, default=40.0, help="answers a second, of all children together")
    parser.add_argument("--dry", action="store_true", help="write nothing to docs/")
    wanted = parser.parse_args()
    when = figures.conditions()
    with tempfile.TemporaryDirectory(prefix="load-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL runs as another user
        part = FORMS[wanted.form](folder, wanted.seconds, wanted.rate)
    print(figures.as_markdown(part), flush=True)
    if not wanted.dry:
        figures.write_section(part, when)
    return 1 if any(one.met is False for one in part.figures) else 0


def single(folder: Path, seconds: float | None, rate: float) -> Part:
    plan = Plan(rate=rate, steady=seconds or 600)
    with sites.single(folder) as site:
        out = run(site, plan, folder)
    return Part("Load: one process with SQLite", "make load", _how(plan), _school(out))


def scaled(folder: Path, seconds: float | None, rate: float) -> Part:
    plan = Plan(rate=rate, steady=seconds or 600)
    with sites.scaled(folder, webs=2, workers=2) as site:
        out = run(site, plan, folder)
    how = f"{_how(plan)} Two web and two worker processes, PostgreSQL and Redis, all on this machine."
    return Part("Load: PostgreSQL and Redis", "make load form=scaled", how, _school(out))


def workers(folder: Path, seconds: float | None, rate: float) -> Part:
    """What waits is written while no worker runs; then so many are started and the time is taken."""
    plan = Plan(rate=rate, steady=seconds or 30, hand_in=0, dashboards=0, settling=0)
    speeds: dict[int, float] = {}
    for count in (1, 2, 4):
        own = folder / str(count)
        own.mkdir(mode=0o755)
        with sites.scaled(own, webs=1, workers=0) as site, ExitStack() as stack:
            run(site, plan, own)
            waiting = begun = left_unread(site)
            for number in range(count):
                stack.enter_context(sites.worker(own, site.environ, number))
            while left_unread(site) > 0.95 * waiting:  # until they are at work
                time.sleep(0.5)
            begun, at = left_unread(site), time.monotonic()
            while (left := left_unread(site)) > 0.1 * waiting:
                time.sleep(0.5)
            speeds[count] = (begun - left) / (time.monotonic() - at)
    CHART.write_text(chart(speeds))
    return Part(
        "Load: answers read, by workers",
        "make load form=workers",
        f"About {int(plan.rate * plan.steady)} answers wait on PostgreSQL; then 1, 2 or 4 worker processes (one "
        "child each) read them. On two cores there cannot be more than twice the speed of one. "
        "![answers a second by workers](img/load-workers.svg)",
        [Figure(f"{count} workers", f"{speed:.1f} answers/s") for count, speed in speeds.items()],
    )


def storm(folder: Path, seconds: float | None, rate: float) -> Part:
    """First half calm, then every ten seconds all dashboards are cut off and come back."""
    steady = seconds or 240
    half = steady / 2
    storms = tuple(half + at for at in range(0, int(half), 10))
    plan = Plan(rate=rate, steady=steady, hand_in=0, dashboards=60, storms=storms)
    with sites.single(folder) as site:
        out = run(site, plan, folder)
    calm, stormy = out.p("save", 0.95, since=5, until=half), out.p("save", 0.95, since=half)
    moved = 100 * (stormy / calm - 1)
    return Part(
        "Load: dashboards that come back at once",
        "make load form=storm",
        f"{_how(plan)} In the second half all dashboards are cut off and come back at once, every ten seconds.",
        [
            Figure("save, p95, calm", f"{calm:.0f} ms"),
            Figure("save, p95, with storms", f"{stormy:.0f} ms"),
            Figure("moved by", f"{moved:+.0f} %", "< 20 %", moved < 20),
            Figure("stream opened again, p95", f"{out.p('stream opened', 0.95, since=half):.0f} ms"),
            *_kept(out),
        ],
    )


def rolling(folder: Path, seconds: float | None, rate: float) -> Part:
    """Each web process is stopped as a deployment stops it, and a new one takes its place."""
    plan = Plan(classes=2, rate=min(rate, 10.0), steady=seconds or 60, dashboards=2)
    with sites.scaled(folder, webs=2, workers=1) as site, balancing(site.homes) as balancer:
        site.homes = [balancer.home]

        def replace_all() -> None:
            for number, running in enumerate(site.running):
                time.sleep(plan.steady / 8)
                balancer.homes = [one.home for at, one in enumerate(site.running) if at != number]
                running.stop()
                running.start()
                balancer.homes = [one.home for one in site.running]

        out = run(site, plan, folder, replace_all)
    failed, unsaved = out.failed_tries, len(out.times.get("due", [])) - out.acknowledged
    return Part(
        "A rolling deployment in the middle of a lesson",
        "make load form=rolling",
        f"{_how(plan)} Two web processes behind a small balancer on PostgreSQL and Redis; each is ended by SIGTERM "
        "and started again while children write. A try that fails is repeated as a tablet's outbox repeats it.",
        [
            Figure("saves that failed in the end", str(unsaved), "0", unsaved == 0),
            Figure("tries that failed, and were repeated", f"{failed}, of {out.acknowledged} saves"),
            Figure("save, slowest, repeats included", f"{out.p('save', 1):.0f} ms"),
            *_kept(out),
        ],
    )


def _how(plan: Plan) -> str:
    children = plan.classes * plan.children
    return (
        f"Locust: {children} children in {plan.classes} classes save {plan.rate:g} answers a second for "
        f"{plan.steady:g} s, each on a fixed schedule, in our synthetic hand; they ask for their readings as "
        f"the page does, and {plan.dashboards} dashboards listen and fetch what changed."
    )


def _school(out: Outcome) -> list[Figure]:
    hand_in = [when + took - out.plan.steady for when, took in out.times.get("hand in", [])]
    children = out.plan.classes * out.plan.children
    busy = ", ".join(f"{what} {share:.2f}" for what, share in out.busy.items())
    everyone = len(hand_in) == children
    last, longest = max(hand_in, default=0), out.plan.hand_in + 5
    speed, wanted = out.speed, SAVED * out.plan.rate
    return [
        Figure("answers a second, saved", f"{speed:.1f}", f"≥ {wanted:.1f}", speed >= wanted),
        Figure("save, median", f"{out.p('save', 0.5):.0f} ms"),
        at_most("save, p95", out.p("save", 0.95), SAVED_WITHIN, "ms"),
        Figure("save, p99", f"{out.p('save', 0.99):.0f} ms"),
        Figure("saved to mark, median / p95", spread(out.marked), "p95 ≤ 3,000 ms", out.marked_p95 <= MARKED_WITHIN),
        Figure("reading shown to the child, p95", f"{out.p('reading shown', 0.95):.0f} ms"),
        Figure("dashboard: what changed, p95", f"{out.p('cells', 0.95):.0f} ms"),
        Figure("hand-ins acknowledged", f"{len(hand_in)} of {children}", "all", everyone),
        Figure("the last hand-in acknowledged after", f"{last:.1f} s", f"≤ {longest:g} s", last <= longest),
        Figure("all read after the last hand-in", f"{out.read_out:.0f} s"),
        *_kept(out),
        Figure("processor while writing, in cores", busy),
    ]


def _kept(out: Outcome) -> list[Figure]:
    return [
        Figure("acknowledged and lost", f"{out.lost} of {out.acknowledged}", "0", out.lost == 0),
        Figure("acknowledged and neither marked nor a teacher's", str(out.unread), "0", out.unread == 0),
        Figure("tries that failed and were repeated", str(out.failed_tries)),
        Figure("promises about stored work", out.promises, "all hold", out.promises == "all hold"),
    ]


def chart(speeds: dict[int, float]) -> str:
    """Bars as SVG, with the figures written on them."""
    most = max(speeds.values())
    bars = []
    for at, (count, speed) in enumerate(speeds.items()):
        wide, y = 300 * speed / most, 30 + at * 40
        bars.append(
            f'<rect x="110" y="{y}" width="{wide:.0f}" height="26" fill="#3b5bdb"/>'
            f'<text x="100" y="{y + 18}" text-anchor="end">{count} worker{"s" if count > 1 else ""}</text>'
            f'<text x="{118 + wide:.0f}" y="{y + 18}">{speed:.1f} answers/s</text>'
        )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 160" font-family="sans-serif" font-size="14">'
        f"<title>Answers read in a second, by number of workers</title>{''.join(bars)}</svg>\n"
    )


FORMS = {
    "single": single, "scaled": scaled, "workers": workers, "storm": storm, "rolling": rolling,
    "limit": limit.part,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
