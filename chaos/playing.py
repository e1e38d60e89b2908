"""Plays one case on one form and says what came of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from chaos import judging
from chaos.catalogue import Broken, Case, Impossible
from chaos.ground import Ground
from chaos.lesson import PATIENCE, Lesson, Unrest
from chaos.stand import Stand, standing

SHOWN = 6  # sentences about one case


@dataclass
class Outcome:
    """`broken` holds one sentence for every promise that did not hold; `remarks` what was seen on the way."""

    case: str
    form: str
    seconds: float = 0.0
    broken: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    skipped: str = ""

    @property
    def held(self) -> bool:
        """Whether every promise held."""
        return not self.broken and not self.skipped

    @property
    def seen(self) -> str:
        """In few words what came of it."""
        more = [f"and {len(self.broken) - SHOWN} more"] if len(self.broken) > SHOWN else []
        return self.skipped or "; ".join([*self.broken[:SHOWN], *more, *self.remarks])


def play(case: Case, form: str, ground: Ground, *, seed: int, patience: float = PATIENCE) -> Outcome:
    """Put the form up, let the children write, do the harm, wait for rest, compare."""
    begun = time.monotonic()
    outcome = Outcome(case.id, form)
    stand = ground.stand(form, seed=seed)
    try:
        case.prepare(stand)
        with standing(stand):
            lesson = Lesson(stand, case.habits(seed), patience=patience)
            lesson.begin()
            try:
                case.harm(stand, lesson)
                lesson.end()
                case.after(stand, lesson)
            except (Broken, Unrest) as error:
                outcome.broken.append(str(error))
            finally:
                for child in lesson.children:
                    child.give_up.set()
            outcome.broken += judged(stand, lesson, case)
            lesson.dashboard.close()
            outcome.remarks = [*stand.remarks, *told(lesson, stand)]
    except Impossible as error:
        outcome.skipped = str(error)
    except AssertionError as error:  # a program did not come up (again)
        outcome.broken.append(str(error))
    outcome.seconds = time.monotonic() - begun
    return outcome


def judged(stand: Stand, lesson: Lesson, case: Case) -> list[str]:
    """Everything that is checked after every case."""
    facts = stand.facts("last")
    plan = [writing for child in lesson.children for writing in child.plan]
    broken: list[str] = facts["invariants"]
    broken += judging.lost_or_changed(lesson.journal, plan, facts)
    broken += judging.not_sent_in_the_end(lesson.journal, plan, facts)
    broken += judging.not_settled(plan, facts)
    broken += judging.teachers_word_lost(lesson.journal, facts)
    broken += judging.tried_or_finished_too_often(facts, stand.noted("finished"))
    broken += judging.other_promises(lesson.journal, facts)
    crashed = [event for event in lesson.journal.of("unanswered") if event["status"] not in (0, 429, 502, 503)]
    broken += [f"a child was answered {event['status']}" for event in crashed[:3]]
    broken += judging.versions_went_back(lesson.dashboard.versions)
    if not lesson.dashboard.converged(facts["version"], within=30):
        broken.append(
            f"I11: the class is at version {facts['version']}, the dashboard heard {lesson.dashboard.versions[-1:]}"
        )
    failed = sum(ink["state"] == "needs_teacher" for ink in facts["inks"])
    if failed and not case.some_need_a_teacher:
        broken.append(f"{failed} inks ended with the teacher, and none had to")
    return broken


def told(lesson: Lesson, stand: Stand) -> list[str]:
    """What the journal has to say, in few words."""
    journal = lesson.journal
    took = sorted(event["took"] for event in journal.of("acknowledged"))
    words = [f"{journal.count('acknowledged')} of {sum(len(c.plan) for c in lesson.children)} revisions saved"]
    if took:
        words.append(f"p95 {took[int(len(took) * 0.95)] * 1000:.0f} ms")
    failures: dict[int, int] = {}
    for event in journal.of("unanswered"):
        failures[event["status"]] = failures.get(event["status"], 0) + 1
    for code, times in sorted(failures.items()):
        words.append(f"{times} sendings " + ("unanswered" if code == 0 else f"answered {code}"))
    starts = {one.name: one.starts - 1 for one in stand.programs.values() if one.starts > 1}
    return words + [f"{name} started again {times}×" for name, times in starts.items()]
