"""The school: its name, its teachers, invitations."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classroom import access, accounts, last_backup, second_step
from classroom.forms import SchoolName
from classroom.second_step_forms import AskEverybody
from classroom.views.saying import TeacherRequest, only_this_machine, qr_picture, said
from classroom.views.step_up import fresh


@login_required
@require_http_methods(["GET", "POST"])
def school(request: TeacherRequest) -> HttpResponse:
    """Name, teachers and open invitations; a head changes the name."""
    form = SchoolName(request.POST or None, initial={"name": request.user.school.name})
    if request.method == "POST" and form.is_valid():
        with said(request, gettext("The school has its new name.")):
            accounts.rename_school(head=request.user, name=form.cleaned_data["name"])
        return redirect("school")
    colleagues = list(access.colleagues_for_teacher(request.user))
    page = {
        "section": "school",
        "form": form,
        "school": request.user.school,
        "colleagues": colleagues,
        "active": [one for one in colleagues if one.is_active],
        "with_two_steps": second_step.teachers_with_one(request.user.school) if request.user.is_head else set(),
        "ask_form": AskEverybody(),
        "now": timezone.now(),
        "backup": last_backup.last_backup() if request.user.is_head else None,
        "invitations": accounts.open_invitations(request.user.school) if request.user.is_head else [],
    }
    return render(request, "teacher/school.html", page)


@login_required
@require_POST
@fresh
def invite(request: TeacherRequest) -> HttpResponse:
    """Make a link for one colleague and show it."""
    with said(request):
        return redirect("invitation", pk=accounts.invite_colleague(head=request.user).pk)
    return redirect("school")


@login_required
@never_cache
@require_GET
def invitation(request: TeacherRequest, pk: int) -> HttpResponse:
    """The link and its QR code."""
    found = access.invitation_for_head(request.user, pk)
    page = {
        "section": "school",
        "invitation": found,
        "usable": accounts.usable_invitation(found.token) is not None,
        "address": request.build_absolute_uri(reverse("join-school", args=[found.token])),
        "only_here": only_this_machine(request),
    }
    return render(request, "teacher/school_invitation.html", page)


@login_required
@require_GET
def invitation_qr(request: TeacherRequest, pk: int) -> HttpResponse:
    """The link's QR code as a picture."""
    found = access.invitation_for_head(request.user, pk)
    return qr_picture(request.build_absolute_uri(reverse("join-school", args=[found.token])))


@login_required
@require_POST
def withdraw_invitation(request: TeacherRequest, pk: int) -> HttpResponse:
    """Make a link useless."""
    found = access.invitation_for_head(request.user, pk)
    with said(request, gettext("That link opens nothing any more.")):
        accounts.withdraw_invitation(head=request.user, invitation=found)
    return redirect("school")


@login_required
@never_cache
@require_POST
@fresh
def password_link(request: TeacherRequest, pk: int) -> HttpResponse:
    """Show a one-time link by which a colleague sets a new password."""
    colleague = access.colleague_for_teacher(request.user, pk)
    with said(request):
        path = accounts.new_password_path(head=request.user, colleague=colleague)
        page = {"section": "school", "colleague": colleague, "address": request.build_absolute_uri(path)}
        return render(request, "teacher/school_password_link.html", page)
    return redirect("school")


@login_required
@require_POST
@fresh
def deactivate(request: TeacherRequest, pk: int) -> HttpResponse:
    """Close a colleague's account."""
    colleague = access.colleague_for_teacher(request.user, pk)
    with said(request):
        count = accounts.deactivate(head=request.user, colleague=colleague)
        taken = ""
        if count:
            taken = ngettext(" %(n)s class is yours now.", " %(n)s classes are yours now.", count) % {"n": count}
        messages.success(
            request,
            gettext("%(colleague)s can no longer sign in. Classes and worksheets stay.%(taken)s")
            % {"colleague": colleague, "taken": taken},
        )
    return redirect("school")


@login_required
@require_POST
@fresh
def reactivate(request: TeacherRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    colleague = access.colleague_for_teacher(request.user, pk)
    with said(request, gettext("%(colleague)s can sign in again.") % {"colleague": colleague}):
        accounts.reactivate(head=request.user, colleague=colleague)
    return redirect("school")


@login_required
@require_POST
@fresh
def make_head(request: TeacherRequest, pk: int) -> HttpResponse:
    """Let a colleague run the school too."""
    colleague = access.colleague_for_teacher(request.user, pk)
    with said(
        request, gettext("%(colleague)s may now invite colleagues and reset passwords.") % {"colleague": colleague}
    ):
        accounts.make_head(head=request.user, colleague=colleague)
    return redirect("school")
