"""The trail is a chain: nothing in it can be changed, added, taken out or moved unseen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from classroom import audit
from classroom.models import AuditEntry
from tests.conftest import Side


@pytest.fixture
def trail(here: Side) -> list[AuditEntry]:
    """Five deeds, sealed."""
    for number in range(5):
        audit.record(action="deed", school=here.school, teacher=here.teacher, student=40 + number)
    assert audit.seal() == 5
    return list(AuditEntry.objects.order_by("pk"))


def test_a_trail_that_nobody_touched_is_whole(trail: list[AuditEntry]) -> None:
    chain = audit.chain()
    assert (chain.sealed, chain.broken) == (5, ())
    assert chain.head == trail[-1].seal
    assert audit.seal() == 0  # what is sealed stays as it is


CHANGES: dict[str, Callable[[AuditEntry], Any]] = {
    "another deed": lambda entry: {"action": "nothing_bad"},
    "other facts": lambda entry: {"facts": {"version": 1, "student": 7}},
    "nobody did it": lambda entry: {"teacher": None},
    "another time": lambda entry: {"at": entry.at.replace(year=2001)},
    "another seal": lambda entry: {"seal": "0" * 64},
    "no facts, as if a child had been erased": lambda entry: {
        "facts": {},
        "digest": "0" * 64,
        "redacted_at": entry.at,
    },
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_changed_entry_is_found(trail: list[AuditEntry], change: Callable[[AuditEntry], Any]) -> None:
    AuditEntry.objects.filter(pk=trail[2].pk).update(**change(trail[2]))
    assert trail[2].pk in audit.chain().broken


def test_an_entry_taken_out_and_one_put_in_are_found(here: Side, trail: list[AuditEntry]) -> None:
    trail[1].delete()
    assert audit.chain().broken == (trail[2].pk,)
    forged = AuditEntry.objects.create(action="deed", school=here.school, seal="1" * 64, previous=trail[4].seal)
    assert forged.pk in audit.chain().broken


def test_a_deed_that_was_begun_first_may_be_sealed_second(here: Side) -> None:
    late, early = (audit.record(action="deed", school=here.school) for _ in range(2))
    AuditEntry.objects.filter(pk=late.pk).delete()  # not committed yet
    audit.seal()
    late.save(force_insert=True)
    audit.record(action="deed", school=here.school)
    assert audit.seal() == 2
    chain = audit.chain()
    assert (chain.sealed, chain.broken) == (3, ())
    assert AuditEntry.objects.get(pk=late.pk).previous == AuditEntry.objects.get(pk=early.pk).seal


def test_who_has_the_database_but_not_the_pepper_cannot_make_a_seal(trail: list[AuditEntry], settings: Any) -> None:
    settings.PEPPER = "what a thief of the database does not know"
    assert len(audit.chain().broken) == 5


def test_old_entries_may_go_by_age_and_the_rest_holds(trail: list[AuditEntry]) -> None:
    AuditEntry.objects.filter(pk__in=[trail[0].pk, trail[1].pk]).delete()
    assert audit.chain().broken == ()


def test_the_facts_about_an_erased_child_can_be_emptied_and_the_chain_holds(trail: list[AuditEntry]) -> None:
    assert audit.forget_child(student_id=42, answer_ids=set(), attempt_ids=set()) == 1
    assert AuditEntry.objects.get(pk=trail[2].pk).facts == {"version": 1, "erased": True}
    assert AuditEntry.objects.get(pk=trail[2].pk).salt == ""  # without it the digest cannot be guessed at
    assert AuditEntry.objects.get(pk=trail[3].pk).facts["student"] == 43
    assert audit.chain().broken == ()


@pytest.mark.django_db(transaction=True)
def test_a_deed_is_sealed_as_soon_as_it_is_done() -> None:
    audit.record(action="deed", school=None)
    assert AuditEntry.objects.get().seal
    assert audit.chain().sealed == 1
