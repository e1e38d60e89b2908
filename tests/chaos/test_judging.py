"""The judge of the chaos suite sees each kind of harm; a journal and facts that agree please it."""

from __future__ import annotations

import copy
import uuid
from pathlib import Path
from typing import Any

import pytest

import handwriting
from chaos import judging
from chaos.children import expected
from chaos.journal import Journal, Writing

ANSWER = str(uuid.UUID(int=1))


def writing(number: int, *, seq: int) -> Writing:
    return Writing(0.0, str(uuid.UUID(int=number)), ANSWER, seq, {"ink": handwriting.write("12", seed=number)})


PLAN = [writing(10, seq=1), writing(11, seq=2)]


def facts() -> dict[str, Any]:
    """What is stored when all went well: the older revision superseded, the newer read and marked."""
    common = {"late": False, "sha256": "", "tries": 1}
    older = {**common, "state": "superseded", "readers": [], "machine_marks": 0, "job": 1}
    newer = {**common, "state": "done", "readers": ["line-1"], "machine_marks": 1, "job": 2}
    inks = [
        {"client_id": one.client_id, "seq": one.seq, **expected(one), **state}
        for one, state in zip(PLAN, (older, newer), strict=True)
    ]
    return {
        "inks": inks,
        "answers": {ANSWER: {"ink": PLAN[1].client_id, "source": "machine", "verdict": "right"}},
        "handed_in": [],
        "trail": [],
        "sums_differ": [],
    }


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    told = Journal(tmp_path / "journal.jsonl")
    for one in PLAN:
        told.note("acknowledged", client_id=one.client_id)
    return told


def verdict(journal: Journal, stored: dict[str, Any], finished: list[str] | None = None) -> str:
    return "\n".join(
        [
            *judging.lost_or_changed(journal, PLAN, stored),
            *judging.not_sent_in_the_end(journal, PLAN, stored),
            *judging.not_settled(PLAN, stored),
            *judging.teachers_word_lost(journal, stored),
            *judging.tried_or_finished_too_often(stored, finished or ["1 a", "2 b"]),
            *judging.other_promises(journal, stored),
        ]
    )


def test_what_agrees_pleases(journal: Journal) -> None:
    assert verdict(journal, facts()) == ""
    assert journal.path.read_text().count("acknowledged") == 2


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda stored: stored["inks"].pop(0), "acknowledged and is not stored"),
        (lambda stored: stored["inks"].append(copy.deepcopy(stored["inks"][0])), "is stored 2 times"),
        (lambda stored: stored["inks"][0].update(bytes="0"), "stored otherwise than sent: bytes"),
        (lambda stored: stored["inks"][1].update(answer="another"), "stored otherwise than sent: answer"),
        (lambda stored: stored["inks"][1].update(state="queued"), "is queued"),
        (lambda stored: stored["inks"][1].update(readers=[]), "there is no reading or mark"),
        (lambda stored: stored["inks"][1].update(tries=4), "tried 4 times"),
        (lambda stored: stored["inks"][1].update(machine_marks=2), "2 machine marks"),
        (
            lambda stored: stored["answers"][ANSWER].update(ink=PLAN[0].client_id),
            "not the newest revision is current",
        ),
        (lambda stored: stored["answers"][ANSWER].update(source=""), "there is no reading or mark"),
        (lambda stored: stored["trail"].append(3), "audit trail"),
        (lambda stored: stored["sums_differ"].append("Ada"), "total of Ada"),
    ],
)
def test_each_harm_is_seen(journal: Journal, harm: Any, said: str) -> None:
    stored = facts()
    harm(stored)
    assert said in verdict(journal, stored)


def test_an_unacknowledged_revision_may_be_missing_until_the_end(tmp_path: Path) -> None:
    stored = facts()
    del stored["inks"][0]
    assert judging.lost_or_changed(Journal(tmp_path / "empty"), PLAN, stored) == []
    assert "never arrived" in verdict(Journal(tmp_path / "empty"), stored)


def test_a_job_finished_by_two_holders_is_seen(journal: Journal) -> None:
    assert "finished by 2 holders" in verdict(journal, facts(), ["2 a", "2 b"])


def test_a_teachers_word_that_fell_is_seen(journal: Journal) -> None:
    journal.note("marked", answer=ANSWER, verdict="wrong")
    assert "the teacher said wrong" in verdict(journal, facts())
    stored = facts()
    stored["answers"][ANSWER].update(source="teacher", verdict="wrong")
    assert verdict(journal, stored) == ""


def test_a_lost_hand_in_and_a_refusal_are_seen(journal: Journal) -> None:
    journal.note("handed in", attempt="one")
    journal.note("refused", client_id=PLAN[0].client_id, status=409)
    said = verdict(journal, facts())
    assert "told to be handed in" in said and "refused with 409" in said


def test_a_dashboard_that_hears_old_news_is_seen() -> None:
    assert judging.versions_went_back([1, 2, 2, 5]) == []
    assert judging.versions_went_back([1, 5, 4]) == ["I11: the dashboard heard 5, then 4"]
