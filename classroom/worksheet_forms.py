"""What teachers fill in about worksheets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateformat import format as written_date
from django.utils.translation import gettext

from classroom import names, rules
from classroom.later import gettext_lazy
from classroom.models.work import MAX_QUESTIONS
from classroom.skills.families import FAMILIES
from classroom.skills.numbers import LARGEST, Span, Wishes

LONGEST_TEXT = 20_000


class WorksheetText(forms.Form):
    """Title and questions; every field may be empty while one types."""

    title = forms.CharField(max_length=120, required=False, label=gettext_lazy("Title"))
    text = forms.CharField(max_length=LONGEST_TEXT, required=False, label=gettext_lazy("Questions"), strip=False)

    def clean_title(self) -> str:
        return names.tidy(self.cleaned_data["title"]) or gettext("Worksheet of %(written_date)s") % {
            "written_date": written_date(timezone.localdate(), "j F")
        }


class MakeQuestions(forms.Form):
    """What to make: a family, ranges, how many."""

    family = forms.ChoiceField(choices=[(name, family.TITLE) for name, family in FAMILIES.items()])
    first_low = forms.IntegerField(min_value=0, max_value=LARGEST)
    first_high = forms.IntegerField(min_value=0, max_value=LARGEST)
    second_low = forms.IntegerField(min_value=0, max_value=LARGEST)
    second_high = forms.IntegerField(min_value=0, max_value=LARGEST)
    most = forms.IntegerField(min_value=0, max_value=9_999_999, required=False)
    count = forms.IntegerField(min_value=1, max_value=MAX_QUESTIONS, label=gettext_lazy("How many"))
    missing = forms.BooleanField(required=False, label=gettext_lazy("Hide one of the numbers instead of the answer"))

    below_nought = forms.BooleanField(required=False, label=gettext_lazy("Answers may be below nought"))

    def __init__(self, data: Any = None, *, family: str = "add", below_nought: bool = False, **more: Any) -> None:
        chosen = FAMILIES[family]
        usual: Wishes = chosen.USUAL
        super().__init__(
            data,
            initial={
                "family": family,
                "first_low": usual.first.low,
                "first_high": usual.first.high,
                "second_low": usual.second.low,
                "second_high": usual.second.high,
                "most": usual.most,
                "count": usual.count,
            },
            **more,
        )
        for name, what in [("first", chosen.FIRST), ("second", chosen.SECOND)]:
            self.fields[f"{name}_low"].label = f"{what}, from"
            self.fields[f"{name}_high"].label = "to"
            self.fields[f"{name}_high"].widget.attrs["aria-label"] = f"{what}, to"
        self.fields["most"].label = chosen.MOST
        if not (below_nought and chosen.MAY_GO_BELOW_NOUGHT):
            del self.fields["below_nought"]

    def wishes(self, seed: int) -> Wishes:
        """What was asked for; ranges written backwards are turned round."""
        given = self.cleaned_data
        first = sorted((given["first_low"], given["first_high"]))
        second = sorted((given["second_low"], given["second_high"]))
        return Wishes(
            first=Span(*first), second=Span(*second), count=given["count"],
            most=given["most"], missing=given["missing"],
            below_nought=given.get("below_nought", False), seed=seed,
        )  # fmt: skip


class KeyText(forms.Form):
    """What is right: "12", or "12 or 13"."""

    values = forms.CharField(
        max_length=120, label=gettext_lazy("Right answer"), help_text=gettext_lazy("Several: 12 or 13")
    )
    rule = forms.ChoiceField(
        label=gettext_lazy("What counts as right"), choices=list(rules.RULES.items()), required=False
    )
