"""Transactions that write take turns inside this process, each as soon as the one before has ended.

SQLite has one writer, and whoever finds it busy sleeps and looks again, at last every tenth of a second: under load
the unlucky wait for seconds while others go first, and each look costs. One process owns the folder (decision 2), so
a lock of the process does it better. SQLite's own waiting stays for what is beside us, such as a backup program.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from astronumbers import precedence

_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds its turn from BEGIN IMMEDIATE to COMMIT or ROLLBACK."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._turn: threading.Lock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        precedence.let_others_go()
        turn = _turns[str(self.settings_dict["NAME"])]
        if not turn.acquire(blocking=False):
            with precedence.aside():  # whoever writes needs the interpreter to come to an end
                taken = turn.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 5))
            if not taken:
                raise OperationalError("database is locked by another thread of this process")
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs know only what is public
        except BaseException:
            turn.release()
            raise
        self._turn = turn

    def _commit(self) -> None:
        # The disk takes as long as the queries before it, and others may compute meanwhile. Who comes next to write
        # may do so before we have the interpreter again.
        with precedence.aside():
            super()._commit()  # type: ignore[misc]
            self._end_turn()

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self._end_turn()

    def _close(self) -> None:
        # An open transaction ends with its connection, however it comes to that.
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.release()
