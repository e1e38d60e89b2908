"""What the machine would say of answers, without storing anything."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from classroom import rules
from recognition import reader as recognition


class Command(BaseCommand):
    """Read JSON lines {"id", "ink", "kind", "key"}; print {"id", "verdict", "text", "confidence"} for each.

    `key` is a text, a list of texts, or as Question.key describes. A line that cannot be understood gives
    {"id", "error"} and exit status 1 at the end; the others are still answered.
    """

    help = "Say what the machine would mark, line by line, from a file of JSON lines or from - (standard input)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a file of JSON lines, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        reader = recognition.default_reader()
        failed = 0
        for line in _lines(options["file"]):
            if not line.strip():
                continue
            said = _try(line, reader)
            failed += "error" in said
            self.stdout.write(json.dumps(said, ensure_ascii=False))
            self.stdout.flush()
        if failed:
            raise SystemExit(1)


def _lines(name: str) -> Iterator[str]:
    if name == "-":
        yield from sys.stdin
        return
    try:
        with Path(name).open(encoding="utf-8") as file:
            yield from file
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}") from error


def _try(line: str, reader: recognition.Reader) -> dict[str, Any]:
    sent: Any = None
    try:
        sent = json.loads(line)
        key = _key(sent["key"])
        # The reader gets the ink and the kind; the key is used only on what it says.
        seen = reader.read(recognition.Ink.from_wire(sent["ink"]), sent.get("kind", "whole"))
        judged = rules.judge(
            status=seen.status, candidates=[(one.text, one.probability) for one in seen.candidates], key=key
        )
    except KeyError as error:
        return {"id": _id(sent), "error": f"{error.args[0]} is missing"}
    except (ValueError, TypeError, RecursionError) as error:
        return {"id": _id(sent), "error": str(error)}
    return {"id": _id(sent), "verdict": judged.verdict.value, "text": seen.text, "confidence": seen.confidence}


def _id(sent: Any) -> Any:
    return sent.get("id") if isinstance(sent, dict) else None


def _key(given: Any) -> dict[str, Any]:
    if isinstance(given, dict) and isinstance(given.get("values"), list):
        return given
    if isinstance(given, list):
        return {"version": 1, "values": [str(one) for one in given], "rule": "equal"}
    if isinstance(given, (str, int, float)):
        return {"version": 1, "values": [str(given)], "rule": "equal"}
    raise ValueError("key must be a text, a list of texts, or an answer key")
