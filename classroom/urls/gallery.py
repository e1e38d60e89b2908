"""Ready-made questions, and what wrong answers look like."""

from __future__ import annotations

from django.urls import URLPattern, path

from classroom.views import gallery, patterns

urlpatterns: list[URLPattern] = [
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/mix/", gallery.mix, name="gallery-mix"),
    path("gallery/<str:generator>/", gallery.questions, name="gallery-questions"),
    path("worksheets/<int:pk>/other-numbers/", gallery.other_numbers, name="worksheet-other-numbers"),
    path("assignments/<uuid:uuid>/patterns/", patterns.lesson, name="assignment-patterns"),
    path("attempts/<uuid:uuid>/patterns/", patterns.decide, name="attempt-pattern"),
]
