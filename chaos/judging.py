"""What the children were told against what is stored. Pure: journal and facts in, sentences out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from chaos.children import expected
from chaos.journal import Journal, Writing

SETTLED = {"done", "needs_teacher"}
Facts = Mapping[str, Any]


def lost_or_changed(journal: Journal, plan: Iterable[Writing], facts: Facts) -> list[str]:
    """I1, I10: every acknowledged revision is stored, once, exactly as it was sent."""
    stored = {ink["client_id"]: ink for ink in facts["inks"]}
    times = Counter(ink["client_id"] for ink in facts["inks"])
    wrong = [f"I1: {client_id} is stored {count} times" for client_id, count in times.items() if count > 1]
    told = journal.acknowledged
    for writing in plan:
        ink = stored.get(writing.client_id)
        if ink is None:
            if writing.client_id in told:
                wrong.append(f"I1: {writing.client_id} was acknowledged and is not stored")
            continue
        differs = [name for name, value in expected(writing).items() if ink[name] != value]
        if differs:
            wrong.append(f"I1: {writing.client_id} is stored otherwise than sent: {', '.join(differs)}")
    return wrong


def not_sent_in_the_end(journal: Journal, plan: Iterable[Writing], facts: Facts) -> list[str]:
    """When all is over, everything that was written has arrived, and nothing was turned away."""
    stored = {ink["client_id"] for ink in facts["inks"]}
    wrong = [f"{one.client_id} never arrived" for one in plan if one.client_id not in stored]
    strangers = stored - {one.client_id for one in plan}
    wrong += [f"{client_id} is stored, and nobody wrote it" for client_id in strangers]
    return wrong + [f"{event['client_id']} was refused with {event['status']}" for event in journal.of("refused")]


def not_settled(plan: Iterable[Writing], facts: Facts) -> list[str]:
    """I2, I6: the newest revision of each answer is current, and read and marked or a teacher's to look at."""
    stored = {ink["client_id"]: ink for ink in facts["inks"]}
    newest: dict[str, Writing] = {}
    for writing in plan:
        ink = stored.get(writing.client_id)
        if ink and not ink["late"] and writing.seq >= newest.get(writing.answer, writing).seq:
            newest[writing.answer] = writing
    wrong = []
    for uuid, writing in newest.items():
        answer, ink = facts["answers"][uuid], stored[writing.client_id]
        if answer["ink"] != writing.client_id:
            wrong.append(f"I6: of answer {uuid} not the newest revision is current")
        elif "ink" not in writing.body:
            if not answer["source"]:
                wrong.append(f"I2: typed answer {uuid} has no mark")
        elif ink["state"] not in SETTLED:
            wrong.append(f"I2: the ink of answer {uuid} is {ink['state'] or 'without a job'}")
        elif ink["state"] == "done" and not (answer["source"] and ink["readers"]):
            wrong.append(f"I2: the ink of answer {uuid} is done, and there is no reading or mark")
    return wrong


def teachers_word_lost(journal: Journal, facts: Facts) -> list[str]:
    """I6: what the teacher was told is marked stands, whatever came later."""
    word = {event["answer"]: event["verdict"] for event in journal.of("marked")}
    return [
        f"I6: the teacher said {verdict} of answer {uuid}, and {facts['answers'][uuid]['source'] or 'nobody'}'s "
        f"{facts['answers'][uuid]['verdict'] or 'nothing'} stands"
        for uuid, verdict in word.items()
        if (facts["answers"][uuid]["source"], facts["answers"][uuid]["verdict"]) != ("teacher", verdict)
    ]


def tried_or_finished_too_often(facts: Facts, finished: Sequence[str]) -> list[str]:
    """I7: three tries at most; and one holder of a job finished it, not two."""
    wrong = [f"I7: job {ink['job']} was tried {ink['tries']} times" for ink in facts["inks"] if ink["tries"] > 3]
    # Put back into the queue, when a newer revision is taken back, a job is rightly finished again: no case does so.
    times = Counter(line.split()[0] for line in finished)
    wrong += [f"I3: job {job} was finished by {count} holders" for job, count in times.items() if count > 1]
    wrong += [
        f"I2: ink {ink['client_id']} has {ink['machine_marks']} machine marks"
        for ink in facts["inks"]
        if ink["machine_marks"] > 1
    ]
    return wrong


def other_promises(journal: Journal, facts: Facts) -> list[str]:
    """I4, I5, I13, and work that was handed in."""
    wrong = [f"I4: the total of {name} differs from the sum of its marks" for name in facts["sums_differ"]]
    wrong += [f"I5: {client_id} is read differently now" for client_id in facts.get("readings_differ", [])]
    wrong += [f"I13: entry {pk} of the audit trail does not fit" for pk in facts["trail"]]
    handed = {event["attempt"] for event in journal.of("handed in")} - set(facts["handed_in"])
    return wrong + [f"attempt {uuid} was told to be handed in, and is not" for uuid in handed]


def versions_went_back(heard: Sequence[int]) -> list[str]:
    """I11: a dashboard never hears an older version after a newer one."""
    return [f"I11: the dashboard heard {a}, then {b}" for a, b in zip(heard, heard[1:], strict=False) if b < a][:3]
