"""What the machine would say of answers, without storing anything."""

from __future__ import annotations

import json
import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from classroom import footing, rules
from recognition import reader as recognition

LONGEST_LINE = 1_000_000
_ID = re.compile(r'"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)')


class BadLine(ValueError):
    """A line that cannot be understood, with a sentence."""


class Command(BaseCommand):
    """Read JSON lines {"id", "ink", "kind", "key"}; print {"id", "verdict", "text", "confidence"} for each at once.

    `key` is a text, a number, a list of these, or as Question.key describes. A line that cannot be understood gives
    {"id", "line", "error"} and exit status 1 at the end; the others are still answered. Thresholds are those with
    which a school begins with this reader; with `--class` those in force there, and only then is the database read.
    """

    help = "Say what the machine would mark, line by line, from a file of JSON lines or from - (standard input)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a file of JSON lines, or - for standard input")
        parser.add_argument("--class", type=int, dest="school_class", help="mark as in this class (its number)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            reader = recognition.default_reader()
        except recognition.ReaderUnavailable as error:
            raise CommandError(str(error)) from error
        terms = _terms(options["school_class"], reader.version)
        failed = 0
        try:
            for number, line in enumerate(_lines(options["file"]), 1):
                if not line.strip():
                    continue
                said = _try(line, number, reader, terms)
                failed += "error" in said
                self.stdout.write(json.dumps(said, ensure_ascii=False))
                self.stdout.flush()
        except BrokenPipeError:
            return  # whoever read has seen enough
        if failed:
            raise SystemExit(1)


def _terms(school_class: int | None, version: str) -> footing.Terms:
    if school_class is None:
        return footing.Terms(footing.starting_thresholds(version), mirrored_counts=True, share=0.0)
    found = footing.terms_in_class(school_class, version)
    if found is None:
        raise CommandError(f"There is no class {school_class}.")
    return found


def _lines(name: str) -> Iterator[str]:
    if name == "-":
        if hasattr(sys.stdin, "reconfigure"):
            sys.stdin.reconfigure(encoding="utf-8", errors="replace")
        yield from sys.stdin
        return
    try:
        with Path(name).open(encoding="utf-8-sig", errors="replace") as file:
            yield from file
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}") from error


def _try(line: str, number: int, reader: recognition.Reader, terms: footing.Terms) -> dict[str, Any]:
    try:
        sent = _understood(line)
        key = _key(sent["key"])
        # The reader gets the ink and the kind; the key is used only on what it says.
        seen = reader.read(recognition.Ink.from_wire(sent["ink"]), sent.get("kind", "whole")).to_json()
        judged = rules.judge(
            status=seen["status"],
            candidates=[(one["text"], one["probability"]) for one in seen["candidates"]],
            key=key,
            thresholds=terms.thresholds,
            flags=seen["flags"],
            mirrored_counts=terms.mirrored_counts,
        )
    except (ValueError, TypeError, ArithmeticError, LookupError, RecursionError) as error:
        return {"id": _id(line), "line": number, "error": _in_words(error)}
    return {
        "id": sent.get("id"),
        "verdict": judged.verdict.value,
        "text": seen["text"],
        "confidence": seen["confidence"],
    }


def _understood(line: str) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise BadLine("the line is too long")
    sent = json.loads(line)
    if not isinstance(sent, dict):
        raise BadLine("a line must hold one JSON object")
    for name in ("ink", "key"):
        if name not in sent:
            raise BadLine(f"{name} is missing")
    return sent


def _id(line: str) -> Any:
    """The id of a line, if need be from the ruins of one."""
    try:
        sent = json.loads(line)
        return sent.get("id") if isinstance(sent, dict) else None
    except (ValueError, RecursionError):
        found = _ID.search(line)
        return json.loads(found[1]) if found else None


def _key(given: Any) -> dict[str, Any]:
    """An answer key as Question.key describes it."""
    rule = given.get("rule", "equal") if isinstance(given, dict) else "equal"
    values = given.get("values") if isinstance(given, dict) else given
    values = values if isinstance(values, list) else [values]
    if rule not in rules.RULES:
        raise BadLine(f"rule must be one of {', '.join(rules.RULES)}")
    if not values or not all(isinstance(one, (str, int, float)) and not isinstance(one, bool) for one in values):
        raise BadLine("key must be a text, a number, a list of these, or an answer key with values")
    if not all(str(one).strip() for one in values):
        raise BadLine("key is empty")
    return {"version": 1, "values": [str(one) for one in values], "rule": rule}


def _in_words(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"the line is no JSON: {error.msg} at sign {error.colno}"
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) and error.args else str(error)
