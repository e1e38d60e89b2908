"""Updates that nobody hears the result of are sent together with the COMMIT, in one trip.

Every save and every mark of a class raise its version, one row, and whoever does holds that row until the COMMIT has
come. Sent apart, a busy machine puts the writer aside between the two, and all the class waits for it. Sent together
the server holds the row for as long as it takes to write, however slow the writer is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that keeps some statements back until COMMIT."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._last: dict[tuple[str, tuple[Any, ...]], None] = {}

    def send_with_commit(self, sql: str, params: Sequence[Any]) -> None:
        """Run this before the transaction's COMMIT, once however often it is said; at once where there is none.

        What a rolled-back savepoint said is run all the same.
        """
        # A test's own transaction never comes to a COMMIT.
        if self.in_atomic_block and not any(getattr(block, "_from_testcase", False) for block in self.atomic_blocks):
            self._last[sql, tuple(params)] = None
            return
        with self.cursor() as cursor:
            cursor.execute(sql, params)

    def _commit(self) -> None:
        last, self._last = sorted(self._last, key=repr), {}  # in one order, so that no two wait for each other
        if not last:
            super()._commit()  # type: ignore[misc]  # the stubs know only what is public
            return
        with self.wrap_database_errors, self.connection.pipeline():
            for sql, params in last:
                self.connection.execute(sql, params)
            self.connection.commit()

    def _rollback(self) -> None:
        self._last = {}
        super()._rollback()  # type: ignore[misc]

    def _close(self) -> None:
        self._last = {}
        super()._close()  # type: ignore[misc]
