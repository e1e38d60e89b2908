"""What of insight leaves the page: reports for families and tables; and that children see none of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from difflib import unified_diff
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from classroom import checks, marks, submissions
from classroom.insight import parents, words
from classroom.insight.course import course
from classroom.models import Answer, AuditEntry, Ink, Student
from classroom.printed.report import Handwriting, Report, SkillRow
from classroom.printed.report_page import reports_pdf
from classroom.urls import student as childrens
from tests.classroom.childs_view import addresses
from tests.classroom.finished import RIGHT, another_lesson, close, more_children, skilled, types
from tests.classroom.marked import read_all
from tests.classroom.rooms import make_room
from tests.conftest import ScriptedReader, Side

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
Draw = Callable[..., Ink]


@pytest.fixture(autouse=True)
def a_long_school_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever day it is, the lessons of these tests belong to this school year."""
    monkeypatch.setattr(words, "school_year", lambda today: today - timedelta(days=350))


def report(side: Side, student: Student | None = None) -> Report:
    whole = course(side.school_class, words.periods()[0])
    [found] = parents.reports(whole, [student or side.students[0]], teacher="Ms Hopper")
    return found


def a_term(side: Side, *sheets: tuple[str, str, str]) -> None:
    """Ada's worksheets, one a week, the last a week ago."""
    for at, texts in enumerate(sheets):
        work = another_lesson(side, weeks_ago=len(sheets) - at)
        types(work, side.students[0], texts)
        close(work)


@pytest.fixture
def term(here: Side) -> Side:
    """Ada knows the first and third question, learns the second in the second half, and Ben was never there."""
    more_children(here)
    skilled(here, "facts.add", "facts.sub", "facts.tables")
    a_term(here, *([("12", "6", "42")] * 9), *([("12", "5", "24")] * 9))
    return here


# --- the report ---


def test_strengths_come_first_growth_only_beyond_chance_and_then_what_is_next(term: Side) -> None:
    found = report(term)
    assert found.strengths == (("Adding to 20", "18 of 18 right"),)
    assert found.growth == ("Taking away to 20: from 0 of 9 right at first to 9 of 9 lately",)
    assert [title for title, _ in found.next_steps] == ["Taking away to 20", "Times tables"]
    assert all(words for _, words in found.next_steps)
    assert [row.words for row in found.skills] == [parents.SECURE, parents.GROWING, parents.GROWING]
    assert (found.worksheets, found.handed_in, found.answers, found.waiting) == (19, 18, 54, 0)


def test_few_answers_are_not_made_much_of(here: Side) -> None:
    types(here.assignment, here.students[0], ("12", "6", "42"))
    found = report(here)
    assert found.is_little and found.strengths == found.growth == found.next_steps == ()
    assert "It is early days" in " ".join(found.sentences())
    nothing = report(here, here.students[1])
    assert "has begun" in " ".join(nothing.sentences()) or nothing.answers == 0


def test_who_marked_stands_in_one_line_and_what_waits_is_no_mark(
    here: Side, reader: ScriptedReader, draw: Draw, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "is_drawn", lambda *, position, **_: position == 2)
    for position, text in enumerate(RIGHT, 1):
        reader.says((text, 0.9995))
        draw(here.answer(position))
        read_all()
    submissions.hand_in(attempt=here.attempt())
    marks.overrule(answer=here.answer(3), teacher=here.teacher, verdict="right")
    found = report(here)
    assert (found.by_machine, found.by_teacher, found.waiting) == (1, 1, 1)
    assert "a machine read and marked 1, a teacher 1. 1 still waits for the teacher." in found.how_marked()
    assert sorted(piece.prompt for piece in found.writing) == ["6 × 7 = ?", "7 + 5 = ?"], (
        "none that waits for a check"
    )


def test_writing_is_the_childs_own_and_never_wrong_or_removed_by_age(
    here: Side, reader: ScriptedReader, draw: Draw
) -> None:
    ada, ben = here.students
    for student, texts in ((ada, ("12", "6", "42")), (ben, RIGHT)):
        for position, text in enumerate(texts, 1):
            reader.says((text, 0.9995))
            draw(here.answer(position, student))
            read_all()
        submissions.hand_in(attempt=here.attempt(student))
    Ink.objects.filter(answer=here.answer(3)).update(strokes={"strokes": []}, forgotten_at=timezone.now())
    assert [piece.prompt for piece in report(here).writing] == ["7 + 5 = ?"]


def test_no_report_speaks_of_another_child_or_of_the_class_s_figures(term: Side) -> None:
    others = more_children(term, "Cleo", "Dev", "Elif", "Finn")
    alone = report(term)
    for student in others:
        for work in term.school_class.assignments.all():
            if not work.has_closed:
                types(work, student, RIGHT)
    assert report(term) == alone


def test_a_report_is_a_page_whatever_there_is_to_say() -> None:
    line = [[(0.0, 0.0), (10.0, 40.0), (30.0, 90.0)], [(5.0, 5.0)]]
    full = Report(
        "Hilltop", "Class 3", "李 小龍", "Ms Hopper", "2 November 2026", "1 September 2026", 40, 39, 800,
        strengths=(("Times tables", "99 of 100 right"),) * 3, growth=("Adding: from 1 of 9 to 9 of 9",) * 3,
        skills=(SkillRow("A skill with a long name that goes on " * 3, "7", 9, 7 / 9, "here"),) * 30,
        writing=(Handwriting("7 + 5 = ?", line),) * 6, next_steps=(("Column subtraction", "Play shop. " * 9),) * 2,
        by_machine=700, by_teacher=90, waiting=10, is_little=False,
    )  # fmt: skip
    assert full.name == "Your child", "a line to write the name on, where the typeface lacks its letters"
    assert pages(reports_pdf([full, full], title="Reports")) == 2
    assert pages(reports_pdf([], title="Reports")) == 1


def pages(pdf: bytes) -> int:
    assert pdf.startswith(b"%PDF")
    return len(re.findall(rb"/Type /Page\b", pdf))


def test_the_class_s_reports_come_in_one_file_that_leaves_a_trace(term: Side, as_teacher: SignIn) -> None:
    client, room = as_teacher(term), term.school_class
    sent = client.post(reverse("insight-class-report", args=[room.pk]), {"period": "year"})
    assert sent.headers["Content-Type"] == "application/pdf" and pages(sent.content) == 2
    assert sent.headers["Content-Disposition"].startswith("attachment")
    one = reverse("insight-child-report", args=[room.pk, term.students[0].uuid])
    assert "ada-report" in client.post(one).headers["Content-Disposition"]
    client.get(reverse("gradebook", args=[room.pk]), {"names": "hidden"})
    assert "ada" not in client.post(one).headers["Content-Disposition"]
    assert client.get(one).status_code == 405, "a GET leaves no trace, so it gives nothing"
    traces = AuditEntry.objects.filter(action="scores_exported").values_list("facts__what", flat=True)
    assert sorted(traces) == ["child_report", "child_report", "class_report"]


def test_reports_of_a_large_class_cost_as_many_queries_as_of_a_small_one(django_assert_num_queries: Any) -> None:
    for children in (2, 30):
        work = make_room(children=children, questions=6)
        close(work)
        whole = course(work.school_class, words.periods()[0])
        with django_assert_num_queries(5):
            parents.reports(whole, [one.student for one in whole.children], teacher="Ms Hill")


# --- tables ---


def test_every_table_is_safe_to_open_and_agrees_with_the_page(term: Side, as_teacher: SignIn) -> None:
    ada, room = term.students[0], term.school_class
    Student.objects.filter(pk=term.students[1].pk).update(display_name="=1+1")
    work = room.assignments.earliest("opens_at")
    client = as_teacher(term)
    tables = {}
    for name, args, table in (
        ("insight-lesson-file", [work.uuid], "questions"), ("insight-lesson-file", [work.uuid], "skills"),
        ("insight-class-file", [room.pk], "worksheets"), ("insight-class-file", [room.pk], "skills"),
        ("insight-child-file", [room.pk, ada.uuid], "worksheets"),
        ("insight-child-file", [room.pk, ada.uuid], "skills"),
    ):  # fmt: skip
        text = client.post(reverse(name, args=[*args, table, "csv"])).content.decode("utf-8-sig")
        tables[name, table] = list(csv.reader(io.StringIO(text)))
        book = openpyxl.load_workbook(io.BytesIO(client.post(reverse(name, args=[*args, table, "xlsx"])).content))
        assert [cell.value for cell in book.active[1]] == tables[name, table][0]
        assert "f" not in {cell.data_type for row in book.active.iter_rows() for cell in row}
    away = tables["insight-class-file", "worksheets"]
    assert away[1][-1] == "'=1+1" and len(away) == 20
    assert tables["insight-lesson-file", "questions"][1][:5] == ["1", "7 + 5 = ?", "1", "1", "100"]
    assert [row[3] for row in tables["insight-child-file", "skills"][1:]] == ["100", "50", "50"]
    for bad in (("questions", "exe"), ("names", "csv")):
        assert client.post(reverse("insight-lesson-file", args=[work.uuid, *bad])).status_code == 404


# --- children ---


def test_no_page_of_a_child_changes_with_what_others_have_done(here: Side, as_student: SignIn) -> None:
    """The strongest way to say it: whatever the others do, not one letter on the child's pages is another."""
    ada, ben = here.students
    others = more_children(here, "Cleo", "Dev", "Elif", "Finn")
    types(here.assignment, ada, ("12", "6", "42"))
    client = as_student(here)
    before = seen_by(client, here)
    for student in (ben, *others):
        types(here.assignment, student, RIGHT)
    for answer in Answer.objects.filter(attempt__student=ben).select_related("question", "attempt__assignment"):
        marks.overrule(answer=answer, teacher=here.teacher, verdict="wrong")
    after = seen_by(client, here)
    for page, text in before.items():
        assert list(unified_diff(text.splitlines(), after[page].splitlines(), n=0)) == [], page
    for page, text in after.items():
        said = re.findall(r"\b(rank|ranking|median|quartile|leader ?board|best in|first in|class mean)\b", text, re.I)
        assert not said, page
        if not page.startswith("/c/"):  # where a child chooses its own name
            assert not [one for one in (ben, *others) if one.display_name in text], page


def seen_by(client: Client, side: Side) -> dict[str, str]:
    """Every page that a child can open, without what differs each time."""
    kinds: dict[str, Any] = {"code": side.school_class.join_code, "uuid": side.assignment.uuid}
    found = {}
    urls = set(addresses(side))
    for one in childrens.urlpatterns:
        named = {name: kinds[name] for name in one.pattern.converters}
        if one.name == "pictures":
            named["uuid"] = side.students[0].uuid
        urls.add(reverse(str(one.name), kwargs=named))
    for url in sorted(urls):
        answer = client.get(url)
        text = answer.content.decode() if answer.status_code == 200 else f"{answer.status_code}"
        found[url] = re.sub(r'(csrfmiddlewaretoken" value|data-(csrf|ticket|key))="[^"]*"', "", text)
    assert sum(len(text) > 100 for text in found.values()) >= 6
    return found


def test_no_child_comes_near_a_page_of_insight(here: Side, as_student: SignIn) -> None:
    client, ada = as_student(here), here.students[0]
    kinds: dict[str, Any] = {"pk": here.school_class.pk, "table": "skills", "form": "csv"}
    names = [name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("insight-")]
    assert len(names) == 8
    for name in names:
        for uuid in (ada.uuid, here.assignment.uuid):
            wanted = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
            url = reverse(name, kwargs={**{one: kinds.get(one, uuid) for one in wanted}})
            for answer in (client.get(url), client.post(url)):
                assert answer.status_code in (302, 405), url
                assert b"Ada" not in answer.content
