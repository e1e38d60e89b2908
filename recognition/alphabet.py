"""The labels that the line network writes, column by column."""

from __future__ import annotations

BLANK = ""
MIRRORED = {f"mirrored {digit}": digit for digit in "2345679"}
JUNK = "#"  # letters, drawings, scribbles: something that is no part of a number
CROSSED = "~"  # a symbol that was crossed out: no part of the answer
SIGNS = "-+.,/:<>="

ALPHABET: tuple[str, ...] = (BLANK, *"0123456789", *SIGNS, *MIRRORED, JUNK, CROSSED)
INDEX = {label: k for k, label in enumerate(ALPHABET)}
