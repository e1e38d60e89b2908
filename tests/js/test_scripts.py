"""The pure parts of the pages' scripts, under node --test; and how much script a page loads."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

HERE = Path(__file__).parent
SCRIPTS = HERE.parent.parent / "classroom" / "static" / "classroom" / "js"
MOST_SCRIPT = 60 * 1024
MOST_AT_LEISURE = 32 * 1024  # fetched by `import()`, most of it once a child can write
# Only where a sheet has such a question, cards to tap or a figure to write in.
OF_SOME_QUESTIONS = {"tapped.js", "figure.js"}
MOST_OF_SOME_QUESTIONS = 12 * 1024  # for each


def node() -> str:
    """Playwright's own Node, which is in the lock; else the system's."""
    own = compute_driver_executable()[0]
    found = own if Path(own).exists() else shutil.which("node")
    if found is None:
        pytest.skip("Node is not here: it comes with playwright (requirements.txt)")
    return found


@pytest.mark.parametrize("name", sorted(path.name for path in HERE.glob("*.test.js")))
def test_scripts_keep_their_promises(name: str) -> None:
    done = subprocess.run(
        [node(), "--test", "--test-reporter=tap", str(HERE / name)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.findall(r"# pass (\d+)", done.stdout)[-1]) > 0


def loaded_with(entry: Path, seen: set[Path] | None = None) -> set[Path]:
    """A module and all that it imports at once."""
    seen = seen if seen is not None else set()
    if entry not in seen:
        seen.add(entry)
        for name in re.findall(r'^import .*?"(\.[^"]+)";', entry.read_text(), re.M | re.S):
            loaded_with((entry.parent / name).resolve(), seen)
    return seen


def fetched_at_leisure(modules: set[Path]) -> set[Path]:
    """What these modules fetch later, with all that it imports."""
    later: set[Path] = set()
    for path in modules:
        for name in re.findall(r'\bimport\("(\.[^"]+)"\)', path.read_text()):
            loaded_with((path.parent / name).resolve(), later)
    return later - modules


@pytest.mark.parametrize("page", sorted(path.name for path in (SCRIPTS / "pages").glob("*.js")))
def test_a_page_loads_at_most_60_kb_of_script(page: str) -> None:
    modules = loaded_with(SCRIPTS / "pages" / page)
    # The one library of others': charts, on pages that are read now and then by a teacher, never by a child.
    assert page in {"honesty.js", "insight.js"} or not any("vendor" in path.parts for path in modules)
    modules = {path for path in modules if "vendor" not in path.parts}
    assert sum(path.stat().st_size for path in modules) <= MOST_SCRIPT
    if page == "work.js":
        assert {"outbox.js", "pad.js", "strokes.js", "store.js"} <= {path.name for path in modules}
        later = fetched_at_leisure(modules)
        assert {"tablet.js", "carry.js", "check.js", *OF_SOME_QUESTIONS} <= {path.name for path in later}
        special = {path: loaded_with(path) - modules for path in later if path.name in OF_SOME_QUESTIONS}
        assert all(sum(one.stat().st_size for one in some) <= MOST_OF_SOME_QUESTIONS for some in special.values())
        assert sum(path.stat().st_size for path in later.difference(*special.values())) <= MOST_AT_LEISURE


def test_scripts_never_write_html() -> None:
    for path in SCRIPTS.rglob("*.js"):
        if "vendor" not in path.parts:
            assert not re.search(
                r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", path.read_text()
            ), path
