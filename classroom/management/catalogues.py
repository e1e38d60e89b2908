"""Catalogues of translated words: read as text (.po), written as what the site loads (.mo).

In Python alone, as a school's machine has no gettext and a test must say whether the two fit. The format is GNU's:
https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html
"""

from __future__ import annotations

import ast
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass
class Entry:
    """One message: what is written in the source, and what the language says (several forms with a plural)."""

    context: str | None = None
    source: str = ""
    plural: str | None = None
    says: dict[int, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)

    @property
    def sources(self) -> list[str]:
        """The texts in the source: one, or singular and plural."""
        return [self.source] if self.plural is None else [self.source, self.plural]


def entries(text: str) -> Iterator[Entry]:
    """The messages of a catalogue in order, its header (an empty source) included; obsolete ones are left out."""
    entry, part, begun = Entry(), "", False
    for line in [*text.splitlines(), ""]:
        line = line.strip()
        if not line:
            if begun:
                yield entry
            entry, part, begun = Entry(), "", False
        elif line.startswith("#,"):
            entry.flags |= {flag.strip() for flag in line[2:].split(",")}
        elif line.startswith("#"):
            continue
        else:
            begun = True
            if not line.startswith('"'):
                part, _, line = line.partition(" ")
            _add(entry, part, ast.literal_eval(line))


def _add(entry: Entry, part: str, more: str) -> None:
    if part == "msgctxt":
        entry.context = (entry.context or "") + more
    elif part == "msgid":
        entry.source += more
    elif part == "msgid_plural":
        entry.plural = (entry.plural or "") + more
    else:
        at = int(part[7:-1]) if part.startswith("msgstr[") else 0
        entry.says[at] = entry.says.get(at, "") + more


def compiled(found: Iterable[Entry]) -> bytes:
    """The same as a .mo file; what is fuzzy or empty is left out, so that pages fall back to the source."""
    pairs = []
    for entry in found:
        says = [entry.says[at] for at in sorted(entry.says)]
        if "fuzzy" in entry.flags or not all(says):
            continue
        key = "\0".join(entry.sources)
        if entry.context is not None:
            key = f"{entry.context}\x04{key}"
        pairs.append((key.encode(), "\0".join(says).encode()))
    pairs.sort()
    keys, values = [key for key, _ in pairs], [value for _, value in pairs]
    head, table = 7 * 4, 8 * len(pairs)
    at, tables = head + 2 * table, b""
    for text in (*keys, *values):
        tables += struct.pack("<II", len(text), at)
        at += len(text) + 1
    start = struct.pack("<7I", 0x950412DE, 0, len(pairs), head, head + table, 0, head + 2 * table)
    return start + tables + b"".join(text + b"\0" for text in (*keys, *values))
