"""Children in classes: added, moved, renamed, removed, back again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from classroom import access, classes, enrolment, joining, names
from classroom.errors import BadInput, NotAllowedNow
from classroom.models import AuditEntry, Enrolment, SchoolClass, Student
from tests.conftest import Side

pytestmark = pytest.mark.django_db


def present(school_class: SchoolClass) -> list[str]:
    return [one.display_name for one in access.students_of_class(school_class)]


def add(side: Side, *given: str) -> list[Student]:
    return enrolment.add_students(school_class=side.school_class, given=given, teacher=side.teacher)


def other_class(side: Side, name: str = "Meteors") -> SchoolClass:
    return classes.make_class(teacher=side.teacher, name=name, year=None)


# --- the rules ---


def test_a_list_is_added_at_once_and_equal_names_are_told_apart(here: Side) -> None:
    add(here, "Ada", "Chloé", "chloé", "明")
    assert sorted(present(here.school_class)) == ["Ada", "Ada 2", "Ben", "Chloé", "chloé 2", "明"]
    entry = AuditEntry.objects.get(action="students_added")
    assert entry.facts["count"] == 4
    assert "Chloé" not in str(entry.facts)


def test_all_or_none_are_added(here: Side) -> None:
    with pytest.raises(BadInput, match="at most 40"):
        add(here, "Fine", "x" * 41)
    with pytest.raises(BadInput, match="letter"):
        add(here, "Fine", "42")
    assert present(here.school_class) == ["Ada", "Ben"]


def test_sixty_fit_and_the_sixty_first_is_refused_in_plain_words(here: Side) -> None:
    add(here, *[f"Child {number}" for number in range(58)])
    assert len(present(here.school_class)) == 60
    with pytest.raises(enrolment.ClassFull, match="it is full"):
        add(here, "One more")
    enrolment.remove_student(student=here.students[0], school_class=here.school_class, teacher=here.teacher)
    with pytest.raises(enrolment.ClassFull, match="There are 59, so 1 more would fit; you gave 2"):
        add(here, "One more", "Another")
    assert len(present(here.school_class)) == 59


def test_nobody_is_added_to_an_archived_class(here: Side) -> None:
    classes.archive_class(school_class=here.school_class, teacher=here.teacher)
    with pytest.raises(NotAllowedNow):
        add(here, "Chloé")


def test_what_would_be_added_is_said_before() -> None:
    found = names.read_list("Ada\nChloé\nChloé").names
    proposals = enrolment.proposals(found, present=["Ada", "Ben"])
    assert [(one.name, one.wanted) for one in proposals] == [("Ada 2", False), ("Chloé", True), ("Chloé 2", True)]
    assert "in the class already" in proposals[0].note
    assert "more than once" in proposals[2].note


def test_removing_ends_the_time_in_the_class_and_keeps_history_and_work(here: Side) -> None:
    ada = here.students[0]
    answer = here.answer()
    enrolment.remove_student(student=ada, school_class=here.school_class, teacher=here.teacher)
    enrolment.remove_student(student=ada, school_class=here.school_class, teacher=here.teacher)
    assert present(here.school_class) == ["Ben"]
    assert Enrolment.objects.get(student=ada).until is not None
    assert type(answer).objects.filter(pk=answer.pk).exists()
    assert AuditEntry.objects.filter(action="student_removed").count() == 1


def test_a_removed_child_is_out_at_once(here: Side, as_student: Callable[..., Client]) -> None:
    client = as_student(here)
    assert client.get(reverse("todo")).status_code == 200
    enrolment.remove_student(student=here.students[0], school_class=here.school_class, teacher=here.teacher)
    assert client.get(reverse("todo")).status_code != 200


def test_a_child_comes_back_with_the_old_work_and_a_free_name(here: Side) -> None:
    ada = here.students[0]
    attempt = here.attempt()
    enrolment.remove_student(student=ada, school_class=here.school_class, teacher=here.teacher)
    add(here, "Ada")
    for _ in range(2):
        enrolment.readmit_student(student=ada, school_class=here.school_class, teacher=here.teacher)
    assert sorted(present(here.school_class)) == ["Ada", "Ada 2", "Ben"]
    assert Enrolment.objects.filter(student=ada, until=None).count() == 1
    assert attempt.student == ada


def test_moving_is_leaving_and_coming_in_one_step(here: Side) -> None:
    ada, meteors = here.students[0], other_class(here)
    enrolment.move_student(student=ada, from_class=here.school_class, to_class=meteors, teacher=here.teacher)
    assert (present(here.school_class), present(meteors)) == (["Ben"], ["Ada"])
    with pytest.raises(enrolment.NotInClass):
        enrolment.move_student(student=ada, from_class=here.school_class, to_class=meteors, teacher=here.teacher)


def test_a_move_into_a_full_class_leaves_the_child_where_it_was(here: Side) -> None:
    meteors = other_class(here)
    full = [f"Child {number}" for number in range(60)]
    enrolment.add_students(school_class=meteors, given=full, teacher=here.teacher)
    with pytest.raises(enrolment.ClassFull):
        enrolment.move_student(
            student=here.students[0], from_class=here.school_class, to_class=meteors, teacher=here.teacher
        )
    assert "Ada" in present(here.school_class)


def test_no_child_moves_to_another_school(here: Side, elsewhere: Side) -> None:
    with pytest.raises(BadInput):
        enrolment.move_student(
            student=here.students[0],
            from_class=here.school_class,
            to_class=elsewhere.school_class,
            teacher=here.teacher,
        )


def test_a_name_that_a_classmate_has_is_refused(here: Side) -> None:
    with pytest.raises(BadInput, match="another ben"):
        enrolment.rename_student(
            student=here.students[0], school_class=here.school_class, name="ben", teacher=here.teacher
        )
    enrolment.rename_student(
        student=here.students[0], school_class=here.school_class, name="ADA", teacher=here.teacher
    )
    assert present(here.school_class) == ["ADA", "Ben"]


def test_new_pictures_end_the_old_session_and_change_the_key(here: Side, as_student: Callable[..., Client]) -> None:
    ada = here.students[0]
    before, client = joining.picture_key(ada), as_student(here)
    enrolment.new_picture_key(student=ada, school_class=here.school_class, teacher=here.teacher)
    assert ada.key_number == 2
    assert joining.picture_key(ada) != before
    assert client.get(reverse("todo")).status_code != 200


def test_a_change_of_the_class_is_news_for_its_dashboard(here: Side) -> None:
    before = SchoolClass.objects.get(pk=here.school_class.pk).version
    add(here, "Chloé")
    assert SchoolClass.objects.get(pk=here.school_class.pk).version > before


# --- the pages ---


def test_a_pasted_list_is_shown_first_and_added_only_after_yes(here: Side, as_teacher: Callable[..., Client]) -> None:
    client = as_teacher(here)
    page = client.post(reverse("students-preview", args=[here.school_class.pk]), {"names": "Ada\nNg, Chloé\n\nx"})
    assert page.status_code == 200
    assert present(here.school_class) == ["Ada", "Ben"]
    shown = [one.name for one in page.context["proposals"]]
    assert shown == ["Ada 2", "Ng", "Chloé", "x"]
    client.post(
        reverse("students-add", args=[here.school_class.pk]),
        {"name": ["Ada 2", "Chloé Ng", "x"], "add": ["2", "3"], "names": ""},
    )
    assert present(here.school_class) == ["Ada", "Ben", "Chloé Ng", "x"]


def test_surname_first_is_shown_turned_and_can_be_turned_back(here: Side, as_teacher: Callable[..., Client]) -> None:
    client, url = as_teacher(here), reverse("students-preview", args=[here.school_class.pk])
    text = "Lovelace, Augusta\nNg, Chloé"
    page = client.post(url, {"names": text})
    assert [one.name for one in page.context["proposals"]] == ["Augusta Lovelace", "Chloé Ng"]
    page = client.post(url, {"names": text, "surname_first": "no"})
    assert [one.name for one in page.context["proposals"]] == ["Lovelace", "Augusta", "Ng", "Chloé"]


def test_nothing_typed_is_lost_when_the_class_is_full(here: Side, as_teacher: Callable[..., Client]) -> None:
    given = [f"Child {number}" for number in range(59)]
    page = as_teacher(here).post(
        reverse("students-add", args=[here.school_class.pk]),
        {"name": given, "add": [str(number) for number in range(1, 60)], "names": "as pasted"},
    )
    assert page.status_code == 409
    text = page.content.decode()
    assert "58 more would fit; you gave 59" in text
    assert "Child 58" in text
    assert "as pasted" in text
    assert present(here.school_class) == ["Ada", "Ben"]


def test_a_list_without_a_name_is_handed_back(here: Side, as_teacher: Callable[..., Client]) -> None:
    client = as_teacher(here)
    page = client.post(reverse("students-preview", args=[here.school_class.pk]), {"names": "!!!"}, follow=True)
    assert "needs at least one letter" in page.content.decode()
    assert "!!!</textarea>" in page.content.decode()


def test_a_name_is_text_and_never_markup(here: Side, as_teacher: Callable[..., Client]) -> None:
    nasty = '"><img src=x onerror=alert(1)>'
    client = as_teacher(here)
    add(here, nasty)
    child = Student.objects.get(display_name=nasty)
    for page in [
        client.post(reverse("students-preview", args=[here.school_class.pk]), {"names": nasty}),
        client.get(reverse("class", args=[here.school_class.pk])),
        client.get(reverse("student", args=[here.school_class.pk, child.uuid])),
        client.get(reverse("class-cards", args=[here.school_class.pk])),
    ]:
        assert "<img src=x" not in page.content.decode()


def test_one_childs_page_renames_moves_and_removes(here: Side, as_teacher: Callable[..., Client]) -> None:
    client, ada, meteors = as_teacher(here), here.students[0], other_class(here)
    where = [here.school_class.pk, ada.uuid]
    assert client.get(reverse("student", args=where)).status_code == 200
    client.post(reverse("student-rename", args=where), {"name": "  Ada  L. "})
    assert "Ada L." in present(here.school_class)
    client.post(reverse("student-rename", args=where), {"name": ""})
    assert "Ada L." in present(here.school_class)
    client.post(reverse("student-move", args=where), {"to": meteors.pk})
    assert present(meteors) == ["Ada L."]
    client.post(reverse("student-remove", args=[meteors.pk, ada.uuid]))
    assert present(meteors) == []
    page = client.get(reverse("class", args=[meteors.pk])).content.decode()
    assert "No longer in the class (1)" in page
    client.post(reverse("student-readmit", args=[meteors.pk, ada.uuid]))
    assert present(meteors) == ["Ada L."]


def test_a_child_is_moved_to_own_classes_only(here: Side, elsewhere: Side, as_teacher: Callable[..., Client]) -> None:
    client = as_teacher(here)
    client.post(
        reverse("student-move", args=[here.school_class.pk, here.students[0].uuid]),
        {"to": elsewhere.school_class.pk},
    )
    assert present(here.school_class) == ["Ada", "Ben"]
    assert present(elsewhere.school_class) == ["Zoe"]


STUDENT_PAGES = ["student", "student-rename", "student-move", "student-remove", "student-readmit", "student-new-key"]


@pytest.mark.parametrize("name", STUDENT_PAGES)
def test_a_stranger_gets_404_for_every_page_of_a_child(
    name: str, here: Side, elsewhere: Side, as_teacher: Callable[..., Client]
) -> None:
    client = as_teacher(elsewhere)
    for pk in (here.school_class.pk, elsewhere.school_class.pk):
        url = reverse(name, args=[pk, here.students[0].uuid])
        answer = client.get(url) if name == "student" else client.post(url, {"name": "X", "to": pk})
        assert answer.status_code == 404
    assert present(here.school_class) == ["Ada", "Ben"]
    assert Student.objects.get(pk=here.students[0].pk).key_number == 1


def test_a_child_whose_pictures_were_tried_in_vain_is_shown_to_the_teacher(
    here: Side, as_teacher: Callable[..., Client]
) -> None:
    client, ada = as_teacher(here), here.students[0]
    wrong = tuple(name for name in joining.PICTURES if name not in joining.picture_key(ada))[:3]
    assert "needs help" not in client.get(reverse("class", args=[here.school_class.pk])).content.decode()
    for _ in range(joining.TRIES_BEFORE_PAUSE):
        joining.sign_in(
            Client().session, student=ada, school_class=here.school_class, pictures=wrong, device="tablet"
        )
    assert "needs help" in client.get(reverse("class", args=[here.school_class.pk])).content.decode()
