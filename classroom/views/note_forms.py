"""The shape of a note to a child."""

from __future__ import annotations

from django import forms

from classroom import stamps
from classroom.models.words import MAX_NOTE


class NoteForm(forms.Form):
    """Stamps and plain words; both may be left out, which takes the note away."""

    text = forms.CharField(
        required=False, max_length=MAX_NOTE, error_messages={"max_length": f"A note has {MAX_NOTE} letters at most."}
    )
    stamps = forms.MultipleChoiceField(required=False, choices=list(stamps.STAMPS.items()))

    def clean_stamps(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["stamps"]
        if len(set(chosen)) > stamps.MOST_STAMPS:
            raise forms.ValidationError(f"At most {stamps.MOST_STAMPS} stamps, so that each says something.")
        return chosen
