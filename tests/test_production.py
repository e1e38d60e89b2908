"""The production profile (HTTPS=1) and the one of a school's own network, asked of the real settings file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from classroom.management.commands.run import address_before_the_proxy
from tests.running_site import ROOT, environment

ASK = """
import json, django
django.setup()
from django.conf import settings
names = [name for name in dir(settings) if name.isupper()]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""
PRODUCTION = {
    "HTTPS": "1",
    "ALLOWED_HOSTS": "maths.school.example",
    "DATABASE_URL": "postgres://astro:astro@localhost/astro",
    "REDIS_URL": "redis://localhost:6379/0",
}


def settings_with(data_dir: Path, **environ: str) -> dict[str, Any]:
    """Every setting as a process started like this has it."""
    env = {**environment(data_dir, **environ), "DJANGO_SETTINGS_MODULE": "astronumbers.settings"}
    done = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def test_djangos_own_check_of_a_deployment_finds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"]
    env = environment(tmp_path, **PRODUCTION)
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_that_check_would_find_something(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True)
    assert done.returncode != 0 and "security.W004" in done.stderr


def test_behind_https_cookies_are_bound_to_the_host_and_never_go_out_in_the_clear(tmp_path: Path) -> None:
    told = settings_with(tmp_path, **PRODUCTION)
    assert told["DEVICE_COOKIE_NAME"] == "__Host-device"
    for kind in ("SESSION", "CSRF"):
        assert told[f"{kind}_COOKIE_SECURE"] is True
        assert told[f"{kind}_COOKIE_NAME"].startswith("__Host-")
        assert told[f"{kind}_COOKIE_SAMESITE"] == "Lax"
        assert told[f"{kind}_COOKIE_DOMAIN"] is None and told[f"{kind}_COOKIE_PATH"] == "/"
    assert told["SESSION_COOKIE_HTTPONLY"] is True
    assert told["SECURE_SSL_REDIRECT"] is True and told["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert told["DEBUG"] is False and told["SIGNUP"] == "invite" and told["ALLOWED_HOSTS"] == ["maths.school.example"]
    assert told["CELERY_ACCEPT_CONTENT"] == ["json"] and told["CELERY_TASK_IGNORE_RESULT"] is True


def test_on_a_network_without_a_certificate_cookies_work_and_are_still_out_of_reach_of_scripts(
    tmp_path: Path,
) -> None:
    told = settings_with(tmp_path, LAN="1")
    assert told["SESSION_COOKIE_SECURE"] is False, "a browser would not send it back over plain HTTP"
    assert told["DEVICE_COOKIE_NAME"] == "device", "and would refuse a name that is bound to the host"
    assert told["SESSION_COOKIE_HTTPONLY"] is True and told["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert told["SIGNUP"] == "invite" and told["SECURE_PROXY_SSL_HEADER"] is None
    assert told["ALLAUTH_TRUSTED_PROXY_COUNT"] == told["AXES_IPWARE_PROXY_COUNT"] == 0, "nobody's word is taken"


def test_https_without_the_names_of_the_site_does_not_start_for_nobody_could_open_it(tmp_path: Path) -> None:
    for more in ({}, {"LAN": "1"}):
        with pytest.raises(subprocess.CalledProcessError) as refused:
            settings_with(tmp_path, HTTPS="1", **more)
        assert "HTTPS=1 needs ALLOWED_HOSTS" in refused.value.stderr


def test_a_start_behind_a_proxy_names_the_address_that_people_open(settings: Any) -> None:
    settings.HTTPS, settings.ALLOWED_HOSTS = True, [".school.example", "maths.school.example", "127.0.0.1"]
    assert address_before_the_proxy() == "https://maths.school.example"
    settings.ALLOWED_HOSTS = ["*"]
    assert address_before_the_proxy() == ""
    settings.HTTPS, settings.ALLOWED_HOSTS = False, ["maths.school.example"]
    assert address_before_the_proxy() == ""


def test_two_installations_share_no_secret(tmp_path: Path) -> None:
    one, other = (settings_with(tmp_path / name) for name in ("one", "other"))
    assert one["SECRET_KEY"] != other["SECRET_KEY"] and one["PEPPER"] != other["PEPPER"]
    assert min(len(one["SECRET_KEY"]), len(one["PEPPER"])) >= 50
    assert one["DEBUG"] is False
