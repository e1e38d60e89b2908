"""What stands beside an answer: its writing told over again, and notes to the child."""

from __future__ import annotations

from django.urls import URLPattern, path

from classroom.views import notes, replay

urlpatterns: list[URLPattern] = [
    path("answers/<uuid:uuid>/replay/", replay.replay, name="replay"),
    path("answers/<uuid:uuid>/note/", notes.answer_note, name="answer-note"),
    path("attempts/<uuid:uuid>/note/", notes.sheet_note, name="attempt-note"),
]
