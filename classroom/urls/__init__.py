"""Every address of the site, by who asks."""

from __future__ import annotations

from classroom.urls import api, lessons, school, student

urlpatterns = [*student.urlpatterns, *school.urlpatterns, *lessons.urlpatterns, *api.urlpatterns]
