"""What the machine would say, tried on our own handwriting with the network that ships."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

import handwriting
from classroom import footing
from classroom.certainty import deciding, published
from classroom.certainty.ladder import NOTHING, RUNGS
from classroom.models import Footing, Ink, Mark, Reading
from recognition import reader as recognition
from tests.conftest import Side


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
    assert said[0]["error"].startswith("the line is no JSON: ")
    assert said[1]["error"] == "ink is missing"


def test_a_bad_line_keeps_its_id_even_when_it_is_broken(tmp_path: Path) -> None:
    said = tried(
        [
            '{"id": "a-7", "ink": {"version": 1,',
            "[1, 2]",
            "nonsense",
            {"id": 4, "ink": {}, "key": "5"},
            {"id": 5, "ink": handwriting.write("5", seed=1, style=2), "key": []},
            {"id": 6, "ink": handwriting.write("5", seed=1, style=2), "key": {"values": ["5"], "rule": "sometimes"}},
            {"id": 7, "ink": handwriting.write("5", seed=1, style=2), "key": True},
            {"id": 8, "ink": handwriting.write("5", seed=1, style=2), "key": "5", "kind": ["whole"]},
            "\N{ROCKET}" * 10,
        ],
        tmp_path,
    )
    assert [one["id"] for one in said] == ["a-7", None, None, 4, 5, 6, 7, 8, None]
    assert all(one["error"] for one in said)
    assert [one["line"] for one in said] == list(range(1, 10))


def test_a_key_is_a_text_a_number_a_list_or_an_answer_key(tmp_path: Path) -> None:
    ink = handwriting.write("27", seed=3, style=2)
    keys: list[object] = ["27", 27, 27.0, ["26", 27], {"version": 1, "values": ["27"], "rule": "exact"}]
    said = tried([{"id": number, "ink": ink, "key": key} for number, key in enumerate(keys)], tmp_path)
    assert {one["verdict"] for one in said} == {"right"}


def test_bytes_that_are_no_text_cost_only_their_line(tmp_path: Path) -> None:
    file = tmp_path / "answers.jsonl"
    good = json.dumps({"id": 1, "ink": handwriting.write("5", seed=1, style=2), "key": "5"}).encode()
    file.write_bytes(b"\xef\xbb\xbf" + good + b'\n{"id": 2, "key": "\xff\xfe"}\n\n' + good + b"\n")
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("try_marking", str(file), stdout=out)
    assert ["error" in json.loads(line) for line in out.getvalue().splitlines()] == [False, True, False]


def test_each_line_is_answered_before_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    ink = handwriting.write("5", seed=1, style=2)

    def lines() -> Iterator[str]:
        for number in range(3):
            assert len(out.getvalue().splitlines()) == number
            yield json.dumps({"id": number, "ink": ink, "key": "5"})

    monkeypatch.setattr("sys.stdin", lines())
    call_command("try_marking", "-", stdout=out)
    assert len(out.getvalue().splitlines()) == 3


@pytest.mark.django_db
def test_a_class_marks_under_its_schools_thresholds_and_nothing_is_stored(
    here: Side, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(json.dumps({"id": 1, "ink": handwriting.write("27", seed=3, style=2), "key": "27"}))
    version = recognition.default_reader().version

    def verdict() -> str:
        out = io.StringIO()
        with django_assert_num_queries(1):
            call_command("try_marking", str(file), "--class", str(here.school_class.pk), stdout=out)
        return str(json.loads(out.getvalue())["verdict"])

    assert verdict() == "right"
    Footing.objects.create(
        school=here.school, reader_version=version, state="tightened", rung=0, thresholds=NOTHING.to_json()
    )
    assert verdict() == "unsure"
    assert not (Ink.objects.exists() or Reading.objects.exists() or Mark.objects.exists())
    with pytest.raises(CommandError, match="no class"):
        call_command("try_marking", str(file), "--class", "999999")


def test_it_begins_where_a_school_begins() -> None:
    version = recognition.default_reader().version
    assert footing.starting_thresholds(version) == RUNGS[deciding.at_the_start(_rung(version)).rung]


def _rung(version: str) -> int | None:
    found = published.published(version)
    return found.rung if found else None


def test_a_missing_file_is_one_sentence() -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("try_marking", "nowhere.jsonl")
