"""Makes a sheet of questions and prints it: for teachers at a terminal, for programs (--json), for tests."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from classroom.models.work import MAX_QUESTIONS
from classroom.skills import diagnostic
from classroom.skills.catalogue import CATALOGUE
from classroom.skills.forms.base import Item
from classroom.skills.generators.base import Generator, make_sheet
from classroom.skills.generators.parameters import Parameter, WrongWish
from classroom.skills.generators.shelf import GENERATORS, NOT_THERE_YET, generator
from classroom.skills.numbers import TooNarrow


class Command(BaseCommand):
    """The same generator, parameters and seed print the same for ever."""

    help = "Make a sheet of questions: make_sheet GENERATOR --param k=v --count N --seed S; --list names them all."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("generator", nargs="?", help="its name, as --list says it")
        parser.add_argument("--list", action="store_true", help="all generators with their parameters")
        parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help="may be given often")
        parser.add_argument("--year", type=int, choices=range(1, 7), help="parameters that suit a year (1 to 6)")
        parser.add_argument("--count", type=int, default=10, help=f"how many questions, 1 to {MAX_QUESTIONS}")
        parser.add_argument("--seed", default="1", help="any number or word; the same seed gives the same sheet")
        parser.add_argument(
            "--diagnostic", action="store_true", help="numbers that tell wrong procedures apart, with their table"
        )
        parser.add_argument("--procedure", action="append", help="with --diagnostic: only these procedures")
        parser.add_argument("--json", action="store_true", help="everything known of each question")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list(as_json=options["json"])
            return
        if not options["generator"]:
            raise CommandError("Say which generator: manage.py make_sheet times_table. The list: --list")
        if not 1 <= options["count"] <= MAX_QUESTIONS:
            raise CommandError(f"A worksheet has 1 to {MAX_QUESTIONS} questions; --count {options['count']} is not.")
        try:
            found = generator(options["generator"])
            given = _given(found, options["year"], options["param"])
            if options["diagnostic"]:
                self._diagnostic(found, given, options)
            else:
                items = make_sheet(found, given, count=options["count"], seed=options["seed"])
                self._print(found, given, items, options)
        except (WrongWish, TooNarrow) as error:
            raise CommandError(str(error)) from error

    def _list(self, *, as_json: bool) -> None:
        if as_json:
            facts = [
                {
                    "name": one.name, "title": one.title, "years": list(one.years), "version": one.version,
                    "parameters": [
                        _facts_of(wish)
                        for wish in one.parameters
                    ],
                }
                for one in GENERATORS.values()
            ]  # fmt: skip
            self.stdout.write(
                json.dumps({"generators": facts, "not_there_yet": NOT_THERE_YET}, ensure_ascii=False, default=str)
            )
            return
        for one in GENERATORS.values():
            self.stdout.write(f"{one.name}  (Years {one.years[0]} to {one.years[1]})  {one.title}")
            for wish in one.parameters:
                self.stdout.write(f"    {wish.name}={wish.show(wish.usual)}  {wish.title}: {wish.allowed}")
        self.stdout.write("\nNot there yet, with what they wait for:")
        for name, needs in NOT_THERE_YET.items():
            self.stdout.write(f"    {name}: {needs}")

    def _print(self, found: Generator, given: dict[str, Any], items: list[Item], options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(
                json.dumps(_facts(found, given, items, options["seed"]), ensure_ascii=False, indent=1, default=str)
            )
            return
        width = max(len(item.prompt) for item in items)
        for number, item in enumerate(items, 1):
            wrong = "; ".join(f"{one.procedure} {' or '.join(one.answers)}" for one in item.predictions)
            self.stdout.write(
                f"{number:2}. {item.prompt:{width}}  {item.values[0]}" + (f"    [{wrong}]" if wrong else "")
            )

    def _diagnostic(self, found: Generator, given: dict[str, Any], options: dict[str, Any]) -> None:
        unknown = [code for code in options["procedure"] or () if code not in CATALOGUE]
        if unknown:
            raise WrongWish(f"There is no procedure “{unknown[0]}”. They are: {', '.join(CATALOGUE)}.")
        made = diagnostic.build(
            found, given, count=options["count"], seed=options["seed"], procedures=options["procedure"]
        )
        if options["json"]:
            facts = _facts(found, given, list(made.items), options["seed"])
            facts["diagnostic"] = {
                "procedures": list(made.procedures), "inseparable": [list(pair) for pair in made.inseparable],
                "unshown": list(made.unshown),
            }  # fmt: skip
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=1, default=str))
            return
        table = [["question", "key", *made.procedures], *made.table()]
        widths = [max(len(row[at]) for row in table) for at in range(len(table[0]))]
        for row in table:
            self.stdout.write("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
        for code in made.unshown:
            self.stdout.write(f"No question can show {code} apart from the others: {CATALOGUE[code].looks_like}.")


def _facts_of(wish: Parameter) -> dict[str, str]:
    return {"name": wish.name, "title": wish.title, "usual": wish.show(wish.usual), "allowed": wish.allowed}


def _given(found: Generator, year: int | None, pairs: list[str]) -> dict[str, Any]:
    """The year's parameters, and those of the command line over them. Raises WrongWish."""
    given = dict(found.presets.get(year, {})) if year else {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise WrongWish(f"Write --param NAME=VALUE; “{pair}” has no =.")
        given[name.strip()] = value
    found.settings(given)
    return given


def _facts(found: Generator, given: dict[str, Any], items: list[Item], seed: str) -> dict[str, Any]:
    values = found.settings(given)
    return {
        "version": 1,
        "generator": found.name,
        "generator_version": found.version,
        "parameters": {one.name: one.show(values[one.name]) for one in found.parameters},
        "seed": seed,
        "questions": [item.as_json() for item in items],
    }
