"""What was done in a school, for its head: who, what, when."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from classroom import access
from classroom import deeds as trail
from classroom.audit import chain
from classroom.views.saying import TeacherRequest

ON_A_PAGE = 50


@require_GET
@login_required
def deeds(request: TeacherRequest) -> HttpResponse:
    """Newest first; `?who=` is a colleague, or `site`; `?check=1` holds the whole trail against its seals."""
    rows = access.trail_for_head(request.user)
    colleagues, who = list(access.colleagues_for_teacher(request.user)), request.GET.get("who", "")
    chosen = next((one for one in colleagues if str(one.pk) == who), None)
    if chosen is not None or who == "site":
        rows = rows.filter(teacher=chosen)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "school",
        "page": page,
        "deeds": trail.shown(page.object_list, request.user.school),
        "colleagues": colleagues,
        "who": who,
        "chain": chain() if request.GET.get("check") else None,
    }
    return render(request, "teacher/deeds.html", context)
