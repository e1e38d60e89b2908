"""The Django app that holds the school."""

from __future__ import annotations

from django.apps import AppConfig


class ClassroomConfig(AppConfig):
    name = "classroom"
    verbose_name = "Classroom"

    def ready(self) -> None:
        """Let what happens at every sign-in be known before the first one."""
        from classroom import second_step  # noqa: F401
