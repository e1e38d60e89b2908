"""The password once more, before what cannot be taken back or leaves the house. Good for five minutes (allauth).

A POST that is held up goes on by itself once the password was right. Accounts without a password (the
demonstration's) are let through: there is nothing to ask for.
"""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.account.views import ReauthenticateView
from django.contrib.auth.decorators import login_required
from django.views.decorators.cache import never_cache

from classroom.forms import SamePassword


class ConfirmView(ReauthenticateView):
    """Ask for the password."""

    form_class = SamePassword


step_up = reauthentication_required
confirm = login_required(never_cache(ConfirmView.as_view()))
