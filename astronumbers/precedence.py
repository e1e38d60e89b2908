"""What children send goes first: other threads of the process stop before their next query while one is at work.

The interpreter is one. Each statement of a child's save lets it go, and whoever else has work takes it for
milliseconds: a save of ten statements waits ten times. Who waits here for the save to end takes nothing from
anybody, for the work is the same; only its order is another.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

from django.db.backends.signals import connection_created

# However many children write, the others come on: a reading of a dozen queries takes a third of a second longer.
LONGEST = 0.025  # seconds before one query

_lock = threading.Lock()
_at_work = 0
_nobody = threading.Event()
_nobody.set()
_own = threading.local()


@contextlib.contextmanager
def first() -> Iterator[None]:
    """Go before all others for the length of the block."""
    global _at_work
    with _lock:
        _at_work += 1
        _nobody.clear()
    _own.goes_first = True
    try:
        yield
    finally:
        _own.goes_first = False
        with _lock:
            _at_work -= 1
            if not _at_work:
                _nobody.set()


def give_way() -> None:
    """Wait until no child's request is at work, for LONGEST at most; at once in the thread of such a request."""
    if not _nobody.is_set() and not getattr(_own, "goes_first", False):
        _nobody.wait(LONGEST)


def watch_connections() -> None:
    """Let every connection of this process give way before each query outside a transaction.

    Inside one it holds what a child may be waiting for, and hurries.
    """
    connection_created.connect(_watch, dispatch_uid="precedence")


def _watch(connection: Any, **_: object) -> None:
    if _before_a_query not in connection.execute_wrappers:
        connection.execute_wrappers.append(_before_a_query)


def _before_a_query(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    # SQLite's BEGIN comes just before the block, and with the turn of all writers already taken.
    if not context["connection"].in_atomic_block and not str(sql).startswith("BEGIN"):
        give_way()
    return execute(sql, params, many, context)
