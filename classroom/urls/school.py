"""What teachers open to run their classes and worksheets."""

from __future__ import annotations

from django.urls import path

from classroom.views import classes

urlpatterns = [
    path("classes/", classes.classes, name="classes"),
]
