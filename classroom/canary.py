"""The canary: a drawn 7 that belongs to no child goes the way of children's ink every minute.

Sent by the sweeper as a message like any hint, taken by whichever worker is free, read by the network that reads the
children. When it does not come back, or not as a 7, nobody's answers are read: an alarm says so before a child does.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from classroom import pulses
from classroom.models import Pulse
from recognition import reader as recognition

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=60)
EXPECTED = "7"
# Written by hand, once: a bar and a slanting stem, as a seven-year-old writes it.
INK = {
    "version": 1,
    "width": 1000,
    "height": 400,
    "strokes": [
        [[430, 70, 0], [470, 68, 30], [510, 70, 60], [550, 68, 90], [580, 72, 120], [565, 120, 160], [545, 170, 200],
         [525, 220, 240], [508, 270, 280], [495, 320, 320]]
    ],
}  # fmt: skip


def number_to_send() -> int | None:
    """The number of the canary that is due, noted as sent; None when one is on its way or was there a moment ago."""
    last = Pulse.objects.filter(name=pulses.CANARY).first()
    if last is not None and timezone.now() - last.at < EVERY:
        return None
    number = int(last.facts.get("number", 0)) + 1 if last else 1
    pulses.beat(pulses.CANARY, number=number)
    return number


def read(number: int, sent_at: str) -> None:
    """Read the canary and leave word of it. ReaderUnavailable and DatabaseError: it does not come back."""
    seen = recognition.default_reader().read(recognition.Ink.from_wire(INK), "whole")
    sent = parse_datetime(sent_at)
    seconds = (timezone.now() - sent).total_seconds() if sent else 0.0
    right = seen.text == EXPECTED
    pulses.beat(pulses.CANARY_BACK, number=number, seconds=round(max(0.0, seconds), 3), right=right)
    if not right:
        log.error("the canary was read wrongly by %s", seen.reader_version)
