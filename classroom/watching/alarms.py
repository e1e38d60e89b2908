"""What the figures mean: alarms, each with a code for machines and sentences for people. Pure.

`now` is what is wrong, `do` what to do about it. An amber alarm waits until after school; a red one does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from classroom.watching.figures import Figures

AMBER, RED = "amber", "red"
MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
LITTLE_SPACE, NO_SPACE = 1_000_000_000, 200_000_000
ENOUGH_LATELY, TOO_MANY = 50, 0.02
OLD_BACKUP = 50 * HOUR  # as in last_backup.TOO_OLD: a night may fail once
CANARY_LOST, SWEEPER_GONE = 3 * MINUTE, 2 * MINUTE
SLOW, STUCK = 30, 2 * MINUTE


@dataclass(frozen=True)
class Alarm:
    """Something is wrong; `part` is which light of the status page it turns."""

    code: str
    level: str
    part: str
    now: str
    do: str

    def to_json(self) -> dict[str, str]:
        """As pages and machines get it."""
        return {"code": self.code, "level": self.level, "part": self.part, "now": self.now, "do": self.do}


CODES = (
    "database_down", "reader_missing", "answers_wait", "answers_stuck", "canary_lost", "canary_wrong", "sweeper_gone",
    "many_to_teachers", "promise_broken", "reading_drifts", "no_backup", "backup_old", "disk_low", "disk_full",
    "broker_down",
)  # fmt: skip


def judge(seen: Figures) -> list[Alarm]:
    """The alarms that these figures raise, the red ones first."""
    return sorted(_judged(seen), key=lambda alarm: alarm.level != RED)


def _judged(seen: Figures) -> Iterator[Alarm]:
    yield from _space(seen)
    if not seen.database:
        yield Alarm(
            "database_down", RED, "saving",
            gettext("The database does not answer. Nothing new can be saved; tablets keep it."),
            gettext("Look at the disk and the database's own log; then start the site again."),
        )  # fmt: skip
        return
    yield from _reading(seen)
    yield from _keeping(seen)


def _reading(seen: Figures) -> Iterator[Alarm]:
    if not seen.reader:
        yield Alarm(
            "reader_missing", RED, "reading", gettext("Nothing here can read answers. They are saved and wait."),
            gettext("Put the folder recognition/weights back as it was delivered, and start " "the site again."),
        )  # fmt: skip
    if seen.oldest_wait > STUCK:
        yield Alarm(
            "answers_stuck", RED, "reading", gettext("An answer has waited %(in_words)s to be read.")
            % {"in_words": in_words(seen.oldest_wait)},
            gettext("See that a worker runs. Everything is saved, and is read as soon as one " "does."),
        )  # fmt: skip
    elif seen.oldest_wait > SLOW:
        yield Alarm(
            "answers_wait", AMBER, "reading", gettext("Reading is slow: an answer has waited %(in_words)s.")
            % {"in_words": in_words(seen.oldest_wait)},
            gettext("It should pass by itself when fewer children write; else add a worker."),
        )  # fmt: skip
    # Two were sent and none came back: a site that has just started is not accused.
    # Nor is a queue that is known to be stuck: the canary waits in it like everybody.
    lost = seen.canary_age is None or seen.canary_age > CANARY_LOST
    if seen.canary_sent > 2 and lost and seen.oldest_wait <= STUCK:
        yield Alarm(
            "canary_lost", RED, "reading", gettext("The test answer that is sent every minute did not come back."),
            gettext("See that a worker runs and that Redis answers; start the site again if both seem well."),
        )  # fmt: skip
    if not seen.canary_right:
        yield Alarm(
            "canary_wrong", RED, "reading", gettext("The test answer, a plain 7, was read as something else."),
            gettext(
                "Do not trust automatic marks now: check the files in recognition/weights, then start the site again."
            ),
        )  # fmt: skip
    if seen.broker is False:
        yield Alarm(
            "broker_down", AMBER, "reading",
            gettext("Redis does not answer. Answers are saved; reading them takes longer."),
            gettext("Start Redis again. Nothing in it is needed."),
        )  # fmt: skip
    if seen.lately >= ENOUGH_LATELY and seen.lately_to_teachers > TOO_MANY * seen.lately:
        yield Alarm(
            "many_to_teachers", AMBER, "reading",
            gettext("Reading failed for %(n)s of the last %(all)s answers; teachers have them.")
            % {"n": seen.lately_to_teachers, "all": seen.lately},
            gettext("Look for 'reading job' in the log: it says what failed."),
        )  # fmt: skip
    if seen.drift_alarms:
        yield Alarm(
            "reading_drifts", AMBER, "reading",
            gettext("The machine reads worse than it did, in one school or more."),
            gettext("Teachers see where on the page Honesty; new tablets or a new reader can be the reason."),
        )  # fmt: skip


def _keeping(seen: Figures) -> Iterator[Alarm]:
    if seen.sweeper_age is not None and seen.sweeper_age > SWEEPER_GONE:
        yield Alarm(
            "sweeper_gone", RED, "housekeeping",
            gettext("The part that looks after the site was last seen %(in_words)s ago.")
            % {"in_words": in_words(seen.sweeper_age)},
            gettext("Start the site again. Until then lost messages are not noticed."),
        )  # fmt: skip
    if seen.broken_promises:
        yield Alarm(
            "promise_broken", RED, "housekeeping",
            gettext("%(broken_promises)s of the promises about stored work did not hold last " "night.")
            % {"broken_promises": seen.broken_promises},
            gettext("Run manage.py verify_invariants: it names the rows. Keep the last good " "backup."),
        )  # fmt: skip
    if seen.backup_age is not None and seen.backup_age > OLD_BACKUP:
        level = RED if seen.backup_age > 7 * DAY else AMBER
        yield Alarm(
            "backup_old", level, "backups", gettext("The last backup is %(in_words)s old.")
            % {"in_words": in_words(seen.backup_age)},
            gettext("See why there is no newer one: the timer's or cron's log of manage.py " "backup says it."),
        )  # fmt: skip
    if seen.backup_age is None and (seen.oldest_ink_age or 0) > OLD_BACKUP:
        yield Alarm(
            "no_backup", AMBER, "backups",
            gettext("Children have worked here for days, and no backup was ever made."),
            gettext("Set up a nightly manage.py backup (docs/operators.md)."),
        )  # fmt: skip


def _space(seen: Figures) -> Iterator[Alarm]:
    free = gettext("%(value)s GB are free on the disk") % {"value": f"{seen.disk_free / 1000000000.0:.1f}"}
    if seen.disk_free < NO_SPACE:
        yield Alarm(
            "disk_full", RED, "saving", gettext("Only %(free)s. Saving will stop soon.") % {"free": free},
            gettext("Make room now: old backups, other programs' files."),
        )  # fmt: skip
    elif seen.disk_free < LITTLE_SPACE:
        yield Alarm(
            "disk_low", AMBER, "saving", gettext("Only %(free)s.") % {"free": free}, gettext("Make room this week.")
        )


def in_words(seconds: float) -> str:
    """2 seconds, 3 minutes, 5 hours, 4 days."""
    days, hours, minutes = gettext("%(n)s days"), gettext("%(n)s hours"), gettext("%(n)s minutes")
    for size, words in ((DAY, days), (HOUR, hours), (MINUTE, minutes)):
        if seconds >= 2 * size:
            return words % {"n": int(seconds // size)}
    count = max(1, round(seconds))
    return ngettext("%(n)s second", "%(n)s seconds", count) % {"n": count}
