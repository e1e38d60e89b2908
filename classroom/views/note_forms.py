"""The shape of a note to a child."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext

from classroom import stamps
from classroom.later import gettext_lazy
from classroom.models.words import MAX_NOTE


class NoteForm(forms.Form):
    """Stamps and plain words; both may be left out, which takes the note away."""

    text = forms.CharField(
        required=False,
        max_length=MAX_NOTE,
        error_messages={
            "max_length": gettext_lazy("A note has %(MAX_NOTE)s letters at most.") % {"MAX_NOTE": MAX_NOTE}
        },
    )
    stamps = forms.MultipleChoiceField(required=False, choices=list(stamps.STAMPS.items()))

    def clean_stamps(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["stamps"]
        if len(set(chosen)) > stamps.MOST_STAMPS:
            raise forms.ValidationError(
                gettext("At most %(MOST_STAMPS)s stamps, so that each says something.")
                % {"MOST_STAMPS": stamps.MOST_STAMPS}
            )
        return chosen
