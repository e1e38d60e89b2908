"""What allauth asks of a new teacher besides e-mail and password."""

from __future__ import annotations

from django import forms


class NewTeacher(forms.Form):
    name = forms.CharField(max_length=80, label="Your name, as children say it")

    def signup(self, request: object, user: object) -> None:
        """Called by allauth once the user row exists."""
