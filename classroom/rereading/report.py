"""What people see of a re-reading: what could be read again, how far it is, and what would change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.core.cache import cache
from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from classroom.later import gettext_lazy
from classroom.models import Attempt, Mark, RereadChange, Rereading, School
from classroom.rereading import runs
from classroom.scores import totals

State = RereadChange.State
OFFER_KEPT = 600  # seconds that a page may go on saying that there is, or is no, new reader
ENOUGH_TO_COMPARE = 20  # answers with a teacher's mark, for a line about both readers
UNDECIDED = (State.OPEN,)
ACCEPTED = (State.APPLIED, State.CHOSEN)


def is_offered(*, school: School, reader_version: str) -> bool:
    """Whether the school has stored ink whose marks rest on another reader. Cheap: asked anew every ten minutes."""
    name = f"rereading:{school.pk}:{reader_version}"
    known = cache.get(name)
    if known is None:
        known = runs.inks(school_id=school.pk, reader_version=reader_version).exists()
        cache.set(name, known, OFFER_KEPT)
    return bool(known)


def counts_by_class(*, school_id: int, reader_version: str) -> dict[int, int]:
    """How many inks of each class could be read again, by class id. One query."""
    rows = runs.inks(school_id=school_id, reader_version=reader_version).order_by()
    room = "answer__attempt__assignment__school_class"
    return dict(rows.values_list(room).annotate(times=Count("pk")))


def versions_in_use(*, school_id: int) -> list[tuple[str, int]]:
    """On the readings of which reader versions the school's standing marks rest, commonest first. One query."""
    rows = Mark.objects.filter(
        pk=F("answer__mark"), answer__attempt__assignment__school_class__school=school_id, reading__isnull=False
    )
    found = rows.order_by().values_list("reading__reader_version").annotate(times=Count("pk"))
    return sorted(found, key=lambda row: -row[1])


@dataclass(frozen=True)
class Kind:
    """One way in which marks would change, with how many there are."""

    code: str
    words: str
    count: int


_WORDS = {
    "right": "right",
    "wrong": "wrong",
    "unsure": gettext_lazy("for a teacher to look at"),
    "": gettext_lazy("for a teacher to look at"),
}


@dataclass
class Summary:
    """What became of the proposals that somebody may see."""

    open: int
    accepted: int
    kept: int
    overtaken: int
    rolled_back: int
    teachers: int
    kinds: list[Kind]


def summary(changes: QuerySet[RereadChange]) -> Summary:
    """Counts of `changes` by what became of them, and of the open ones by kind. Two queries."""
    states = dict(changes.order_by().values_list("state").annotate(times=Count("pk")))
    rows = changes.filter(state__in=UNDECIDED).order_by().annotate(was=_was())
    kinds = [
        Kind(f"{was}-{verdict}", f"{_WORDS[was]} → {_WORDS[verdict]}", times)
        for was, verdict, times in rows.values_list("was", "verdict").annotate(times=Count("pk"))
    ]
    return Summary(
        open=states.get(State.OPEN, 0),
        accepted=states.get(State.APPLIED, 0) + states.get(State.CHOSEN, 0),
        kept=states.get(State.DECLINED, 0),
        overtaken=states.get(State.OVERTAKEN, 0),
        rolled_back=states.get(State.RETURNED, 0) + states.get(State.RETURNING, 0),
        teachers=states.get(State.TEACHERS, 0),
        kinds=sorted(kinds, key=lambda kind: (-kind.count, kind.code)),
    )


def listed(changes: QuerySet[RereadChange], *, kind: str = "", state: str = State.OPEN) -> QuerySet[RereadChange]:
    """`changes` of one state with all that a page shows, marks that would sink first, then by class and child."""
    rows = changes.filter(state=state).annotate(was=_was())
    if kind:
        was, _, verdict = kind.partition("-")
        rows = rows.filter(was=was, verdict=verdict)
    harm = Case(
        When(was="right", then=Value(0)), When(verdict="right", then=Value(2)), default=Value(1),
        output_field=IntegerField(),
    )  # fmt: skip
    return rows.select_related(
        "answer__question", "answer__ink", "answer__mark__teacher", "answer__attempt__student",
        "answer__attempt__assignment__school_class", "answer__attempt__assignment__worksheet",
        "reading", "before__reading",
    ).order_by(
        harm, "answer__attempt__assignment__school_class__name", "answer__attempt__student__display_name", "pk"
    )  # fmt: skip


@dataclass(frozen=True)
class Effect:
    """What the open proposals would do to one child's points on one worksheet."""

    attempt: Attempt
    before: str
    after: str
    changes: int
    rises: bool
    falls: bool


def effects(changes: QuerySet[RereadChange], *, most: int = 200) -> list[Effect]:
    """The score effect for each child with open proposals, the largest losses first. Two queries."""
    points: dict[int, Decimal] = defaultdict(Decimal)
    times: dict[int, int] = defaultdict(int)
    rows = changes.filter(state__in=UNDECIDED).values_list("answer__attempt", "answer__mark__score", "verdict")
    for attempt, score, verdict in rows:
        points[attempt] += (1 if verdict == "right" else 0) - (score or 0)
        times[attempt] += 1
    chosen = sorted(points, key=lambda pk: (points[pk], pk))[:most]
    attempts = (
        Attempt.objects.filter(pk__in=chosen)
        .select_related("student", "assignment__worksheet", "assignment__school_class")
        .annotate(points=Coalesce(Sum("answers__mark__score"), Value(Decimal(0))))
    )
    by_pk = {one.pk: one for one in attempts}
    return [
        Effect(
            attempt=by_pk[pk],
            before=totals.plain(by_pk[pk].points),
            after=totals.plain(by_pk[pk].points + points[pk]),
            changes=times[pk],
            rises=points[pk] > 0,
            falls=points[pk] < 0,
        )
        for pk in chosen
    ]


def compared(rows: QuerySet[Rereading]) -> list[Rereading]:
    """The latest re-readings that met teachers' marks, newest first: both readers on the same answers. One query."""
    return list(rows.filter(by_teacher__gte=ENOUGH_TO_COMPARE).order_by("-pk")[:5])


def with_counts(rows: QuerySet[Rereading]) -> QuerySet[Rereading]:
    """Runs with `open` and `accepted`, the numbers of their proposals of all classes."""
    return rows.select_related("asked_by", "school_class", "assignment__worksheet").annotate(
        open=Count("changes", filter=Q(changes__state__in=UNDECIDED)),
        accepted=Count("changes", filter=Q(changes__state__in=ACCEPTED)),
    )


def _was() -> Coalesce:
    """The verdict that stands for now, as SQL; "unsure" where nothing was read."""
    before = Mark.objects.filter(pk=OuterRef("before")).values("verdict")[:1]
    return Coalesce(Subquery(before), Value("unsure"))
