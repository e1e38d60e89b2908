"""`python -m recognition read`: a line in, a line out, whatever stands in it."""

from __future__ import annotations

import io
import json
from pathlib import Path

from handwriting import write
from recognition.__main__ import answers, main
from recognition.reader import default_reader


def test_each_line_is_answered_in_order_and_a_bad_one_stops_nobody() -> None:
    good = {"id": "a", "ink": write("31", seed=1), "kind": "whole"}
    lines = [json.dumps(good), "", "{", json.dumps({"id": 7}), json.dumps({**good, "id": "z", "kind": "poem"})]
    out = [json.loads(line) for line in answers(default_reader(), io.StringIO("\n".join([*lines, json.dumps(good)])))]
    assert [row.get("id") for row in out] == ["a", None, 7, "z", "a"]
    assert out[0]["text"] == "31" and out[0]["candidates"][0]["text"] == "31"
    assert [("error" in row) for row in out] == [False, True, True, True, False]


def test_whatever_stands_in_a_line_its_answer_is_plain_json_and_the_next_is_read() -> None:
    good = {"id": "a", "ink": write("31", seed=1)}
    odd = [
        json.dumps({**good, "kind": ["whole"]}),
        json.dumps({**good, "kind": {"whole": 1}}),
        json.dumps({**good, "id": [1]}),
        json.dumps({**good, "id": 1}).replace('"id": 1', '"id": 1e999'),
        json.dumps({**good, "id": "\ud83d"}),
        json.dumps({**good, "ink": {"\ud83d": 1}}),
        json.dumps({**good, "kind": "\ud83d"}),
        "[" * 100_000,
        '{"id": ' + "7" * 5000 + "}",
    ]
    said = list(answers(default_reader(), io.StringIO("\n".join([*odd, json.dumps(good)]))))
    assert all(line.isascii() for line in said)
    out = [json.loads(line) for line in said]
    assert [("error" in row) for row in out] == [True, True, True, True, False, True, True, True, True, False]
    assert out[4]["id"] == "\ud83d" and out[4]["text"] == out[9]["text"] == "31"
    assert "known are whole, signed" in out[0]["error"] and out[2]["error"] == '"id" must be text or a number'


def test_a_line_without_end_is_refused_from_its_beginning_and_the_next_is_read() -> None:
    good = json.dumps({"id": "a", "ink": write("31", seed=1)})
    asked: list[int] = []

    class Watched(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:
            asked.append(size or 0)
            return super().readline(size if size is not None else -1)

    out = [json.loads(line) for line in answers(default_reader(), Watched("7" * 900_000 + "\n" + good))]
    assert ["error" in row for row in out] == [True, False] and out[1]["text"] == "31"
    assert min(asked) > 0  # never as much as there is


def test_a_file_with_bytes_that_are_no_text_is_read_to_its_end(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    good = json.dumps({"id": "a", "ink": write("31", seed=1)}).encode()
    (tmp_path / "ink.jsonl").write_bytes(b"\xef\xbb\xbf" + good + b"\r\n\xff\xfe{\n" + good)
    assert main(["read", str(tmp_path / "ink.jsonl")]) == 0
    out = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["error" in row for row in out] == [False, True, False]


def test_a_wrong_call_says_how_it_goes(capsys) -> None:  # type: ignore[no-untyped-def]
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
    assert main(["read", "no-such-file.jsonl"]) == 2
    assert main(["--help"]) == 0
    assert "whole, signed, decimal" in capsys.readouterr().out
