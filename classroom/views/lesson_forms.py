"""Shapes of setting a worksheet and changing how it is set."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext

from classroom import access
from classroom.later import gettext_lazy
from classroom.models import Assignment, SchoolClass, Student, User

_AS_BROWSERS_SEND = "%Y-%m-%dT%H:%M"


def _time_field(label: str, *, required: bool, help_text: str = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=[_AS_BROWSERS_SEND, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_AS_BROWSERS_SEND),
        error_messages={
            "required": gettext("Say when it opens."),
            "invalid": gettext("That is not a date and a time."),
        },
    )


class HowForm(forms.Form):
    """When an assignment is open and how children meet it."""

    opens_at = _time_field(gettext_lazy("Opens"), required=True)
    closes_at = _time_field(
        gettext_lazy("Closes"), required=False, help_text=gettext_lazy("Leave empty: open until you close it.")
    )
    feedback = forms.ChoiceField(
        label=gettext_lazy("Children see their marks"),
        choices=Assignment.Feedback.choices,
        initial=Assignment.Feedback.AFTER_HAND_IN,
        widget=forms.RadioSelect,
    )
    layout = forms.ChoiceField(
        label=gettext_lazy("Children see"),
        choices=Assignment.Layout.choices,
        initial=Assignment.Layout.ONE_BY_ONE,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """The closing time lies after the opening time."""
        sent = super().clean() or {}
        opens_at, closes_at = sent.get("opens_at"), sent.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", gettext("It would close before it opens. Choose a later closing time."))
        return sent


class ChildrenField(forms.ModelMultipleChoiceField):
    """Children by name, each with its classes."""

    def label_from_instance(self, obj: Model) -> str:
        """Ada (Comets)."""
        assert isinstance(obj, Student)
        rooms = [one.school_class.name for one in obj.enrolments.all() if one.until is None]
        return f"{obj.display_name} ({', '.join(rooms)})"


class SetForm(HowForm):
    """Which of the teacher's classes get the worksheet, and how."""

    classes: forms.ModelMultipleChoiceField[SchoolClass] = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Classes"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choose at least one class."),
            "invalid_choice": gettext_lazy("Choose from your classes."),
        },
    )
    students = ChildrenField(
        label=gettext_lazy("Only for some children"),
        help_text=gettext_lazy("Leave all empty for the whole class. Others of the class do not see it."),
        queryset=None,
        required=False,
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose from your classes.")},
    )
    field_order = ["classes", "students", "opens_at", "closes_at", "feedback", "layout"]

    def __init__(self, *args: Any, teacher: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("opens_at", now_to_the_minute())
        super().__init__(*args, **kwargs)
        rooms = access.classes_for_teacher(teacher).filter(archived_at__isnull=True)
        self.fields["classes"].queryset = rooms  # type: ignore[attr-defined]
        here = access.students_for_teacher(teacher).prefetch_related("enrolments__school_class")
        self.fields["students"].queryset = here  # type: ignore[attr-defined]
        only = list(rooms[:2])
        if len(only) == 1:
            self.fields["classes"].initial = only

    def clean_classes(self) -> list[SchoolClass]:
        """The chosen classes as rows, by name."""
        return list(self.cleaned_data["classes"])

    def clean_students(self) -> list[Student] | None:
        """The chosen children as rows; None for whole classes."""
        return list(self.cleaned_data["students"]) or None


def now_to_the_minute() -> datetime:
    """Now, as the field can show it."""
    return timezone.localtime().replace(second=0, microsecond=0)
