"""Shapes of what a teacher decides about an answer."""

from __future__ import annotations

from django import forms


class MarkForm(forms.Form):
    """A verdict, or taking the own one back."""

    verdict = forms.ChoiceField(choices=[("right", "right"), ("wrong", "wrong"), ("withdraw", "take back")])


class GroupForm(forms.Form):
    """A verdict for a group of answers that were read alike."""

    verdict = forms.ChoiceField(choices=[("right", "right"), ("wrong", "wrong")])
    group = forms.CharField(max_length=60)


class LateForm(forms.Form):
    """What to do with writing that came after closing."""

    decision = forms.ChoiceField(choices=[("accept", "accept"), ("leave", "leave out")])
