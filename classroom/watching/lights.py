"""The status page in a teacher's words: five parts, each with a shape, a word and a sentence. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from classroom.watching.alarms import DAY, HOUR, RED, Alarm, in_words
from classroom.watching.figures import Figures

WELL, WATCH, WRONG = "well", "watch", "wrong"
NO_BACKUP = ("No backup was made yet. Whoever runs this machine sets up a nightly one.",)
WORDS = {WELL: "Well", WATCH: "Keep an eye on it", WRONG: "Needs help now"}


@dataclass(frozen=True)
class Light:
    """One part of the site: its state as a word of WELL, WATCH, WRONG, what is so, and what can be done."""

    title: str
    state: str
    sentences: tuple[str, ...]
    do: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The state, as people say it."""
        return WORDS[self.state]


def lights(seen: Figures, alarms: list[Alarm]) -> list[Light]:
    """Saving, reading, housekeeping, backups."""
    calm = {
        "saving": ("Saving", _saving(seen)),
        "reading": ("Reading", _reading(seen)),
        "housekeeping": ("Housekeeping", _housekeeping(seen)),
        "backups": ("Backups", _backups(seen)),
    }
    return [
        _light(title, calm_words, [a for a in alarms if a.part == part]) for part, (title, calm_words) in calm.items()
    ]


def whole(found: list[Light]) -> str:
    """The worst state of all."""
    return next((state for state in (WRONG, WATCH) if any(light.state == state for light in found)), WELL)


def _light(title: str, calm: tuple[str, ...], alarms: list[Alarm]) -> Light:
    if not alarms:
        # No alarm on the first days; but it is not well either.
        return Light(title, WATCH if calm == NO_BACKUP else WELL, calm)
    state = WRONG if any(alarm.level == RED for alarm in alarms) else WATCH
    return Light(title, state, tuple(alarm.now for alarm in alarms), tuple(alarm.do for alarm in alarms))


def _saving(seen: Figures) -> tuple[str, ...]:
    return ("Saving works.", f"There is room on the disk for a long time: {seen.disk_free / 1e9:.0f} GB.")


def _reading(seen: Figures) -> tuple[str, ...]:
    if not seen.waiting:
        now = "Reading works. No answer waits."
    else:
        now = f"Reading works. The slowest answer waits {in_words(seen.oldest_wait)}."
    if seen.canary_age is None:
        return (now,)
    back = f"A test answer came back {in_words(seen.canary_age)} ago, after {in_words(seen.canary_seconds or 0)}."
    return (now, back)


def _housekeeping(seen: Figures) -> tuple[str, ...]:
    checked = "All promises about stored work held"
    if seen.promises_age is None:
        return ("Stored work is checked every night; the first check comes tonight.",)
    return (f"{checked} when they were last checked, {ago(seen.promises_age)}.",)


def _backups(seen: Figures) -> tuple[str, ...]:
    if seen.backup_age is None:
        return NO_BACKUP
    return (f"The last backup was made {ago(seen.backup_age)}, and read back whole.",)


def ago(seconds: float) -> str:
    """Today, last night, 3 days ago."""
    if seconds < HOUR:
        return "less than an hour ago"
    if seconds < DAY:
        return f"{in_words(seconds)} ago"
    return "yesterday" if seconds < 2 * DAY else f"{in_words(seconds)} ago"
