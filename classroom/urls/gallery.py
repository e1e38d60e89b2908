"""Ready-made questions, worksheets on paper, and what wrong answers look like."""

from __future__ import annotations

from django.urls import URLPattern, path

from classroom.views import gallery, patterns, printing

urlpatterns: list[URLPattern] = [
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/mix/", gallery.mix, name="gallery-mix"),
    path("gallery/<str:generator>/", gallery.questions, name="gallery-questions"),
    path("worksheets/<int:pk>/other-numbers/", gallery.other_numbers, name="worksheet-other-numbers"),
    path("worksheets/<int:pk>/print/", printing.print_worksheet, name="worksheet-print"),
    path("worksheets/<int:pk>/print.pdf", printing.worksheet_pdf, name="worksheet-pdf"),
    path("assignments/<uuid:uuid>/patterns/", patterns.lesson, name="assignment-patterns"),
    path("attempts/<uuid:uuid>/patterns/", patterns.decide, name="attempt-pattern"),
]
