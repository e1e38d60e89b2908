"""docs/threats.md names a test for each of the 25 threats, and every test that it names is there."""

from __future__ import annotations

import ast
import re

import pytest

from tests import house_rules

PAGE = (house_rules.ROOT / "docs" / "threats.md").read_text()
THREAT = re.compile(r"^## (\d+)\. (.+)$", re.MULTILINE)
TEST = re.compile(r"^- `([\w/]+\.py)::(\w+)`$", re.MULTILINE)
HOW_MANY = 25


def parts(page: str) -> dict[int, str]:
    """What the page says of each threat, by number."""
    begins = list(THREAT.finditer(page))
    ends = [one.start() for one in begins[1:]] + [page.find("\n## Deviations")]
    return {int(one[1]): page[one.end() : end] for one, end in zip(begins, ends, strict=True)}


def tests_there() -> set[tuple[str, str]]:
    """File and name of every test function of the suite."""
    folder = house_rules.ROOT / "tests"
    return {
        (path.relative_to(folder).as_posix(), node.name)
        for path in folder.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_all_threats_are_there_in_order() -> None:
    assert list(parts(PAGE)) == list(range(1, HOW_MANY + 1))


@pytest.mark.parametrize("number", range(1, HOW_MANY + 1))
def test_a_threat_says_what_stands_against_it_and_has_a_test(number: int) -> None:
    said = parts(PAGE)[number]
    assert TEST.findall(said), "no test is named"
    assert len(TEST.sub("", said).split()) >= 5, "nothing is said of it"


def test_every_test_that_is_named_is_there() -> None:
    named, there = set(TEST.findall(PAGE)), tests_there()
    assert sorted(named - there) == []
    assert len(named) > 2 * HOW_MANY


def test_a_test_that_is_not_there_would_be_seen() -> None:
    assert ("classroom/test_audit.py", "test_that_was_never_written") not in tests_there()
    assert TEST.findall("- `classroom/test_audit.py::test_that_was_never_written`")
