"""What teachers type for two-step sign-in. Apart from forms.py, which knows nothing of allauth.mfa."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.utils.translation import gettext

from classroom import second_step
from classroom.errors import ClassroomError
from classroom.later import gettext_lazy


def _code_field(label: str) -> forms.CharField:
    """Digits: large keys on a phone, filled in by password managers."""
    box = forms.TextInput(
        attrs={
            "autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "class": "code code-box",
            "spellcheck": "false",
        }
    )  # fmt: skip
    return forms.CharField(label=label, max_length=20, widget=box)


class CodeToEnter(AuthenticateForm):
    """A code after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(gettext("The six digits on your phone"))
        self.label_suffix = ""

    def clean_code(self) -> str:
        return _clean(self)


class CodeAgain(ReauthenticateForm):
    """A code before what cannot be taken back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(gettext("The six digits on your phone"))
        self.label_suffix = ""

    def clean_code(self) -> str:
        return _clean(self)


class NewPhone(forms.Form):
    """The first code that a phone shows; second_step.set_up judges it."""

    code = _code_field(gettext_lazy("The six digits that the app shows"))


class AskEverybody(forms.Form):
    """How long colleagues have time."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Every teacher needs it"),
        coerce=int,
        choices=[
            (0, gettext_lazy("from the next sign-in")),
            (7, gettext_lazy("in a week")),
            (14, gettext_lazy("in two weeks")),
            (28, gettext_lazy("in four weeks")),
        ],
        initial=14,
    )


def _clean(form: Any) -> str:
    code = str(form.cleaned_data["code"])
    try:
        form.authenticator = second_step.accept_code(teacher=form.user, code=code)
    except ClassroomError as error:
        raise forms.ValidationError(error.text) from None
    return code
