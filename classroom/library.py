"""The library: worksheets made beforehand, and what colleagues share. Taking one out makes a copy of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext

from classroom import audit, worksheets
from classroom.errors import NotAllowedNow
from classroom.models import Favourite, User, Worksheet
from classroom.skills.forms.languages import in_language
from classroom.skills.library.shelf import ReadySheet

MOST_FAVOURITES = 500


@dataclass(frozen=True)
class Favourites:
    """What a teacher wants at hand: codes of ready-made worksheets, and ids of colleagues' ones."""

    codes: frozenset[str]
    worksheets: frozenset[int]


def favourites(teacher: User) -> Favourites:
    """What a teacher wants at hand. One query."""
    pairs = list(Favourite.objects.filter(teacher=teacher).values_list("code", "worksheet"))
    return Favourites(
        frozenset(code for code, _ in pairs if code), frozenset(pk for _, pk in pairs if pk is not None)
    )


def favour(*, teacher: User, sheet: ReadySheet | Worksheet, on: bool) -> None:
    """Put a worksheet at hand, or not any more. Twice is once. The worksheet comes through its own door."""
    which = {"code": sheet.code} if isinstance(sheet, ReadySheet) else {"code": "", "worksheet": sheet}
    if not on:
        Favourite.objects.filter(teacher=teacher, **which).delete()
        return
    if Favourite.objects.filter(teacher=teacher).count() >= MOST_FAVOURITES:
        raise NotAllowedNow(gettext("These are a great many favourites. Take one away first."))
    Favourite.objects.get_or_create(teacher=teacher, **which)


@transaction.atomic
def take_ready(*, sheet: ReadySheet, teacher: User, seed: str = "") -> Worksheet:
    """A draft of a ready-made worksheet; with a seed, other numbers. Raises LinesWrong, TooNarrow."""
    items = in_language(worksheets.readable(sheet.items(seed)), get_language() or "")
    return worksheets.create_worksheet(author=teacher, title=sheet.title, drafts=[item.draft for item in items])


def take_shared(*, worksheet: Worksheet, teacher: User) -> Worksheet:
    """A draft with a colleague's questions, from now on one's own."""
    return worksheets.duplicate(worksheet=worksheet, author=teacher, title=worksheet.title)


@transaction.atomic
def share(*, worksheet: Worksheet, teacher: User, shared: bool) -> None:
    """Let colleagues of the school find a published worksheet, or not any more. Their copies stay. Twice is once."""
    if shared and worksheet.state != Worksheet.State.PUBLISHED:
        raise NotAllowedNow(gettext("Publish it first: colleagues get what stays as it is."))
    if (worksheet.shared_at is not None) == shared:
        return
    worksheet.shared_at = timezone.now() if shared else None
    worksheet.save(update_fields=["shared_at"])
    audit.record(
        action="worksheet_shared" if shared else "worksheet_unshared",
        school=worksheet.school, teacher=teacher, worksheet=worksheet.pk,
    )  # fmt: skip
