"""What a head fills in about how the school marks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext

from classroom.certainty.deciding import Budget, still_needed
from classroom.certainty.ladder import Tally
from classroom.later import gettext_lazy

BUDGETS = (50, 100, 200, 500)


def _label(one_in: int) -> str:
    needed = still_needed(Tally(sample=0, children=0, harsh=0, lenient=0), Budget(one_in))
    return gettext("1 in %(one_in)s (about %(value)s checks)") % {"one_in": one_in, "value": f"{round(needed, -1):,}"}


class MarkingSettings(forms.Form):
    """The promise, and how many answers are checked for it."""

    one_in = forms.TypedChoiceField(coerce=int, label=gettext_lazy("At most one automatic mark wrong in"))
    audit_percent = forms.IntegerField(
        min_value=1,
        max_value=20,
        label=gettext_lazy("Of 100 answers, teachers check"),
        help_text=gettext_lazy(
            "Drawn by lot, at most one of a child on a worksheet. More checks prove the promise sooner."
        ),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        initial = self.initial.get("one_in")
        budgets = sorted({*BUDGETS, *([initial] if initial else [])})
        self.fields["one_in"].choices = [(one, _label(one)) for one in budgets]  # type: ignore[attr-defined]
