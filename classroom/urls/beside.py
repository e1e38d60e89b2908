"""What stands beside an answer: its writing told over again, and notes to the child; and the language of it all."""

from __future__ import annotations

from django.urls import URLPattern, path

from classroom.views import languages, notes, replay, styleguide

urlpatterns: list[URLPattern] = [
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("styleguide/children/", styleguide.of_children, name="styleguide-children"),
    path("answers/<uuid:uuid>/replay/", replay.replay, name="replay"),
    path("answers/<uuid:uuid>/note/", notes.answer_note, name="answer-note"),
    path("attempts/<uuid:uuid>/note/", notes.sheet_note, name="attempt-note"),
    path("language/", languages.choose, name="language"),
    path("words/<str:language>/<slug:version>.js", languages.words, name="words"),
]
