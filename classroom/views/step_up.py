"""Is it you? Asked again before what touches many children's data: the password, or a code where there are two steps.

`step_up` is for what cannot be taken back or leaves the house; the answer is good for five minutes (allauth).
`fresh` is for who is in a class, who may see it, and its lists: signing in counts too, for an hour, so that a
teacher who just came in is not held up, and a laptop that stands open since the morning gives nothing away.
A POST that is held up goes on by itself once the answer was right. Accounts without a password (the demonstration's)
are let through: there is nothing to ask for.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.views import ReauthenticateView
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from classroom.forms import SamePassword
from classroom.second_step import SIGNED_IN_KEY

FRESH_SECONDS = 60 * 60


class ConfirmView(ReauthenticateView):
    """Ask for the password."""

    form_class = SamePassword


step_up = reauthentication_required
confirm = login_required(never_cache(ConfirmView.as_view()))


def fresh(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only within an hour of signing in or of the last answer; stands inside login_required."""

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        records = get_authentication_records(request, request.user)
        last = max((one["at"] for one in records), default=request.session.get(SIGNED_IN_KEY, 0))
        if time.time() - last > FRESH_SECONDS and get_adapter().get_reauthentication_methods(request.user):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return asking
