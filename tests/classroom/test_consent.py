"""What families allow: off until somebody says yes, every word kept, and a no that changes nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from classroom import consent
from classroom.errors import BadInput
from classroom.models import AuditEntry, ConsentEntry, Enrolment, Student
from tests.conftest import Side

SignIn = Callable[[Side], Client]
DAY = date(2026, 9, 14)


def say(side: Side, *students: Student, given: bool = True, on: date = DAY) -> list[ConsentEntry]:
    return consent.record_consent(
        students=students, given=given, evidence="form", evidence_on=on, teacher=side.teacher
    )


def stands(student: Student) -> bool:
    return consent.standings([student])[0].given


def test_without_a_word_nothing_is_allowed(here: Side) -> None:
    assert not any(one.given for one in consent.standings(here.students))
    assert not consent.consenting(here.school).exists()


def test_a_yes_stands_for_that_child_alone_and_says_who_when_and_on_what(here: Side) -> None:
    ada, ben = here.students
    [entry] = say(here, ada)
    assert (entry.given, entry.evidence, entry.evidence_on, entry.teacher) == (True, "form", DAY, here.teacher)
    assert entry.form_version == consent.FORM_VERSION
    assert stands(ada) and not stands(ben)


def test_a_withdrawal_stands_and_the_yes_before_it_stays_to_be_seen(here: Side) -> None:
    ada = here.students[0]
    say(here, ada)
    say(here, ada, given=False, on=DAY + timedelta(days=9))
    assert not stands(ada)
    assert list(ConsentEntry.objects.values_list("given", flat=True)) == [True, False]


def test_a_later_yes_counts_again(here: Side) -> None:
    ada = here.students[0]
    for given, day in ((True, 0), (False, 1), (True, 2)):
        say(here, ada, given=given, on=DAY + timedelta(days=day))
    assert stands(ada)
    assert ConsentEntry.objects.count() == 3


def test_the_same_said_twice_is_one_line(here: Side) -> None:
    ada, ben = here.students
    say(here, ada)
    assert say(here, ada) == []
    say(here, ben, given=False)
    assert say(here, ben, given=False, on=DAY + timedelta(days=1)) == []
    assert ConsentEntry.objects.count() == 2


def test_a_first_no_is_an_answer_and_no_withdrawal(here: Side, as_teacher: SignIn) -> None:
    ada, ben = here.students
    browser, address = as_teacher(here), f"/classes/{here.school_class.pk}/consent/"
    posted = {"child": [str(ben.uuid)], "given": "no", "evidence": "form", "evidence_on": "2026-09-14"}
    page = browser.post(address, posted, follow=True).content.decode()
    assert "Recorded for 1 child: no consent." in page and "said no: not used" in page
    assert "withdrawn" not in page and page.count("data-unanswered") == 1  # Ada is asked again, Ben is not
    assert not stands(ben) and AuditEntry.objects.get().action == "consent_refused"
    say(here, ben, on=DAY + timedelta(days=1))
    say(here, ben, given=False, on=DAY + timedelta(days=2))
    told = consent.standings([ada, ben])[1]
    assert [line.is_refusal for line in told.lines] == [True, False, False] and not told.refused
    assert AuditEntry.objects.latest("pk").action == "consent_withdrawn"


def test_the_family_of_a_child_who_left_every_class_can_still_withdraw(here: Side, as_teacher: SignIn) -> None:
    ada, ben = here.students
    say(here, ada, ben)
    Enrolment.objects.update(until=timezone.now())
    browser, record = as_teacher(here), f"/children/{ada.uuid}/record/"
    assert f'action="/children/{ada.uuid}/consent/"' in browser.get(record).content.decode()
    posted = {"given": "no", "evidence": "letter", "evidence_on": "2026-09-20"}
    page = browser.post(f"/children/{ada.uuid}/consent/", posted, follow=True).content.decode()
    assert "Recorded for 1 child: no consent." in page and "withdrawn" in page
    assert not stands(ada) and stands(ben)
    wrong = browser.post(f"/children/{ben.uuid}/consent/", {**posted, "evidence_on": "?"}, follow=True)
    assert stands(ben) and "message message-error" in wrong.content.decode()


@pytest.mark.parametrize("day", [date.today() + timedelta(days=3), date(1999, 1, 1)], ids=["to come", "long ago"])
def test_a_date_that_cannot_be_is_refused_and_writes_nothing(here: Side, day: date) -> None:
    with pytest.raises(BadInput):
        say(here, here.students[0], on=day)
    assert not ConsentEntry.objects.exists()


def test_every_line_leaves_an_entry_in_the_trail_without_a_name(here: Side) -> None:
    ada, ben = here.students
    say(here, ada, ben)
    say(here, ada, given=False, on=DAY + timedelta(days=1))
    trail = list(AuditEntry.objects.order_by("pk").values_list("action", "facts"))
    assert [action for action, _ in trail] == ["consent_given", "consent_given", "consent_withdrawn"]
    assert [facts["student"] for _, facts in trail] == [ada.pk, ben.pk, ada.pk]
    assert "Ada" not in str(trail)


def test_the_page_records_for_the_ticked_children_alone(here: Side, as_teacher: SignIn) -> None:
    ada, ben = here.students
    browser, address = as_teacher(here), f"/classes/{here.school_class.pk}/consent/"
    posted = {"child": [str(ada.uuid)], "given": "yes", "evidence": "letter", "evidence_on": "2026-09-14"}
    page = browser.post(address, posted, follow=True).content.decode()
    assert stands(ada) and not stands(ben)
    assert "Recorded for 1 child: consent given." in page
    assert "1 of 2 with consent" in page


def test_the_page_says_what_is_missing_and_records_nothing(here: Side, as_teacher: SignIn) -> None:
    browser, address = as_teacher(here), f"/classes/{here.school_class.pk}/consent/"
    nobody = {"given": "yes", "evidence": "form", "evidence_on": "2026-09-14"}
    assert "Nobody is ticked" in browser.post(address, nobody, follow=True).content.decode()
    no_date = {**nobody, "child": [str(here.students[0].uuid)], "evidence_on": ""}
    browser.post(address, no_date)
    assert not ConsentEntry.objects.exists()


def test_a_child_of_another_class_cannot_be_ticked_in(here: Side, elsewhere: Side, as_teacher: SignIn) -> None:
    zoe = elsewhere.students[0]
    posted = {"child": [str(zoe.uuid)], "given": "yes", "evidence": "form", "evidence_on": "2026-09-14"}
    as_teacher(here).post(f"/classes/{here.school_class.pk}/consent/", posted)
    assert not ConsentEntry.objects.exists()
    assert as_teacher(elsewhere).post(f"/classes/{here.school_class.pk}/consent/", posted).status_code == 404


def test_the_form_for_parents_has_a_page_for_each_child_and_says_that_no_is_no_harm(
    here: Side, as_teacher: SignIn
) -> None:
    page = as_teacher(here).get(f"/classes/{here.school_class.pk}/consent/form/").content.decode()
    assert page.count('class="paper-form"') == 2
    for words in ("Ada", "Ben", "You may say no.", "change your mind", "No answer means no"):
        assert words in page


def test_saying_no_changes_nothing_else_for_the_child(here: Side, as_student: Callable[..., Client]) -> None:
    ada = here.students[0]
    here.attempt(ada)

    def seen() -> list[str]:
        browser = as_student(here, ada)
        pages = [browser.get(path) for path in ("/todo/", f"/work/{here.assignment.uuid}/")]
        # A ticket holds the second at which it was made, and its key belongs to it.
        changing = r'"[A-Za-z0-9]{64}"|data-(ticket|key)="[^"]*"'
        return [re.sub(changing, "a token", page.content.decode()) for page in pages]

    before = seen()
    say(here, ada, on=timezone.localdate())
    say(here, ada, given=False, on=timezone.localdate())
    assert seen() == before
