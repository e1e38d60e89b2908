"""The status page in a teacher's words: five parts, each with a shape, a word and a sentence. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from classroom.later import gettext_lazy
from classroom.watching.alarms import DAY, HOUR, RED, Alarm, in_words
from classroom.watching.figures import Figures

WELL, WATCH, WRONG = "well", "watch", "wrong"
NO_BACKUP = (gettext_lazy("No backup was made yet. Whoever runs this machine sets up a nightly one."),)
WORDS = {WELL: gettext_lazy("Well"), WATCH: gettext_lazy("Keep an eye on it"), WRONG: gettext_lazy("Needs help now")}


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
        "saving": (gettext("Saving"), _saving(seen)),
        "reading": (gettext("Reading"), _reading(seen)),
        "housekeeping": (gettext("Housekeeping"), _housekeeping(seen)),
        "backups": (gettext("Backups"), _backups(seen)),
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
    return (
        gettext("Saving works."),
        gettext("There is room on the disk for a long time: %(value)s GB.")
        % {"value": f"{seen.disk_free / 1000000000.0:.0f}"},
    )


def _reading(seen: Figures) -> tuple[str, ...]:
    if not seen.waiting:
        now = gettext("Reading works. No answer waits.")
    else:
        now = gettext("Reading works. The slowest answer waits %(in_words)s.") % {
            "in_words": in_words(seen.oldest_wait)
        }
    if seen.canary_age is None:
        return (now,)
    back = gettext("A test answer came back %(in_words)s ago, after %(in_words_2)s.") % {
        "in_words": in_words(seen.canary_age),
        "in_words_2": in_words(seen.canary_seconds or 0),
    }
    return (now, back)


def _housekeeping(seen: Figures) -> tuple[str, ...]:
    checked = gettext("All promises about stored work held")
    if seen.promises_age is None:
        return (gettext("Stored work is checked every night; the first check comes tonight."),)
    return (
        gettext("%(checked)s when they were last checked, %(ago)s.")
        % {"checked": checked, "ago": ago(seen.promises_age)},
    )


def _backups(seen: Figures) -> tuple[str, ...]:
    if seen.backup_age is None:
        return NO_BACKUP
    return (gettext("The last backup was made %(ago)s, and read back whole.") % {"ago": ago(seen.backup_age)},)


def ago(seconds: float) -> str:
    """Today, last night, 3 days ago."""
    if seconds < HOUR:
        return gettext("less than an hour ago")
    if seconds < DAY:
        return gettext("%(time)s ago") % {"time": in_words(seconds)}
    return gettext("yesterday") if seconds < 2 * DAY else gettext("%(time)s ago") % {"time": in_words(seconds)}
