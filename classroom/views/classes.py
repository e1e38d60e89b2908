"""Pages for a teacher's classes and children."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from classroom import access


@login_required
def classes(request: HttpRequest) -> HttpResponse:
    """The teacher's classes."""
    return render(request, "teacher/classes.html", {"classes": access.classes_for_teacher(request.user)})
