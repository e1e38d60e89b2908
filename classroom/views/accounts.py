"""Signing in and out, signing up, one's own account. allauth does the work; our pages ask and answer."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth
from axes.decorators import axes_dispatch
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from classroom import accounts, joining
from classroom.forms import ChangePassword, NewPassword, SignIn, SignUp, TeacherName
from classroom.models import Invitation
from classroom.views.saying import TeacherRequest


@method_decorator(axes_dispatch, name="dispatch")
class SignInView(allauth.LoginView):
    """E-mail and password; a child who was signed in on this device is signed out."""

    form_class = SignIn

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return {**super().get_context_data(**more), "may_sign_up": settings.SIGNUP == "open"}

    def form_valid(self, form: Form) -> HttpResponse:
        self.request.session.pop(joining.SESSION_KEY, None)
        return super().form_valid(form)


class SignUpView(allauth.SignupView):
    """Found a school, where settings.SIGNUP lets anybody."""

    form_class = SignUp
    invitation: Invitation | None = None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "invitation": self.invitation}

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return {**super().get_context_data(**more), "invitation": self.invitation}

    def form_valid(self, form: Form) -> HttpResponse:
        self.request.session.pop(joining.SESSION_KEY, None)
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except accounts.InvitationSpent:
            return render(self.request, "account/link_spent.html", status=410)
        except IntegrityError:  # the same address signed up in the same moment
            form.add_error("email", accounts.SchoolAccounts.error_messages["email_taken"])
            return self.form_invalid(form)


class JoinSchoolView(SignUpView):
    """Sign up by a one-time link: the first teacher founds a school, a colleague joins one."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.invitation = accounts.usable_invitation(kwargs["token"])
        if self.invitation is None:
            return render(request, "account/link_spent.html", status=410)
        if request.user.is_authenticated:
            messages.info(request, gettext("That link is for a new colleague. You are signed in already."))
            return redirect("classes")
        return super().dispatch(request, *args, **kwargs)

    def is_open(self) -> bool:
        return True


class ChangePasswordView(allauth.PasswordChangeView):
    """A new password for who knows the present one; other devices are signed out."""

    form_class = ChangePassword

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.request.user.has_usable_password():  # a visitor of the demonstration
            messages.info(request, gettext("This account has no password: it is opened by a link."))
            return redirect("profile")
        return super().dispatch(request, *args, **kwargs)


sign_in = SignInView.as_view()
sign_up = SignUpView.as_view()
join_school = never_cache(JoinSchoolView.as_view())
change_password = login_required(never_cache(ChangePasswordView.as_view()))
sign_out = allauth.logout
account_inactive = allauth.account_inactive


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: TeacherRequest) -> HttpResponse:
    """One's own name."""
    form = TeacherName(request.POST or None, initial={"name": request.user.name})
    if form.is_valid():
        accounts.rename_teacher(user=request.user, name=form.cleaned_data["name"])
        messages.success(request, gettext("Your name is changed."))
        return redirect("profile")
    return render(request, "account/profile.html", {"form": form, "section": "profile"})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Set a new password by the one-time link that a head made."""
    user = accounts.teacher_of_password_link(pk, token)
    if user is None:
        return render(request, "account/link_spent.html", status=410)
    form = NewPassword(user, request.POST or None)
    if form.is_valid():
        accounts.set_password(user=user, password=form.cleaned_data["new_password1"])
        messages.success(request, gettext("Your new password is set. Sign in with it."))
        return redirect("account_login")
    return render(request, "account/new_password.html", {"form": form, "for_user": user})
