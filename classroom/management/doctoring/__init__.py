"""What `manage.py doctor` looks at, by subject: program, profile (settings), machine, stored, running."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """`state` is "ok", "note" (may stay) or "DO" (must be mended); a "DO" says what to do."""

    state: str
    words: str
