"""The locks: same pins in both, no TensorFlow in a school, and no word of where packages come from."""

from __future__ import annotations

import re
from pathlib import Path

import celery
import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements-server.txt", "requirements.txt", "requirements-services.txt")


def pins(name: str) -> dict[str, str]:
    """Package -> version, as locked."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", (ROOT / name).read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_place(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.search(r"https?:|file:|^\s*-|index|/(home|usr|tmp|opt|root)/", text.replace("    --hash", ""), re.M)


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name: str) -> None:
    blocks = re.findall(r"^\S+==.*(?:\n .*)*", (ROOT / name).read_text(), re.MULTILINE)
    assert {block.split("==")[0] for block in blocks} == set(pins(name)) != set()
    assert all("--hash=sha256:" in block for block in blocks)


def test_what_a_school_runs_is_what_was_tested() -> None:
    everything = pins("requirements.txt")
    assert {name: everything.get(name) for name in pins("requirements-server.txt")} == pins("requirements-server.txt")


def test_a_school_gets_neither_tensorflow_nor_tests() -> None:
    assert not {"tensorflow", "tensorflow-cpu", "keras", "pytest", "playwright", "uv"} & set(
        pins("requirements-server.txt")
    )


def test_celery_is_the_release_whose_redis_settings_we_rely_on() -> None:
    # An unpinned python-dateutil once drew Celery silently back to 5.6.3, where these settings do nothing.
    assert celery.__version__ == pins("requirements-server.txt")["celery"] == "5.7.0"
    assert pins("requirements-server.txt")["python-dateutil"] == "2.9.0.post0"
