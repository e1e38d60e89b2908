"""What teachers open during and after a lesson."""

from __future__ import annotations

from django.urls import URLPattern, path

from classroom.views import answers, carrying, dashboard, events, exports, lessons, review, undo, wall

urlpatterns: list[URLPattern] = [
    path("worksheets/<int:pk>/set/", lessons.set_worksheet, name="set-worksheet"),
    path("lessons/", lessons.lessons, name="lessons"),
    path("lessons/take-in/", carrying.take_in, name="take-in"),
    path("assignments/<uuid:uuid>/", dashboard.assignment, name="assignment"),
    path("assignments/<uuid:uuid>/cells/", dashboard.cells, name="assignment-cells"),
    path("assignments/<uuid:uuid>/events/", events.events, name="assignment-events"),
    path("assignments/<uuid:uuid>/change/", lessons.change, name="assignment-change"),
    path("assignments/<uuid:uuid>/close/", lessons.close, name="assignment-close"),
    path("assignments/<uuid:uuid>/reopen/", lessons.reopen, name="assignment-reopen"),
    path("assignments/<uuid:uuid>/return/", lessons.return_all, name="assignment-return"),
    path("assignments/<uuid:uuid>/remove/", lessons.remove, name="assignment-remove"),
    path("assignments/<uuid:uuid>/scores.csv", exports.assignment_csv, name="assignment-csv"),
    path("assignments/<uuid:uuid>/scores.xlsx", exports.assignment_xlsx, name="assignment-xlsx"),
    path("assignments/<uuid:uuid>/review/", review.review_one, name="review"),
    path("assignments/<uuid:uuid>/questions/<int:pk>/", wall.question, name="assignment-question"),
    path("assignments/<uuid:uuid>/wall/", wall.lesson, name="wall"),
    path("assignments/<uuid:uuid>/mark/", wall.decide, name="mark-group"),
    path("assignments/<uuid:uuid>/decisions/", undo.lesson, name="lesson-decisions"),
    path("decisions/<uuid:uuid>/undo/", undo.take_back, name="decision-undo"),
    path("attempts/<uuid:uuid>/", answers.sheet, name="sheet"),
    path("attempts/<uuid:uuid>/return/", lessons.return_one, name="attempt-return"),
    path("attempts/<uuid:uuid>/reopen/", lessons.reopen_one, name="attempt-reopen"),
    path("answers/<uuid:uuid>/", answers.answer, name="answer"),
    path("answers/<uuid:uuid>/mark/", answers.mark, name="answer-mark"),
    path("answers/<uuid:uuid>/late/", answers.late, name="answer-late"),
    path("review/", review.review_all, name="review-all"),
    path("classes/<int:pk>/gradebook/", exports.gradebook, name="gradebook"),
    path("classes/<int:pk>/gradebook.csv", exports.gradebook_csv, name="gradebook-csv"),
    path("classes/<int:pk>/gradebook.xlsx", exports.gradebook_xlsx, name="gradebook-xlsx"),
]
