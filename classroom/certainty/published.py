"""What is published with a reader: how it did on writers held out of training, and the rung that follows.

`python -m bench published` writes the file anew for new weights. A file made for other weights says nothing of these.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "published.json"
FILE_VERSION = 1


@dataclass(frozen=True)
class Published:
    """The published calibration of one reader version; figures are of held-out writers, none of them a child."""

    reader_version: str
    rung: int
    writers: int
    writers_with_errors: int
    answers: int
    harsh: int
    lenient: int
    made_on: str


def published(reader_version: str) -> Published | None:
    """What is published for exactly this reader, None when nothing is."""
    found = _loaded()
    return found if found is not None and found.reader_version == reader_version else None


@lru_cache(maxsize=1)
def _loaded() -> Published | None:
    return understood(FILE.read_text(encoding="utf-8")) if FILE.exists() else None


def understood(text: str) -> Published | None:
    """The content of such a file; None when it is of another version or damaged: better careful than sorry."""
    try:
        data: dict[str, Any] = json.loads(text)
        if data["version"] != FILE_VERSION:
            return None
        result = data["result"]
        return Published(
            reader_version=str(data["reader_version"]),
            rung=int(result["rung"]),
            writers=int(result["writers"]),
            writers_with_errors=int(result["writers_with_errors"]),
            answers=int(result["answers"]),
            harsh=int(result["harsh"]),
            lenient=int(result["lenient"]),
            made_on=str(data["made_on"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
