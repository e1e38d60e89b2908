"""How well the machine reads, said openly; and what a new reader would change."""

from __future__ import annotations

from django.urls import URLPattern, path

from classroom.views import honesty, new_reader

urlpatterns: list[URLPattern] = [
    path("honesty/", honesty.honesty, name="honesty"),
    path("honesty/for-parents/", honesty.for_parents, name="honesty-for-parents"),
    path("honesty/alarms/<str:figure>/seen/", honesty.alarm_seen, name="honesty-alarm-seen"),
    path("new-reader/", new_reader.new_reader, name="new-reader"),
    path("new-reader/start/", new_reader.start, name="rereading-start"),
    path("new-reader/<int:pk>/", new_reader.run, name="rereading"),
    path("new-reader/<int:pk>/progress/", new_reader.progress, name="rereading-progress"),
    path("new-reader/<int:pk>/stop/", new_reader.stop, name="rereading-stop"),
    path("new-reader/<int:pk>/decide/", new_reader.decide, name="rereading-decide"),
    path("new-reader/<int:pk>/roll-back/", new_reader.roll_back, name="rereading-roll-back"),
]
