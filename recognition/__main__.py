"""`python -m recognition read FILE.jsonl` (or `-`): one line of ink in, one line of reading out, streaming.

In: {"id", "ink", "kind"} with ink in wire format 1; kind may be absent ("whole"). Out: {"id", "text", "confidence",
"candidates", "symbols", "flags", "status"}; a line that is no ink gives {"id", "error"} and the rest goes on. Lines
out are plain ASCII, whatever stands in an id, so that no terminal's or pipe's encoding can stop them.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterator, Sequence
from typing import IO, Any

from recognition.reader import KINDS, BadInk, Ink, Reader, ReaderUnavailable, default_reader

_LONGEST_LINE = 256 * 1024
USAGE = f"""usage: python -m recognition read FILE.jsonl   (or - for standard input)

Each line is an object with "ink" and, if wanted, "id" (text or a number) and "kind": {", ".join(KINDS)}.
Each is answered by one line as soon as it has come."""


def answer(reader: Reader, line: str) -> dict[str, Any]:
    """Read one line of JSON; never raises for what stands in it."""
    name: Any = None
    try:
        if len(line) > _LONGEST_LINE:
            raise BadInk("the line is too long")
        row = _object(line)
        name = _name(row.get("id"))
        if "ink" not in row:
            raise BadInk('the line has no "ink"')
        kind = row.get("kind", "whole")
        if not isinstance(kind, str) or kind not in KINDS:
            raise BadInk(f"unknown answer kind {str(kind)[:40]!r}; known are {', '.join(KINDS)}")
        data = reader.read(Ink.from_wire(row["ink"]), kind).to_json()
    except ValueError as error:  # BadInk is one
        return {"id": name, "error": str(error)}
    return {
        "id": name,
        "text": data["text"],
        "confidence": data["confidence"],
        "candidates": [{"text": c["text"], "confidence": c["probability"]} for c in data["candidates"]],
        "symbols": data["symbols"],
        "flags": data["flags"],
        "status": data["status"],
    }


def _object(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except RecursionError:
        raise BadInk("the line is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise BadInk(f"the line is not valid JSON: {error.msg}, at its character {error.pos + 1}") from None
    except ValueError:  # an integer of thousands of digits
        raise BadInk("the line has a number that is too long") from None
    if not isinstance(row, dict):
        raise BadInk("the line must be an object")
    return row


def _name(given: Any) -> str | int | float | None:
    """An id that can be said again in JSON."""
    if given is None or isinstance(given, str | int) or (isinstance(given, float) and math.isfinite(given)):
        return given
    raise BadInk('"id" must be text or a number')


def answers(reader: Reader, lines: IO[str]) -> Iterator[str]:
    """Yield one line of JSON for each line that is not empty; of one that is too long only its beginning is held."""
    while line := lines.readline(_LONGEST_LINE + 1):
        rest = line
        while not rest.endswith("\n") and len(rest) > _LONGEST_LINE:
            rest = lines.readline(_LONGEST_LINE + 1)
        if line.strip():
            yield json.dumps(answer(reader, line))


def main(arguments: Sequence[str]) -> int:
    """Run the command; 0 when every line was answered, 2 for a wrong call, 3 without weights."""
    if {"-h", "--help"} & set(arguments):
        print(USAGE)
        return 0
    if len(arguments) != 2 or arguments[0] != "read":
        print(USAGE, file=sys.stderr)
        return 2
    try:
        reader = default_reader()
    except ReaderUnavailable as problem:
        print(problem, file=sys.stderr)
        return 3
    try:
        given = arguments[1] if arguments[1] != "-" else 0
        # Bytes that are no text spoil their own line, not those after it; a mark of byte order spoils none.
        with open(given, encoding="utf-8-sig", errors="replace", closefd=given != 0) as source:
            for line in answers(reader, source):
                print(line, flush=True)
    except BrokenPipeError:  # whoever listened has heard enough; what Python flushes on its way out goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as problem:
        print(f"{arguments[1]}: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
