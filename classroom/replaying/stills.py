"""A film as a strip of stills, for paper and for those who would rather not watch things move. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from classroom.replaying.film import Film, Stroke, Typed

# As many as fit a page and an eye; longer writing shows several strokes a still.
MOST_STILLS = 24


@dataclass(frozen=True)
class Still:
    """One moment: strokes that stood before, that are new since the last still, that were rubbed out until now."""

    number: int
    words: str
    rest: str
    standing: list[Stroke]
    new: list[Stroke]
    ghosts: list[Stroke]
    typed: Typed | None


def stills(film: Film) -> list[Still]:
    """The film's stills in order; the last shows what stands at the end."""
    every = -(-len(film.steps) // MOST_STILLS)
    moments = [*film.steps[every - 1 :: every]] if every else []
    if film.steps and moments[-1] != film.steps[-1]:
        moments.append(film.steps[-1])
    made, since = [], -1
    for number, moment in enumerate(moments, 1):
        made.append(_still(film, number, since, moment))
        since = moment
    return made


def _still(film: Film, number: int, since: int, moment: int) -> Still:
    seen = [stroke for stroke in film.strokes if stroke.end <= moment]
    gone = [stroke for stroke in seen if stroke.gone is not None and stroke.gone <= moment]
    there = [stroke for stroke in seen if stroke not in gone]
    new = [stroke for stroke in there if stroke.end > since]
    typed = [one for one in film.typed if one.at < moment and not any(s.start > one.at for s in seen)]
    rests = [pause.real for pause in film.pauses if since < pause.until <= moment]
    last = typed[-1] if typed else None
    said = last.text if last and last.at >= since else ""
    rubbed = any(stroke.gone is not None and stroke.gone > since for stroke in gone)
    rubbed = rubbed or (last is not None and last.at >= since and not last.text)
    return Still(
        number=number,
        words=_words(new, rubbed, said),
        rest=gettext("%(max)s s pause before") % {"max": f"{max(rests) / 1000:.0f}"} if rests else "",
        standing=[stroke for stroke in there if stroke not in new],
        new=new,
        ghosts=gone,
        typed=last,
    )


def _words(new: list[Stroke], rubbed: bool, typed: str) -> str:
    parts = [gettext("rubbed out")] if rubbed else []
    if new:
        first, last = new[0].number, new[-1].number
        parts.append(
            gettext("stroke %(first)s") % {"first": first}
            if first == last
            else gettext("strokes %(first)s to %(last)s") % {"first": first, "last": last}
        )
    if typed:
        parts.append(gettext("typed %(typed)s") % {"typed": typed})
    return ", then ".join(parts)
