"""Two-step sign-in: the step itself, setting it up, paper codes, and what a head decides for the school."""

from __future__ import annotations

from typing import Any

import segno
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from classroom import access
from classroom import second_step as steps
from classroom.errors import ClassroomError
from classroom.second_step_forms import AskEverybody, CodeAgain, CodeToEnter, NewPhone
from classroom.views.saying import TeacherRequest, first_error, said
from classroom.views.step_up import step_up


class CodeView(AuthenticateView):
    """The second step of signing in: digits from the phone, or a paper code."""

    form_class = CodeToEnter

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return {**super().get_context_data(**more), "who": self.stage.login.user}


class CodeAgainView(ReauthenticateView):
    """A code once more, before what cannot be taken back or leaves the house."""

    form_class = CodeAgain


enter_code = sensitive_post_parameters()(CodeView.as_view())
code_again = login_required(never_cache(CodeAgainView.as_view()))


@login_required
@never_cache
@require_GET
def overview(request: TeacherRequest) -> HttpResponse:
    """Whether it is on, how many paper codes are left, what the school asks."""
    page = {
        "section": "profile",
        "state": steps.state(request.user),
        "missing": steps.MISSING_KEY in request.session,
        "no_password": not request.user.has_usable_password(),
    }
    return render(request, "mfa/overview.html", page)


@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@step_up
def set_up(request: TeacherRequest) -> HttpResponse:
    """Scan, type what the phone shows, keep the paper codes."""
    if not request.user.has_usable_password():  # a visitor of the demonstration
        messages.info(
            request, gettext("This account is opened by a link: there is no first step to add a second one to.")
        )
        return redirect("mfa_index")
    secret = steps.secret_to_scan(request.session)
    form = NewPhone(request.POST or None)
    if form.is_valid():
        try:
            steps.set_up(teacher=request.user, session=request.session, code=form.cleaned_data["code"])
        except ClassroomError as error:
            form.add_error("code", error.text)
        else:
            messages.success(request, gettext("Two-step sign-in is on. Now keep these paper codes."))
            return redirect("mfa_paper_codes")
    picture = segno.make(steps.address_to_scan(request.user, secret), error="m", micro=False)
    page = {
        "section": "profile",
        "form": form,
        "picture": picture.svg_data_uri(border=4, scale=4, dark="#000", light="#fff"),
        "letters": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "again": steps.has_one(request.user),
    }
    return render(request, "mfa/set_up.html", page)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
@step_up
def paper_codes(request: TeacherRequest) -> HttpResponse:
    """The codes that are left, to print or copy; POST makes ten new ones."""
    if request.method == "POST":
        with said(request, gettext("These are ten new codes. The old ones open nothing any more.")):
            steps.renew_paper_codes(teacher=request.user)
        return redirect("mfa_paper_codes")
    codes = steps.paper_codes(request.user)
    if not codes and not steps.has_one(request.user):
        return redirect("mfa_index")
    return render(request, "mfa/paper_codes.html", {"section": "profile", "codes": codes})


@login_required
@never_cache
@require_POST
@step_up
def turn_off(request: TeacherRequest) -> HttpResponse:
    """The password alone again."""
    with said(request, gettext("Two-step sign-in is off. Your password alone lets you in.")):
        steps.turn_off(teacher=request.user)
    return redirect("mfa_index")


# --- for a head ---


@login_required
@never_cache
@require_POST
@step_up
def ask(request: TeacherRequest) -> HttpResponse:
    """Ask every teacher of the school for two steps, from a day on; or ask nobody."""
    if "nobody" in request.POST:
        with said(request, gettext("Each teacher decides about two-step sign-in now.")):
            steps.ask_nobody(head=request.user)
        return redirect("school")
    form = AskEverybody(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("school")
    with said(request, gettext("Every teacher is asked for two-step sign-in. Pages tell them from when.")):
        steps.ask_everybody(head=request.user, days=form.cleaned_data["days"])
    return redirect("school")


@login_required
@never_cache
@require_POST
@step_up
def reset(request: TeacherRequest, pk: int) -> HttpResponse:
    """Let a colleague who lost phone and paper in with the password alone."""
    colleague = access.colleague_for_teacher(request.user, pk)
    with said(
        request,
        gettext("%(colleague)s signs in with the password alone now, and can set up another phone.")
        % {"colleague": colleague},
    ):
        steps.reset(head=request.user, colleague=colleague)
    return redirect("school")
