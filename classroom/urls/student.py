"""What children and passers-by open."""

from __future__ import annotations

from django.urls import path

from classroom.views import student

urlpatterns = [
    path("", student.home, name="home"),
]
