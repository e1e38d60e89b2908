"""A copy of the code for one run: nobody edits it meanwhile, and a mutant may be made of it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.running_site import ROOT

PARTS = ("astronumbers", "classroom", "recognition", "handwriting", "templates", "chaos", "bench")


class Outdated(Exception):
    """A patch does not fit the code any more: a mutant must be written anew."""


@dataclass(frozen=True)
class Patch:
    """In `file`, what stands exactly once as `old` becomes `new`."""

    file: str
    old: str
    new: str

    def apply(self, tree: Path) -> None:
        """Change the copy; Outdated when the code has moved on."""
        path = tree / self.file
        text = path.read_text()
        if text.count(self.old) != 1:
            raise Outdated(f"{self.file} holds {text.count(self.old)} times: {self.old}")
        path.write_text(text.replace(self.old, self.new))


def copied(to: Path, *, commit: str = "") -> Path:
    """The code as it stands, in a new folder; or, all but the chaos, as it was at a `commit`."""
    if commit:
        to.mkdir(parents=True)
        names = [*PARTS[:-2], "bench", "tests", "manage.py"]
        packed = subprocess.run(["git", "archive", commit, *names], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", str(to)], input=packed, check=True)
        shutil.copytree(ROOT / "chaos", to / "chaos", ignore=shutil.ignore_patterns("__pycache__"))
        return to
    nothing = shutil.ignore_patterns("__pycache__", "node_modules", "*.pyc")
    for part in PARTS:
        shutil.copytree(ROOT / part, to / part, ignore=nothing)
    shutil.copytree(ROOT / "tests", to / "tests", ignore=shutil.ignore_patterns("__pycache__", "browser", "js"))
    shutil.copy(ROOT / "manage.py", to / "manage.py")
    return to
