"""Whether the process lives, and whether it can take and read answers."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from classroom.watching import figures
from recognition.reader import ReaderUnavailable, default_reader


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all. No I/O."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_GET
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when answers can be stored and read, else 503 with what is missing."""
    checks = {"database": _database(), "migrations": _migrations(), "reader": _reader()}
    ready = all(state == "ok" for state in checks.values())
    facts: dict[str, object] = {"ready": ready, "checks": checks}
    if settings.REDIS_URL:  # workers are elsewhere: told, but no reason to take no answers
        facts["reading"] = figures.reading()
    return JsonResponse(facts, status=200 if ready else 503)


def _database() -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "cannot be used"
    return "ok"


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown"
    return "waiting" if waiting else "ok"


def _reader() -> str:
    try:
        default_reader()
    except ReaderUnavailable as error:
        return str(error)
    return "ok"
