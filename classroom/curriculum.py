"""A question's skill, and what wrong procedures answer to it, as the database keeps them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from classroom import rules
from classroom.models import Skill
from classroom.skills.curriculum import SKILLS
from classroom.skills.forms.base import Item


def skill_rows(codes: Iterable[str]) -> dict[str, Skill]:
    """The rows of these skills, made when first needed. Two queries, and one more for new skills."""
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    known = {one.code: one for one in Skill.objects.filter(code__in=wanted)}
    new = [SKILLS[code] for code in wanted if code not in known]
    if new:
        Skill.objects.bulk_create(
            [Skill(code=one.code, title=one.title, year=one.year) for one in new], ignore_conflicts=True
        )
        known = {one.code: one for one in Skill.objects.filter(code__in=wanted)}
    return known


def predictions_kept(item: Item, key: Mapping[str, Any]) -> dict[str, Any]:
    """Question.predictions: what wrong procedures answer, without what a teacher's key takes for right."""
    wrong = {}
    for one in item.predictions:
        texts = [text for text in one.answers if not rules.is_right(text, key)]
        if texts:
            wrong[one.procedure] = texts
    return {"version": 1, "wrong": wrong} if wrong else {}
