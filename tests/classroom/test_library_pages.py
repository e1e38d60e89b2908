"""The library as teachers meet it: take a worksheet out, share one, keep favourites, open a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from classroom import library, worksheets
from classroom.errors import NotAllowedNow
from classroom.models import AuditEntry, Favourite, Question, User, Worksheet
from classroom.skills.library.shelf import made, ready
from classroom.views.library import half_of
from tests.conftest import PASSWORD, ScriptedReader, Side

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reader")]
CODE = "y1-number-bonds-to-20"


@pytest.fixture
def colleague(here: Side) -> User:
    """Another teacher of the school."""
    return User.objects.create_user("k@school.example", PASSWORD, name="Mr Kahn", school=here.school)


def signed_in(teacher: User) -> Client:
    client = Client()
    client.force_login(teacher, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def prompts_of(worksheet: Worksheet) -> list[str]:
    return list(worksheet.questions.values_list("prompt", flat=True))


# --- ready-made ---


def test_the_library_opens_at_the_year_of_the_teachers_class(here: Side, as_teacher: Callable[..., Client]) -> None:
    page = as_teacher(here).get(reverse("library")).content.decode()
    assert "What a digit is worth" in page, "Year 2"
    assert "Long division" not in page
    found = as_teacher(here).get(reverse("library"), {"year": "6", "q": "long div"}).content.decode()
    assert "Long division" in found
    assert "Ratio and scaling" not in found


def test_a_ready_made_worksheet_is_taken_out_and_set(here: Side, as_teacher: Callable[..., Client]) -> None:
    answer = as_teacher(here).post(reverse("library-ready", args=[CODE]), {"do": "set"})
    taken = Worksheet.objects.exclude(pk=here.worksheet.pk).get()
    assert answer.url == reverse("set-worksheet", args=[taken.pk])
    assert (taken.author, taken.state, taken.title) == (here.teacher, "published", ready()[CODE].title)
    assert prompts_of(taken) == [item.prompt for item in made(CODE)]
    assert all(one.skill for one in taken.questions.select_related("skill"))


def test_other_numbers_are_other_numbers_and_can_be_changed_first(
    here: Side, as_teacher: Callable[..., Client]
) -> None:
    answer = as_teacher(here).post(
        reverse("library-ready", args=["y2-adding-over-the-ten"]), {"do": "change", "numbers": "other"}
    )
    taken = Worksheet.objects.exclude(pk=here.worksheet.pk).get()
    assert answer.url == reverse("worksheet-edit", args=[taken.pk])
    assert taken.state == "draft"
    assert prompts_of(taken) != [item.prompt for item in made("y2-adding-over-the-ten")]


def test_what_the_reader_has_no_signs_for_is_refused_in_words(
    here: Side, as_teacher: Callable[..., Client], reader: ScriptedReader
) -> None:
    page = as_teacher(here).post(reverse("library-ready", args=["y4-compare-decimals"]), {"do": "set"}, follow=True)
    assert reader.kinds == ("whole",)
    assert "cannot be read yet" in page.content.decode()
    assert Worksheet.objects.count() == 1


@pytest.mark.parametrize(("month", "half"), [(9, 1), (12, 2), (2, 3), (3, 4), (5, 5), (7, 6), (8, 1)])
def test_every_month_has_its_half_term(month: int, half: int) -> None:
    assert half_of(date(2026, month, 15)) == half


# --- shared ---


def test_a_colleague_copies_what_is_shared_and_changes_nothing_of_it(here: Side, colleague: User) -> None:
    client = signed_in(colleague)
    address = reverse("library-shared", args=[here.worksheet.pk])
    assert client.get(address).status_code == 404
    library.share(worksheet=here.worksheet, teacher=here.teacher, shared=True)
    assert here.worksheet.title in client.get(reverse("library"), {"shelf": "school"}).content.decode()
    assert client.get(address).status_code == 200
    client.post(address, {"do": "set"})
    copy = Worksheet.objects.get(author=colleague)
    assert prompts_of(copy) == prompts_of(here.worksheet)
    assert copy.shared_at is None
    assert client.get(reverse("worksheet", args=[here.worksheet.pk])).status_code == 404
    assert client.post(reverse("worksheet-archive", args=[here.worksheet.pk])).status_code == 404


def test_sharing_ends_and_leaves_the_copies(here: Side, colleague: User, as_teacher: Callable[..., Client]) -> None:
    as_teacher(here).post(reverse("worksheet-share", args=[here.worksheet.pk]))
    library.take_shared(worksheet=here.worksheet, teacher=colleague)
    as_teacher(here).post(reverse("worksheet-share", args=[here.worksheet.pk]), {"on": "0"})
    assert signed_in(colleague).get(reverse("library-shared", args=[here.worksheet.pk])).status_code == 404
    assert Worksheet.objects.filter(author=colleague).count() == 1
    actions = AuditEntry.objects.filter(action__contains="shared").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["worksheet_shared", "worksheet_unshared"]


def test_another_school_sees_nothing_of_what_is_shared(here: Side, elsewhere: Side) -> None:
    library.share(worksheet=here.worksheet, teacher=here.teacher, shared=True)
    client = signed_in(elsewhere.teacher)
    assert client.get(reverse("library-shared", args=[here.worksheet.pk])).status_code == 404
    assert here.worksheet.title not in client.get(reverse("library"), {"shelf": "school"}).content.decode()


def test_a_draft_cannot_be_shared(here: Side) -> None:
    draft = worksheets.create_worksheet(author=here.teacher, title="Draft")
    with pytest.raises(NotAllowedNow):
        library.share(worksheet=draft, teacher=here.teacher, shared=True)


# --- favourites ---


def test_favourites_are_ones_own_and_twice_is_once(here: Side, colleague: User) -> None:
    library.share(worksheet=here.worksheet, teacher=here.teacher, shared=True)
    client = signed_in(colleague)
    for _ in range(2):
        client.post(reverse("favour-ready", args=[CODE]))
        client.post(reverse("favour-shared", args=[here.worksheet.pk]))
    assert Favourite.objects.filter(teacher=colleague).count() == 2
    page = client.get(reverse("library"), {"shelf": "favourites"}).content.decode()
    assert str(ready()[CODE].title) in page
    assert here.worksheet.title in page
    assert not library.favourites(here.teacher).codes
    client.post(reverse("favour-ready", args=[CODE]), {"on": "0"})
    assert library.favourites(colleague).codes == frozenset()


def test_a_favourite_that_is_no_longer_shared_is_not_shown(here: Side, colleague: User) -> None:
    library.share(worksheet=here.worksheet, teacher=here.teacher, shared=True)
    library.favour(teacher=colleague, sheet=here.worksheet, on=True)
    library.share(worksheet=here.worksheet, teacher=here.teacher, shared=False)
    page = signed_in(colleague).get(reverse("library"), {"shelf": "favourites"}).content.decode()
    assert here.worksheet.title not in page


def test_nobody_is_sent_to_another_site(here: Side, as_teacher: Callable[..., Client]) -> None:
    answer = as_teacher(here).post(reverse("favour-ready", args=[CODE]), {"next": "https://elsewhere.example/"})
    assert answer.url == reverse("library-ready", args=[CODE])


# --- files ---


def brought(client: Client, data: bytes, name: str = "sheet.json") -> str:
    address = reverse("worksheet-from-file")
    return client.post(address, {"file": SimpleUploadedFile(name, data)}, follow=True).content.decode()


def test_a_worksheet_travels_to_another_school_as_a_file(
    here: Side, elsewhere: Side, as_teacher: Callable[..., Client]
) -> None:
    for ending in ("json", "csv"):
        data = as_teacher(here).get(reverse(f"worksheet-{ending}", args=[here.worksheet.pk])).content
        page = brought(as_teacher(elsewhere), data, f"sheet.{ending}")
        assert "Nothing is kept until you save it" in page
        assert "6 × 7" in page
    assert Worksheet.objects.filter(author=elsewhere.teacher).count() == 1, "nothing was kept yet"
    text = "7 + 5\n9 − 4\n6 × 7"
    as_teacher(elsewhere).post(reverse("worksheet-new"), {"title": "Brought", "text": text, "do": "publish"})
    assert Question.objects.filter(worksheet__title="Brought").count() == 3


def test_a_file_that_is_no_worksheet_is_refused_in_words(here: Side, as_teacher: Callable[..., Client]) -> None:
    assert "holds no worksheet" in brought(as_teacher(here), b"\x89PNG\0")
    assert "too long" in brought(as_teacher(here), b"1 + 1\n" * 40_000)
    assert (
        "Choose a file first" in as_teacher(here).post(reverse("worksheet-from-file"), follow=True).content.decode()
    )
    assert Worksheet.objects.count() == 1 + Worksheet.objects.exclude(author=here.teacher).count()
