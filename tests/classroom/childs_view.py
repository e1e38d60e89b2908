"""What a child's pages say, for tests to look at."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.conftest import Side


def addresses(side: Side) -> list[str]:
    work = f"/work/{side.assignment.uuid}/"
    return ["/todo/", work, f"{work}done/", f"/api/v1/attempts/{side.attempt().uuid}/"]


def known_in(page: str) -> list[dict[str, Any]]:
    found = re.search(r'<script id="known" type="application/json">(.*?)</script>', page, re.S)
    assert found
    known: list[dict[str, Any]] = json.loads(found[1])
    return known
