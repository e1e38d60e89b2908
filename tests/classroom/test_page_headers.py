"""What every answer of the site tells a browser: page, fragment, file, stream, refusal and failure alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classroom import access
from tests.classroom.test_authorisation import Scene, addresses, scene
from tests.conftest import Side

__all__ = ["scene"]  # the fixture
pytestmark = pytest.mark.django_db

EXPECTED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
DIRECTIVES = {
    "default-src 'self'", "img-src 'self' data: blob:", "object-src 'none'", "base-uri 'none'",
    "frame-ancestors 'none'", "form-action 'self'",
}  # fmt: skip


def wrong_headers(response: Any) -> list[str]:
    """What a response should tell a browser and does not."""
    told = response.headers
    wrong = [f"{name}: {told.get(name)}" for name, value in EXPECTED.items() if told.get(name) != value]
    policy = {part.strip() for part in told.get("Content-Security-Policy", "").split(";")}
    wrong += [f"CSP: {part}" for part in policy ^ DIRECTIVES if not part.startswith(("connect-src", "worker-src"))]
    if "unsafe" in told.get("Content-Security-Policy", ""):
        wrong.append("CSP allows something unsafe")
    if "camera=()" not in told.get("Permissions-Policy", "") or "geolocation=()" not in told["Permissions-Policy"]:
        wrong.append("Permissions-Policy")
    return wrong


@pytest.mark.parametrize("caller", ["nobody", "ada", "teacher"])
def test_every_address_tells_browsers_the_same_and_signed_in_pages_are_kept_nowhere(
    scene: Scene, caller: str
) -> None:
    wrong = []
    for name, pattern in addresses():
        response = scene.client(caller).get(scene.address(name, pattern))
        wrong += [f"{name}: {what}" for what in wrong_headers(response)]
        kept = response.headers.get("Cache-Control", "")
        personal = response.wsgi_request.session.get("_auth_user_id") or response.wsgi_request.session.get("student")
        shut = {"no-store", "no-cache"} & set(kept.split(", ")) or name in MAY_BE_KEPT
        if response.status_code == 200 and personal and not shut:
            wrong.append(f"{name}: Cache-Control {kept!r}")
    assert not wrong, "\n".join(wrong)


# The same for everybody, with no word about anybody; "words" has its language and version in its address.
MAY_BE_KEPT = {"offline", "schema", "api-docs", "healthz", "readyz", "worker", "try", "who-can-see", "words"}


def test_refusals_and_failures_tell_the_same(
    here: Side, as_teacher: Callable[[Side], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a secret of the house")

    strict = Client(enforce_csrf_checks=True)
    client = as_teacher(here)
    client.raise_request_exception = False
    monkeypatch.setattr(access, "classes_for_teacher", broken)
    answers = {
        404: Client().get("/no-such-page/"),
        403: strict.post(reverse("home"), {"code": "ABCDEF"}),
        405: Client().get(reverse("finished")),
        500: client.get(reverse("classes")),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert wrong_headers(answer) == [], status
        assert "secret of the house" not in answer.text and "Traceback" not in answer.text


def test_a_host_that_is_not_ours_is_refused(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["maths.school.example"]
    assert Client().get("/", HTTP_HOST="evil.example").status_code == 400
    assert Client().get("/", HTTP_HOST="maths.school.example").status_code == 200


def test_on_a_network_with_any_host_no_link_is_built_from_what_a_stranger_says(here: Side) -> None:
    """Links are shown to the teacher who asks, under the address of the teacher's own request; none is mailed."""
    page = Client().get("/", HTTP_HOST="testserver", HTTP_X_FORWARDED_HOST="evil.example")
    assert "evil.example" not in page.text
