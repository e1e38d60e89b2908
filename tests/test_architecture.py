"""The map of ARCHITECTURE.md holds; and each rule that says so is shown to bite on a tree that breaks it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import house_rules

Rule = Callable[[Path], list[str]]

RULES: list[Rule] = [
    house_rules.wrong_arrows,
    house_rules.wrong_floors,
    house_rules.doors_passed_by,
    house_rules.long_files,
    house_rules.unescaped,
    house_rules.inline_code,
    house_rules.foreign_hosts,
    house_rules.unlicensed,
]

# (rule, a file that breaks it, what the rule must say about it)
BREACHES: list[tuple[Rule, str, str, str]] = [
    (house_rules.wrong_arrows, "recognition/reader.py", "import django", "may not import django"),
    (
        house_rules.wrong_arrows,
        "recognition/reader.py",
        "from classroom import rules",
        "may not import classroom.rules",
    ),
    (
        house_rules.wrong_arrows,
        "classroom/readings.py",
        "from recognition import engine",
        "recognition.engine",
    ),
    (
        house_rules.wrong_arrows,
        "classroom/readings.py",
        "def late():\n    import training.net",
        "training.net",
    ),
    (
        house_rules.wrong_arrows,
        "classroom/views/student.py",
        "import handwriting",
        "may not import handwriting",
    ),
    (
        house_rules.wrong_arrows,
        "astronumbers/asgi.py",
        "import tensorflow as tf",
        "may not import tensorflow",
    ),
    (
        house_rules.wrong_arrows,
        "handwriting/hand.py",
        "import classroom.models",
        "may not import classroom.models",
    ),
    (
        house_rules.wrong_floors,
        "classroom/marks.py",
        "from classroom import submissions",
        "classroom.submissions",
    ),
    (
        house_rules.wrong_floors,
        "classroom/marks.py",
        "from classroom.jobs import claim",
        "classroom.jobs.claim",
    ),
    (
        house_rules.wrong_floors,
        "classroom/rules.py",
        "from classroom.models import Mark",
        "classroom.models.Mark",
    ),
    (house_rules.wrong_floors, "classroom/leftovers.py", "", "stands on no floor"),
    (house_rules.doors_passed_by, "classroom/views/student.py", "Answer.objects.get(pk=1)", "use a door"),
    (house_rules.doors_passed_by, "classroom/api/student.py", "Answer._default_manager.all()", "use a door"),
    (house_rules.long_files, "classroom/marks.py", "x = 1\n" * 301, "has 301 lines"),
    (house_rules.unescaped, "classroom/static/classroom/js/a.js", "box.innerHTML = name", "writes markup"),
    (house_rules.unescaped, "templates/a.html", "{{ name|safe }}", "escapes nothing"),
    (house_rules.unescaped, "classroom/views/a.py", "mark_safe(name)", "escapes nothing"),
    (house_rules.inline_code, "templates/a.html", "<script>alert(1)</script>", "inline script"),
    (house_rules.inline_code, "templates/a.html", '<p style="color: red">', "inline style"),
    (house_rules.inline_code, "templates/a.html", '<button class="x" onclick="go()">', "inline handler"),
    (
        house_rules.foreign_hosts,
        "templates/a.html",
        '<link href="https://fonts.example.com/a.css">',
        "another host",
    ),
    (
        house_rules.foreign_hosts,
        "templates/a.html",
        '<script src="//cdn.example.com/a.js"></script>',
        "another host",
    ),
    (
        house_rules.foreign_hosts,
        "classroom/static/classroom/css/a.css",
        "url(https://a.example.com/b)",
        "another",
    ),
    (house_rules.unlicensed, "classroom/static/classroom/js/vendor/thing/thing.js", "", "no licence"),
]

# (rule, a file that keeps it although it looks a little like a breach)
INNOCENT: list[tuple[Rule, str, str]] = [
    (house_rules.wrong_arrows, "classroom/readings.py", "from recognition import reader as recognition"),
    (house_rules.wrong_arrows, "classroom/management/commands/demo.py", "import handwriting"),
    (house_rules.wrong_floors, "classroom/models/work.py", "from classroom.models.people import School"),
    (house_rules.doors_passed_by, "classroom/marks.py", "Mark.objects.create()"),
    (house_rules.long_files, "classroom/marks.py", "x = 1\n" * 300),
    (house_rules.unescaped, "templates/a.html", "{{ name|default:'safe' }}"),
    (house_rules.inline_code, "templates/a.html", '<script type="module" src="a.js"></script>'),
    (house_rules.inline_code, "templates/a.html", '<p class="x" data-one="1">'),
    (house_rules.foreign_hosts, "templates/a.html", '<svg xmlns="http://www.w3.org/2000/svg">'),
    (house_rules.foreign_hosts, "classroom/static/classroom/js/a.js", "const a = 1 // as example.com does"),
]


def write(root: Path, name: str, text: str) -> None:
    """A tree of one file."""
    path = root / name
    path.parent.mkdir(parents=True)
    path.write_text(text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rule(rule: Rule) -> None:
    assert rule(house_rules.ROOT) == []


@pytest.mark.parametrize(("rule", "name", "text", "says"), BREACHES)
def test_a_rule_bites(tmp_path: Path, rule: Rule, name: str, text: str, says: str) -> None:
    write(tmp_path, name, text)
    [problem] = rule(tmp_path)
    assert name in problem
    assert says in problem


@pytest.mark.parametrize(("rule", "name", "text"), INNOCENT)
def test_a_rule_leaves_the_innocent_alone(tmp_path: Path, rule: Rule, name: str, text: str) -> None:
    write(tmp_path, name, text)
    assert rule(tmp_path) == []


def test_a_licence_beside_a_vendored_file_is_enough(tmp_path: Path) -> None:
    write(tmp_path, "classroom/static/js/vendor/thing/thing.js", "")
    (tmp_path / "classroom/static/js/vendor/thing/LICENSE").write_text("MIT")
    assert house_rules.unlicensed(tmp_path) == []


def test_files_that_may_be_long_are_long_and_there() -> None:
    for name in house_rules.MAY_BE_LONG:
        assert len((house_rules.ROOT / name).read_text().splitlines()) > house_rules.LONGEST, name


WEB_PROCESS = """
import django, sys
django.setup()
import astronumbers.asgi, astronumbers.urls, classroom.tasks
from recognition.reader import default_reader
default_reader()
print(" ".join(sorted({name.split(".")[0] for name in sys.modules})))
"""


def loaded_by(code: str, data_dir: Path, *path: Path) -> set[str]:
    """Top-level modules that a fresh process has loaded after running the code."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "astronumbers.settings",
        "DATA_DIR": str(data_dir),
        "PYTHONPATH": os.pathsep.join(str(place) for place in (*path, house_rules.ROOT)),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=house_rules.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def test_the_web_process_never_loads_tensorflow(tmp_path: Path) -> None:
    loaded = loaded_by(WEB_PROCESS, tmp_path)
    assert {"django", "celery", "recognition", "ai_edge_litert"} <= loaded
    assert not {"tensorflow", "keras", "training"} & loaded


def test_that_tensorflow_was_loaded_would_be_seen(tmp_path: Path) -> None:
    write(tmp_path, "fake/tensorflow/__init__.py", "")
    assert "tensorflow" in loaded_by("import tensorflow\n" + WEB_PROCESS, tmp_path, tmp_path / "fake")
