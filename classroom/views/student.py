"""Pages for children."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """Where a child types the class code."""
    return render(request, "student/home.html")
