"""Settings fail loudly, in a sentence; secrets are made once and for their owner alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from astronumbers import env


@pytest.mark.parametrize(
    ("value", "read", "sentence"),
    [
        ("maybe", lambda: env.flag("SETTING"), "must be 1 or 0"),
        ("ten", lambda: env.integer("SETTING", 1), "must be a whole number"),
        ("99", lambda: env.integer("SETTING", 1, low=0, high=9), "must be between 0 and 9"),
        ("perhaps", lambda: env.choice("SETTING", "open", ("open", "invite")), "must be one of open, invite"),
        ("Mars", lambda: env.time_zone("SETTING", "UTC"), "must be a time zone"),
        ("../../etc/passwd", lambda: env.time_zone("SETTING", "UTC"), "must be a time zone"),
        ("mysql://a/b", lambda: env.database("mysql://a/b"), "must look like postgres://"),
    ],
)
def test_a_wrong_value_is_named_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, value: str, read: Callable[[], Any], sentence: str
) -> None:
    monkeypatch.setenv("SETTING", value)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        read()


def test_what_is_unset_or_empty_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SETTING", " ")
    assert env.flag("SETTING", True) is True
    assert env.integer("SETTING", 7) == 7
    assert env.choice("SETTING", "open", ("open", "invite")) == "open"
    assert env.words("SETTING") == []


def test_a_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first = env.secret("SOME_SECRET", tmp_path / "data")
    assert len(first) > 40
    assert env.secret("SOME_SECRET", tmp_path / "data") == first
    file = tmp_path / "data" / "some_secret.txt"
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    assert env.secret("SOME_SECRET", tmp_path / "other") != first


def test_a_data_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match="is not a folder"):
        env.secret("SOME_SECRET", tmp_path / "file" / "data")


def test_a_database_address_is_taken_apart() -> None:
    read = env.database("postgres://ada:p%40ss@db.example:5433/school")
    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"], read["NAME"]) == (
        "ada", "p@ss", "db.example", "5433", "school",
    )  # fmt: skip
