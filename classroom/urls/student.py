"""What children and passers-by open."""

from __future__ import annotations

from django.urls import path

from classroom.views import joining, look, offline, student, try_it

urlpatterns = [
    path("", joining.home, name="home"),
    path("c/<str:code>/", joining.choose_name, name="choose-name"),
    path("c/<str:code>/<uuid:uuid>/", joining.pictures, name="pictures"),
    path("look/", look.choose_look, name="look"),
    path("finished/", joining.finished, name="finished"),
    path("worker.js", offline.worker, name="worker"),
    path("offline/", offline.offline, name="offline"),
    path("todo/", student.todo, name="todo"),
    path("work/<uuid:uuid>/", student.work, name="work"),
    path("work/<uuid:uuid>/start/", student.start, name="start"),
    path("work/<uuid:uuid>/hand-in/", student.hand_in, name="hand-in"),
    path("work/<uuid:uuid>/done/", student.done, name="done"),
    path("try/", try_it.try_it, name="try"),
    path("who-can-see/", try_it.who_can_see, name="who-can-see"),
]
