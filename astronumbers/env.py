"""Typed readers of the environment that fail loudly, and secrets kept in files."""

from __future__ import annotations

import os
import secrets
import zoneinfo
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable as it stands, or `default` when unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """A yes or no; accepts 1, true, yes, on and their opposites in any case."""
    raw = text(name).lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {raw!r}")


def choice(name: str, default: str, among: tuple[str, ...]) -> str:
    """One of a few words."""
    word = text(name, default)
    if word not in among:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(among)}, not {word!r}")
    return word


def integer(name: str, default: int, *, low: int | None = None, high: int | None = None) -> int:
    """A whole number within `low`..`high`."""
    raw = text(name)
    if not raw:
        return default
    try:
        value = int(raw)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {raw!r}") from None
    if (low is not None and value < low) or (high is not None and value > high):
        raise ImproperlyConfigured(f"{name} must be between {low} and {high}, not {value}")
    return value


def words(name: str) -> list[str]:
    """A list written with commas; empty when unset."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def days(name: str) -> dict[str, int]:
    """Numbers of days by name, written as ink=120,trail=730; empty when unset."""
    found = {}
    for word in words(name):
        key, equals, number = word.partition("=")
        if not equals or not number.strip().isdigit() or int(number) > 36_500:
            raise ImproperlyConfigured(f"{name} must look like ink=120,trail=730, not {word!r}")
        found[key.strip()] = int(number)
    return found


def secret(name: str, folder: Path) -> str:
    """A secret from NAME, from the file named by NAME_FILE, or from `folder`.

    On the first start a new one is made and kept in `folder` as a file that only its owner can read.
    """
    given = text(name)
    if given:
        return given
    named = text(f"{name}_FILE")
    if named:
        try:
            return Path(named).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}") from error
    path = folder / f"{name.lower()}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path.read_text().strip() if path.exists() else _make_secret(path)
    except (FileExistsError, NotADirectoryError):
        raise ImproperlyConfigured(f"DATA_DIR={folder} is not a folder. Choose another.") from None
    except OSError as error:
        why = (error.strerror or "it cannot be used").lower()
        raise ImproperlyConfigured(
            f"The data folder {folder} cannot be used: {why}. Choose another: DATA_DIR=..."
        ) from None


def secret_if_given(name: str) -> str:
    """A secret from NAME or from the file named by NAME_FILE; empty when neither is set."""
    named = text(f"{name}_FILE")
    if text(name) or not named:
        return text(name)
    try:
        return Path(named).read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}") from error


def time_zone(name: str, default: str) -> str:
    """The name of a time zone that this machine knows."""
    zone = text(name, default)
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ImproperlyConfigured(f"{name} must be a time zone such as Europe/London, not {zone!r}") from None
    return zone


def _make_secret(path: Path) -> str:
    value = secrets.token_urlsafe(50)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(value)
    # A link comes into being whole and only once: two processes that start together end with one secret.
    try:
        os.link(draft, path)
    except FileExistsError:
        value = path.read_text().strip()
    finally:
        draft.unlink()
    return value


def database(url: str) -> dict[str, object]:
    """Django's settings for a PostgreSQL address: postgres://user:password@host:port/name."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgres://user:password@host:5432/name")
    return {
        "ENGINE": "astronumbers.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
    }
