"""The program as it lies on the disk: the packages of this version, and the words of its languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata

from django.conf import settings

from classroom.management.doctoring import Finding

PINNED = re.compile(r"^([\w.-]+)==([^\s;\\]+)[ \t]*(;)?", re.MULTILINE)


def packages() -> Iterator[Finding]:
    """What is installed is what this version's lock names; an image without the lock cannot have another."""
    lock = settings.ROOT / "requirements-server.txt"
    wanted = PINNED.findall(lock.read_text()) if lock.exists() else []
    others = []
    for name, version, only_somewhere in wanted:
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = version if only_somewhere else "none"
        if found != version:
            others.append(f"{name} {found}, not {version}")
    if others:
        yield Finding(
            "DO", f"{len(others)} packages are not those of this version ({others[0]}): stop the site, "
            "scripts/install.sh server (make run does it too), start it"
        )  # fmt: skip
    elif wanted:
        yield Finding("ok", f"the {len(wanted)} packages are those of this version")


def words() -> Iterator[Finding]:
    """The words of every language but the one the program is written in."""
    for code, name in settings.LANGUAGES:
        folder = settings.ROOT / "locale" / code / "LC_MESSAGES"
        gone = [part for part in ("django.mo", "djangojs.mo") if not (folder / part).exists()]
        if gone and not code.startswith("en"):
            said = " and ".join(gone)
            yield Finding("DO", f"{said} not in {folder}: pages in {name} speak English; check this version out anew")
