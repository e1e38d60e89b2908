"""Every generator, every variant of its parameters, ten thousand seeds: is any question broken?"""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bench.figures import Figure, Part
from classroom import brackets, rules
from classroom.pictures.reading import places
from classroom.skills import arithmetic
from classroom.skills.catalogue import CATALOGUE
from classroom.skills.curriculum import SKILLS
from classroom.skills.figures import figure_of
from classroom.skills.forms.base import Form, Item
from classroom.skills.forms.reading import FORMS, recognise
from classroom.skills.generators.base import Generator
from classroom.skills.generators.parameters import Choice, Flag
from classroom.skills.generators.shelf import GENERATORS
from recognition import grammar

SEEDS = 10_000
# The whole path from a line to a question is tried for one seed in so many: it goes through every form there is.
WHOLE_PATH = 200
_FORMS: dict[str, list[Form]] = {}
for _form in FORMS:
    _FORMS.setdefault(_form.template, []).append(_form)


def measure() -> Part:
    """One question for every generator, variant and seed; each is checked."""
    broken: Counter[str] = Counter()
    narrow: list[str] = []
    made = variants = 0
    slowest = (0.0, "")
    begun = time.perf_counter()
    for generator in GENERATORS.values():
        started, before = time.perf_counter(), made
        for wishes in _variants(generator):
            variants += 1
            if all(next(generator.stream(wishes, seed), None) is None for seed in range(3)):
                narrow.append(f"{generator.name} {wishes}")  # the page says so, and asks for other wishes
                continue
            for seed in range(SEEDS):
                item = next(generator.stream(wishes, seed), None)
                made += 1
                if item is None:
                    broken[f"{generator.name} {wishes}: nothing"] += 1
                elif problem := _broken(item, whole_path=seed % WHOLE_PATH == 0):
                    broken[f"{generator.name}: {problem}: {item.prompt}"] += 1
        each = (time.perf_counter() - started) / max(1, made - before)
        slowest = max(slowest, (each, generator.name))
    for words, count in broken.most_common(20):
        print(f"broken {count} times: {words}", flush=True)
    taken = time.perf_counter() - begun
    return Part(
        "Generators",
        "python -m bench generators",
        "Every generator with the parameters of each of its years, and every value of each choice and flag, "
        f"{SEEDS:,} seeds each, one question a seed. A question is whole when its form reads it back as itself from "
        "its prompt, its answer can be written into its boxes by the reader's grammar or tapped together, and no "
        f"wrong procedure foretells a right answer. For one seed in {WHOLE_PATH} the worksheet's line is read "
        "through all forms and by the editor as well.",
        [
            Figure("generators, variants", f"{len(GENERATORS)}, {variants}"),
            Figure("questions made", f"{made:,}"),
            Figure("broken questions", str(broken.total()), "0", not broken),
            Figure("variants that are too narrow for any question", f"{len(narrow)}: {'; '.join(narrow)}"),
            Figure("time on one core", f"{taken / 60:.1f} min"),
            Figure("slowest generator, each question made and checked", f"{slowest[0] * 1000:.2f} ms ({slowest[1]})"),
        ],
    )


def _variants(generator: Generator) -> Iterator[dict[str, Any]]:
    """What suits each year, and every value of each choice and flag beside the first year's; no two alike."""
    seen = set()
    years = [dict(generator.presets.get(year, {})) for year in range(generator.years[0], generator.years[1] + 1)]
    values: list[dict[str, Any]] = []
    for one in generator.parameters:
        options = one.options if isinstance(one, Choice) else (True, False) if isinstance(one, Flag) else ()
        values += [{one.name: option} for option in options]
    for wishes in itertools.chain(years, values):
        told = str(generator.settings(wishes))
        if told not in seen:
            seen.add(told)
            yield wishes


def _broken(item: Item, *, whole_path: bool) -> str:
    """What is wrong with a question, "" for nothing."""
    plain = replace(item, layout=_FORMS[item.form][0].layout)
    if all(form.read(item.prompt) != plain for form in _FORMS[item.form]):
        return "is not read back"
    if item.skill not in SKILLS or len(item.prompt) > arithmetic.LONGEST_PROMPT:
        return "skill or length"
    if not all(_can_be_given(item, text) for text in item.values):
        return "cannot be answered"
    key = item.as_json()["key"]
    for one in item.predictions:
        if one.procedure not in CATALOGUE or not all(_can_be_given(item, text) for text in one.answers):
            return f"{one.procedure} foretells what cannot be"
        if any(rules.is_right(text, key) for text in one.answers):
            return f"{one.procedure} is right"
    if whole_path:
        if recognise(item.prompt) != plain:
            return "is taken for another"
        if arithmetic.parse_line(arithmetic.source(item.draft)) != item.draft:
            return "its line reads otherwise"
    return ""


def _can_be_given(item: Item, text: str) -> bool:
    choices = brackets.parted(item.prompt).choices
    if choices:
        cards = text.split(brackets.BETWEEN) if item.kind in ("tick", "order") else [text]
        return set(cards) <= set(choices.options)
    if item.kind == "place":
        drawn = brackets.parted(item.prompt).drawn
        return drawn is not None and text in places(drawn.words)
    # Of columns there is one answer, and a grid for each sum: too dear to be drawn a million times.
    figure = figure_of(item.layout, item.prompt) if item.layout not in ("line", "columns") else None
    written = figure.answer_of(figure.texts_of(text)) if figure else text
    # One whole in boxes with a bar is one over one.
    if written != text and not rules.is_right(written, replace(item, values=(text,)).as_json()["key"]):
        return False
    boxes = written.split("|")
    return len(boxes) == (figure.answers if figure else 1) and all(grammar.is_whole(one, item.kind) for one in boxes)
