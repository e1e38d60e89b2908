"""What the machine would say, tried on our own handwriting with the network that ships."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

import handwriting


def tried(lines: list[object], tmp_path: Path) -> list[dict[str, object]]:
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines))
    out = io.StringIO()
    try:
        call_command("try_marking", str(file), stdout=out)
    except SystemExit as left:
        assert left.code == 1
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_right_writing_is_never_called_wrong_and_mostly_right(tmp_path: Path) -> None:
    lines = [
        {"id": n, "ink": handwriting.write(str(n), seed=n, style=n % 5 + 1), "kind": "whole", "key": str(n)}
        for n in range(10, 40)
    ]
    said = tried(lines, tmp_path)
    assert [one["id"] for one in said] == list(range(10, 40))
    assert not [one for one in said if one["verdict"] == "wrong"]
    assert sum(one["verdict"] == "right" for one in said) >= 20


def test_the_key_does_not_change_what_is_read(tmp_path: Path) -> None:
    ink = handwriting.write("27", seed=3, style=2)
    said = tried(
        [{"id": key, "ink": ink, "kind": "whole", "key": key} for key in ("27", "21", ["1", "27"])], tmp_path
    )
    assert len({(one["text"], one["confidence"]) for one in said}) == 1


def test_a_bad_line_is_named_and_the_others_are_answered(tmp_path: Path) -> None:
    ink = handwriting.write("5", seed=1, style=2)
    said = tried(
        [
            "{",
            {"id": 2, "key": "5"},
            {"id": 3, "ink": ink, "kind": "nonsense", "key": "5"},
            {"id": 4, "ink": ink, "key": 5},
        ],
        tmp_path,
    )
    assert ["error" in one for one in said] == [True, True, True, False]
    assert said[1]["error"] == "ink is missing"


def test_a_missing_file_is_one_sentence() -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("try_marking", "nowhere.jsonl")
