"""Settings that do not go together, or not with a school."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

from django.conf import settings
from django.db import connection

from classroom import retention
from classroom.management.doctoring import Finding
from classroom.watching import telling

SHORT = 32  # signs: fewer can be guessed from a copy of the database


def profile() -> Iterator[Finding]:
    """The settings, read together."""
    wrong = [*_secrets(), *_network(), *_names(), *_processes(), *_telling(), *_odd()]
    yield from wrong or [Finding("ok", "the settings go together")]


def _secrets() -> Iterator[Finding]:
    for name in ("SECRET_KEY", "PEPPER"):
        if len(getattr(settings, name)) < SHORT:
            yield Finding("DO", f"{name} has fewer than {SHORT} signs: unset it, and the start makes a good one")
    if settings.SECRET_KEY == settings.PEPPER:
        yield Finding("DO", "SECRET_KEY and PEPPER are the same: give SECRET_KEY another value (all sign in again)")
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < 16:
        yield Finding("DO", "METRICS_TOKEN is short and can be guessed: take at least 16 signs")


def _network() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding("DO", "DEBUG is on: its error pages show what is stored; unset DEBUG")
    if settings.HTTPS and "*" in settings.ALLOWED_HOSTS:
        yield Finding("DO", "with HTTPS=1 any host name is answered: set ALLOWED_HOSTS to the site's own")
    if settings.HTTPS and not settings.AXES_IPWARE_PROXY_COUNT:
        yield Finding("DO", "HTTPS=1 without TRUSTED_PROXIES: all tablets look like one; set TRUSTED_PROXIES=1")
    if settings.AXES_IPWARE_PROXY_COUNT and not settings.HTTPS:
        yield Finding("note", "TRUSTED_PROXIES without HTTPS: right only if a proxy of yours stands before the site")
    if (settings.LAN or settings.HTTPS) and settings.SIGNUP == "open":
        yield Finding("DO", "SIGNUP=open on a network: whoever reaches the site can found a school; unset SIGNUP")
    if settings.DEMO and (settings.LAN or settings.HTTPS):
        yield Finding("DO", "the demonstration's open doors are on a network: unset DEMO, use manage.py run")


def _names() -> Iterator[Finding]:
    """Names in the wrong form are taken without a word, and nobody, or nothing that is sent, gets in."""
    for host in settings.ALLOWED_HOSTS:
        if "/" in host or (":" in host and not host.startswith("[")):
            yield Finding(
                "DO", f"ALLOWED_HOSTS names {host}, which no request can match: the name alone, such as "
                "maths.school.example, without https:// and without a port"
            )  # fmt: skip
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        if not re.fullmatch(r"https?://[^/]+", origin):
            yield Finding(
                "DO", f"CSRF_TRUSTED_ORIGINS names {origin}, and every form from there is refused: write "
                "https:// and the name, nothing behind it"
            )  # fmt: skip


def _processes() -> Iterator[Finding]:
    if settings.REDIS_URL and connection.vendor == "sqlite":
        yield Finding(
            "DO", "REDIS_URL with SQLite: workers would write the one file too; set DATABASE_URL, or unset REDIS_URL"
        )
    if settings.DATABASE_URL and not settings.REDIS_URL:
        yield Finding("note", "PostgreSQL without Redis: one process reads all answers")


def _telling() -> Iterator[Finding]:
    if settings.ALARM_WEBHOOK:
        try:
            telling.private_address(settings.ALARM_WEBHOOK)
        except telling.NotOnThisNetwork as error:
            yield Finding("DO", f"ALARM_WEBHOOK cannot be told: {error}; name a machine of the school, or unset it")


def _odd() -> Iterator[Finding]:
    if settings.LOG_LEVEL == "DEBUG":
        yield Finding("DO", "LOG_LEVEL=DEBUG lets other programs' parts log what they like: set INFO or WARNING")
    if unknown := sorted(set(settings.RETENTION_DAYS) - set(retention.WINDOWS)):
        known = ", ".join(retention.WINDOWS)
        yield Finding("DO", f"RETENTION_DAYS names {', '.join(unknown)}, which is no window; known are {known}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        yield Finding("note", "this runs as root; a user of its own is enough and safer")
