"""What runs: the network that reads, the queue, Redis, and the alarms of the running site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from astronumbers import broker
from classroom import pulses
from classroom.management.doctoring import Finding
from classroom.models import ReadingJob
from classroom.watching.alarms import CANARY_LOST, SWEEPER_GONE, in_words
from recognition import reader as recognition

LATE = timedelta(minutes=2)  # an answer unread for this long waits for somebody


def eye() -> Iterator[Finding]:
    """The network that reads."""
    try:
        reader = recognition.default_reader()
    except recognition.ReaderUnavailable as error:
        yield Finding("DO", f"answers cannot be read: {error}; put recognition/weights back as it was delivered")
    else:
        yield Finding("ok", f"answers are read by {reader.version}")


def queue() -> Iterator[Finding]:
    """What waits to be read, the canary, and the broker of the scaled form."""
    try:
        late = ReadingJob.objects.waiting().filter(state=ReadingJob.State.QUEUED).order_by("queued_at").first()
        yield from _lives()
    except DatabaseError:
        return  # said elsewhere
    if late and timezone.now() - late.queued_at > LATE:
        yield Finding("DO", f"an answer waits since {late.queued_at:%H:%M:%S} UTC: start the site, or a worker")
    if settings.REDIS_URL:
        yield from redis()


def _lives() -> Iterator[Finding]:
    found = pulses.pulses()
    swept = pulses.seconds_since(found.get(pulses.SWEEPER))
    if swept is None or swept > SWEEPER_GONE:
        when = "never" if swept is None else f"{in_words(swept)} ago"
        yield Finding("note", f"the site last ran {when}, as far as its sweeper says")
        return  # a site that does not run reads nothing, and that is no fault
    back = found.get(pulses.CANARY_BACK)
    age = pulses.seconds_since(back)
    sent = found.get(pulses.CANARY)
    if sent is not None and int(sent.facts.get("number", 0)) > 2 and (age is None or age > CANARY_LOST):
        yield Finding("DO", "the test answer does not come back through the queue: start the worker again")
    elif back is not None and not back.facts.get("right", False):
        yield Finding("DO", "the test answer, a plain 7, was read wrongly: check recognition/weights, start again")
    elif age is not None:
        yield Finding("ok", f"a test answer came back through the queue {in_words(age)} ago")


def redis() -> Iterator[Finding]:
    """Redis must refuse what it cannot keep, rather than forget what it accepted."""
    faults = broker.faults()
    for fault in faults:
        silent = "does not answer" in fault.words
        yield Finding("DO" if fault.grave or silent else "note", fault.words + (" Start it." if silent else ""))
    if not faults:
        yield Finding("ok", "Redis answers, and refuses what it cannot keep")
