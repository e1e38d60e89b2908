"""Broken code on purpose: a suite that stays green on it proves nothing.

Each mutant is the real code in a copy, with a guard taken out; where the database holds the same guard a second time,
as a constraint, that is taken out as well, or the mutant could do no harm. docs/chaos.md names what caught it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from chaos.catalogue import CASES
from chaos.ground import CHILDREN, ground
from chaos.playing import play
from chaos.tree import Outdated, Patch, copied

PATIENCE = 25.0  # seconds; a mutant that never comes to rest should not hold us up
JOBS, MARKS, SUBMISSIONS = "classroom/jobs.py", "classroom/marks.py", "classroom/submissions.py"

NO_FENCE = Patch(
    JOBS,
    'ReadingJob.objects.filter(pk=job, lease_token=token, state=LEASED),\n        {"state": DONE',
    'ReadingJob.objects.filter(Q(lease_token=token) | Q(pk__gt=0), pk=job),\n        {"state": DONE',
)
TRIES = "ALTER TABLE classroom_readingjob DROP CONSTRAINT a_job_is_tried_three_times_at_most"


@dataclass(frozen=True)
class Mutant:
    """`cases` are played in turn on `form` until one breaks the promise that the guard keeps.

    `breaks` are words of the sentences that say so: a mutant that is noticed by something else, such as a site that
    does not come up, is not caught. `sql` takes constraints out of the school.
    """

    name: str
    what: str
    patches: tuple[Patch, ...]
    cases: tuple[str, ...]
    breaks: tuple[str, ...]
    sql: tuple[str, ...] = ()
    form: str = "postgres-redis"


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: the case that caught it, if one did, and its own promise that broke there.

    Where nothing caught it, `broken` says what else broke, if anything.
    """

    mutant: Mutant
    case: str
    broken: str
    seconds: float

    @property
    def caught(self) -> bool:
        """Whether the suite noticed."""
        return bool(self.case)


MUTANTS = (
    Mutant(
        "no-bound-in-the-claim",
        "claiming a job does not look at its tries; only the sweeper counts them",
        (Patch(JOBS, "tries_below: int = MAX_TRIES", "tries_below: int = 10_000"),),
        ("C4",),
        ("I7: the reader died", "job_tried_too_often"),
        (TRIES,),
    ),
    Mutant(
        "no-lease-token",
        "a job is finished without looking who holds it",
        (NO_FENCE,),
        ("C24",),
        ("was finished by",),
    ),
    Mutant(
        "no-sequence",
        "whatever arrives last is current",
        (Patch(SUBMISSIONS, "not late and (answer.ink is None or seq > answer.ink.seq)", "not late"),),
        ("C14",),
        ("not_the_newest", "not the newest revision"),
    ),
    Mutant(
        "no-sweeper",
        "nobody looks after lost hints and dead workers",
        (Patch(JOBS, "    overdue = Q(state=LEASED)", "    return []\n    overdue = Q(state=LEASED)"),),
        ("C6",),
        ("still waiting to be read",),
    ),
    Mutant(
        "no-unique-id",
        "a revision that is sent again is kept again",
        (
            Patch(SUBMISSIONS, "if one.client_id == client_id), None)", "if not one.client_id), None)"),
            Patch(
                "classroom/models/answers.py",
                "client_id = models.UUIDField(unique=True, ",
                "client_id = models.UUIDField(",
            ),
        ),
        ("C20",),
        ("is stored 2 times", "is stored 3 times"),
        ("ALTER TABLE classroom_ink DROP CONSTRAINT classroom_ink_client_id_key",),
    ),
    Mutant(
        "no-guard-of-the-teacher",
        "the newest mark stands, whoever gave it",
        (
            Patch(
                MARKS,
                "    if teachers and teachers.reason != WITHDRAWN:\n        return teachers\n"
                "    return _by_machine(best)",
                "    return _by_machine(best) or teachers",
            ),
        ),
        ("C13",),
        ("teachers_mark_set_aside", "the teacher said"),
    ),
    Mutant(
        "no-bound-at-all",
        "a job is tried for ever",
        (Patch(JOBS, "MAX_TRIES = 3\n", "MAX_TRIES = 10_000\n"),),
        ("C4",),
        ("still waiting to be read",),
        (TRIES,),
    ),
    Mutant(
        "no-single-mark",
        "one reading is marked as often as it comes, and holders of a job are not told apart",
        (
            NO_FENCE,
            Patch(MARKS, "    if same:\n", "    if same and not same:\n"),
        ),
        ("C24",),
        ("machine marks", "ink_marked_twice_by_one_reading"),
    ),
)


def tried(mutant: Mutant, folder: Path, *, seed: int, commit: str = "", children: int = CHILDREN) -> Verdict:
    """Build the mutant and play its cases until one catches it. Outdated when its patches do not fit the code."""
    begun, else_broken = time.monotonic(), ""
    tree = copied(folder / "code", commit=commit)
    for patch in mutant.patches:
        patch.apply(tree)
    with ground(folder / "ground", tree, children=children) as place:
        place.sql = mutant.sql
        for name in mutant.cases:
            outcome = play(CASES[name], mutant.form, place, seed=seed, patience=PATIENCE)
            for sentence in outcome.broken:
                if any(words in sentence for words in mutant.breaks):
                    return Verdict(mutant, name, sentence, time.monotonic() - begun)
            else_broken = else_broken or "; ".join(outcome.broken[:2])
    return Verdict(mutant, "", else_broken, time.monotonic() - begun)


__all__ = ["MUTANTS", "Mutant", "Outdated", "Verdict", "tried"]
