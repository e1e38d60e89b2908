"""One lesson with a question of every kind: a child answers each by keys or by tapping, a teacher looks at each."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from classroom.brackets import TAPPED
from classroom.skills.arithmetic import parse_line
from classroom.skills.figures import figure_of
from classroom.skills.questions import QuestionDraft
from tests.browser.barriers import (
    CHILDREN_ON_TABLETS,
    TEACHERS_FINGERS,
    barriers,
    pale_text,
    sideways,
    small_targets,
)
from tests.browser.chromium import TABLET, axe_problems, shot
from tests.browser.lesson import Classroom

# What a teacher types; the answers are worked out, or stand behind the sign.
ASKED = [
    "34 × 27 (in columns)",
    "952 ÷ 28 (in columns)",
    "Number pyramid: 3 5 2 / ? ? / ? (pyramid)",
    "Arithmagon: 3 5 4 / ? ? ? (arithmagon)",
    "Magic square: 2 7 6 / 9 ? 1 / ? 3 8 (magic square)",
    "Part and whole: 12 / 5 ? (part and whole)",
    "Grid method: 23 × 14 (grid method)",
    "34 ÷ 11 = ? r ? (boxes)",
    "£1.80 = £ ? and ? p (boxes)",
    "514 minutes = ? hours and ? minutes (boxes)",
    "345 + 278 (with working)",
    "9 ? 9 = 81",
    "Which is larger? [−8 | −6]",
    "Tick all square numbers. [tick: 9 | 16 | 55 | 36 | 24]",
    "Put in order, largest first. [order: 1/4 | 1/8 | 2/10 | 2/6]",
    "Where is 70? [place: line 0 100 10] = 70",
    "Where is (2, 3)? [place: grid 6] = (2, 3)",
    "What time is it? [clock 7:57]",
    "Which number does the arrow show? [line −5 5 1 at 2]",
    "How many pence are these? [coins £1 1p 5p £1 5p 20p]",
    "What sort of angle is it? [angle 90] [acute | right angle | obtuse | reflex]",
    "Which fraction is shaded? [fraction 5/7]",
]


def answer(question: Locator, asked: QuestionDraft) -> None:
    """Answer the question on show rightly, as a child without a pen does."""
    right = asked.values[0]
    figure = figure_of(asked.layout, asked.prompt)
    if asked.kind in ("choose", "tick"):
        for card in right.split("; "):
            question.locator(f"label:has(input[value='{card}'])").click()
    elif asked.kind == "order":
        for card in right.split("; "):
            question.get_by_role("button", name=card).click()
    elif asked.kind == "place":
        numbers = [int(one) for one in re.findall(r"\d+", right)]
        for slider, number in zip(question.get_by_role("slider").all(), numbers, strict=True):
            slider.focus()
            for _ in range(number // 10 or number):
                slider.press("ArrowRight")
    elif figure is not None:
        texts = figure.texts_of(right)
        for name in figure.order:
            if name in texts:
                question.locator(f"[data-name='{name}']").press_sequentially(texts[name])
    else:
        question.locator("input.typed").fill(right)


def test_a_question_of_every_kind_is_answered_without_a_pen_and_looked_at(classroom: Classroom) -> None:
    drafts = [parse_line(line) for line in ASKED]
    [card] = classroom.make_class("Every kind", ["Ada"])
    classroom.make_worksheet("Every kind", ASKED)
    classroom.set_worksheet("Every kind", feedback="At once")
    board = classroom.page.url
    page = classroom.child(card, size=TABLET)
    page.get_by_role("button", name=re.compile("^Start: ")).click()
    expect(page.locator(".is-ready")).to_be_attached()
    problems: list[str] = []
    seen: set[str] = set()
    for number, asked in enumerate(drafts, 1):
        assert isinstance(asked, QuestionDraft), ASKED[number - 1]
        page.get_by_role("button", name=re.compile(rf"^Question {number}\b")).click()
        question = page.locator("section.question:visible")
        if number == 1:  # the others follow
            question.get_by_role("button", name="Keys").click()
        answer(question, asked)
        if asked.kind == "tick":  # what rubs out has nothing left to do then, and the focus is not lost with it
            question.get_by_role("button", name="Rub out").press("Enter")
            expect(question.get_by_role("checkbox").first).to_be_focused()
            answer(question, asked)
            question.get_by_role("checkbox").first.press("Enter")  # goes on, and presses no card of the next question
            expect(page.locator("section.question:visible [aria-pressed=true]")).to_have_count(0)
            page.get_by_role("button", name=re.compile(rf"^Question {number}\b")).click()
        # A box of a long sum is as large as the sum leaves it on a low screen: one of the answer never less than a
        # finger needs, one for a carry as small as on paper.
        small = [one for one in small_targets(page, CHILDREN_ON_TABLETS) if "cell-typed" not in one]
        small += [one for one in small_targets(page, 44) if "is-beside" not in one]
        problems += [f"{asked.prompt}: {one}" for one in [*small, *small_targets(page, 24), *sideways(page)]]
        surface = "figure" if asked.layout != "line" else asked.kind if asked.kind in TAPPED else "keypad"
        if surface not in seen:  # axe takes its time: once for each sort of surface
            seen.add(surface)
            problems += [f"{asked.prompt}: {one}" for one in axe_problems(page) + pale_text(page)]
            shot(page, f"kind-{surface}")
    expect(page.locator(".step[data-state=right]")).to_have_count(len(ASKED))
    for path in (board, f"{board}wall/?show=all", f"{board}insight/"):
        classroom.page.goto(path)
        problems += barriers(classroom.page, TEACHERS_FINGERS)
        shot(classroom.page, f"kinds-{path.rstrip('/').rsplit('/')[-1]}")
    assert not problems, "\n".join(problems)
