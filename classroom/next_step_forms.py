"""Shapes of what comes next and of practice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from classroom.later import gettext_lazy as _
from classroom.models import Student
from classroom.skills.catalogue import CATALOGUE
from classroom.skills.curriculum import SKILLS


class ChosenChildren(forms.Form):
    """Children of a class, ticked."""

    students: forms.ModelMultipleChoiceField[Student] = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="uuid",
        error_messages={"required": _("Choose at least one child."), "invalid_choice": _("Choose from the class.")},
    )

    def __init__(self, *args: Any, students: QuerySet[Student], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["students"].queryset = students  # type: ignore[attr-defined]

    def clean_students(self) -> list[Student]:
        """The chosen children as rows."""
        return list(self.cleaned_data["students"])


class SheetForm(ChosenChildren):
    """What a worksheet is about, and for whom."""

    skill = forms.ChoiceField(
        choices=[(code, code) for code in SKILLS],
        error_messages={"required": _("Choose what the worksheet is about."),
                        "invalid_choice": _("Choose what the worksheet is about.")},
    )  # fmt: skip
    procedure = forms.ChoiceField(choices=[("", "")] + [(code, code) for code in CATALOGUE], required=False)


class PracticeForm(forms.Form):
    """Whether children of a class practise on their own, and what."""

    open = forms.BooleanField(required=False)
    shows = forms.BooleanField(required=False)
    what = forms.ChoiceField(choices=[("next", "next"), ("skills", "skills")])
    skills = forms.MultipleChoiceField(choices=[(code, code) for code in SKILLS], required=False)

    def clean(self) -> dict[str, Any]:
        """Skills count only where they are to be chosen by hand, and then there is one at least."""
        sent = super().clean() or {}
        if sent.get("what") == "skills" and not sent.get("skills"):
            self.add_error("skills", _("Tick one skill at least, or choose what comes next for each child."))
        if sent.get("what") == "next":
            sent["skills"] = []
        return sent
