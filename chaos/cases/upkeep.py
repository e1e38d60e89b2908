"""What operators do in mid-lesson: roll out a new version, back up and restore, lose one of two web processes."""

from __future__ import annotations

import contextlib
import json
import sqlite3

import psycopg

from chaos.catalogue import Broken, case
from chaos.ground import Postgres
from chaos.lesson import SECONDS, Lesson
from chaos.stand import Stand
from tests.scaled.servers import free_port


@case(
    "C19", "new version in mid-lesson",
    "a column is added, hints carry an argument that old workers do not know, and every process is replaced by "
    "SIGTERM: one by one where there are several",
)  # fmt: skip
def rolled_out(stand: Stand, lesson: Lesson) -> None:
    stand.arm("newer-sender")
    lesson.wait_until(1.5)
    add_column(stand)
    lesson.wait_until(2.5)
    if stand.form == "postgres-redis":
        port = free_port()
        second = stand.add_web("web2", port)
        second.start()
        stand.front.targets.append(port)
        stand.front.targets.remove(stand.web_port)
        stand.web.stop()
        stand.web.start()
        stand.front.targets.append(stand.web_port)
    else:
        stand.web.stop()
        stand.web.start()
    if stand.has_redis:
        stand.reader.stop()
        stand.reader.start()


def add_column(stand: Stand) -> None:
    """An additive migration, as the first half of expand and contract."""
    sql = "ALTER TABLE classroom_ink ADD COLUMN chaos_note varchar(10) NULL"
    if stand.database_url:
        with psycopg.connect(stand.database_url, autocommit=True) as connection:
            connection.execute(sql)
    else:
        with contextlib.closing(sqlite3.connect(stand.data / "astronumbers.sqlite3", timeout=20)) as other:
            other.execute(sql)


@case(
    "C22", "backup in mid-lesson, restored elsewhere",
    "`manage.py backup` while children write; `manage.py restore` into another place, which must keep all promises",
    after=lambda stand, lesson: restored(stand, lesson),
)  # fmt: skip
def backed_up(stand: Stand, lesson: Lesson) -> None:
    (stand.folder / "keys").mkdir()
    (stand.folder / "keys" / "passphrase").write_text("four words are plenty\n")
    lesson.wait_until(4.0)
    before = sorted(lesson.journal.acknowledged)
    (stand.folder / "before.json").write_text(json.dumps(before))
    done = stand.run("manage.py", "backup", *sealed(stand, "--to"))
    if done.returncode != 0:
        raise Broken(f"the backup failed: {done.stderr[-400:]}")


def sealed(stand: Stand, *option: str) -> list[str]:
    """Where the backup is, and what opens it."""
    keys = str(stand.folder / "keys" / "passphrase")
    return [*option, str(stand.folder / "backups" / "lesson.backup"), "--passphrase-file", keys]


def restored(stand: Stand, lesson: Lesson) -> None:
    """Bring the backup back elsewhere and look whether it is whole."""
    data = stand.folder / "data-restored"
    more: dict[str, str] = {}
    if isinstance(stand.postgres, Postgres):
        name = f"restored_{stand.folder.name.replace('-', '_')}"
        stand.postgres.say(f"CREATE DATABASE {name}")
        more["DATABASE_URL"] = stand.postgres.url(name)
    done = stand.run("manage.py", "restore", *sealed(stand), data=data, timeout=120, **more)
    if done.returncode != 0:
        raise Broken(f"the restoring failed: {(done.stdout + done.stderr)[-400:]}")
    checked = stand.run("manage.py", "verify_invariants", "--quiet-seconds", "99999", data=data, timeout=120, **more)
    if checked.returncode != 0:
        raise Broken(f"what was restored breaks promises: {checked.stdout[-400:]}")
    facts = stand.facts("facts", data, **more)
    there = {ink["client_id"] for ink in facts["inks"]}
    before = set(json.loads((stand.folder / "before.json").read_text()))
    stand.remarks.append(f"{len(there)} inks came back, {len(before)} were saved before the backup began")
    if not before <= there:
        raise Broken(f"{len(before - there)} inks that were saved before the backup are not in it")


@case(
    "C25", "one of two web processes killed", "two behind a balancer; each is killed in turn and comes back",
    forms=("postgres-redis",), not_here="with SQLite there is one web process: C5 and C19 end it",
)  # fmt: skip
def one_of_two_killed(stand: Stand, lesson: Lesson) -> None:
    port = free_port()
    stand.add_web("web2", port).start()
    stand.front.targets.append(port)
    for at, name in ((2.0, "web"), (SECONDS - 3.0, "web2")):
        lesson.wait_until(at)
        stand.programs[name].kill()
        stand.front.cut()
