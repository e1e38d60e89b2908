"""What teachers choose in the gallery: a year, a generator's parameters, how many questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext

from classroom.later import gettext_lazy as _
from classroom.models.work import MAX_QUESTIONS
from classroom.skills.generators.base import Generator
from classroom.skills.generators.parameters import Choice, Flag, Number, Parameter, WrongWish
from classroom.skills.generators.shelf import GENERATORS

YEARS = range(1, 7)
USUAL_COUNT = 20


def year_of(text: str, otherwise: int = 3) -> int:
    """A year from 1 to 6 out of an address."""
    return int(text) if text in {str(year) for year in YEARS} else otherwise


class Wish(forms.Form):
    """How many questions, from which seed, and a field for each of the generator's parameters."""

    count = forms.IntegerField(
        min_value=1, max_value=MAX_QUESTIONS, label=_("How many questions"), initial=USUAL_COUNT
    )
    seed = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    diagnostic = forms.BooleanField(required=False, label=_("Choose numbers that tell wrong procedures apart"))

    def __init__(self, data: Mapping[str, Any] | None, *, generator: Generator, year: int) -> None:
        super().__init__(data)
        self.generator = generator
        usual = generator.for_year(year)
        for one in generator.parameters:
            self.fields[f"p_{one.name}"] = _field(one, usual[one.name])

    @property
    def wishes(self) -> list[Any]:
        """The fields of the generator's own parameters, bound."""
        return [self[f"p_{one.name}"] for one in self.generator.parameters]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for one in self.generator.parameters:
            name = f"p_{one.name}"
            if name in cleaned:
                try:
                    # What changes no number may be left out, as in an address that somebody kept.
                    cleaned[name] = one.read(cleaned[name] or (one.usual if not one.draws else cleaned[name]))
                except WrongWish as error:
                    self.add_error(name, str(error))
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        """The parameters, once the form is valid."""
        return {one.name: self.cleaned_data[f"p_{one.name}"] for one in self.generator.parameters}


class Mix(forms.Form):
    """Several generators on one worksheet."""

    generators = forms.MultipleChoiceField(
        choices=[(one.name, one.title) for one in GENERATORS.values()],
        error_messages={"required": _("Tick two or more kinds of questions first.")},
    )
    count = forms.IntegerField(min_value=1, max_value=MAX_QUESTIONS)
    year = forms.IntegerField(min_value=1, max_value=6)


def _field(one: Parameter, usual: Any) -> forms.Field:
    if isinstance(one, Choice):
        options = [(str(option), gettext(str(option))) for option in one.options]
        return forms.ChoiceField(choices=options, label=one.title, initial=str(usual), required=one.draws)
    if isinstance(one, Flag):
        return forms.BooleanField(required=False, label=one.title, initial=usual)
    if isinstance(one, Number):
        return forms.IntegerField(min_value=one.low, max_value=one.high, label=one.title, initial=usual)
    return forms.CharField(max_length=120, label=one.title, initial=one.show(usual), help_text=one.allowed)
