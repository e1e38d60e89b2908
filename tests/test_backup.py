"""A backup made while children write, brought back elsewhere: nothing lost, nothing readable on the way."""

from __future__ import annotations

import fcntl
import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.backup_story import NAMES
from tests.running_site import ROOT, environment

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Place:
    """A data folder, and what one does with it."""

    data: Path
    environ: dict[str, str]

    def run(self, *arguments: str, module: str = "") -> subprocess.CompletedProcess[str]:
        """`manage.py ARGUMENTS`, or `python -m MODULE ARGUMENTS`."""
        head = ["-m", module] if module else ["manage.py"]
        return subprocess.run(
            [sys.executable, *head, *arguments],
            cwd=ROOT, env=environment(self.data, **self.environ), capture_output=True, text=True, timeout=180,
        )  # fmt: skip

    def facts(self) -> dict[str, Any]:
        done = self.run("facts", module="tests.backup_story")
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found


@dataclass(frozen=True)
class Story:
    """A school that wrote before, during and after its backup."""

    place: Place
    backup: Path
    passphrase: Path
    before: list[str]
    all: list[str]
    said: str


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Back up while a process writes without a pause."""
    yield tell(Place(tmp_path_factory.mktemp("school"), {}), tmp_path_factory.mktemp("elsewhere"))


def tell(place: Place, elsewhere: Path) -> Story:
    """Found a school, let it write, back it up meanwhile, stop it."""
    passphrase = elsewhere / "keys" / "passphrase.txt"
    passphrase.parent.mkdir()
    passphrase.write_text("four words are plenty\n")
    backup = elsewhere / "backups" / "monday.backup"
    migrated = place.run("migrate", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    with subprocess.Popen(
        [sys.executable, "-m", "tests.backup_story", "write"],
        cwd=ROOT, env=environment(place.data, **place.environ), stdout=subprocess.PIPE, text=True,
    ) as writer:  # fmt: skip
        assert writer.stdout is not None
        before = [writer.stdout.readline().strip() for _ in range(60)]
        assert all(before)
        done = place.run("backup", "--to", str(backup), "--passphrase-file", str(passphrase))
        during = [writer.stdout.readline().strip() for _ in range(60)]
        writer.send_signal(signal.SIGTERM)
        rest = writer.stdout.read().split()
    assert done.returncode == 0, done.stderr
    return Story(place, backup, passphrase, before, [*before, *during, *rest], done.stdout)


def restored(story: Story, data: Path, *more: str) -> tuple[Place, subprocess.CompletedProcess[str]]:
    place = Place(data, story.place.environ)
    return place, place.run("restore", str(story.backup), "--passphrase-file", str(story.passphrase), *more)


def test_what_was_saved_before_the_backup_is_in_it_and_its_promises_hold(story: Story, tmp_path: Path) -> None:
    place, done = restored(story, tmp_path / "new")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "All promises about stored work hold" in done.stdout
    facts, old = place.facts(), story.place.facts()
    assert set(story.before) <= set(facts["inks"]) <= set(story.all)
    assert facts["keys"] == old["keys"]  # the cards on the children's tables still open
    assert (facts["sessions"], old["sessions"]) == (0, 1)
    assert facts["words"] == old["words"] == ["right"]  # the teacher's, behind one that she took back
    assert facts["decisions"] == old["decisions"] == [["mark", None], ["mark", None], ["undo", "mark"]]
    assert facts["trail"][1] == []
    checked = place.run("verify_invariants", "--quiet-seconds", "99999")
    assert checked.returncode == 0, checked.stdout


def test_nothing_of_it_can_be_read_and_nobody_else_may_open_the_file(story: Story) -> None:
    content = story.backup.read_bytes()
    pepper = (story.place.data / "pepper.txt").read_bytes().strip()
    for secret in (*(name.encode() for name in NAMES), b"hopper@", b"SQLite format 3", pepper):
        assert secret not in content
    assert story.backup.stat().st_mode & 0o077 == 0
    assert list(story.backup.parent.iterdir()) == [story.backup]
    left = {path.name.split("-")[0] for path in story.place.data.iterdir()}
    assert "backup" not in left  # the copy it was made from is gone


def test_the_last_backup_is_remembered_beside_the_data(story: Story) -> None:
    facts = json.loads((story.place.data / "last-backup.json").read_text())
    assert facts["file"] == str(story.backup) and facts["bytes"] == story.backup.stat().st_size
    assert "read back and whole" in story.said


def test_a_school_is_not_overwritten_unless_that_is_said_and_then_it_is_set_aside(
    story: Story, tmp_path: Path
) -> None:
    place, done = restored(story, tmp_path / "new")
    assert done.returncode == 0, done.stderr
    place, refused = restored(story, place.data)
    assert refused.returncode != 0 and "--replace" in refused.stderr
    with (place.data / "run.lock").open("a") as lock:  # as a running site holds it
        fcntl.flock(lock, fcntl.LOCK_EX)
        place, refused = restored(story, place.data, "--replace")
    assert refused.returncode != 0 and "already running" in refused.stderr
    place, replaced = restored(story, place.data, "--replace")
    assert replaced.returncode == 0, replaced.stdout + replaced.stderr
    [aside] = place.data.glob("before-restore-*")
    assert (aside / "astronumbers.sqlite3").exists() and (aside / "pepper.txt").exists()
    assert str(aside) in replaced.stdout


def test_another_passphrase_and_a_damaged_file_change_nothing(story: Story, tmp_path: Path) -> None:
    wrong = tmp_path / "keys" / "wrong.txt"
    wrong.parent.mkdir()
    wrong.write_text("other words than those\n")
    place = Place(tmp_path / "data", story.place.environ)
    refused = place.run("restore", str(story.backup), "--passphrase-file", str(wrong))
    assert refused.returncode != 0 and "passphrase does not open" in refused.stderr
    damaged = tmp_path / "damaged.backup"
    content = bytearray(story.backup.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    refused = place.run("restore", str(damaged), "--passphrase-file", str(story.passphrase))
    assert refused.returncode != 0 and "Nothing was changed" in refused.stderr
    with sqlite3.connect(place.data / "astronumbers.sqlite3") as untouched:  # looked into, and still without a table
        assert untouched.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def test_a_key_beside_the_backup_and_a_short_one_are_refused(story: Story, tmp_path: Path) -> None:
    beside = tmp_path / "passphrase.txt"
    beside.write_text("four words are plenty\n")
    refused = story.place.run("backup", "--to", str(tmp_path / "a.backup"), "--passphrase-file", str(beside))
    assert refused.returncode != 0 and "beside the backup" in refused.stderr
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "short.txt").write_text("short\n")
    short = tmp_path / "keys" / "short.txt"
    refused = story.place.run("backup", "--to", str(tmp_path / "a.backup"), "--passphrase-file", str(short))
    assert refused.returncode != 0 and "at least 12" in refused.stderr
    assert not (tmp_path / "a.backup").exists()


def test_a_folder_that_is_not_there_is_not_made_a_file(tmp_path: Path) -> None:
    refused = Place(tmp_path / "data", {}).run("backup", "--to", str(tmp_path / "not-mounted"))
    assert refused.returncode != 0 and "There is no folder" in refused.stderr
    assert not (tmp_path / "not-mounted").exists()


def test_a_child_erased_since_the_backup_does_not_come_back_with_it(story: Story) -> None:
    """Last in this file: it changes the school."""
    uuid = story.place.facts()["uuids"][NAMES[0]]
    erased = story.place.run("erase_student", uuid, "--name", NAMES[0])
    assert erased.returncode == 0, erased.stderr
    place, done = restored(story, story.place.data, "--replace")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 child who was erased since then was erased again" in done.stdout
    facts = place.facts()
    assert NAMES[0] not in facts["keys"] and len(facts["keys"]) == 2
    assert facts["trail"][1] == []
