"""The data map: every stored column with its purpose, who sees it, how long. Checked against the models."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import Model

from classroom import retention

FILE = Path(__file__).with_name("data_map.toml")


@dataclass(frozen=True)
class Column:
    """One column: what it is for, and the window of retention it falls under."""

    name: str
    purpose: str
    keep: str


@dataclass(frozen=True)
class Table:
    """One model, as the map describes it."""

    label: str
    about: str
    who: str
    keep: str
    columns: tuple[Column, ...]


def tables() -> list[Table]:
    """The map, in its own order."""
    return [_table(label, facts) for label, facts in _read().items()]


def problems() -> list[str]:
    """What the map leaves out, has too much, or leaves unsaid; one sentence each."""
    return list(_problems({table.label: table for table in tables()}))


def as_markdown() -> str:
    """docs/data-map.md."""
    lines = [
        "# What is stored, why, and how long",
        "",
        "Made from the models and `classroom/data_map.toml` by `manage.py data_map --write`; a test fails while a",
        "column has no purpose or no window. Nothing leaves the machine by itself: there are no mails, no analytics,",
        "no other hosts. Of a child there is no e-mail address, telephone number, birthday, address or photograph.",
        "",
        "## How long",
        "",
        "Windows can be changed with `RETENTION_DAYS` (docs/operators.md); 0 days means for ever.",
        "`manage.py retention --dry-run` says what would go now.",
        "",
        "| window | kept | counted from | what goes | why so long |",
        "|---|---|---|---|---|",
    ]
    for window in retention.WINDOWS.values():
        kept = f"{window.days} days" if window.days else "while the school is here"
        lines.append(f"| {window.name} | {kept} | {window.since or '–'} | {window.what} | {window.reason} |")
    lines += [
        "",
        "Besides these tables: `django_migrations` (no data of people), and in the scaled form the table `counters`",
        "(counted wrong tries, gone within an hour). Files beside the database: `pepper.txt`, `secret_key.txt`,",
        "`erased.txt` (random numbers of erased children), `last-backup.json`. On a child's tablet lies what was not",
        "sent yet. Redis holds numbers of jobs, nothing else.",
    ]
    for table in tables():
        lines += ["", f"## {table.label}", "", f"{table.about}. Seen by: {table.who}. Window: **{table.keep}**.", ""]
        lines += ["| column | for what | window |", "|---|---|---|"]
        lines += [f"| {one.name} | {one.purpose} | {one.keep} |" for one in table.columns]
    return "\n".join(lines) + "\n"


def stored_models() -> list[type[Model]]:
    """Every model with a table of its own, ours and others'."""
    return [one for one in apps.get_models(include_auto_created=True) if one._meta.managed and not one._meta.proxy]


def _problems(known: dict[str, Table]) -> Iterator[str]:
    stored = {model._meta.label: model for model in stored_models()}
    for label in sorted(stored.keys() - known.keys()):
        yield f"{label} is stored and not in the map"
    for label in sorted(known.keys() - stored.keys()):
        yield f"{label} is in the map and not stored"
    for label, table in known.items():
        mapped = {column.name: column for column in table.columns}
        there = {field.name for field in stored[label]._meta.concrete_fields} if label in stored else set()
        yield from (f"{label}.{name} has no purpose in the map" for name in sorted(there - mapped.keys()))
        yield from (f"{label}.{name} is in the map and not stored" for name in sorted(mapped.keys() - there))
        for column in table.columns:
            if not column.purpose.strip() or not table.about.strip() or not table.who.strip():
                yield f"{label}.{column.name}: purpose, about and who must say something"
            if column.keep not in retention.WINDOWS:
                yield f"{label}.{column.name}: there is no window {column.keep!r}"


def _table(label: str, facts: dict[str, Any]) -> Table:
    keep = facts.get("keep", "")
    columns = (
        Column(name, *(said if isinstance(said, list) else (said, keep))) for name, said in facts["columns"].items()
    )
    return Table(label, facts.get("about", ""), facts.get("who", ""), keep, tuple(columns))


def _read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
