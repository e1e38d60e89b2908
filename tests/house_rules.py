"""The house's rules as functions over a source tree, so that tests can show that each one bites.

Each takes the root of a tree and returns one sentence for every place that breaks the rule.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("astronumbers", "classroom", "recognition", "handwriting", "training", "bench", "chaos", "load", "tests")
SOURCES = (".py", ".js", ".css", ".html", ".sh")

# Who may import what of our own; a name also stands for all that lies in it. Commands are doors of the
# process: they may use the wiring and, for the demonstration, our synthetic hand.
ARROWS = {
    "classroom.management": {"classroom", "recognition.reader", "astronumbers", "handwriting"},
    "classroom": {"classroom", "recognition.reader"},
    "recognition": {"recognition"},
    "handwriting": {"handwriting", "recognition"},
    "training": {"training", "recognition", "handwriting"},
    "astronumbers": {"astronumbers", "classroom", "recognition.reader"},
}
# Who may not import what of others'.
FORBIDDEN = {
    "recognition": {"django", "rest_framework", "celery", "kombu", "redis", "tensorflow", "keras"},
    "handwriting": {"django", "rest_framework", "celery", "tensorflow", "keras"},
    "classroom": {"tensorflow", "keras", "ai_edge_litert"},
    "astronumbers": {"tensorflow", "keras", "ai_edge_litert"},
    "training": {"django", "celery"},
}
# Floors of the classroom: a module imports only from floors below its own (and from inside itself). The halves are
# landings between two floors of the map: shapes lie under the views that use them, and the log over the models.
FLOORS = {
    "urls": 7, "management": 7,
    "api": 6, "views": 6, "admin": 6, "templatetags": 6,
    "forms": 5.5, "marking_forms": 5.5, "worksheet_forms": 5.5, "print_forms": 5.5,
    "account_forms": 5.2, "middleware": 5.5,
    "second_step_forms": 5.5, "page_headers": 5.5,
    "at_once": 3.4, "palette": 0, "first_steps": 2.3,
    "submissions": 5, "review": 5, "wall": 5.2, "together": 5.2, "undo": 5.2,
    "tasks": 4, "todo": 4,
    "readings": 3, "worksheets": 3, "library": 3.2, "assignments": 3, "exports": 3, "feedback": 3, "invariants": 3,
    "rereading": 3, "honesty": 3, "insight": 3.5,
    "jobs": 2, "marks": 2, "overruling": 2.1, "access": 2, "joining": 2, "enrolment": 2, "scores": 2,
    "privacy": 2, "accounts": 2, "languages": 2.5,
    "classes": 2, "live": 2, "agreeing": 2, "notes": 2,
    "consent": 2, "training_ink": 3, "retention": 3, "record": 3, "data_map": 4, "nightly": 4, "last_backup": 1.5,
    "promise": 2, "deeds": 3, "footing": 1.8, "checks": 1.7, "curriculum": 1.5, "patterns": 3, "gallery_forms": 5.5,
    "next_step_forms": 5.5,
    "audit": 1.5, "versions": 1.5, "decisions": 1.5, "pulses": 1.5, "looking": 1.5, "canary": 2, "watching": 4.2,
    "locks": 1.5, "tries": 1.5, "second_step": 2.2, "tickets": 1.5, "unsent": 1.8, "carrying": 5.2,
    "flights": 1.5, "next_step": 3.7, "practice": 5.3, "signed_doors": 2, "child_doors": 2.1,
    "teacher_doors": 2.1,
    "counters": -0.5, "logs": -0.5, "later": -1,
    "models": 1, "prepared": -0.5,
    "rules": -0.5, "brackets": -0.5, "pictures": -0.5,
    "certainty": 0.2, "skills": 0, "errors": 0, "apps": 7, "names": 0, "prompts": 0.3,
    "numerals": -0.6, "drawings": 0,
    "space_facts": 0, "printed": 0.2, "asking": 0, "stamps": 0, "replaying": 0.2,
}  # fmt: skip
LONGEST = 300
# Files that may be longer, each with its reason.
MAY_BE_LONG: dict[str, str] = {
    "astronumbers/settings.py": "all settings are in one file: that is a rule too",
    "tests/classroom/test_interleavings.py": "one state machine: its steps and its invariants are read together",
    "tests/classroom/test_last_word.py": "one state machine, and the broken code that it has to catch",
}


def files(root: Path, *endings: str) -> Iterator[Path]:
    """Our own files with these endings: no migrations, nothing vendored, nothing made."""
    for top in (*ROOMS, "templates", "scripts"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in endings and not {"migrations", "vendor", "__pycache__"} & set(path.parts):
                yield path


def module_of(path: Path, root: Path) -> str:
    """classroom/models/work.py -> classroom.models.work"""
    return ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of everything the file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def within(name: str, places: set[str]) -> bool:
    """Whether a dotted name is one of the places or lies in one."""
    return any(name == place or name.startswith(f"{place}.") for place in places)


def wrong_arrows(root: Path) -> list[str]:
    """Imports from one room into another that the map does not have."""
    problems = []
    for path in files(root, ".py"):
        module = module_of(path, root)
        room = next((room for room in ARROWS if within(module, {room})), None)
        if room is None:
            continue
        forbidden = FORBIDDEN.get(module.split(".")[0], set())
        for line, name in imports(path):
            ours = name.split(".")[0] in ROOMS
            if (ours and not within(name, ARROWS[room])) or within(name, forbidden):
                problems.append(f"{path.relative_to(root)}:{line} may not import {name}")
    return problems


def wrong_floors(root: Path) -> list[str]:
    """Imports inside the classroom that go up or sideways, and modules that stand on no floor."""
    problems = []
    for path in files(root, ".py"):
        module = module_of(path, root).split(".")
        if module[0] != "classroom" or len(module) == 1:
            continue
        floor = FLOORS.get(module[1])
        if floor is None:
            problems.append(f"{path.relative_to(root)} stands on no floor; say which in tests/house_rules.py")
            continue
        for line, name in imports(path):
            parts = name.split(".")
            target = parts[1] if len(parts) > 1 else ""
            if parts[0] == "classroom" and target != module[1] and FLOORS.get(target, 9) >= floor:
                problems.append(f"{path.relative_to(root)}:{line} (floor {floor}) may not import {name}")
    return problems


def doors_passed_by(root: Path) -> list[str]:
    """Rows reached in a view or the API without a door of access.py."""
    problems = []
    for path in files(root, ".py"):
        if path.relative_to(root).parts[:2] not in {("classroom", "views"), ("classroom", "api")}:
            continue
        for node in ast.walk(ast.parse(path.read_text(), str(path))):
            if isinstance(node, ast.Attribute) and node.attr in {
                "objects",
                "_default_manager",
                "_base_manager",
            }:
                problems.append(f"{path.relative_to(root)}:{node.lineno} asks a model for rows; use a door")
    return problems


def long_files(root: Path) -> list[str]:
    """Files with more than one subject, as far as a count of lines can tell."""
    problems = []
    for path in files(root, *SOURCES):
        name, lines = path.relative_to(root).as_posix(), len(path.read_text().splitlines())
        if lines > LONGEST and name not in MAY_BE_LONG:
            problems.append(f"{name} has {lines} lines")
    return problems


def _matches(root: Path, pattern: str, why: str, *endings: str) -> list[str]:
    found = []
    for path in files(root, *endings):
        if path.relative_to(root).parts[0] == "tests":
            continue  # tests write down what is forbidden in order to forbid it
        text = path.read_text()
        for match in re.finditer(pattern, text, re.IGNORECASE):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{path.relative_to(root)}:{line} {why}: {match.group(0).strip()[:60]}")
    return found


def unescaped(root: Path) -> list[str]:
    """Ways by which a child's name could become markup."""
    return [
        *_matches(root, r"\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(", "writes markup", ".js"),
        *_matches(root, r"\|\s*safe(seq)?\b|autoescape\s+off", "escapes nothing", ".html"),
        *_matches(root, r"\bmark_safe\b|\bSafe(String|Text)\(", "escapes nothing", ".py"),
    ]


def inline_code(root: Path) -> list[str]:
    """Scripts and styles inside pages, which our Content-Security-Policy refuses."""
    return [
        *_matches(root, r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", "inline script", ".html"),
        *_matches(root, r"<style\b|\sstyle\s*=", "inline style", ".html"),
        *_matches(root, r"<[^>]+\son[a-z]+\s*=|javascript:", "inline handler", ".html"),
    ]


def foreign_hosts(root: Path) -> list[str]:
    """Addresses of other machines in what a browser loads. Names of XML languages are no addresses."""
    address = r"""(?:https?:|(?<=["'(]))//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z0-9.-]+"""
    return _matches(root, address, "another host", ".html", ".js", ".css")


def unlicensed(root: Path) -> list[str]:
    """Vendored files without a licence beside them: vendor/NAME/ holds the files and their LICENSE."""
    problems = []
    for top in ROOMS:
        for vendor in sorted((root / top).rglob("vendor")):
            for path in sorted(vendor.rglob("*")):
                if path.is_file() and not any(path.parent.glob("LICEN[SC]E*")):
                    problems.append(f"{path.relative_to(root)} has no licence beside it")
    return problems
