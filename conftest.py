"""What holds for every test: a skip is loud, and where CI=true it is a failure."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest

# Every test is also a search: nobody's name may come into a log line.
pytest_plugins = ["tests.quiet_logs"]

# Playwright keeps an event loop in the tests' thread for the whole session, and Django would then refuse the database
# to every later test of that process. The sites that tests start do not get this (tests/running_site.py).
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

STRICT = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
GROUPS = {"browser": "browser", "scaled": "scaled"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by their folder, and keep those that share a started server on one worker of pytest-xdist."""
    for item in items:
        for folder, group in GROUPS.items():
            if folder in item.path.parts:
                item.add_marker(folder)
                item.add_marker(pytest.mark.xdist_group(group))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where CI=true nothing may be skipped: all that tests need is installed there, so a skip hides a fault."""
    report = yield
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and CI=true allows no skip. {reason}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Skips are the last thing one sees, with what to do about them."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("NOT TESTED HERE", sep="!", red=True, bold=True)
        reasons = {
            str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr) for report in skipped
        }
        for reason in sorted(reasons):
            terminalreporter.write_line(f"  {reason.removeprefix('Skipped: ')}")
