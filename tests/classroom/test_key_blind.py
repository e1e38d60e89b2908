"""No key reaches the reader: by what is loaded, by what it takes, and by who calls it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

from classroom import looking
from classroom.models import Ink
from recognition import reader as recognition
from tests.classroom.marked import fresh, read_all
from tests.conftest import ScriptedReader, Side
from tests.house_rules import ROOT

Draw = Callable[..., Ink]


def test_the_worker_loads_no_key_before_it_has_read(here: Side, reader: ScriptedReader, draw: Draw) -> None:
    draw(here.answer(1))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        before: list[int] = []
        reader.before_answering = lambda: before.append(len(queries.captured_queries))
        read_all()
    asked = [one["sql"] for one in queries.captured_queries]
    assert before and fresh(here.answer(1)).mark.verdict == "right"
    assert not [sql for sql in asked[: before[0]] if re.search(r'"key"|prompt|predictions|\*', sql)]
    assert [sql for sql in asked[before[0] :] if '"key"' in sql]


def test_the_reader_takes_ink_and_kind_and_nothing_else() -> None:
    assert list(inspect.signature(recognition.Reader.read).parameters) == ["self", "ink", "kind"]
    assert set(recognition.Ink.__dataclass_fields__) == {"width", "height", "strokes"}
    told = re.compile(r"key|answer|expected|truth|right_|solution", re.IGNORECASE)
    for path in (ROOT / "recognition").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                names = [one.arg for one in (*node.args.args, *node.args.kwonlyargs)]
                assert not [name for name in names if told.search(name)], f"{path.name}: {node.name}{names}"


def test_whoever_asks_the_reader_hands_it_ink_and_a_kind() -> None:
    """Every call of `.read(...)` on a reader in the classroom: its arguments name ink and kind, never a key."""
    calls = []
    for path in (ROOT / "classroom").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("reader.read", "reader.read_image"):
                calls.append((path, [ast.unparse(one) for one in (*node.args, *[k.value for k in node.keywords])]))
    assert {Path(path).name for path, _ in calls} >= {"looking.py", "readings.py", "try_marking.py"}
    for path, given in calls:
        assert len(given) == 2, f"{path}: {given}"
        assert not re.search(r"key|values|prompt", " ".join(given)), f"{path}: {given}"
        assert "kind" in given[1]


def test_of_a_figure_the_reader_is_told_places_and_kinds_and_nothing_else() -> None:
    assert list(inspect.signature(recognition.Reader.read_regions).parameters) == ["self", "ink", "regions"]
    assert set(recognition.Region.__dataclass_fields__) == {"name", "box", "kind", "part", "may_be_empty", "joint"}
    # Sums of one shape have the same places, whatever is right: 623 has no box fewer than 1,223.
    told = {looking.regions_of("columns", prompt) for prompt in ("345 + 278 = ?", "945 + 278 = ?", "111 + 111 = ?")}
    assert len(told) == 1
