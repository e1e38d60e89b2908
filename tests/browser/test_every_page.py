"""Every page of the site in the demonstration school: no barriers, no errors, no page that nobody looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, Page

from tests.browser.barriers import CHILDREN_ON_TABLETS, TEACHERS_FINGERS, barriers
from tests.browser.chromium import DESKTOP, PHONE, TABLET, Windows, shot
from tests.running_site import RunningSite

# Pages that one reaches by following links: from what a teacher sees first, from what a child sees first.
TEACHERS = {
    "classes", "class-new", "class", "class-change", "class-projector", "class-cards", "student", "gradebook",
    "worksheets", "worksheet-new", "worksheet", "worksheet-edit", "worksheet-preview", "worksheet-print",
    "question-key",
    "set-worksheet", "library", "library-ready",
    "lessons", "assignment", "assignment-change", "review", "assignment-question", "wall", "lesson-decisions",
    "sheet", "answer", "replay", "review-all", "assignment-patterns", "gallery", "gallery-questions",
    "school", "status", "marking", "class-mirrored", "profile", "account_change_password", "mfa_index", "home",
    "class-consent", "class-consent-form", "training-ink", "children-of-school", "deeds", "child-record",
    "insight-lesson", "insight-class", "insight-child", "honesty", "honesty-for-parents", "new-reader", "take-in",
    "next-class", "next-child", "practice", "styleguide", "styleguide-children",
}  # fmt: skip
CHILDREN = {"todo", "done", "who-can-see", "work"}
ANYBODY = {
    "home": "/", "try": "/try/", "account_login": "/accounts/login/", "who-can-see": "/who-can-see/",
    "offline": "/offline/",
}  # fmt: skip
# Looked at elsewhere, each with the place.
ELSEWHERE = {
    "choose-name": "test_lesson", "pictures": "test_lesson", "students-preview": "test_lesson",
    "join-school": "test_lesson", "finished": "below", "invitation": "below",
    "new-password": "a form like join-school",
    "rereading": "test_new_reader",
    "flight": "test_practising", "landed": "test_practising", "practice-look": "the same template as review-all",
    "library-shared": "the same template as library-ready",
    "child-erase": "a form like account_reauthenticate", "account_reauthenticate": "test_privacy_pages",
    "mfa_authenticate": "test_second_step", "mfa_reauthenticate": "test_second_step",
    "mfa_activate_totp": "test_second_step", "mfa_paper_codes": "test_second_step",
    "account_signup": "a form like join-school", "account_inactive": "a sentence", "account_logout": "redirects",
    "api-docs": "made by drf-spectacular", "demonstration": "redirects",
}  # fmt: skip
# Not pages: they change something and redirect, or answer files, fragments, events and JSON.
NO_PAGES = re.compile(
    r"^(start|hand-in|look|language|words|first-steps-end|practise|explore|flight-.*|next-sheet|placement|school-.*|class-(archive|restore|joining|new-code|qr|add-teacher|remove-teacher)|invitation-qr|"
    r"students-add|student-.*|worksheet-(publish|duplicate|new-version|archive|unarchive|delete|other-numbers)|gallery-mix|"
    r"worksheet-(pdf|share|json|csv|from-file)|favour-.*|assignment-(cells|events|close|reopen|return|remove|csv|xlsx)|mark-group|decision-undo|attempt-.*|answer-.*|gradebook-.*|insight-.*-(file|report)|"
    r"api-(attempt|hand-in|ink|agreement|readings|kept)|worker|child-(consent|download)|mfa_deactivate_totp|honesty-alarm-seen|rereading-.*|schema|healthz|readyz|metrics)$"
)
MOST_PAGES = 120


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """The school of `make demo`."""
    with RunningSite(tmp_path_factory.mktemp("demo") / "data", command="demo") as running:
        yield running


@pytest.fixture
def windows(demonstration: RunningSite, chromium: Browser) -> Iterator[Windows]:
    """Windows on the demonstration instead of the empty school."""
    opened = Windows(chromium, demonstration.home)
    yield opened
    opened.close()
    assert opened.complaints == []


def names_of_all() -> set[str]:
    """The name of every address of the site."""

    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns)
            else:
                yield str(one.name)

    return set(walk(get_resolver().url_patterns))


def come_in(page: Page, site: RunningSite, *, who: int) -> None:
    """By the demonstration's printed links: 0 the teacher's, 1 the child's."""
    page.goto(re.findall(r"http://\S+/demonstration/\S+", site.said())[who])


def walk(page: Page, *, picture: str, least: int) -> tuple[set[str], list[str]]:
    """Follow links, one of each kind of page, looking at each; names seen and what is wrong."""
    home = page.url.split("/", 3)[:3]
    waiting, seen, problems = [page.url], {"": ""}, []
    titles: dict[str, str] = {}  # whose it is, by title: tabs and histories tell pages apart by nothing else (2.4.2)
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        name = name_of(address)
        if name in seen:
            continue
        answer = page.goto(address)
        seen[name] = address
        if answer is None or answer.status != 200:
            problems.append(f"{address}: status {answer.status if answer else 'none'}")
            continue
        problems += barriers(page, least)
        arrived = name_of(page.url)  # some addresses lead to another page
        if titles.setdefault(page.title(), arrived) != arrived:
            problems.append(f"{address}: called {page.title()!r} as {titles[page.title()]} is")
        shot(page, f"{picture}-{name}")
        for link in page.locator("a[href]").evaluate_all("links => links.map(link => link.href)"):
            if link.split("/", 3)[:3] == home and not NO_PAGES.match(name_of(link)):
                waiting.append(link)
    return set(seen) - {""}, problems


def name_of(address: str) -> str:
    """The name of the page at an address of ours."""
    return resolve("/" + address.split("?")[0].split("#")[0].split("/", 3)[3]).url_name or ""


def test_every_address_is_a_page_that_is_looked_at_or_none() -> None:
    looked_at = TEACHERS | CHILDREN | set(ANYBODY) | set(ELSEWHERE)
    assert {name for name in names_of_all() if name not in looked_at and not NO_PAGES.match(name)} == set()
    assert {name for name in looked_at if NO_PAGES.match(name)} == set()


def test_every_page_of_a_teacher(windows: Windows, demonstration: RunningSite) -> None:
    page = windows.open(DESKTOP)
    come_in(page, demonstration, who=0)
    seen, problems = walk(page, picture="teacher", least=TEACHERS_FINGERS)
    assert not problems, "\n".join(problems)
    assert TEACHERS - seen == set()


def test_every_page_of_a_child(windows: Windows, demonstration: RunningSite) -> None:
    page = windows.open(TABLET, touch=True)
    come_in(page, demonstration, who=1)
    page.get_by_role("button", name=re.compile("^(Start|Go on)")).first.click()
    page.locator("#work.is-ready").wait_for()
    problems = barriers(page, CHILDREN_ON_TABLETS)
    shot(page, "child-work")
    page.goto("/todo/")
    seen, more = walk(page, picture="child", least=CHILDREN_ON_TABLETS)
    problems += more
    page.goto("/todo/")
    page.get_by_role("button", name="finished").click()
    page.wait_for_url(lambda address: "/todo/" not in address)  # the screen is cleared before the next page is there
    page.get_by_role("heading", level=1).wait_for()
    problems += barriers(page, CHILDREN_ON_TABLETS)
    shot(page, "child-finished")
    assert not problems, "\n".join(problems)
    assert CHILDREN - seen - {"work"} == set()


@pytest.mark.parametrize("name", ANYBODY)
def test_every_page_for_anybody(windows: Windows, name: str) -> None:
    page = windows.open(TABLET)
    page.goto(ANYBODY[name])
    problems = barriers(page, TEACHERS_FINGERS if name.startswith("account") else CHILDREN_ON_TABLETS)
    shot(page, f"anybody-{name}")
    assert not problems, "\n".join(problems)


def test_a_teacher_who_was_invited_finds_no_barrier(windows: Windows, demonstration: RunningSite) -> None:
    page = windows.open(DESKTOP)
    come_in(page, demonstration, who=0)
    page.goto("/school/")
    page.get_by_role("button", name=re.compile("[Ii]nvit")).first.click()
    problems = barriers(page, TEACHERS_FINGERS)
    shot(page, "teacher-invitation")
    link = re.search(r"http://\S+/join-school/[\w-]+/", page.content())
    assert link is not None
    invited = windows.open(PHONE)
    invited.goto(link[0])
    problems += barriers(invited, TEACHERS_FINGERS)
    shot(invited, "invited")
    # Then in by the form, after a mistake in it, to a desk on which nothing lies yet.
    invited.get_by_label("Your name, as children say it").fill("Mx New")
    invited.get_by_label("E-mail").fill("new@hilltop.example")
    invited.get_by_label("Password", exact=True).fill("short")
    invited.get_by_role("button", name="Join").click()
    invited.locator(".errorlist").first.wait_for()
    problems += barriers(invited, TEACHERS_FINGERS)
    invited.get_by_label("Password", exact=True).fill("comets and crayons 42")
    invited.get_by_role("button", name="Join").click()
    invited.wait_for_url("**/classes/")
    for empty in ("/classes/", "/worksheets/", "/lessons/", "/review/", "/honesty/", "/status/"):
        answer = invited.goto(empty)
        assert answer is not None and answer.status == 200, empty
        problems += barriers(invited, TEACHERS_FINGERS)
    assert not problems, "\n".join(problems)


def test_what_goes_wrong_is_said_without_barriers(windows: Windows, demonstration: RunningSite) -> None:
    page = windows.open(TABLET)
    page.goto("/no-such-page/")
    problems = barriers(page, TEACHERS_FINGERS)
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill("nobody@hilltop.example")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    page.locator(".errorlist").first.wait_for()
    problems += barriers(page, TEACHERS_FINGERS)
    come_in(page, demonstration, who=0)
    page.goto("/classes/new/")
    page.locator("main form").last.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    page.locator(".errorlist").first.wait_for()
    problems += barriers(page, TEACHERS_FINGERS)
    page.goto("/status/")
    page.emulate_media(forced_colors="active")
    problems += barriers(page, TEACHERS_FINGERS)
    shot(page, "teacher-status-forced-colours")
    assert not problems, "\n".join(problems)
