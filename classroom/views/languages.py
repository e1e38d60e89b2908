"""Choosing a language, and the words of the scripts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import JavaScriptCatalog

from classroom import languages

_catalogue = JavaScriptCatalog.as_view(domain="djangojs", packages=[])


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language: on this browser, and with the account of who is signed in."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "")
    response = redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "home")
    if not languages.is_known(chosen):
        return response
    if request.user.is_authenticated:
        languages.choose(user=request.user, language=chosen)
    return languages.remember(response, chosen)


@require_safe
@cache_control(max_age=31_536_000, public=True, immutable=True)
def words(request: HttpRequest, language: str, version: str) -> HttpResponseBase:
    """The catalogue of a language as a script of our own; `version` is only in the address, for caches."""
    if not languages.is_known(language):
        raise Http404
    with translation.override(language):
        response = _catalogue(request)
    response["Content-Language"] = language
    return response
