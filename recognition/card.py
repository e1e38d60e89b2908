"""The card beside the weights: what they are, what made them, and whether this code may use them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recognition.raster import fingerprint

WEIGHTS = Path(__file__).parent / "weights"
# 1: one network. 2: networks that read together, the others named under "others".
CARD_VERSIONS = (1, 2)


class ReaderUnavailable(RuntimeError):
    """No trustworthy weights: nothing can be read until somebody repairs the installation; jobs should
    wait."""


@dataclass(frozen=True)
class Card:
    """Facts of one published reader that the code relies on; `facts` is the whole card for people.

    `weights` is the network that looks first, `others` those that are asked where it is not sure.
    """

    name: str
    version: str
    network: str
    alphabet: tuple[str, ...]
    calibration: dict[str, float]
    weights: bytes
    facts: dict[str, Any]
    others: tuple[bytes, ...] = ()


def load_card(path: Path) -> Card:
    """Read a card and its weights and check them against each other and this code.

    Raises ReaderUnavailable naming both values for a wrong hash or raster fingerprint, and for anything
    missing.
    """
    facts = _facts(path)
    found = facts.get("card_version")
    if found not in CARD_VERSIONS:
        known = " and ".join(map(str, CARD_VERSIONS))
        raise ReaderUnavailable(f"version of the card {path.name}: it says {found}, this code reads {known}")
    others = facts.get("others", [])
    if not isinstance(others, list):
        raise ReaderUnavailable(f"the card {path.name} cannot be understood: its others are no list")
    parts = [facts, *others]
    weights = [_weights(path, part) for part in parts]
    for part, bytes_ in zip(parts, weights, strict=True):
        _same(part.get("sha256"), hashlib.sha256(bytes_).hexdigest(), f"sha256 of the weights {part['weights']}")
    _same(facts.get("raster_fingerprint"), fingerprint(), "raster fingerprint")
    try:
        return Card(
            name=facts["name"],
            version=facts["version"],
            network=facts["network"],
            alphabet=tuple(facts["alphabet"]),
            calibration={key: float(value) for key, value in facts["calibration"].items()},
            weights=weights[0],
            facts=facts,
            others=tuple(weights[1:]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReaderUnavailable(f"the card {path.name} lacks or mistypes {error}") from error


def _facts(path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ReaderUnavailable(f"the reader's weights are missing: {error.filename}") from error
    except ValueError as error:
        raise ReaderUnavailable(f"the card {path.name} cannot be understood: {error}") from error
    if not isinstance(facts, dict):
        raise ReaderUnavailable(f"the card {path.name} cannot be understood: it is no object")
    return facts


def _weights(path: Path, part: Mapping[str, Any]) -> bytes:
    try:
        return (path.parent / part["weights"]).read_bytes()
    except OSError as error:
        raise ReaderUnavailable(f"the reader's weights are missing: {error.filename}") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise ReaderUnavailable(f"the card {path.name} cannot be understood: {error}") from error


def _same(stated: object, found: object, what: str) -> None:
    if stated != found:
        raise ReaderUnavailable(f"{what}: the card says {stated}, here it is {found}")
