"""Queries that are put together once and asked many times.

Django builds and compiles a query anew each time it is asked, which on the path of an answer costs more than
everything else together (docs/measurements.md, "What an answer costs"). Here a queryset is compiled once, with marked
places for its parameters, and from then on only asked. It stays the queryset that says what is asked.
"""

from __future__ import annotations

import contextlib
import operator
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql import InsertQuery, UpdateQuery

Row = TypeVar("Row")
Result = TypeVar("Result")
Other = TypeVar("Other")
# One that fits into every column of its kind, and that nobody would write into a query.
_MARKERS: dict[type, Callable[[int], Any]] = {
    int: lambda at: 2_000_000_011 + at,
    str: lambda at: f"\u2020{at}",
    UUID: lambda at: UUID(int=(0xD1CE << 96) + at),
}


@dataclass(frozen=True)
class _Compiled:
    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, str, Any], ...]  # where in `params`, whose, and the marker as the database takes it
    rows: Callable[[Sequence[Any]], list[Any]] | None

    def bound(self, given: dict[str, Any]) -> list[Any]:
        params = list(self.params)
        for at, name, marker in self.places:
            params[at] = _as(marker, given[name])
        return params


@dataclass(frozen=True)
class Asked(Generic[Result]):
    """A statement with its parameters, and what to make of its cursor once it has run."""

    sql: str
    params: Sequence[Any]
    take: Callable[[Any], Result]

    def then(self, make: Callable[[Result], Other]) -> Asked[Other]:
        """The same statement, and `make` of what it gives."""
        return Asked(self.sql, self.params, lambda cursor: make(self.take(cursor)))


class _Kept:
    """Compiled when it is first asked, once for each kind of database. Two threads that both are first do no harm."""

    def __init__(self, kinds: dict[str, type]) -> None:
        self.kinds = kinds
        self.compiled: dict[str, _Compiled] = {}

    def _compiled(self) -> _Compiled:
        found = self.compiled.get(connection.vendor)
        if found is None:
            markers = {name: _MARKERS[kind](at) for at, (name, kind) in enumerate(self.kinds.items())}
            found = self.compiled[connection.vendor] = self._compile(markers)
        return found

    def _compile(self, markers: dict[str, Any]) -> _Compiled:
        raise NotImplementedError

    @staticmethod
    def _placed(sql: str, params: Sequence[Any], markers: dict[str, Any], rows: Any) -> _Compiled:
        whose = {_key(marker): name for name, marker in markers.items()}
        places = [(at, whose[_key(one)], one) for at, one in enumerate(params) if _key(one) in whose]
        if {name for _, name, _ in places} != set(markers):
            raise TypeError(f"not every one of {sorted(markers)} is a parameter of: {sql}")
        return _Compiled(sql, tuple(params), tuple(places), rows)


class Query(_Kept, Generic[Row]):
    """A queryset as a function of ints, texts and UUIDs: `Query(lambda pk: Ink.objects.filter(pk=pk), pk=int)`.

    Gives instances, or tuples for `.values_list(...)`. None is no parameter, nor is the length of a list. What hangs
    on the time of day has to ask the database's clock.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], **kinds: type) -> None:
        super().__init__(kinds)
        self.build = build

    def all(self, **given: Any) -> list[Row]:
        """All rows. One query."""
        return _ask(self.asks(**given))

    def asks(self, **given: Any) -> Asked[list[Row]]:
        """All rows, when they are asked for."""
        found = self._compiled()
        make = found.rows
        assert make is not None
        return Asked(found.sql, found.bound(given), lambda cursor: make(cursor.fetchall()))

    def first(self, **given: Any) -> Row | None:
        """The first row, or None. One query; say in the queryset what is first."""
        rows = self.all(**given)
        return rows[0] if rows else None

    def _asked(self, markers: dict[str, Any]) -> QuerySet[Any, Row]:
        return self.build(**markers)

    def _compile(self, markers: dict[str, Any]) -> _Compiled:
        asked = self._asked(markers)
        compiler = asked.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = list(compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]]).items())
        make = _instances(asked, compiler) if asked._iterable_class is ModelIterable else None

        def rows(raw: Sequence[Any]) -> list[Any]:
            made = []
            for line in raw:
                row = list(line)
                for at, (functions, expression) in converters:
                    for convert in functions:
                        row[at] = convert(row[at], expression, connection)
                made.append(make(row) if make else tuple(row))
            return made

        return self._placed(sql, params, markers, rows)


class Several(Query[Row]):
    """A queryset as a function of a few numbers: `Several(lambda pks: Ink.objects.filter(pk__in=pks), at_once=8)`.

    It always has the same number of places; where there are fewer numbers, one stands in several.
    """

    def __init__(self, build: Callable[[list[int]], QuerySet[Any, Row]], *, at_once: int) -> None:
        self.names = [f"pk{at}" for at in range(at_once)]
        super().__init__(build, **dict.fromkeys(self.names, int))

    def of(self, numbers: Collection[int]) -> list[Row]:
        """The rows of all these numbers, `at_once` of them in a query; each query's in the queryset's order."""
        left, found = list(numbers), []
        while left:
            now, left = left[: len(self.names)], left[len(self.names) :]
            now += now[:1] * (len(self.names) - len(now))
            found += self.all(**dict(zip(self.names, now, strict=True)))
        return found

    def _asked(self, markers: dict[str, Any]) -> QuerySet[Any, Row]:
        return self.build(list(markers.values()))


class Update(_Kept):
    """`queryset.update(...)` likewise: `Update(lambda pk: (Ink.objects.filter(pk=pk), {"typed": ""}), pk=int)`."""

    def __init__(self, build: Callable[..., tuple[QuerySet[Any, Any], dict[str, Any]]], **kinds: type) -> None:
        super().__init__(kinds)
        self.build = build

    def __call__(self, **given: Any) -> int:
        """Do it; how many rows it was."""
        with transaction.mark_for_rollback_on_error("default"):
            return _ask(self.asks(**given))

    def asks(self, **given: Any) -> Asked[int]:
        """The same, when it is asked for."""
        found = self._compiled()
        return Asked(found.sql, found.bound(given), lambda cursor: int(cursor.rowcount))

    def at_the_end(self, **given: Any) -> None:
        """Do it as the last thing in the transaction, where the database can (astronumbers/postgresql), or now."""
        found = self._compiled()
        send = getattr(connection, "send_with_commit", None)
        if send is None:
            self(**given)
        else:
            send(found.sql, found.bound(given))

    def _compile(self, markers: dict[str, Any]) -> _Compiled:
        rows, values = self.build(**markers)
        query = cast(Any, rows.query.chain(UpdateQuery))
        query.add_update_values(values)
        query.annotations = {}
        sql, params = query.get_compiler(connection=connection).as_sql()
        return self._placed(sql, params, markers, None)


_inserts: dict[type[Model], tuple[str, list[Any]]] = {}


def insert(row: Row) -> Row:
    """Store a new row, as `row.save(force_insert=True)` does where nobody listens to signals. One query."""
    with transaction.mark_for_rollback_on_error("default"):
        return _ask(inserting(row))


def inserting(row: Row) -> Asked[Row]:
    """The same, when it is asked for."""
    assert isinstance(row, Model)
    if type(row) not in _inserts:
        fields = [one for one in row._meta.local_concrete_fields if not one.primary_key and not one.generated]
        query = InsertQuery(type(row))
        query.insert_values(fields, [row])
        compiler: Any = query.get_compiler(connection=connection)
        compiler.returning_fields = row._meta.db_returning_fields
        [(sql, _)] = compiler.as_sql()
        _inserts[type(row)] = sql, fields
    sql, fields = _inserts[type(row)]
    params = [one.get_db_prep_save(one.pre_save(row, add=True), connection=connection) for one in fields]

    def stored(cursor: Any) -> Row:
        assert isinstance(row, Model)
        [row.pk] = connection.ops.fetch_returned_insert_columns(cursor, params)  # type: ignore[attr-defined]
        row._state.adding, row._state.db = False, "default"
        return row

    return Asked(sql, params, stored)


def together(*asked: Asked[Any]) -> list[Any]:
    """What each of these gives, in their order; one after another in the database, in one trip to PostgreSQL.

    A trip costs both sides more than a small statement does, and lets the interpreter go each time. Nothing asked
    here can rest on what another of them gives.
    """
    with transaction.mark_for_rollback_on_error("default"):
        if connection.vendor != "postgresql" or len(asked) < 2:
            return [_ask(one) for one in asked]
        connection.ensure_connection()
        with contextlib.ExitStack() as stack:
            cursors = [stack.enter_context(connection.cursor()) for _ in asked]
            with connection.wrap_database_errors, connection.connection.pipeline():
                for one, cursor in zip(asked, cursors, strict=True):
                    cursor.execute(one.sql, one.params)
            return [one.take(cursor) for one, cursor in zip(asked, cursors, strict=True)]


def _ask(asked: Asked[Result]) -> Result:
    with connection.cursor() as cursor:
        cursor.execute(asked.sql, asked.params)
        return asked.take(cursor)


def _instances(asked: Any, compiler: Any) -> Callable[[list[Any]], Model]:
    """As Django's own ModelIterable makes them, with what is the same for every row worked out once."""
    facts = compiler.klass_info
    first, last = facts["select_fields"][0], facts["select_fields"][-1] + 1
    names = [one[0].target.attname for one in compiler.select[first:last]]
    populators = get_related_populators(facts, compiler.select, "default")  # type: ignore[call-arg]
    annotations = list(compiler.annotation_col_map.items())
    make = facts["model"].from_db
    if asked._prefetch_related_lookups or asked._known_related_objects:
        raise TypeError("neither prefetches nor known objects can be prepared")

    def instance(row: list[Any]) -> Model:
        made: Model = make("default", names, row[first:last])
        for populator in populators:
            populator.populate(row, made)
        for name, at in annotations:
            setattr(made, name, row[at])
        return made

    return instance


def _key(value: Any) -> Any:
    """A marker as it is found again: SQLite keeps a UUID as its hex digits."""
    return value.hex if isinstance(value, UUID) else value


def _as(marker: Any, value: Any) -> Any:
    """A parameter as the compiled query's marker was written for this database."""
    if isinstance(value, UUID):
        return value if isinstance(marker, UUID) else value.hex
    if value is None or isinstance(value, bool):
        raise TypeError(f"{value!r} cannot be a parameter of a prepared query")
    return operator.index(value) if type(marker) is int else type(marker)(value)
