"""Ready-made questions and worksheets, worksheets as files and on paper, and what wrong answers look like."""

from __future__ import annotations

from django.urls import URLPattern, path

from classroom.views import gallery, library, patterns, printing, worksheet_files

urlpatterns: list[URLPattern] = [
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/mix/", gallery.mix, name="gallery-mix"),
    path("gallery/<str:generator>/", gallery.questions, name="gallery-questions"),
    path("library/", library.library, name="library"),
    path("library/shared/<int:pk>/", library.shared, name="library-shared"),
    path("library/shared/<int:pk>/favourite/", library.favour_shared, name="favour-shared"),
    path("library/<slug:sheet>/", library.ready, name="library-ready"),
    path("library/<slug:sheet>/favourite/", library.favour_ready, name="favour-ready"),
    path("worksheets/<int:pk>/share/", library.share, name="worksheet-share"),
    path("worksheets/<int:pk>/file.json", worksheet_files.save_json, name="worksheet-json"),
    path("worksheets/<int:pk>/file.csv", worksheet_files.save_csv, name="worksheet-csv"),
    path("worksheets/from-file/", worksheet_files.bring, name="worksheet-from-file"),
    path("worksheets/<int:pk>/other-numbers/", gallery.other_numbers, name="worksheet-other-numbers"),
    path("worksheets/<int:pk>/print/", printing.print_worksheet, name="worksheet-print"),
    path("worksheets/<int:pk>/print.pdf", printing.worksheet_pdf, name="worksheet-pdf"),
    path("assignments/<uuid:uuid>/patterns/", patterns.lesson, name="assignment-patterns"),
    path("attempts/<uuid:uuid>/patterns/", patterns.decide, name="attempt-pattern"),
]
