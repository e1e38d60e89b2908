"""Simulated children: each writes in a hand of its own, knows some answers, and slips now and then."""

from __future__ import annotations

import random
import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings

import handwriting
from classroom.skills.figures.base import Figure
from recognition.reader import Ink

WIDTH, HEIGHT = 1000, 400


def taught(writer: int) -> handwriting.Hand:
    """The hand of a child that learned to write where this school is."""
    return handwriting.taught_in(settings.LANGUAGE_CODE, handwriting.hand_of(writer))


@dataclass(frozen=True)
class Revision:
    """One revision as it leaves the child's device."""

    client_id: uuid.UUID
    seq: int
    wire: dict[str, Any] | None
    typed: str | None

    def for_door(self) -> dict[str, Any]:
        """The body of the request that saves it."""
        body: dict[str, Any] = {"client_id": str(self.client_id), "seq": self.seq}
        if self.wire is None:
            return {**body, "typed": self.typed, "pointer": "keypad"}
        return {**body, "ink": self.wire, "pointer": "touch"}

    def for_domain(self) -> dict[str, Any]:
        """The arguments of record_ink."""
        return {
            "client_id": self.client_id,
            "seq": self.seq,
            "ink": Ink.from_wire(self.wire) if self.wire is not None else None,
            "typed": self.typed,
            "pointer": "touch" if self.wire is not None else "keypad",
        }


class Child:
    """A child with a hand, an ability and habits; the same name is the same child."""

    def __init__(self, name: str) -> None:
        self.rng = random.Random(f"child {name}")
        self.hand = self.rng.randrange(1, 10_000)
        self.knows = self.rng.uniform(0.62, 0.97)
        self.types = self.rng.random() < 0.08

    def revisions(self, right: str, *, seq: int, figure: Figure | None = None) -> list[Revision]:
        """What the child sends for a question with this right answer: usually one revision, sometimes two.

        Where it is written into a `figure`, box by box.
        """
        rng = self.rng
        first = right if rng.random() < self.knows else _slip(right, rng)
        texts = [first]
        if first != right and rng.random() < 0.3:
            texts.append(right)  # noticed
        return [self._revision(text, seq + at, figure) for at, text in enumerate(texts)]

    def _revision(self, text: str, seq: int, figure: Figure | None = None) -> Revision:
        client_id = uuid.UUID(int=self.rng.getrandbits(128), version=4)
        if self.types:
            return Revision(client_id, seq, None, text)
        seed = self.rng.randrange(1_000_000)
        if figure is not None:
            texts = figure.texts_of(text)
            pairs = [(texts[name], figure.named[name].box) for name in figure.order if texts.get(name)]
            wire = handwriting.write_in(pairs, seed=seed, style=self.hand, height=int(figure.height))
            return Revision(client_id, seq, wire, None)
        if self.rng.random() < 0.015:
            return Revision(client_id, seq, handwriting.scribble(seed=seed, width=WIDTH, height=HEIGHT), None)
        wire = handwriting.write(text, seed=seed, style=taught(self.hand), width=WIDTH, height=HEIGHT)
        return Revision(client_id, seq, wire, None)


_known: dict[str, Child] = {}


def child_named(name: str) -> Child:
    """The child of that name; it remembers what it wrote."""
    return _known.setdefault(name, Child(name))


def _slip(right: str, rng: random.Random) -> str:
    """A likely wrong answer: off by one, off by ten, digits swapped; where it has several numbers, in one of them."""
    if not right.isdigit():
        parts = re.split(r"(\D+)", right)
        at = 2 * rng.randrange(len(parts) // 2 + 1)
        return "".join([*parts[:at], _slip(parts[at], rng), *parts[at + 1 :]])
    value = int(right)
    choices = [value + 1, value + 10, max(0, value - 1), max(0, value - 10)]
    if len(right) == 2 and right[0] != right[1]:
        choices.append(int(right[::-1]))
    return str(rng.choice([choice for choice in choices if choice != value]))
