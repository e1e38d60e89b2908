"""The public page where anybody may see what the network thinks, and the page on privacy for children."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def try_it(request: HttpRequest) -> HttpResponse:
    """Draw or upload a number; nothing is stored."""
    return render(request, "try/try.html")


@require_safe
def who_can_see(request: HttpRequest) -> HttpResponse:
    """Who can see what a child writes, in a child's words."""
    return render(request, "student/who_can_see.html")
