"""The card beside the weights: what they are, what made them, and whether this code may use them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recognition.raster import fingerprint

WEIGHTS = Path(__file__).parent / "weights"
CARD_VERSION = 1


class ReaderUnavailable(RuntimeError):
    """No trustworthy weights: nothing can be read until somebody repairs the installation; jobs should
    wait."""


@dataclass(frozen=True)
class Card:
    """Facts of one published network that the reader relies on; `facts` is the whole card for people."""

    name: str
    version: str
    network: str
    alphabet: tuple[str, ...]
    calibration: dict[str, float]
    weights: bytes
    facts: dict[str, Any]


def load_card(path: Path) -> Card:
    """Read a card and its weights and check them against each other and this code.

    Raises ReaderUnavailable naming both values for a wrong hash or raster fingerprint, and for anything
    missing.
    """
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        weights = (path.parent / facts["weights"]).read_bytes()
    except OSError as error:
        raise ReaderUnavailable(f"the reader's weights are missing: {error.filename}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReaderUnavailable(f"the card {path.name} cannot be understood: {error}") from error
    if not isinstance(facts, dict):
        raise ReaderUnavailable(f"the card {path.name} cannot be understood: it is no object")
    if facts.get("card_version") != CARD_VERSION:
        found = facts.get("card_version")
        raise ReaderUnavailable(f"version of the card {path.name}: it says {found}, this code reads {CARD_VERSION}")
    found = hashlib.sha256(weights).hexdigest()
    _same(facts.get("sha256"), found, "sha256 of the weights")
    _same(facts.get("raster_fingerprint"), fingerprint(), "raster fingerprint")
    try:
        return Card(
            name=facts["name"],
            version=facts["version"],
            network=facts["network"],
            alphabet=tuple(facts["alphabet"]),
            calibration={key: float(value) for key, value in facts["calibration"].items()},
            weights=weights,
            facts=facts,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReaderUnavailable(f"the card {path.name} lacks or mistypes {error}") from error


def _same(stated: object, found: object, what: str) -> None:
    if stated != found:
        raise ReaderUnavailable(f"{what}: the card says {stated}, here it is {found}")
