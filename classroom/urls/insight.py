"""What the work tells a teacher, beyond one answer: pages, reports for families, tables."""

from __future__ import annotations

from django.urls import URLPattern, path

from classroom.views import insight

_CHILD = "classes/<int:pk>/children/<uuid:uuid>/insight"

urlpatterns: list[URLPattern] = [
    path("assignments/<uuid:uuid>/insight/", insight.lesson, name="insight-lesson"),
    path("assignments/<uuid:uuid>/insight/<str:table>/<str:form>/", insight.lesson_file, name="insight-lesson-file"),
    path("classes/<int:pk>/insight/", insight.school_class, name="insight-class"),
    path("classes/<int:pk>/insight/reports.pdf", insight.class_report, name="insight-class-report"),
    path("classes/<int:pk>/insight/<str:table>/<str:form>/", insight.class_file, name="insight-class-file"),
    path(f"{_CHILD}/", insight.child, name="insight-child"),
    path(f"{_CHILD}/report.pdf", insight.child_report, name="insight-child-report"),
    path(f"{_CHILD}/<str:table>/<str:form>/", insight.child_file, name="insight-child-file"),
]
