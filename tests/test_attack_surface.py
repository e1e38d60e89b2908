"""What the site never does, so nobody can make it: ask other machines, unpack objects, build SQL from requests."""

from __future__ import annotations

import ast
import os
import pickle
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from kombu.exceptions import ContentDisallowed
from kombu.serialization import loads

from astronumbers.celery import app
from classroom import readings
from classroom.models import Ink, Mark, Reading, ReadingJob
from tests import house_rules
from tests.conftest import ScriptedReader, Side

SERVED = ("astronumbers", "classroom", "recognition")
# Rooms that may speak to a network, each with its reason.
MAY_CONNECT = {
    "astronumbers/serving.py": "listens, and connects nowhere",
    "astronumbers/network.py": "asks its own machine for its addresses",
    "classroom/management/commands/run.py": "listens, and connects nowhere",
    "classroom/management/demonstration/writing.py": "the demonstration writes to itself",
    "classroom/watching/telling.py": "tells alarms to one address that the operator set, on the school's network",
}
CONNECTS = {"urllib.request", "requests", "httpx", "http.client", "socket", "smtplib", "ftplib", "aiohttp", "xmlrpc"}
UNPACKS = {"pickle", "cPickle", "marshal", "shelve", "dill", "joblib", "yaml", "keras"}
FORBIDDEN = {
    r"allow_pickle\s*=\s*True": "unpacks objects",
    r"\b(?<!\.)(exec|eval)\(": "runs text",
    r"os\.system|shell\s*=\s*True": "runs text in a shell",
    r"\.raw\(|\.extra\(|RawSQL": "writes SQL by hand",
    r"csrf_exempt": "takes a form from anywhere",
    r"\*\*(self\.)?request\.(POST|GET|data|query_params)\b": "hands over whatever was sent",
    r"order_by\(\s*(self\.)?request\.": "sorts by what was sent",
    r"\.objects\.(create|filter|update)\(\*\*": "takes names of columns from elsewhere",
}


def sources(root: Path) -> list[Path]:
    """Our own Python files of the rooms that a school runs."""
    return [path for path in house_rules.files(root, ".py") if path.relative_to(root).parts[0] in SERVED]


def imports_of(root: Path, modules: set[str], allowed: dict[str, str]) -> list[str]:
    """Imports of these modules by files that are not allowed to."""
    problems = []
    for path in sources(root):
        name = path.relative_to(root).as_posix()
        for line, module in house_rules.imports(path):
            if house_rules.within(module, modules) and name not in allowed:
                problems.append(f"{name}:{line} imports {module}")
    return problems


def matches(root: Path) -> list[str]:
    """Lines that do what is never done."""
    problems = []
    for path in sources(root):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for pattern, why in FORBIDDEN.items():
                if re.search(pattern, line.split("  #")[0]) and not line.lstrip().startswith("#"):
                    problems.append(f"{path.relative_to(root)}:{number} {why}: {line.strip()[:80]}")
    return problems


def built_sql(root: Path) -> list[str]:
    """SQL put together from anything but our own constants: an f-string or a sum handed to execute()."""
    problems = []
    for path in sources(root):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "execute"
            ):
                continue
            if node.args and isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)):
                name = path.relative_to(root).as_posix()
                if name not in CONSTANT_SQL:
                    problems.append(f"{name}:{node.lineno} builds SQL")
    return problems


# Each puts names of its own constants into SQL where PostgreSQL and SQLite take no parameters.
CONSTANT_SQL = {
    "astronumbers/turns.py": "SET LOCAL takes no parameters",
    "classroom/management/doctoring/stored.py": "PRAGMA takes no parameters",
    "classroom/management/backups/databases.py": "names of tables that the copy itself has",
}


def test_no_room_that_a_school_runs_asks_other_machines() -> None:
    assert imports_of(house_rules.ROOT, CONNECTS, MAY_CONNECT) == []
    assert [name for name in [*MAY_CONNECT, *CONSTANT_SQL] if not (house_rules.ROOT / name).exists()] == []


def test_nothing_unpacks_objects_and_nothing_runs_text() -> None:
    assert imports_of(house_rules.ROOT, UNPACKS, {}) == []
    assert matches(house_rules.ROOT) == []
    assert built_sql(house_rules.ROOT) == []


@pytest.mark.parametrize(
    "line",
    [
        "import urllib.request", "from socket import create_connection", "import pickle", "x = eval(y)",
        "numpy.load(f, allow_pickle=True)", "Student.objects.filter(**wanted)", "rows.order_by(request.GET['by'])",
        "f(**request.POST)", "rows.raw('SELECT 1')", "cursor.execute(f'SELECT {x}')",
    ],
)  # fmt: skip
def test_each_would_be_seen(tmp_path: Path, line: str) -> None:
    room = tmp_path / "classroom"
    room.mkdir()
    (room / "bad.py").write_text(f"{line}\n")
    found = imports_of(tmp_path, CONNECTS | UNPACKS, {}) + matches(tmp_path) + built_sql(tmp_path)
    assert found, line


class Canary:
    """Makes a file when it is unpacked."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return os.mknod, (str(self.path),)


@pytest.mark.parametrize("kind", ["application/x-python-serialize", "pickle", "application/x-yaml"])
def test_a_message_that_is_an_object_is_refused_and_never_unpacked(tmp_path: Path, kind: str) -> None:
    message, canary = pickle.dumps(Canary(tmp_path / "canary")), tmp_path / "canary"
    with pytest.raises(ContentDisallowed):
        loads(
            message,
            content_type=kind,
            content_encoding="binary",
            accept={"application/json", *app.conf.accept_content},
        )
    assert not canary.exists()
    assert app.conf.accept_content == ["json"] and app.conf.task_serializer == "json"
    pickle.loads(message)  # the canary sings where it is let
    assert canary.exists()


def test_a_forged_hint_changes_nothing(here: Side, draw: Callable[..., Ink], reader: ScriptedReader) -> None:
    """Whoever can write to the queue can name jobs. The database says which of them want reading, and once."""
    draw(here.answer(1))
    job = ReadingJob.objects.get()
    readings.read_and_mark([job.pk])
    before = (Mark.objects.count(), Reading.objects.count(), ReadingJob.objects.values("state", "tries")[0])
    assert before[:2] == (1, 1)
    readings.read_and_mark([job.pk, 10**9, -1, job.pk])
    assert (Mark.objects.count(), Reading.objects.count(), ReadingJob.objects.values("state", "tries")[0]) == before
