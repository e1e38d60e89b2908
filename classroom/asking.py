"""Whether a child is asked "Is this what you wrote?". Pure, and blind to the answer key.

It is given what the reader said of the ink and the ink's lot, and nothing else: no key, no mark, no other child's
answer. Being asked therefore tells nobody whether an answer is right.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

# A reading less likely than this is doubtful. Measured on unseen writers: docs/measurements.md, "Asking the child".
DOUBT_BELOW = 0.90
# Of the others one in so many is asked too, so that agreement is also measured where nobody doubts.
ONE_IN = 20

DOUBTFUL, LOT = "doubtful", "lot"


def lot(ink_id: UUID, *, secret: bytes) -> int:
    """The ink's lot: the same for ever, even over all numbers, and foretold by nobody without the secret."""
    return int.from_bytes(hmac.new(secret, b"asking:" + ink_id.bytes, hashlib.sha256).digest()[:8])


def why(*, status: str, confidence: float, lot: int) -> str:
    """Why to ask about a reading: DOUBTFUL, LOT, or "" for not asking.

    >>> why(status="read", confidence=0.7, lot=1), why(status="read", confidence=0.999, lot=40)
    ('doubtful', 'lot')
    >>> why(status="read", confidence=0.999, lot=41), why(status="unreadable", confidence=0.2, lot=40)
    ('', '')
    """
    if status != "read":
        return ""  # there is nothing to show; the page says that the teacher will look
    if confidence < DOUBT_BELOW:
        return DOUBTFUL
    return LOT if lot % ONE_IN == 0 else ""


@dataclass(frozen=True)
class Sign:
    """One printed sign of a reading and the strokes it rests on, by index."""

    text: str
    strokes: tuple[int, ...]


def signs(result: Mapping[str, Any]) -> list[Sign]:
    """The signs of a reading (`Reading.result`), in order, each to be shown big and to be written again.

    Where the reader's symbols do not spell the text, its characters stand alone and rest on no strokes.
    """
    text = str(result.get("text", ""))
    symbols: Sequence[Mapping[str, Any]] = result.get("symbols", [])
    if "".join(symbol["text"] for symbol in symbols) == text:
        return [Sign(symbol["text"], tuple(symbol["strokes"])) for symbol in symbols]
    return [Sign(character, ()) for character in text]
