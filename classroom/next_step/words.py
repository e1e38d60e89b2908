"""A proposal in the words of a staff room."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from classroom.skills.catalogue import CATALOGUE
from classroom.skills.curriculum import SKILLS
from classroom.skills.progress.belief import Standing
from classroom.skills.progress.choice import Step, Why

SOON = 7  # days for which a weekday says enough


def skill_title(code: str) -> str:
    """A skill's title."""
    return str(SKILLS[code].title) if code in SKILLS else code


def counts_in_words(standing: Standing, today: date) -> str:
    """ "4 of 9 right, last on Tuesday"; "" where there is no answer."""
    if not standing.asked or standing.last is None:
        return ""
    facts = {"right": standing.right, "asked": standing.asked, "day": day_in_words(standing.last, today)}
    return _("%(right)s of %(asked)s right, last %(day)s") % facts


def day_in_words(day: date, today: date) -> str:
    """today, yesterday, on Tuesday, on 3 November."""
    days = (today - day).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return _("on %(day)s") % {"day": date_format(day, "l" if days < SOON else _("j F"))}


def reason_in_words(step: Step, today: date) -> str:
    """Why a step is proposed, with its evidence."""
    counts = counts_in_words(step.standing, today)
    if step.why is Why.WRONG_WAY:
        way = CATALOGUE[step.standing.wrong_way].looks_like if step.standing.wrong_way in CATALOGUE else ""
        return _("%(counts)s; you agreed that the child %(way)s") % {"counts": counts, "way": way}
    if step.because_of:
        facts = {"counts": counts, "skill": skill_title(step.because_of)}
        return _("%(counts)s; “%(skill)s” stands on it") % facts
    if step.why is Why.RETURNS:
        return _("%(counts)s; worth meeting again") % {"counts": counts}
    if step.why is Why.NEW:
        return _("not met here yet; what it stands on is there")
    return counts
