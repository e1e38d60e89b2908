"""What teachers fill in, about people. Forms check shapes; the rules are in the rooms they call."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm, SignupForm
from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext

from classroom.account_forms import NameField
from classroom.later import gettext_lazy
from classroom.later import gettext_lazy as _
from classroom.models import ConsentEntry, SchoolClass, User
from classroom.names import LONGEST_LIST

PASSWORD_HELP = gettext_lazy("At least 10 characters. Three or four words that you can remember are best.")


class SignIn(LoginForm):
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail"
        self.fields["password"].help_text = ""
        _plain(self)

    def user_credentials(self) -> dict[str, Any]:
        """With the name under which django-axes counts failures."""
        credentials = super().user_credentials()
        return {**credentials, "login": credentials.get("email", "")}


class SignUp(SignupForm):
    """A new teacher; account_forms.NewTeacher holds the rest."""

    field_order = ["name", "school_name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail"
        self.fields["email"].help_text = gettext("Only to sign in; nothing is sent to it.")
        self.fields["password1"].help_text = PASSWORD_HELP
        _plain(self)


class ChangePassword(ChangePasswordForm):
    """The present password, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, more in [
            ("oldpassword", gettext("Your present password"), ""),
            ("password1", gettext("New password"), PASSWORD_HELP),
            ("password2", gettext("New password, once more"), ""),
        ]:
            self.fields[name].label, self.fields[name].help_text = label, more
        _plain(self)


class SamePassword(ReauthenticateForm):
    """The present password, before something that cannot be taken back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label, self.fields["password"].help_text = gettext("Your password"), ""
        _plain(self)


class NewPassword(SetPasswordForm):
    """A new password, twice, after a forgotten one."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["new_password1"].label, self.fields["new_password1"].help_text = (
            gettext("New password"),
            PASSWORD_HELP,
        )
        self.fields["new_password2"].label, self.fields["new_password2"].help_text = gettext("Once more"), ""


class TeacherName(forms.Form):
    name = NameField(max_length=80, label=gettext_lazy("Your name, as children say it"))


class SchoolName(forms.Form):
    name = NameField(max_length=120, label=gettext_lazy("Name of the school"))


class ClassDetails(forms.Form):
    """Name and year of a class."""

    name = NameField(
        max_length=60, label=gettext_lazy("Name of the class"), help_text=gettext_lazy("For example: Year 2 Comets")
    )
    year = forms.TypedChoiceField(
        label=gettext_lazy("School year"), required=False, coerce=int, empty_value=None,
        choices=[("", gettext_lazy("Not said")), *((str(year), gettext_lazy("Year %(year)s")
        % {"year": year}) for year in range(1, 7))],
    )  # fmt: skip


class NewClass(ClassDetails):
    """A class to be made, with the names of its children where they are at hand."""

    names = forms.CharField(
        label=_("Names of the children, one a line"), required=False, max_length=LONGEST_LIST, strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Paste them from a list, or add them later. You see every name before anybody is added."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autofocus"] = True


class ClassSettings(ClassDetails):
    """What may change of a class, once it is there."""

    language = forms.ChoiceField(
        label=_("Language of the children's pages"), choices=settings.LANGUAGES, required=False
    )
    mirrored_counts = forms.TypedChoiceField(
        label=gettext_lazy("Digits written backwards"), coerce=lambda value: value == "yes",
        choices=[("yes", gettext_lazy("Count as the digit")), ("no", gettext_lazy("Are left to the teacher"))],
        help_text=gettext_lazy("They are noted as handwriting either way; the class page shows them."),
    )  # fmt: skip


class ChildName(forms.Form):
    name = NameField(label=gettext_lazy("Name"))


class MoveTo(forms.Form):
    """Another class of the teacher's."""

    to = forms.ModelChoiceField(queryset=SchoolClass.objects.none(), label=gettext_lazy("Move to"), empty_label=None)

    def __init__(self, *args: Any, classes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = classes  # type: ignore[attr-defined]


class ConsentAnswer(forms.Form):
    """What families answered, and on what paper it stands."""

    given = forms.ChoiceField(
        label=gettext_lazy("They"),
        choices=[("yes", gettext_lazy("give consent")), ("no", gettext_lazy("say no, or withdraw it"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    evidence = forms.ChoiceField(label=gettext_lazy("How we know"), choices=ConsentEntry.Evidence.choices)
    evidence_on = forms.DateField(
        label=gettext_lazy("Date on the paper, or of the talk"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class CoTeacher(forms.Form):
    """A colleague of the same school."""

    colleague = forms.ModelChoiceField(
        queryset=User.objects.none(), label=gettext_lazy("Colleague"), empty_label=None
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["colleague"].queryset = colleagues  # type: ignore[attr-defined]


def _plain(form: forms.Form) -> None:
    # A placeholder that repeats the label is noise, and gone when one types.
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
