"""How a teacher gets an account, and what a head may do with colleagues' accounts.

The first teacher comes by a printed one-time link (or signs up, where settings.SIGNUP is "open") and founds a
school; colleagues come by invitation. No mail is sent anywhere: links are shown, and handed over in person.
"""

from __future__ import annotations

from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import Q
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from classroom import audit
from classroom.errors import NotAllowedNow
from classroom.later import gettext_lazy
from classroom.models import Invitation, School, SchoolClass, Teaching, User

INVITATION_LASTS = timedelta(days=7)
FIRST_LINK_LASTS = timedelta(hours=24)


class InvitationSpent(NotAllowedNow):
    code = "invitation_spent"
    message = gettext_lazy("This link was used before, or is too old. Ask for a new one.")


class HeadOnly(NotAllowedNow):
    code = "head_only"
    message = gettext_lazy("Only a head of the school can do that.")


class SchoolAccounts(DefaultAccountAdapter):
    """allauth's adapter: who may sign up, and what a new teacher belongs to."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("This e-mail address and password do not belong together."),
        "email_taken": gettext_lazy("There is an account with this e-mail address already. Sign in with it."),
        "enter_current_password": gettext_lazy("That is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether anybody who reaches the site may found a school."""
        return bool(settings.SIGNUP == "open")

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """Make the teacher together with the school; InvitationSpent leaves nothing behind."""
        super().save_user(request, user, form, commit=False)
        return admit(
            user=user,
            name=form.cleaned_data["name"],
            school_name=form.cleaned_data.get("school_name", ""),
            invitation=getattr(form, "invitation", None),
        )

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the teacher's password; wrong ones count towards the lock-out like those at the door."""
        found = self.authenticate(context.request, email=user.email, login=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: User) -> list[dict[str, str]]:
        """Who has a second step is asked for a code, and not for what a glance over the shoulder gives."""
        methods: list[dict[str, str]] = super().get_reauthentication_methods(user)
        return [one for one in methods if one["id"] == "mfa_reauthenticate"] or methods

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")


@transaction.atomic
def admit(*, user: User, name: str, school_name: str, invitation: Invitation | None) -> User:
    """Save a new teacher: into the invitation's school, or as head of a school founded now.

    An invitation is used up by one conditional UPDATE; who comes second gets InvitationSpent.
    """
    if invitation is not None:
        _use(invitation)
    invited_to = invitation.school if invitation else None
    user.name = name
    user.language = translation.get_language() or ""  # in which the page was read that asked for the name
    user.school = invited_to or School.objects.create(name=school_name)
    user.is_head = invited_to is None
    user.save()
    audit.record(
        action="teacher_joined" if invited_to else "school_founded",
        school=user.school,
        teacher=user,
        invitation=invitation.pk if invitation else None,
    )
    return user


def first_teacher_link_token() -> str | None:
    """The token of the one-time link that makes the first teacher; None once there is one."""
    with transaction.atomic():
        if User.objects.exists():
            return None
        waiting = _unused(Invitation.objects.filter(school=None)).order_by("-pk").first()
        return (waiting or Invitation.objects.create(expires_at=timezone.now() + FIRST_LINK_LASTS)).token


def first_teacher_path() -> str | None:
    """The path of the first teacher's link; None once there is a teacher."""
    token = first_teacher_link_token()
    return reverse("join-school", args=[token]) if token else None


def usable_invitation(token: str) -> Invitation | None:
    """The invitation behind a link that can still be used, with its school. Two queries at most."""
    found = _unused(Invitation.objects.filter(token=token)).select_related("school", "made_by").first()
    return found if found and _still_meant(found) else None


def open_invitations(school: School) -> list[Invitation]:
    """The school's links that can still be used, newest first."""
    return list(_unused(Invitation.objects.filter(school=school)).select_related("made_by").order_by("-pk"))


@transaction.atomic
def invite_colleague(*, head: User) -> Invitation:
    """A one-time link by which one colleague joins the head's school; 7 days."""
    must_be_head(head)
    made = Invitation.objects.create(school=head.school, made_by=head, expires_at=timezone.now() + INVITATION_LASTS)
    audit.record(action="colleague_invited", school=head.school, teacher=head, invitation=made.pk)
    return made


@transaction.atomic
def withdraw_invitation(*, head: User, invitation: Invitation) -> None:
    """Make a link of the head's school useless."""
    must_be_head(head, invitation.school_id)
    Invitation.objects.filter(pk=invitation.pk, used_at=None).update(expires_at=timezone.now())
    audit.record(action="invitation_withdrawn", school=head.school, teacher=head, invitation=invitation.pk)


@transaction.atomic
def new_password_path(*, head: User, colleague: User) -> str:
    """The path of a one-time page on which a colleague sets a new password.

    Dead once used, after settings.PASSWORD_RESET_TIMEOUT, or when the colleague signs in with the old password.
    """
    must_be_head(head, colleague.school_id)
    audit.record(action="password_link_made", school=head.school, teacher=head, colleague=colleague.pk)
    return reverse("new-password", args=[colleague.pk, default_token_generator.make_token(colleague)])


@transaction.atomic
def password_path_by_hand(*, email: str) -> str | None:
    """The same path for whoever runs the machine, where no head can help; None without such an open account."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        return None
    audit.record(action="password_link_made", school=user.school, teacher=None, colleague=user.pk)
    return reverse("new-password", args=[user.pk, default_token_generator.make_token(user)])


def teacher_of_password_link(pk: int, token: str) -> User | None:
    """The active teacher whose password link this is, while it can be used."""
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and default_token_generator.check_token(user, token) else None


@transaction.atomic
def set_password(*, user: User, password: str) -> None:
    """Set a new password; every session of the teacher ends with the old one."""
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(action="password_set", school=user.school, teacher=user)


@transaction.atomic
def rename_teacher(*, user: User, name: str) -> None:
    """Change how a teacher is called."""
    User.objects.filter(pk=user.pk).update(name=name)
    user.name = name


@transaction.atomic
def rename_school(*, head: User, name: str) -> None:
    """Change the name of the head's school."""
    must_be_head(head)
    School.objects.filter(pk=head.school_id).update(name=name)
    audit.record(action="school_renamed", school=head.school, teacher=head)


@transaction.atomic
def deactivate(*, head: User, colleague: User) -> int:
    """Close a colleague's account: sessions end with the next request. What was made stays.

    Classes that would have no teacher left become the head's; returns how many.
    """
    School.objects.select_for_update().get(pk=head.school_id)  # two heads cannot close each other's account
    must_be_head(head, colleague.school_id)
    if colleague.pk == head.pk:
        raise NotAllowedNow(gettext("You cannot close your own account. Ask another head."))
    User.objects.filter(pk=colleague.pk).update(is_active=False, is_head=False)
    alone = SchoolClass.objects.filter(teachings__teacher=colleague).exclude(teachings__teacher__is_active=True)
    handed_over = [Teaching(teacher=head, school_class=one, role=Teaching.Role.OWNER) for one in alone]
    Teaching.objects.bulk_create(handed_over)
    audit.record(
        action="teacher_deactivated", school=head.school, teacher=head,
        colleague=colleague.pk, classes_taken_over=[one.school_class_id for one in handed_over],
    )  # fmt: skip
    return len(handed_over)


@transaction.atomic
def reactivate(*, head: User, colleague: User) -> None:
    """Open a closed account again."""
    must_be_head(head, colleague.school_id)
    User.objects.filter(pk=colleague.pk).update(is_active=True)
    audit.record(action="teacher_reactivated", school=head.school, teacher=head, colleague=colleague.pk)


@transaction.atomic
def make_head(*, head: User, colleague: User) -> None:
    """Let a colleague invite others and reset passwords too."""
    must_be_head(head, colleague.school_id)
    if not colleague.is_active:
        raise NotAllowedNow(gettext("Open the account again first."))
    User.objects.filter(pk=colleague.pk).update(is_head=True)
    audit.record(action="head_made", school=head.school, teacher=head, colleague=colleague.pk)


def must_be_head(teacher: User, school_id: int | None = None) -> None:
    """HeadOnly unless `teacher` is a head, and of that school where one is named."""
    # Asked of the database: a demotion counts at once, also for a request already under way.
    asked = User.objects.filter(pk=teacher.pk, is_head=True, is_active=True)
    if not asked.exists() or (school_id is not None and school_id != teacher.school_id):
        raise HeadOnly


def _unused(invitations):  # type: ignore[no-untyped-def]
    return invitations.filter(Q(used_at=None) & Q(expires_at__gt=timezone.now()))


def _still_meant(invitation: Invitation) -> bool:
    """The first teacher's link is for the first; an invitation is worth what its maker's account is worth."""
    if invitation.school_id is None:
        return not User.objects.exists()
    return invitation.made_by is None or invitation.made_by.is_active


def _use(invitation: Invitation) -> None:
    # The row is locked by the UPDATE until the transaction ends; the check comes after it for that reason.
    used = _unused(Invitation.objects.filter(pk=invitation.pk)).update(used_at=timezone.now())
    if used != 1 or not _still_meant(invitation):
        raise InvitationSpent
