"""What a teacher chooses before a worksheet is printed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext

from classroom.later import gettext_lazy
from classroom.models import SchoolClass


class PrintWishes(forms.Form):
    """For whom, how large, how many to a page. Comes by GET: printing changes nothing."""

    school_class: Any = forms.ModelChoiceField(
        queryset=SchoolClass.objects.none(), required=False, label=gettext_lazy("Class"),
        empty_label=gettext_lazy("No class"),
        help_text=gettext_lazy(
            "Its code stands on the sheet as a QR code: a tablet that scans it is at the class's names."
        ),
    )  # fmt: skip
    names = forms.ChoiceField(
        label=gettext_lazy("Sheets"),
        choices=[
            ("line", gettext_lazy("One sheet, with a line for the name")),
            ("each", gettext_lazy("One for each child, with name and QR code")),
        ],
        initial="line",
    )
    size = forms.ChoiceField(
        label=gettext_lazy("Print"),
        choices=[("usual", gettext_lazy("Usual print")), ("large", gettext_lazy("Large print"))],
        initial="usual",
    )
    per_page = forms.ChoiceField(
        label=gettext_lazy("On each side of paper"),
        choices=[("1", gettext_lazy("One")), ("2", gettext_lazy("Two, to cut apart"))],
        initial="1",
    )
    key = forms.BooleanField(label=gettext_lazy("Answers at the end"), required=False, initial=True)

    def __init__(self, *args: Any, classes: QuerySet[SchoolClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school_class"].queryset = classes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        wishes = super().clean() or {}
        if wishes.get("names") == "each" and not wishes.get("school_class"):
            self.add_error(
                "school_class", gettext("Choose the class whose children's names should be on the sheets.")
            )
        return wishes
