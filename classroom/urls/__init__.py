"""Every address of the site, by who asks."""

from __future__ import annotations

from django.conf import settings
from django.urls import path

from classroom.urls import api, beside, gallery, honesty, insight, lessons, practice, privacy, school, student
from classroom.views import demonstration

urlpatterns = [
    *api.urlpatterns,  # first: addresses are tried in turn, and these are asked for a hundred times as often
    *student.urlpatterns,
    *school.urlpatterns,
    *lessons.urlpatterns,
    *beside.urlpatterns,
    *gallery.urlpatterns,
    *honesty.urlpatterns,
    *insight.urlpatterns,
    *practice.urlpatterns,
    *privacy.urlpatterns,
]
if settings.DEMO:
    urlpatterns.append(path("demonstration/<str:token>/", demonstration.come_in, name="demonstration"))
