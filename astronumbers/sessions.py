"""Sessions in the database, as Django's own: looked up by a prepared query, since every request begins with one."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.utils import timezone

from classroom.prepared import Query


class SessionStore(InDatabase):
    """Same table, same signatures: sessions of before stay good. Its name is part of the signature."""

    def _get_session_from_db(self) -> Any:
        found = _by_key().first(key=self.session_key) if self.session_key else None
        if found is not None and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None


def _by_key() -> Query[Any]:
    global _kept
    if _kept is None:  # models are not there yet when settings are read
        from django.contrib.sessions.models import Session

        _kept = Query(lambda key: Session.objects.filter(session_key=key), key=str)
    return _kept


_kept: Query[Any] | None = None
