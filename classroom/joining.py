"""How a child gets in: class codes, picture keys and student sessions.

A picture key is three of twenty pictures in order. It is derived from the student's id and key number with the
school's pepper and never stored: a stolen database alone gives no keys, and cards can be printed again.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import secrets
import time
from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.http import Http404

from classroom import prepared, tries, versions
from classroom.errors import TooMany
from classroom.models import Enrolment, SchoolClass, Student

log = logging.getLogger(__name__)

# Names of the pictures; the art is static/classroom/img/pictures.svg, one <symbol> each.
PICTURES = (
    "rocket", "star", "moon", "planet", "sun", "comet", "alien", "helmet", "saucer", "telescope",
    "cat", "dog", "fish", "tree", "flower", "apple", "house", "boat", "heart", "key",
)  # fmt: skip
KEY_LENGTH = 3

SESSION_KEY = "student"
# A browser's name as it was called everywhere before settings.DEVICE_COOKIE_NAME.
OLD_DEVICE_COOKIE = "device"
# Written by a child's page when the child goes, with the child's id: a sign-out without network (middleware.py).
LEFT_COOKIE = "left"
SESSION_SECONDS = 4 * 60 * 60
TRIES_BEFORE_PAUSE = 5
PAUSE_SECONDS = 120
# Whatever the device says of itself, no child's key is tried more often than this in an hour.
TRIES_AN_HOUR = 45
CODE_TRIES = 30  # wrong class codes from one device in a quarter of an hour
# ... and from one address, for askers who throw their device cookie away. A whole school sits behind one address: a
# device that has opened a class before is not held up by what others behind it do, and for new ones the address gets
# some more tries every ten seconds. That holds a guesser to three codes a second of 480 million, and leaves a child
# who types a right code beside him a door that opens at the second or third push.
CODE_TRIES_OF_ADDRESS = 300
CODE_TRIES_OF_MOMENT = 30
MOMENT_SECONDS = 10
DEVICE_KNOWN_SECONDS = 30 * 24 * 60 * 60


def picture_key(student: Student) -> tuple[str, ...]:
    """The student's three pictures, in order; no picture twice."""
    message = f"picture-key:{student.uuid}:{student.key_number}".encode()
    number = int.from_bytes(hmac.new(settings.PEPPER.encode(), message, hashlib.sha256).digest(), "big")
    left = list(PICTURES)
    key = []
    for _ in range(KEY_LENGTH):
        number, index = divmod(number, len(left))
        key.append(left.pop(index))
    return tuple(key)


def new_device() -> str:
    """A name for a browser that has none yet; it names no person and is kept for the limits on tries alone."""
    return secrets.token_hex(16)


def device_name(claimed: str | None) -> str | None:
    """The device that a cookie names, or None when it cannot be one of ours."""
    return claimed if claimed and re.fullmatch(r"[0-9a-f]{32}", claimed) else None


def device_of(cookies: Mapping[str, str]) -> str | None:
    """The device that a browser's cookies name; under the older name, too, it stays the same device."""
    names = (settings.DEVICE_COOKIE_NAME, OLD_DEVICE_COOKIE)
    return next((found for name in names if (found := device_name(cookies.get(name)))), None)


def open_class(code: str, *, device: str, address: str = "") -> SchoolClass:
    """The class that `code` opens. A closed class and an unknown one answer alike.

    `device` names the asker (a cookie), `address` where it asks from ("" for unknown); raises TooMany after many
    wrong codes from either, Http404 for a wrong one.
    """
    of_device, known = f"code-tries:{device}", f"device-known:{device}"
    if tries.made(of_device) >= CODE_TRIES or (address and not cache.get(known) and _guessed_from(address)):
        raise TooMany
    found = SchoolClass.objects.filter(join_code=tidy_code(code), joining_open=True, archived_at__isnull=True).first()
    if found is None:
        tries.count(of_device, 15 * 60)
        if tries.count(f"code-tries-from:{address}", 15 * 60) == CODE_TRIES_OF_ADDRESS:
            log.warning("many wrong class codes from one address: somebody guesses, or a poster is wrong")
        tries.count(_moment(address), 2 * MOMENT_SECONDS)
        raise Http404
    cache.set(known, True, DEVICE_KNOWN_SECONDS)
    return found


def _guessed_from(address: str) -> bool:
    """Whether an address has used up its wrong codes: those of a quarter of an hour, then those of this moment."""
    used_up = tries.made(f"code-tries-from:{address}") >= CODE_TRIES_OF_ADDRESS
    return used_up and tries.made(_moment(address)) >= CODE_TRIES_OF_MOMENT


def _moment(address: str) -> str:
    return f"code-tries-now:{address}:{int(time.time()) // MOMENT_SECONDS}"


def tidy_code(typed: str) -> str:
    """A class code as stored: capitals and digits, without what stands between them."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())[:12]


def students_to_choose(school_class: SchoolClass) -> list[Student]:
    """Those who are in the class now, by name. One query."""
    return list(
        Student.objects.filter(enrolments__school_class=school_class, enrolments__until__isnull=True).order_by(
            "display_name", "pk"
        )
    )


def student_to_choose(school_class: SchoolClass, uuid: UUID) -> Student:
    """One who is in the class now."""
    found = Student.objects.filter(
        uuid=uuid, enrolments__school_class=school_class, enrolments__until__isnull=True
    ).first()
    if found is None:
        raise Http404
    return found


def sign_in(
    session: SessionBase,
    *,
    student: Student,
    school_class: SchoolClass,
    pictures: tuple[str, ...],
    device: str,
) -> bool:
    """Start the student's session if `pictures` is the key; say whether it did.

    Raises TooMany while this student pauses on this device, or was tried too often from anywhere.
    Other devices are not paused, and one on which this student came in before not even by tries from everywhere:
    nobody can lock a classmate out of the own tablet. A new key begins with a clean sheet.
    """
    anywhere, here, at_home = (tries.about(student, *more) for more in ((), (device,), (device, "known")))
    too_often = tries.made(anywhere) >= TRIES_AN_HOUR and not cache.get(at_home)
    if too_often or tries.made(here) >= TRIES_BEFORE_PAUSE:
        raise TooMany
    if not hmac.compare_digest(" ".join(pictures).encode(), " ".join(picture_key(student)).encode()):
        tries.count(here, PAUSE_SECONDS)
        if tries.count(anywhere, 60 * 60) == TRIES_AN_HOUR:
            log.warning("a child's pictures were tried %s times within an hour", TRIES_AN_HOUR)
        versions.bump(school_class.pk)
        return False
    tries.forget(here)
    cache.set(at_home, True, DEVICE_KNOWN_SECONDS)
    start_session(session, student=student, school_class=school_class)
    return True


def start_session(session: SessionBase, *, student: Student, school_class: SchoolClass) -> None:
    """Make `session` the student's, and nobody else's: what was in it is gone, its id is new."""
    session.flush()
    session[SESSION_KEY] = {
        "version": 1,
        "uuid": str(student.uuid),
        "key_number": student.key_number,
        "class": school_class.pk,
    }
    session.set_expiry(SESSION_SECONDS)


def student_of_session(session: SessionBase) -> Student | None:
    """The student signed in here, still in the class, with the key of then; else None. One query at most."""
    facts = session.get(SESSION_KEY)
    if not facts or facts.get("version") != 1:
        return None
    enrolled = _signed_in.first(student=UUID(facts["uuid"]), key_number=facts["key_number"], room=facts["class"])
    if enrolled is None:
        return None
    # What the child's pages speak (classroom/languages.py); from here, as the class is at hand.
    enrolled.student.language = enrolled.school_class.language or settings.LANGUAGE_CODE  # type: ignore[attr-defined]
    return enrolled.student


_signed_in = prepared.Query(
    lambda student, key_number, room: Enrolment.objects.filter(
        student__uuid=student,
        student__key_number=key_number,
        school_class=room,
        school_class__archived_at__isnull=True,
        until__isnull=True,
    ).select_related("student", "school_class")[:1],
    student=UUID, key_number=int, room=int,
)  # fmt: skip


def class_of_session(session: SessionBase) -> SchoolClass | None:
    """The class that the session's student came in by, while its code is open. One query at most."""
    facts = session.get(SESSION_KEY)
    if not facts or facts.get("version") != 1:
        return None
    return SchoolClass.objects.filter(pk=facts["class"], joining_open=True, archived_at__isnull=True).first()


def sign_out(session: SessionBase) -> None:
    """End the student's session: nothing of it is left on the server or in the cookie."""
    session.flush()


def needs_help(student: Student) -> bool:
    """Whether the student's key was tried in vain often enough that a teacher should come."""
    return tries.made(tries.about(student)) >= TRIES_BEFORE_PAUSE


def who_needs_help(students: list[Student]) -> set[int]:
    """The ids of those of whom `needs_help` is true. One look into the cache."""
    names = {tries.about(student): student.pk for student in students}
    return {names[name] for name, made in cache.get_many(names).items() if made >= TRIES_BEFORE_PAUSE}
