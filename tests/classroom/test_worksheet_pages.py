"""The pages on which worksheets are written, found and looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom import worksheets
from classroom.errors import NotADraft
from classroom.models import Question, Worksheet
from classroom.skills import arithmetic
from classroom.skills.questions import QuestionDraft
from recognition import reader as recognition
from tests.conftest import ScriptedReader, Side

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reader")]
LINES = "7 + 5\n? + 4 = 9\nHow many legs have 3 cats? = 12\n7 + 6 → 13 or 14"


def drafts(text: str = LINES) -> list[QuestionDraft]:
    return [line.result for line in arithmetic.read_text(text) if isinstance(line.result, QuestionDraft)]


def draft_of(side: Side, text: str = LINES, title: str = "Mixed") -> Worksheet:
    return worksheets.create_worksheet(author=side.teacher, title=title, drafts=drafts(text))


def prompts_of(worksheet: Worksheet) -> list[str]:
    return list(worksheet.questions.values_list("prompt", flat=True))


# --- the editor ---


def write(client: Client, url: str = "", *, htmx: bool = False, **fields: Any) -> Any:
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(url or reverse("worksheet-new"), fields, headers=headers)


def test_a_worksheet_is_typed_and_saved(here: Side, as_teacher: Callable[..., Client]) -> None:
    answer = write(as_teacher(here), title="", text=LINES.replace("\n", "\r\n"), do="save")
    sheet = Worksheet.objects.exclude(pk=here.worksheet.pk).get()
    assert answer.url == reverse("worksheet", args=[sheet.pk])
    assert sheet.title.startswith("Worksheet of ")
    assert sheet.state == "draft"
    assert len(prompts_of(sheet)) == 4


def test_typing_shows_questions_at_once_with_key_and_errors(here: Side, as_teacher: Callable[..., Client]) -> None:
    page = write(as_teacher(here), htmx=True, title="", text="7 + 5\n7 ÷ 2\n6 x 7").content.decode()
    assert "<html" not in page
    assert 'value="12"' in page
    assert 'value="42"' in page
    assert "Line 2: 7 ÷ 2 does not come out whole" in page
    assert "2 questions, 1 line to look at" in page
    assert "<textarea" not in page, "what the teacher types in is left alone"
    assert Worksheet.objects.count() == 1


def test_a_line_that_cannot_be_read_keeps_everything_on_the_page(
    here: Side, as_teacher: Callable[..., Client]
) -> None:
    page = write(as_teacher(here), title="Mine", text="7 + 5\nseven", do="publish").content.decode()
    assert "1 line needs another look" in page
    assert "7 + 5\nseven</textarea>" in page
    assert 'value="Mine"' in page
    assert Worksheet.objects.count() == 1


def test_more_than_sixty_lines_are_refused_and_kept(here: Side, as_teacher: Callable[..., Client]) -> None:
    page = write(as_teacher(here), title="", text="\n".join(["1 + 1"] * 61), do="save").content.decode()
    assert "60 questions at most; these are 61" in page
    assert page.count("1 + 1") >= 61
    assert Worksheet.objects.count() == 1


def test_a_key_changed_beside_its_question_goes_into_the_text(here: Side, as_teacher: Callable[..., Client]) -> None:
    beside = {"line": ["1"], "prompt": ["7 + 5 = ?"], "was": ["12"], "key": ["12 or 13"]}
    page = write(as_teacher(here), htmx=True, title="", text="7 + 5", **beside).content.decode()
    assert "7 + 5 = ? → 12 or 13</textarea>" in page
    write(as_teacher(here), title="", text="7 + 5", do="save", **beside)
    assert Question.objects.latest("pk").key["values"] == ["12", "13"]


def test_a_bad_key_beside_a_question_stops_the_saving(here: Side, as_teacher: Callable[..., Client]) -> None:
    beside = {"line": ["1"], "prompt": ["7 + 5 = ?"], "was": ["12"], "key": ["dozen"]}
    page = write(as_teacher(here), title="", text="7 + 5", do="save", **beside).content.decode()
    assert "not a number that children can write" in page
    assert Worksheet.objects.count() == 1


def test_questions_move_and_go_without_a_script(here: Side, as_teacher: Callable[..., Client]) -> None:
    client = as_teacher(here)
    assert "6 x 7\n7 + 5</textarea>" in write(client, title="", text="7 + 5\n6 x 7", do="up:2").content.decode()
    assert "6 x 7\n7 + 5</textarea>" in write(client, title="", text="7 + 5\n6 x 7", do="down:1").content.decode()
    assert "\n6 x 7</textarea>" in write(client, title="", text="7 + 5\n6 x 7", do="remove:1").content.decode()
    for nonsense in ("up:", "up:x", "remove:999999999", "down:-1", "family:none", "make:1", "\x00"):
        assert write(client, title="", text="7 + 5", do=nonsense).status_code == 200


MAKE = {"family": "add", "first_low": 1, "first_high": 9, "second_low": 1, "second_high": 9, "most": "", "count": 10}


def made_text(page: Any) -> list[str]:
    return [draft.prompt for draft in page.context["desk"].drafts]


def test_questions_are_made_into_the_text_and_made_anew(here: Side, as_teacher: Callable[..., Client]) -> None:
    client = as_teacher(here)
    first = write(client, title="", text="9 + 9", do="make", **MAKE)
    assert len(made_text(first)) == 11
    assert made_text(first)[0] == "9 + 9 = ?"
    desk = first.context["desk"]
    again = write(client, title="", text=desk.text, made=desk.made, do="again", **MAKE)
    assert len(made_text(again)) == 11
    assert made_text(again) != made_text(first)
    more = write(client, title="", text=desk.text, made=desk.made, do="make", **MAKE)
    assert len(made_text(more)) == 21


def test_too_narrow_wishes_are_answered_and_the_text_stays(here: Side, as_teacher: Callable[..., Client]) -> None:
    narrow = {**MAKE, "first_high": 2, "second_high": 2}
    page = write(as_teacher(here), title="", text="9 + 9", do="make", **narrow)
    assert "Only 4 different questions are possible" in page.content.decode()
    assert made_text(page) == ["9 + 9 = ?"]


def test_ranges_written_backwards_are_turned_round_and_nonsense_is_said(
    here: Side, as_teacher: Callable[..., Client]
) -> None:
    client = as_teacher(here)
    backwards = {**MAKE, "first_low": 9, "first_high": 1}
    assert len(made_text(write(client, title="", text="", do="make", **backwards))) == 10
    for wrong in ({"count": 61}, {"count": 0}, {"first_low": -1}, {"first_high": "x"}, {"most": 99_999_999}):
        page = write(client, title="", text="", do="make", **{**MAKE, **wrong})
        assert page.context["desk"].making_problem
        assert page.status_code == 200


def test_other_kinds_are_offered_as_far_as_the_reader_knows_their_signs(
    here: Side, as_teacher: Callable[..., Client], reader: ScriptedReader
) -> None:
    client = as_teacher(here)
    text = "3 - 5\n0.5 ÷ 2"
    page = write(client, title="", text=text, do="family:subtract")
    assert "below nought, and negative answers cannot be read yet" in page.content.decode()
    assert "Answers may be below nought" not in page.content.decode()
    reader.kinds = ("whole", "signed", "decimal")
    page = write(client, title="", text=text, do="family:subtract")
    assert [(draft.values, draft.kind) for draft in page.context["desk"].drafts] == [
        (("-2",), "signed"), (("0.25",), "decimal"),
    ]  # fmt: skip
    assert "Answers may be below nought" in page.content.decode()
    below = {**MAKE, "family": "subtract", "below_nought": "on", "first_high": 2}
    made = write(client, title="", text="", do="make", **below).context["desk"].drafts
    assert "signed" in {draft.kind for draft in made}


def test_without_a_reader_only_whole_numbers_are_taken(here: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise recognition.ReaderUnavailable("no weights")

    monkeypatch.setattr(recognition, "default_reader", gone)
    assert worksheets.readable_kinds() == ("whole", "choose", "tick", "order", "place")


def test_a_family_brings_its_own_words(here: Side, as_teacher: Callable[..., Client]) -> None:
    page = write(as_teacher(here), htmx=True, title="", text="", do="family:divide", **MAKE).content.decode()
    assert "Divide by, from" in page
    assert 'name="family" value="divide"' in page


def test_a_draft_is_changed_and_published(here: Side, as_teacher: Callable[..., Client]) -> None:
    client, sheet = as_teacher(here), draft_of(here)
    url = reverse("worksheet-edit", args=[sheet.pk])
    assert "How many legs have 3 cats? = 12" in client.get(url).content.decode()
    write(client, url, title="Better", text="1 + 1", do="publish")
    sheet.refresh_from_db()
    assert (sheet.title, sheet.state, prompts_of(sheet)) == ("Better", "published", ["1 + 1 = ?"])
    assert client.get(url).url == reverse("worksheet", args=[sheet.pk])
    assert write(client, url, title="Worse", text="2 + 2", do="save").status_code == 302
    assert prompts_of(sheet) == ["1 + 1 = ?"]


# --- the other pages ---


def test_the_list_is_searched_and_sorted_by_state(
    here: Side, elsewhere: Side, as_teacher: Callable[..., Client]
) -> None:
    client = as_teacher(here)
    draft_of(here, title="Tables of three")
    archived = worksheets.create_worksheet(author=here.teacher, title="Old tables", drafts=drafts())
    worksheets.publish(worksheet=archived, teacher=here.teacher)
    worksheets.archive(worksheet=archived, teacher=here.teacher)

    def titles(**query: str) -> set[str]:
        return {one.title for one in client.get(reverse("worksheets"), query).context["page"]}

    assert titles() == {"Sums", "Tables of three"}
    assert titles(state="archived") == {"Old tables"}
    assert titles(state="draft") == {"Tables of three"}
    assert titles(q="three tab") == {"Tables of three"}
    assert titles(q="nothing like it") == set()
    assert titles(state="'; drop", page="99") == {"Sums", "Tables of three"}


def test_the_page_shows_keys_to_the_teacher_and_the_preview_shows_none(
    here: Side, as_teacher: Callable[..., Client]
) -> None:
    client = as_teacher(here)
    sheet = draft_of(here, "123 + 456")
    assert "579" in client.get(reverse("worksheet", args=[sheet.pk])).content.decode()
    seen = client.get(reverse("worksheet-preview", args=[sheet.pk])).content.decode()
    assert "123 + 456 =" in seen
    assert "579" not in seen


def test_what_a_page_offers_is_done(here: Side, as_teacher: Callable[..., Client]) -> None:
    client, pk = as_teacher(here), here.worksheet.pk
    copy = Worksheet.objects.get(pk=client.post(reverse("worksheet-duplicate", args=[pk])).url.split("/")[2])
    client.post(reverse("worksheet-publish", args=[copy.pk]))
    client.post(reverse("worksheet-archive", args=[copy.pk]))
    assert Worksheet.objects.get(pk=copy.pk).state == "archived"
    client.post(reverse("worksheet-unarchive", args=[copy.pk]))
    refused = client.post(reverse("worksheet-delete", args=[copy.pk]), follow=True)
    assert str(NotADraft.message) in refused.content.decode().replace("&#x27;", "'")
    later = client.post(reverse("worksheet-new-version", args=[copy.pk])).url
    assert "edit" in later
    client.post(reverse("worksheet-delete", args=[later.split("/")[2]]))
    assert set(Worksheet.objects.values_list("pk", flat=True)) == {pk, copy.pk}


GET_PAGES = ["worksheet", "worksheet-edit", "worksheet-preview", "question-key"]
POST_PAGES = [
    "worksheet-edit", "worksheet-publish", "worksheet-duplicate", "worksheet-new-version", "worksheet-archive",
    "worksheet-unarchive", "worksheet-delete", "question-key",
]  # fmt: skip


@pytest.mark.parametrize("name", GET_PAGES + POST_PAGES)
def test_a_stranger_gets_404_and_changes_nothing(
    name: str, here: Side, elsewhere: Side, as_teacher: Callable[..., Client], as_student: Callable[..., Client]
) -> None:
    sheet = draft_of(here)
    pk = sheet.questions.all()[0].pk if name == "question-key" else sheet.pk
    url = reverse(name, args=[pk])
    before = (list(Worksheet.objects.values()), list(Question.objects.values()))
    for client, status in ((as_teacher(elsewhere), 404), (Client(), 302), (as_student(here), 302)):
        if name in GET_PAGES:
            assert client.get(url).status_code == status
        if name in POST_PAGES:
            assert client.post(url, {"text": "1 + 1", "do": "save", "values": "99"}).status_code == status
    assert (list(Worksheet.objects.values()), list(Question.objects.values())) == before
