"""What teachers open during and after a lesson."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
