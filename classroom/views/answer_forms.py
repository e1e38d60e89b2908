"""Shapes of what a teacher decides about an answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from classroom.wall import DECISIONS, LONGEST


class MarkForm(forms.Form):
    """A verdict, or taking the own one back."""

    verdict = forms.ChoiceField(choices=[("right", "right"), ("wrong", "wrong"), ("withdraw", "take back")])


class AnswersField(forms.Field):
    """Answers with the ink that was seen, each as "uuid:ink"; {uuid: ink id}."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> dict[UUID, int]:
        named = [str(one).partition(":") for one in value or []]
        if len(named) > LONGEST:
            raise forms.ValidationError("Too many at once.")
        try:
            return {UUID(uuid): int(ink) for uuid, _, ink in named if ink.isdecimal() and len(ink) < 19}
        except ValueError:
            raise forms.ValidationError("That is no answer.") from None


class TogetherForm(forms.Form):
    """One decision for several answers."""

    verdict = forms.ChoiceField(choices=[(one, one) for one in DECISIONS])
    answer = AnswersField()


class LateForm(forms.Form):
    """What to do with writing that came after closing."""

    decision = forms.ChoiceField(choices=[("accept", "accept"), ("leave", "leave out")])
