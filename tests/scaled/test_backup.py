"""The same story on PostgreSQL: dumped while a process writes, sealed, and put back in place of what is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scaled.servers import NotHere, postgres_server
from tests.test_backup import Place, restored, tell

pytestmark = [pytest.mark.scaled, pytest.mark.slow]


def test_a_dump_made_while_children_write_comes_back_whole(tmp_path: Path) -> None:
    try:
        with postgres_server(tmp_path) as url:
            place = Place(tmp_path / "data", {"DATABASE_URL": url})
            story = tell(place, tmp_path)
            there = set(place.facts()["inks"])
            assert set(story.all) <= there
            _, refused = restored(story, place.data)
            assert refused.returncode != 0 and "--replace" in refused.stderr
            _, done = restored(story, place.data, "--replace")
            assert done.returncode == 0, done.stdout + done.stderr
            facts = place.facts()
            assert set(story.before) <= set(facts["inks"]) < there
            assert facts["sessions"] == 0 and facts["trail"][1] == []
            [aside] = place.data.glob("before-restore-*")
            assert (aside / "database.dump").stat().st_mode & 0o077 == 0
    except NotHere as missing:
        pytest.skip(str(missing))
