"""The round that the sweeper makes: a sign of life, the canary, the alarms."""

from __future__ import annotations

import logging
import time

from django.core.cache import cache

from classroom import canary, pulses, tasks
from classroom.watching import alarms, banner, figures, telling

log = logging.getLogger(__name__)

EVERY = 15.0  # seconds
_last = 0.0


def make_if_due() -> bool:
    """Make a round unless the last one was a moment ago; whether one was made."""
    global _last
    if time.monotonic() - _last < EVERY:
        return False
    _last = time.monotonic()
    make()
    return True


def make() -> list[alarms.Alarm]:
    """Leave a sign of life, send the canary if it is due, look, and say what changed since the last round."""
    pulses.beat(pulses.SWEEPER)
    number = canary.number_to_send()
    if number is not None:
        tasks.send_canary(number)
    found = alarms.judge(figures.look())
    banner.remember([alarm.to_json() for alarm in found])
    _say_what_changed(found)
    return found


def _say_what_changed(found: list[alarms.Alarm]) -> None:
    before, now = set(cache.get("watching:said", [])), {alarm.code for alarm in found}
    for alarm in found:
        if alarm.code not in before:
            log.error("ALARM %s: %s %s", alarm.code, alarm.now, alarm.do, extra={"raised": alarm.code})
    for code in sorted(before - now):
        log.warning("alarm over: %s", code, extra={"cleared": code})
    if before != now:
        cache.set("watching:said", sorted(now), None)
        telling.tell([alarm.to_json() for alarm in found], over=sorted(before - now))
