"""Signs of life: each part of the site leaves one when it has done its turn, and whoever watches looks for it."""

from __future__ import annotations

from django.utils import timezone

from classroom.models import Pulse

SWEEPER, CANARY, CANARY_BACK, PROMISES = "sweeper", "canary", "canary-back", "promises"


def beat(name: str, **facts: object) -> None:
    """Leave a sign of life. One UPDATE; the first time an INSERT."""
    kept = {"version": 1, **facts}
    if not Pulse.objects.filter(name=name).update(at=timezone.now(), facts=kept):
        Pulse.objects.get_or_create(name=name, defaults={"at": timezone.now(), "facts": kept})


def pulses() -> dict[str, Pulse]:
    """All there are, by name. One query."""
    return {one.name: one for one in Pulse.objects.all()}


def seconds_since(pulse: Pulse | None) -> float | None:
    """How long ago it was left; None when it never was."""
    return max(0.0, (timezone.now() - pulse.at).total_seconds()) if pulse else None
