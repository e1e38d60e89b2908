"""Shapes of what a teacher decides about an answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext

from classroom.later import gettext_lazy
from classroom.together import DECISIONS
from classroom.wall import LONGEST


class MarkForm(forms.Form):
    """A verdict, or taking the own one back."""

    verdict = forms.ChoiceField(
        choices=[("right", "right"), ("wrong", "wrong"), ("withdraw", gettext_lazy("take back"))]
    )


class AnswersField(forms.Field):
    """Answers with the ink and the reading that were seen, each as "uuid:ink:reading", several in one field with
    spaces between; {uuid: (ink, reading)}."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> dict[UUID, tuple[int, int]]:
        named = [one.split(":") for one in " ".join(map(str, value or [])).split()]
        if len(named) > LONGEST:
            raise forms.ValidationError(gettext("Too many at once."))
        if any(len(one) != 3 or not all(pk.isdecimal() and len(pk) < 19 for pk in one[1:]) for one in named):
            raise forms.ValidationError(gettext("That is no answer."))
        try:
            return {UUID(uuid): (int(ink), int(reading)) for uuid, ink, reading in named}
        except ValueError:
            raise forms.ValidationError(gettext("That is no answer.")) from None


class TogetherForm(forms.Form):
    """One decision for several answers."""

    verdict = forms.ChoiceField(choices=[(one, one) for one in DECISIONS])
    answer = AnswersField()


class LateForm(forms.Form):
    """What to do with writing that came after closing."""

    decision = forms.ChoiceField(choices=[("accept", "accept"), ("leave", gettext_lazy("leave out"))])
