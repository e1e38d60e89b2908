"""Two-step sign-in: after the password six digits from the teacher's phone, or one of ten paper codes.

allauth.mfa keeps and checks them; here is what a teacher and a school decide about it, and what goes into the trail.
Secrets lie in the database sealed with the pepper: a stolen database alone makes no digits.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from classroom import accounts, audit, tries
from classroom.errors import NotAllowedNow, TooMany
from classroom.later import gettext_lazy
from classroom.models import School, User

# 8 guesses at three valid codes of a million: one in 40,000 in a quarter of an hour, for whoever has the password.
WRONG_CODES = 8
WRONG_CODES_SECONDS = 15 * 60
# A code is taken for 90 seconds (the phone's clock and ours may differ), and in that time only once.
CODE_SECONDS = 120
GRACE_DAYS = (0, 7, 14, 28)
MISSING_KEY = "second_step_missing"
SIGNED_IN_KEY = "signed_in_at"
_SECRET_KEY = "second_step_secret"


class WrongCode(NotAllowedNow):
    code = "wrong_code"
    message = gettext_lazy("That code does not fit. Type the six digits that your phone shows now; each works once.")


class TooManyCodes(TooMany):
    message = gettext_lazy("Too many wrong codes. Wait a quarter of an hour, please, and then try once more.")


class SchoolAsksForIt(NotAllowedNow):
    code = "school_asks_for_it"
    message = gettext_lazy(
        "Your school asks every teacher for two steps. You can set it up anew with another phone instead."
    )


@dataclass(frozen=True)
class State:
    """What a teacher has: since when (None: nothing), how many paper codes are left, from when the school asks."""

    since: datetime | None
    codes_left: int
    asked_from: datetime | None


class SealedSecrets(DefaultMFAAdapter):
    """allauth's adapter: how secrets lie in the database."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WrongCode.message}

    def get_totp_issuer(self) -> str:
        return "Astro Numbers"

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; where the pepper is another one now, a random secret that no code fits."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return str(generate_totp_secret())


def _box() -> Fernet:
    key = hmac.new(settings.PEPPER.encode(), b"second-step", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def state(teacher: User) -> State:
    """What the teacher has set up. Three queries."""
    own = {one.type: one for one in Authenticator.objects.filter(user=teacher)}
    digits, codes = own.get(Authenticator.Type.TOTP), own.get(Authenticator.Type.RECOVERY_CODES)
    asked = School.objects.values_list("second_step_from", flat=True).get(pk=teacher.school_id)
    left = len(codes.wrap().get_unused_codes()) if codes else 0
    return State(digits.created_at if digits else None, left, asked)


def asked_by(teacher: User) -> datetime | None:
    """From when the school asks a teacher who has no second step yet; None: nothing to say."""
    asked: datetime | None = teacher.school.second_step_from
    return None if asked is None or has_one(teacher) else asked


def has_one(teacher: User) -> bool:
    """Whether the teacher signs in with two steps."""
    return bool(Authenticator.objects.filter(user=teacher, type=Authenticator.Type.TOTP).exists())


def teachers_with_one(school: School) -> set[int]:
    """The ids of a school's teachers who sign in with two steps. One query."""
    rows = Authenticator.objects.filter(user__school=school, type=Authenticator.Type.TOTP)
    return set(rows.values_list("user_id", flat=True))


# --- one's own ---


def secret_to_scan(session: SessionBase) -> str:
    """The secret that this session's teacher is about to take into the phone; the same until it is confirmed."""
    if not session.get(_SECRET_KEY):
        session[_SECRET_KEY] = generate_totp_secret()
    return str(session[_SECRET_KEY])


def address_to_scan(teacher: User, secret: str) -> str:
    """What the QR code says to the app on the phone."""
    return str(SealedSecrets().build_totp_url(teacher, secret))


@transaction.atomic
def set_up(*, teacher: User, session: SessionBase, code: str) -> None:
    """Begin with two steps, once the phone shows what we expect; an older phone and its paper codes end."""
    secret = secret_to_scan(session)
    _within_limit(teacher)
    if not validate_totp_code(secret, code):
        raise WrongCode
    tries.forget(_tries(teacher))
    _remember_used(teacher, code)
    Authenticator.objects.filter(user=teacher).delete()
    TOTP.activate(teacher, secret)
    RecoveryCodes.activate(teacher)
    session.pop(_SECRET_KEY, None)
    session.pop(MISSING_KEY, None)
    audit.record(action="second_step_set_up", school=teacher.school, teacher=teacher)


def paper_codes(teacher: User) -> list[str]:
    """The paper codes that were not used yet; [] without two steps."""
    row = Authenticator.objects.filter(user=teacher, type=Authenticator.Type.RECOVERY_CODES).first()
    return [f"{code[:4]} {code[4:]}" for code in row.wrap().get_unused_codes()] if row else []


@transaction.atomic
def renew_paper_codes(*, teacher: User) -> None:
    """Ten new paper codes; the old ones end."""
    if not has_one(teacher):
        raise NotAllowedNow(gettext("Set up two-step sign-in first."))
    Authenticator.objects.filter(user=teacher, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(teacher)
    audit.record(action="paper_codes_renewed", school=teacher.school, teacher=teacher)


@transaction.atomic
def turn_off(*, teacher: User) -> None:
    """Sign in with the password alone again, where the school does not ask for more."""
    if teacher.school.second_step_from is not None:
        raise SchoolAsksForIt
    Authenticator.objects.filter(user=teacher).delete()
    audit.record(action="second_step_turned_off", school=teacher.school, teacher=teacher)


def accept_code(*, teacher: User, code: str) -> Authenticator:
    """Whose the code is: the phone's or a paper one, which is used up. WrongCode, or TooManyCodes after eight."""
    _within_limit(teacher)
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    for one in Authenticator.objects.filter(user=teacher, type__in=kinds):
        if one.wrap().validate_code(code) and _remember_used(teacher, code):
            tries.forget(_tries(teacher))
            one.user = teacher
            return one
    raise WrongCode


def _tries(teacher: User) -> str:
    return f"second-step-tries:{teacher.pk}"


def _within_limit(teacher: User) -> None:
    # Counted before the look, so that many at once are no more than one after the other.
    made = tries.count(_tries(teacher), WRONG_CODES_SECONDS)
    if made == WRONG_CODES + 1:  # once: whoever gets here knows the password
        audit.record(action="second_step_refused", school=teacher.school, teacher=teacher)
    if made > WRONG_CODES:
        raise TooManyCodes


def _remember_used(teacher: User, code: str) -> bool:
    digits = "".join(sign for sign in code if sign.isalnum())
    return bool(cache.add(f"second-step-used:{teacher.pk}:{digits}", True, CODE_SECONDS))


# --- the school's ---


@transaction.atomic
def ask_everybody(*, head: User, days: int) -> datetime:
    """From `days` days on every teacher of the school signs in with two steps; a head begins with the own."""
    accounts.must_be_head(head)
    if days not in GRACE_DAYS:
        raise NotAllowedNow(gettext("Choose one of the times offered, please."))
    if not has_one(head):
        raise NotAllowedNow(gettext("Set it up for yourself first: then you know what you ask of your colleagues."))
    begins = timezone.now() + timedelta(days=days)
    School.objects.filter(pk=head.school_id).update(second_step_from=begins)
    audit.record(action="second_step_asked", school=head.school, teacher=head, days=days)
    return begins


@transaction.atomic
def ask_nobody(*, head: User) -> None:
    """Every teacher decides again; who has two steps keeps them."""
    accounts.must_be_head(head)
    School.objects.filter(pk=head.school_id).update(second_step_from=None)
    audit.record(action="second_step_not_asked", school=head.school, teacher=head)


@transaction.atomic
def reset(*, head: User, colleague: User) -> None:
    """Let a colleague who lost phone and paper in with the password alone; the trail says who did it."""
    accounts.must_be_head(head, colleague.school_id)
    if head.pk == colleague.pk:
        raise NotAllowedNow(gettext("Your own is changed on your own page, with a code."))
    Authenticator.objects.filter(user=colleague).delete()
    audit.record(action="second_step_reset", school=head.school, teacher=head, colleague=colleague.pk)


@transaction.atomic
def reset_by_hand(*, email: str) -> bool:
    """The same for whoever runs the machine, where no head can help; False without such an account."""
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        return False
    Authenticator.objects.filter(user=user).delete()
    audit.record(action="second_step_reset", school=user.school, teacher=None, colleague=user.pk)
    return True


@receiver(user_logged_in)
def note_signing_in(sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
    """At every sign-in: when it was (views/step_up.py asks), and whether a step is missing that the school wants."""
    request.session[SIGNED_IN_KEY] = time.time()
    asked = School.objects.filter(pk=user.school_id, second_step_from__lte=timezone.now()).exists()
    if asked and user.has_usable_password() and not has_one(user):
        request.session[MISSING_KEY] = True
