"""Limits on tries, measured: a guesser is slowed, and thirty children behind the same address come in beside him."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.http import Http404
from django.test import Client

from classroom import joining, tries
from classroom.errors import TooMany
from classroom.models import Enrolment, SchoolClass, Student, people
from tests.classroom.test_joining import come_in, wrong_key
from tests.conftest import Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The clock by which codes are counted, standing still until the test moves it."""
    made = SimpleNamespace(now=1_790_000_000.0)
    monkeypatch.setattr(joining, "time", SimpleNamespace(time=lambda: made.now))
    return made


def guess(number: int, *, device: str, address: str = "10.0.0.1") -> bool:
    """Whether a wrong code was so much as looked up."""
    try:
        joining.open_class(f"ZZ{number:04}", device=device, address=address)
    except Http404:
        return True
    except TooMany:
        return False
    raise AssertionError("a wrong code opened a class")


def test_guessing_codes_ends_soon_on_a_device_and_late_from_an_address(here: Side, clock: SimpleNamespace) -> None:
    code = here.school_class.join_code
    assert sum(guess(number, device="guesser") for number in range(100)) == joining.CODE_TRIES
    with pytest.raises(TooMany):
        joining.open_class(code, device="guesser", address="10.0.0.1")
    assert joining.open_class(code, device="pupil", address="10.0.0.1") == here.school_class
    looked_up = sum(guess(number, device=f"fresh-{number}") for number in range(1000))
    assert looked_up == joining.CODE_TRIES_OF_ADDRESS - joining.CODE_TRIES
    with pytest.raises(TooMany):
        joining.open_class(code, device="fresh", address="10.0.0.1")
    assert joining.open_class(code, device="pupil", address="10.0.0.1") == here.school_class, "known devices get in"
    assert joining.open_class(code, device="other", address="10.0.0.2") == here.school_class


@pytest.mark.parametrize("addresses", [1, 200])
def test_of_ten_thousand_guesses_in_ten_minutes_few_are_looked_up(
    here: Side, clock: SimpleNamespace, caplog: pytest.LogCaptureFixture, addresses: int
) -> None:
    begun, looked_up = clock.now, 0
    for number in range(10_000):
        clock.now = begun + 0.06 * number
        looked_up += guess(number, device=f"thrown-away-{number}", address=f"10.0.{number % addresses}.1")
    if addresses == 1:
        most = joining.CODE_TRIES_OF_ADDRESS + 61 * joining.CODE_TRIES_OF_MOMENT
        assert joining.CODE_TRIES_OF_ADDRESS < looked_up <= most
        assert caplog.text.count("somebody guesses") == 1
    # From 200 addresses none is over its limit; a code has 29 bits, of which ten thousand looks are nothing.
    assert looked_up * len(SchoolClass.objects.all()) / len(people.CODE_ALPHABET) ** people.CODE_LENGTH < 1e-4


def test_a_whole_school_behind_one_address_comes_in(here: Side) -> None:
    for number in range(600):
        assert joining.open_class(here.school_class.join_code, device=f"tablet-{number}", address="10.0.0.1")


def test_thirty_new_tablets_come_in_at_nine_beside_a_guesser_at_the_same_address(
    here: Side, clock: SimpleNamespace
) -> None:
    """The guesser sends ten codes a second, each from a browser that nobody saw before, and began ten minutes ago."""
    begun, sent = clock.now, 0

    def guesser_until(now: float) -> None:
        nonlocal sent
        while sent < 10 * (now - begun):
            clock.now = begun + sent / 10
            guess(sent % 10_000, device=f"thrown-away-{sent}")
            sent += 1
        clock.now = now

    nine = begun + 600
    waited = []
    for child in range(30):
        for push in range(40):
            guesser_until(nine + child * 1.7 + push * 3)
            try:
                joining.open_class(here.school_class.join_code, device=f"tablet-{child}", address="10.0.0.1")
            except TooMany:
                continue
            waited.append(push * 3)
            break
    assert len(waited) == 30, "everybody came in"
    assert max(waited) <= 12, "after a few pushes, three seconds apart"
    assert sum(waited) > 0, "and the guesser was in their way indeed"


def test_a_prankster_cannot_lock_a_classmate_out_of_the_own_tablet(here: Side) -> None:
    own, ada = Client(), here.students[0]
    assert come_in(own, here, ada) == 302
    for _ in range(joining.TRIES_AN_HOUR):
        assert come_in(Client(), here, ada, wrong_key(ada)) == 422
    assert come_in(Client(), here, ada) == 429, "elsewhere the key rests"
    assert come_in(own, here, ada) == 302
    assert joining.needs_help(ada), "and the teacher sees it"
    Student.objects.filter(pk=ada.pk).update(key_number=2)
    ada.refresh_from_db()
    assert come_in(Client(), here, ada) == 302, "with a new card, everywhere at once"


def test_thirty_children_who_mistap_behind_one_address_all_come_in(here: Side) -> None:
    names = [Student(school=here.school, display_name=f"Child {number}") for number in range(30)]
    children = Student.objects.bulk_create(names)
    Enrolment.objects.bulk_create([Enrolment(student=one, school_class=here.school_class) for one in children])
    for child in children:
        tablet = Client()
        assert [come_in(tablet, here, child, wrong_key(child)) for _ in range(3)] == [422] * 3
        assert come_in(tablet, here, child) == 302


def test_counters_are_bounded_and_hold_more_than_a_school_and_a_flood() -> None:
    """The longest flood from one address: its tries of a quarter of an hour, each from a browser of its own."""
    flood = joining.CODE_TRIES_OF_ADDRESS + 90 * joining.CODE_TRIES_OF_MOMENT
    assert 10 * (flood + 600) < settings.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] <= 100_000


def test_names_of_counters_do_not_tell_whose_they_are(here: Side) -> None:
    ada = here.students[0]
    assert str(ada.uuid) not in tries.about(ada) + tries.about(ada, "a tablet")
