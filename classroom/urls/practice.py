"""What comes next, and practice: children's flights, and what teachers see of them."""

from __future__ import annotations

from django.urls import URLPattern, path

from classroom.views import next_step, practice, practising

urlpatterns: list[URLPattern] = [
    path("practise/<int:pk>/", practising.start, name="practise"),
    path("flights/<uuid:uuid>/", practising.flight, name="flight"),
    path("flights/<uuid:uuid>/explore/", practising.explore, name="explore"),
    path("flights/<uuid:uuid>/land/", practising.land, name="flight-land"),
    path("flights/<uuid:uuid>/landed/", practising.landed, name="landed"),
    path("flights/<uuid:uuid>/leave-out/", practising.leave_out, name="flight-leave-out"),
    path("classes/<int:pk>/next/", next_step.school_class, name="next-class"),
    path("classes/<int:pk>/next/sheet/", next_step.set_sheet, name="next-sheet"),
    path("classes/<int:pk>/children/<uuid:uuid>/next/", next_step.child, name="next-child"),
    path("classes/<int:pk>/practice/", practice.practice, name="practice"),
    path("classes/<int:pk>/practice/look/", practice.doubtful, name="practice-look"),
    path("classes/<int:pk>/practice/placement/", practice.offer_placement, name="placement"),
]
