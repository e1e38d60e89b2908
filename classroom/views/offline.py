"""What lets a child's page open without a network: the helper (a service worker) and the page in place of others.

Browsers have helpers only where the connection is safe (HTTPS, or the machine itself). On a school's plain HTTP the
open page keeps all there is, and says so.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from classroom import languages
from classroom.joining import SESSION_SECONDS

SOURCE = Path(__file__).resolve().parent.parent / "offline" / "worker.js"
ZERO = "00000000-0000-0000-0000-000000000000"
# What the writing page is made of; by folders, so that a new module is not forgotten.
FILES = [
    "js/outbox.js", "js/store.js", "js/memory.js", "js/poll.js", "js/words.js",
    "js/ink/*.js", "js/work/*.js", "js/tablet/*.js",
    "js/pages/aloud.js", "js/pages/child.js", "js/pages/desk.js", "js/pages/work.js", "js/pages/done.js",
    "js/pages/todo.js",
    "css/tokens.css", "css/base.css", "css/student.css", "css/writing.css", "css/figure.css", "css/tapped.css",
    "css/dark.css", "css/contrast.css", "css/day.css",
    "img/astronaut.svg", "img/icons.svg", "img/pictures.svg", "img/planet.svg", "img/rocket.svg",
]  # fmt: skip


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """The helper's script, with what it should keep; browsers ask for it anew at every page.

    Not while somebody changes the pages (DEBUG): they would go on seeing the files of before.
    """
    if settings.DEBUG:
        raise Http404
    return HttpResponse(
        _script(translation.get_language() or settings.LANGUAGE_CODE), content_type="text/javascript; charset=utf-8"
    )


@require_safe
@cache_control(max_age=0)
def offline(request: HttpRequest) -> HttpResponse:
    """What a child sees in place of a page that cannot be fetched."""
    return render(request, "student/offline.html")


@cache
def _script(language: str) -> str:
    """One script for each language, so that the page in place of others is kept in the one that is spoken."""
    files = [static(f"classroom/{name}") for name in _names()]
    files.append(reverse("words", args=[language, languages.catalogue_version(language)]))
    said = [Path(settings.ROOT / "templates/student/offline.html"), SOURCE]
    version = hashlib.sha256("\n".join(files).encode() + b"".join(path.read_bytes() for path in said)).hexdigest()[
        :16
    ]
    facts = {
        "version": version,
        "files": [*files, reverse("offline")],
        "offline": reverse("offline"),
        "finished": reverse("finished"),
        "pages": ["/c/", reverse("todo"), "/work/"],
        "home": reverse("home"),
        "todo": reverse("todo"),
        "longest": SESSION_SECONDS * 1000,
    }
    return f"const FACTS = {json.dumps(facts)};\n{SOURCE.read_text(encoding='utf-8')}"


def _names() -> list[str]:
    root = Path(str(finders.find("classroom/css/base.css"))).parent.parent
    return sorted(path.relative_to(root).as_posix() for pattern in FILES for path in root.glob(pattern))
