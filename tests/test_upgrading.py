"""Forward, back and forward again, as docs/upgrading.md tells it; and a backup of an older version in a newer one."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running_site import ROOT, environment
from tests.test_backup import Place

pytestmark = pytest.mark.slow

# The last migration of the release before: what people go back to.
BEFORE = "0007_wrong_procedures"


def school_with_work(place: Place) -> list[str]:
    """A school in which children wrote; the ids of what was saved."""
    assert place.run("migrate", "--verbosity", "0").returncode == 0
    with subprocess.Popen(
        [sys.executable, "-m", "tests.backup_story", "write"],
        cwd=ROOT, env=environment(place.data), stdout=subprocess.PIPE, text=True,
    ) as writer:  # fmt: skip
        assert writer.stdout is not None
        saved = [writer.stdout.readline().strip() for _ in range(30)]
        writer.send_signal(signal.SIGTERM)
        saved += writer.stdout.read().split()
    assert all(saved)
    return saved


def test_a_school_goes_back_a_version_and_forward_again_and_a_backup_of_the_older_one_opens_in_the_newer(
    tmp_path: Path,
) -> None:
    place = Place(tmp_path / "school", {})
    saved = school_with_work(place)
    there = place.facts()
    back = place.run("migrate", "classroom", BEFORE)
    assert back.returncode == 0, back.stderr
    told = place.run("doctor")
    assert told.returncode == 1 and "migrations wait: manage.py migrate" in told.stdout

    passphrase = tmp_path / "keys" / "passphrase.txt"
    passphrase.parent.mkdir()
    passphrase.write_text("four words are plenty\n")
    backup = tmp_path / "older.backup"
    made = place.run("backup", "--to", str(backup), "--passphrase-file", str(passphrase))
    assert made.returncode == 0, made.stderr

    forward = place.run("migrate", "--verbosity", "0")
    assert forward.returncode == 0, forward.stderr
    elsewhere = Place(tmp_path / "elsewhere", {})
    restored = elsewhere.run("restore", str(backup), "--passphrase-file", str(passphrase))
    assert restored.returncode == 0, restored.stdout + restored.stderr
    for one in (place, elsewhere):
        facts = one.facts()
        assert set(saved) <= set(facts["inks"]) and len(facts["inks"]) == len(there["inks"])
        assert facts["keys"] == there["keys"] and facts["words"] == there["words"]
        assert facts["trail"][1] == []
        checked = one.run("verify_invariants", "--quiet-seconds", "99999")
        assert checked.returncode == 0, checked.stdout
