"""Writes measured tables into a Markdown file, between marks, so that no figure is copied by hand."""

from __future__ import annotations

import re
from pathlib import Path as File


def put(path: File, mark: str, text: str) -> None:
    """Replace what stands between `<!-- MARK -->` and `<!-- end of MARK -->`; a missing pair is an error that names
    it."""
    page = path.read_text(encoding="utf-8")
    begin, end = f"<!-- {mark} -->", f"<!-- end of {mark} -->"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    found, count = pattern.subn(lambda _: f"{begin}\n\n{text.strip()}\n\n{end}", page)
    if count != 1:
        raise SystemExit(f"{path}: the marks {begin} and {end} must stand there exactly once")
    path.write_text(found, encoding="utf-8")
