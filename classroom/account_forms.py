"""What allauth asks of a new teacher besides e-mail and password.

Apart from forms.py because allauth builds its own forms on this class while they load.
"""

from __future__ import annotations

from typing import Any

from django import forms

from classroom import names
from classroom.later import gettext_lazy as _
from classroom.models import Invitation


class NameField(forms.CharField):
    """A name of a person or thing: tidied, in any script."""

    def __init__(self, *, max_length: int = names.LONGEST_NAME, **more: Any) -> None:
        super().__init__(max_length=max_length * 2, **more)
        self.longest = max_length
        self.widget.attrs["maxlength"] = str(max_length)

    def clean(self, value: Any) -> str:
        name = names.tidy(super().clean(value))
        if (name or self.required) and (wrong := names.fault(name, self.longest)):
            raise forms.ValidationError(wrong)
        return name


class NewTeacher(forms.Form):
    """Name, and school where one is founded: `invitation` says whether the teacher joins one instead."""

    name = NameField(
        max_length=80, label=_("Your name, as children say it"), help_text=_("For example: Ms Hopper"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    school_name = NameField(
        max_length=120,
        label=_("Your school"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def __init__(self, *args: Any, invitation: Invitation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        if invitation is not None and invitation.school_id:
            del self.fields["school_name"]

    def signup(self, request: object, user: object) -> None:
        """Called by allauth once the user is saved; accounts.SchoolAccounts has done everything."""
