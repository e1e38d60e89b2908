"""One process at a time, where several that start together share a PostgreSQL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

LONGEST = "10min"  # a big school's migration may take as long; the others wait for it


@contextmanager
def alone(what: str) -> Iterator[None]:
    """Hold off every other process that would do `what` on the same database, until the block ends.

    With SQLite nothing needs to be done: one process owns the data folder. The lock lives in a transaction on a
    connection of its own: the default one may be closed inside the block, a lock of a session would not survive
    PgBouncer, and a process that dies leaves none behind. Raises OperationalError after LONGEST.
    """
    ours = connections.create_connection(DEFAULT_DB_ALIAS)
    if ours.vendor != "postgresql":
        yield
        return
    try:
        ours.set_autocommit(False)
        with ours.cursor() as cursor:
            for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
                cursor.execute(f"SET LOCAL {limit} = 0")
            cursor.execute(f"SET LOCAL lock_timeout = '{LONGEST}'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number_of(what)])
        yield
    finally:
        ours.close()


def number_of(what: str) -> int:
    """The lock's number: PostgreSQL knows locks by 64 bits."""
    return int.from_bytes(hashlib.sha256(f"astronumbers:{what}".encode()).digest()[:8], signed=True)
