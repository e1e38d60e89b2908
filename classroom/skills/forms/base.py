"""Forms of questions: a text with numbers in it, from which key, skill and wrong answers follow. Pure.

A form is read as well as written: from "63 − 29 = ?" alone it is known which procedures answer what. So a worksheet
stays a text (ADR 0015), and a sum that a teacher typed foretells as much as one that a generator made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from classroom import brackets
from classroom.skills import kinds
from classroom.skills.draws import Draw
from classroom.skills.figures import LINE, figure_of, newest, suits
from classroom.skills.forms.fields import FIELDS, Field
from classroom.skills.questions import QuestionDraft, kind_of, written

Answer = int | Fraction | str
Answers = Answer | tuple[Answer, ...] | None
_FIELD = re.compile(r"\{(\w+)(?::(\w+))?\}")


@dataclass(frozen=True)
class Prediction:
    """What children answer who follow a wrong procedure; several texts where it leaves a choice."""

    procedure: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Solved:
    """What is right, what it exercises, and what wrong procedures answer, as the form's function worked it out."""

    right: Answer
    skill: str
    wrong: Mapping[str, Answers] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    # What is right as well: 2 + 2 = 4, and 2 × 2 = 4.
    also: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Item:
    """One question with all that is known of it. `rule` compares keys as classroom.rules does."""

    prompt: str
    values: tuple[str, ...]
    kind: str
    rule: str
    skill: str
    predictions: tuple[Prediction, ...]
    tags: tuple[str, ...]
    form: str
    layout: str = LINE

    @property
    def draft(self) -> QuestionDraft:
        """The question as worksheets keep it."""
        return QuestionDraft(self.prompt, self.values, self.kind, layout=self.layout)

    def laid_out(self, layout: str) -> Item:
        """The same question in a layout, where that makes sense for it."""
        layout = newest(layout, self.prompt)
        fits = suits(layout, prompt=self.prompt, kind=self.kind, values=self.values)
        return replace(self, layout=layout) if fits else self

    def as_json(self) -> dict[str, Any]:
        """For programs: prompt, boxes, key, skill, difficulty, predictions, layout."""
        return {
            "prompt": self.prompt,
            "boxes": self._boxes(),
            "key": {"version": 1, "values": list(self.values), "rule": self.rule},
            "skill": self.skill,
            "difficulty": list(self.tags),
            "predictions": [{"procedure": one.procedure, "answers": list(one.answers)} for one in self.predictions],
            "layout": self.layout,
        }

    def _boxes(self) -> list[dict[str, str]]:
        figure = figure_of(self.layout, self.prompt)
        if figure is None:
            return [{"name": "answer", "kind": self.kind}]
        return [{"name": one.name, "kind": one.kind, "role": one.role} for one in figure.places]


class Form:
    """A template such as "{a} − {b} = ?" and the function that works it out; None from it means nonsense numbers."""

    def __init__(
        self, template: str, solve: Callable[..., Solved | None], *, kind: str = "", rule: str = "equal",
        is_sum: bool = False, layout: str = "line",
        alike: Callable[[Draw, dict[str, Any]], dict[str, Any]] | None = None,
    ) -> None:  # fmt: skip
        """`alike` draws other values for the gaps where they hang together."""
        self.alike, self.layout = alike, layout
        self.template, self.solve, self.kind, self.rule, self.is_sum = template, solve, kind, rule, is_sum
        self.fields: dict[str, Field] = {name: FIELDS[sort or "int"] for name, sort in _FIELD.findall(template)}
        # Fixed words are lower and upper case alike: teachers type them too.
        parts = _FIELD.split(template)
        pattern = ""
        for at in range(0, len(parts), 3):
            pattern += f"(?i:{re.escape(parts[at])})"
            if at + 1 < len(parts):
                pattern += f"(?P<{parts[at + 1]}>{FIELDS[parts[at + 2] or 'int'].pattern})"
        self._pattern = re.compile(pattern)

    def item(self, **gaps: Any) -> Item | None:
        """The question with these numbers, or None when it would make no sense."""
        solved = self.solve(**gaps)
        if solved is None:
            return None
        prompt = _FIELD.sub(lambda found: self.fields[found[1]].show(gaps[found[1]]), self.template)
        kind = self.kind or _kind(solved.right)
        right = text_of(solved.right)
        if not _fits(right, kind):
            return None
        values = (right, *(text_of(one) for one in solved.also))
        return Item(
            prompt=prompt, values=values, kind=kind, rule=self.rule, skill=solved.skill,
            predictions=tuple(_predictions(solved, kind, values)), tags=solved.tags, form=self.template,
            layout=self.layout,
        )  # fmt: skip

    def numbers(self, prompt: str) -> dict[str, Any] | None:
        """The numbers in a prompt of this form."""
        match = self._pattern.fullmatch(prompt)
        if match is None:
            return None
        try:
            return {name: kept.read(match[name]) for name, kept in self.fields.items()}
        except ValueError:
            return None

    def read(self, prompt: str) -> Item | None:
        """The question that a prompt asks, if it is of this form and makes sense."""
        values = self.numbers(prompt)
        return None if values is None else self.item(**values)


def _fits(text: str, kind: str) -> bool:
    """Whether an answer can be given: every part of it into its box, where there are several."""
    if kind in brackets.TAPPED:
        return kinds.fits(text, kind)
    return len(text) <= brackets.LONGEST_ANSWER and all(kinds.fits(part, kind) for part in text.split("|"))


def text_of(answer: Answer) -> str:
    """An answer as a key says it."""
    return answer if isinstance(answer, str) else written(Fraction(answer))


def _kind(right: Answer) -> str:
    if isinstance(right, str):
        return "compare" if right in "<>=" else "time" if ":" in right else "decimal" if "." in right else "fraction"
    return kind_of(Fraction(right))


def _predictions(solved: Solved, kind: str, right: tuple[str, ...]) -> Iterator[Prediction]:
    """Wrong answers that a child can write into the box; what happens to be right says nothing."""
    for code, answers in solved.wrong.items():
        many: Iterable[Answer] = answers if isinstance(answers, tuple) else () if answers is None else (answers,)
        texts = dict.fromkeys(text_of(one) for one in many)
        kept = tuple(text for text in texts if _fits(text, kind) and not any(_same(text, one) for one in right))
        if kept:
            yield Prediction(code, kept)


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return Fraction(one) == Fraction(other)
    except (ValueError, ZeroDivisionError):
        return False
