"""The JSON doors."""

from __future__ import annotations

from django.urls import path

from classroom.api import description, readings, student, tablets

__all__ = ["description", "urlpatterns"]  # registers how signing in is described

urlpatterns = [
    path("api/v1/attempts/<uuid:uuid>/", student.attempt, name="api-attempt"),
    path("api/v1/attempts/<uuid:uuid>/hand-in/", student.hand_in, name="api-hand-in"),
    path("api/v1/answers/<uuid:uuid>/ink/", student.ink, name="api-ink"),
    path("api/v1/answers/<uuid:uuid>/agreement/", student.agreement, name="api-agreement"),
    path("api/v1/kept/", tablets.kept, name="api-kept"),
    path("api/v1/readings/", readings.readings, name="api-readings"),
]
