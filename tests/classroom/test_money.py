"""Sums of money as teachers type them: read, worked out, written back."""

from __future__ import annotations

import doctest

import pytest

from classroom.skills import money
from classroom.skills.arithmetic import EVERY_KIND, source
from classroom.skills.forms.reading import recognise
from tests.classroom.test_arithmetic import read, wrong


def test_the_examples_in_the_module_are_true() -> None:
    assert doctest.testmod(money).failed == 0


@pytest.mark.parametrize(
    ("line", "prompt", "key", "kind"),
    [
        ("£2.50 + £1.25", "£2.50 + £1.25 = £ ?", "3.75", "decimal"),
        ("£2.50+£1.50 =", "£2.50 + £1.50 = £ ?", "4.00", "decimal"),
        ("£2.50 + £1.25 = £3.75", "£2.50 + £1.25 = £ ?", "3.75", "decimal"),
        ("£2.50 + £1.25 = 3.75", "£2.50 + £1.25 = £ ?", "3.75", "decimal"),
        ("£2.50 + £ ? = £4", "£2.50 + £ ? = £4", "1.50", "decimal"),
        ("£5 − £1.25 - £0.75", "£5 − £1.25 − £0.75 = £ ?", "3.00", "decimal"),
        ("£5 + £3", "£5 + £3 = £ ?", "8", "whole"),
        ("£1,000 + £1.50", "£1,000 + £1.50 = £ ?", "1001.50", "decimal"),
        ("50p + 35p", "50p + 35p = ? p", "85", "whole"),
        ("€2,50 + €1,25", "2.50 € + 1.25 € = ? €", "3.75", "decimal"),
        ("2,50 € + 1,25 €", "2.50 € + 1.25 € = ? €", "3.75", "decimal"),
        ("2,50€ - 1,25€ = ? €", "2.50 € − 1.25 € = ? €", "1.25", "decimal"),
        ("€2.50 + €1.25", "€2.50 + €1.25 = € ?", "3.75", "decimal"),
        ("50 ct + 35ct", "50 ct + 35 ct = ? ct", "85", "whole"),
    ],
)
def test_a_sum_of_money_has_its_coin_at_every_amount_and_its_key_worked_out(
    line: str, prompt: str, key: str, kind: str
) -> None:
    draft = read(line, kinds=EVERY_KIND)
    assert (draft.prompt, draft.values, draft.kind, draft.worked_out) == (prompt, (key,), kind, True)
    assert read(source(draft), kinds=EVERY_KIND) == draft, "and it reads as itself again"


def test_a_sum_of_money_that_a_form_knows_is_that_forms_question() -> None:
    for line in ("£2.75 + £1.25", "2,75 € + 1,25 €", "€2,75 + €1,25", "57p + 35p"):
        known = recognise(read(line, kinds=EVERY_KIND).prompt)
        assert known is not None and known.skill == "money.total" and known.predictions


def test_money_that_is_no_sum_of_one_coin_is_asked_about_and_a_given_key_is_taken() -> None:
    assert "behind =" in wrong("£2 + 50p", EVERY_KIND)
    assert "behind =" in wrong("£2.50 + 3", EVERY_KIND)
    assert "2.50 + 1.25 is 3.75, not 4" in wrong("£2.50 + £1.25 = £4", EVERY_KIND)
    assert "decimals cannot be read yet" in wrong("£2.50 + £1.25")
    given = read("£2.50 + £1.25 → 3.75 or 375", kinds=EVERY_KIND)
    assert (given.prompt, given.values) == ("£2.50 + £1.25 = £ ?", ("3.75", "375"))
    assert read("Ben has £5 and finds £2. How much? = 7").prompt == "Ben has £5 and finds £2. How much?"
