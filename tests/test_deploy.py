"""deploy/ says what is true: settings that exist, commands that exist, addresses that answer, nothing unpinned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands, load_command_class
from django.urls import resolve

from astronumbers import bodies
from astronumbers.celery import app as celery_app
from classroom.watching.exposition import GAUGES
from tests.house_rules import ROOT

DEPLOY = ROOT / "deploy"
MANIFESTS = [path for path in sorted((DEPLOY / "kubernetes").glob("*.yaml")) if path.name != "kustomization.yaml"]
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = yaml.safe_load((DEPLOY / "compose/compose.yaml").read_text())
# Read by what we run, and not by our settings: Celery, Prometheus' client, Python.
OF_OTHERS = {"REMAP_SIGTERM", "PROMETHEUS_MULTIPROC_DIR", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PATH"}
REQUIRED = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PEPPER", "METRICS_TOKEN", "HTTPS", "ALLOWED_HOSTS"}
ONE_PROCESS = "astronumbers.service"  # with SQLite: its secrets and its database are files of its folder
PINNED = re.compile(r"^[a-z0-9./_-]+:\d+\.\d+[\w.-]*$")


def known_settings() -> set[str]:
    """Every variable that the code asks the environment for, and for secrets also the one that names a file."""
    known = set(OF_OTHERS)
    for room in ("astronumbers", "classroom"):
        for path in (ROOT / room).rglob("*.py"):
            for reader, name in re.findall(r"\b(?:env\.)?(\w+)\(\s*\"([A-Z][A-Z_]+)\"", path.read_text()):
                if reader in {"text", "flag", "choice", "integer", "words", "days", "time_zone"}:
                    known.add(name)
                elif reader in {"secret", "secret_if_given"}:
                    known |= {name, f"{name}_FILE"}
            known |= set(re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", path.read_text()))
    return known


def without_file(names: set[str]) -> set[str]:
    return {name.removesuffix("_FILE") for name in names}


def documents(*paths: Path) -> Iterator[dict[str, Any]]:
    for path in paths:
        yield from (one for one in yaml.safe_load_all(path.read_text()) if one)


def containers() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Name of the workload, its pod's spec, and each container of it."""
    for one in documents(*MANIFESTS):
        spec = one.get("spec", {})
        pod = (spec.get("jobTemplate", {}).get("spec", spec)).get("template", {}).get("spec")
        for container in pod["containers"] if pod else []:
            yield one["metadata"]["name"], pod, container


def ours(container: dict[str, Any]) -> bool:
    return str(container["image"]).startswith("astronumbers")


def settings_of(container: dict[str, Any]) -> dict[str, str]:
    [settings] = (one["data"] for one in documents(DEPLOY / "kubernetes/settings.yaml"))
    given = dict(settings) if container.get("envFrom") else {}
    return {**given, **{one["name"]: one.get("value", "") for one in container.get("env", [])}}


def unit(path: Path) -> dict[str, list[str]]:
    """Every key of a unit with all its values, in order."""
    found: dict[str, list[str]] = {}
    for line in path.read_text().splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def unit_settings(path: Path) -> set[str]:
    words = " ".join(unit(path).get("Environment", [])).split()
    example = (DEPLOY / "systemd/environment.example").read_text()
    return {word.partition("=")[0] for word in words} | set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))


def test_the_reader_of_settings_sees_them() -> None:
    assert {*REQUIRED, "PORT", "BACKUP_PASSPHRASE_FILE", "TRUSTED_PROXIES", "DATABASE_URL_FILE"} <= known_settings()
    assert "REDIS_URI" not in known_settings()


# --- commands ---


def commands() -> Iterator[tuple[str, list[str]]]:
    for name, service in COMPOSE["services"].items():
        if "astronumbers" in str(service.get("image")):
            words = service["command"]
            yield (
                f"compose {name}",
                re.findall(r"python manage.py .*?(?=\|)", words[-1])[0].split() if words[0] == "sh" else words,
            )
    for name, _, container in containers():
        if ours(container):
            yield f"kubernetes {name}", [str(one) for one in (*container["command"], *container.get("args", []))]
    for path in UNITS:
        [start] = unit(path)["ExecStart"]
        yield f"systemd {path.name}", start.replace("/srv/astronumbers/.venv/bin/", "").split()
    said = re.findall(r"^CMD \[(.*)\]$", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    yield "Dockerfile", [word.strip(' "') for word in said[-1].split(",")]


@pytest.mark.parametrize(
    ("where", "words"), list(commands()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_command_and_every_option_exists(where: str, words: list[str]) -> None:
    if words[0] == "celery":
        assert words[:4] == ["celery", "-A", "astronumbers", "worker"] and celery_app.main == "astronumbers"
        assert {"--without-gossip", "--without-mingle"} <= set(words)
        return
    assert words[:2] == ["python", "manage.py"], where
    assert words[2] in get_commands()
    command = load_command_class(get_commands()[words[2]], words[2])
    command.create_parser("manage.py", words[2]).parse_args(words[3:])  # SystemExit for an unknown option


# --- settings ---


def test_compose_sets_what_the_scaled_form_needs_and_nothing_unknown() -> None:
    for name, service in COMPOSE["services"].items():
        if "astronumbers" not in str(service.get("image")):
            continue
        given = set(service["environment"])
        assert given <= known_settings(), name
        assert without_file(given) >= REQUIRED, name
        files = {value.rpartition("/")[2] for key, value in service["environment"].items() if key.endswith("_FILE")}
        assert files <= set(service["secrets"]) <= set(COMPOSE["secrets"]), name
    made = set(re.findall(r"^new (\w+)", (DEPLOY / "compose/make-secrets.sh").read_text(), re.MULTILINE))
    assert made == set(COMPOSE["secrets"])


def test_kubernetes_sets_what_the_scaled_form_needs_and_nothing_unknown() -> None:
    [example] = documents(DEPLOY / "kubernetes/secret.example.yaml")
    seen = 0
    for name, _, container in containers():
        if not ours(container):
            continue
        given = set(settings_of(container))
        assert given <= known_settings() and given >= REQUIRED, name
        asked = {one["valueFrom"]["secretKeyRef"]["key"] for one in container["env"] if "valueFrom" in one}
        assert asked <= set(example["stringData"]), name
        seen += 1
    assert seen == 4


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_set_what_they_need_and_nothing_unknown(path: Path) -> None:
    given = unit_settings(path)
    assert given <= known_settings()
    if path.name != ONE_PROCESS:
        assert without_file(given) >= REQUIRED
        credentials = {value.partition(":")[0] for value in unit(path)["LoadCredential"]}
        named = set(re.findall(r"_FILE=%d/(\w+)", path.read_text()))
        assert named == credentials


def test_the_script_for_commands_knows_every_secret_of_the_units() -> None:
    script = (DEPLOY / "systemd/manage.sh").read_text()
    [known] = re.findall(r"^for name in (.*); do$", script, re.MULTILINE)
    [web] = (unit(path) for path in UNITS if path.name == "astronumbers-web@.service")
    assert set(known.split()) == {value.partition(":")[0] for value in web["LoadCredential"]}


# --- images ---


def test_images_are_pinned() -> None:
    images = [str(one["image"]) for one in COMPOSE["services"].values() if "astronumbers" not in str(one["image"])]
    images += [str(container["image"]) for _, _, container in containers() if not ours(container)]
    images += re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert len(images) >= 6
    assert [one for one in images if not PINNED.match(one)] == []
    kustomization = yaml.safe_load((DEPLOY / "kubernetes/kustomization.yaml").read_text())
    assert all(re.match(r"\d+\.\d+", one["newTag"]) for one in kustomization["images"])


def test_the_image_holds_every_room_that_a_school_runs_and_no_other() -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text()
    copied = set(re.findall(r"^COPY (\w+) \1$", dockerfile, re.MULTILINE))
    assert copied == {"astronumbers", "classroom", "handwriting", "locale", "recognition", "templates"}
    allowed = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert allowed[1] == "*" and {f"!{room}" for room in copied} <= set(allowed)
    assert "USER 10001" in dockerfile and "--require-hashes" in dockerfile


def test_redis_keeps_what_it_took_in_every_deployment() -> None:
    asked = [" ".join(COMPOSE["services"]["redis"]["command"])]
    asked += [" ".join(container["args"]) for name, _, container in containers() if name == "redis"]
    assert len(asked) == 2
    for words in asked:
        assert "--maxmemory-policy noeviction" in words and "--appendonly yes" in words and "--requirepass" in words


# --- probes ---


def test_every_probe_asks_an_address_that_exists_by_a_name_that_is_allowed() -> None:
    probes = 0
    for name, pod, container in containers():
        allowed = settings_of(container).get("ALLOWED_HOSTS", "").split(",")
        for kind in ("livenessProbe", "readinessProbe", "startupProbe"):
            asked = container.get(kind, {}).get("httpGet")
            if asked:
                resolve(asked["path"])  # Resolver404 for an address of nobody
                assert asked["httpHeaders"][0]["name"] == "Host" and asked["httpHeaders"][0]["value"] in allowed
                assert asked["port"] in {port["name"] for port in container["ports"]}
                probes += 1
        stop = container.get("lifecycle", {}).get("preStop", {}).get("exec", {}).get("command", ["sleep", "0"])
        assert pod.get("terminationGracePeriodSeconds", 30) >= int(stop[1]) + 10, name
    assert probes == 3
    for name in ("web-a", "web-b"):
        service = COMPOSE["services"][name]
        [path] = re.findall(r"127\.0\.0\.1:8000(/\w+)'", service["healthcheck"]["test"][3])
        resolve(path)
        assert name in service["environment"]["ALLOWED_HOSTS"].split(",")
    caddy = (DEPLOY / "compose/Caddyfile").read_text()
    resolve(re.findall(r"health_uri (\S+)", caddy)[0])
    assert "reverse_proxy web-a:8000 web-b:8000" in caddy and "flush_interval -1" in caddy


def test_proxies_let_through_what_the_site_takes() -> None:
    most = max(bodies.MOST, *bodies.MOST_AT.values()) // bodies.MB
    assert f"max_size {most}MiB\n" in (DEPLOY / "compose/Caddyfile").read_text()
    [ingress] = (one for one in documents(*MANIFESTS) if one["kind"] == "Ingress")
    assert ingress["metadata"]["annotations"]["nginx.ingress.kubernetes.io/proxy-body-size"] == f"{most}m"


def test_web_processes_are_replaced_one_by_one_and_workers_follow_the_age_of_the_queue() -> None:
    found = {(one["kind"], one["metadata"]["name"]): one for one in documents(*MANIFESTS)}
    for name in ("astronumbers-web", "astronumbers-worker"):
        rolling = found["Deployment", name]["spec"]["strategy"]["rollingUpdate"]
        assert rolling == {"maxUnavailable": 0, "maxSurge": 1}
        budget = found["PodDisruptionBudget", name]["spec"]
        labels = found["Deployment", name]["spec"]["template"]["metadata"]["labels"]
        assert budget["selector"]["matchLabels"].items() <= labels.items() and budget["minAvailable"] == 1
    scaled = found["ScaledObject", "astronumbers-worker"]["spec"]
    [trigger] = scaled["triggers"]
    asked = trigger["metadata"]
    assert scaled["scaleTargetRef"]["name"] == "astronumbers-worker"
    assert asked["valueLocation"].removeprefix("astronumbers_") in GAUGES
    host, path = re.findall(r"^http://([^/]+)(/.*)$", asked["url"])[0]
    resolve(path)
    assert host in settings_of({"envFrom": True})["ALLOWED_HOSTS"].split(",")
    assert found["TriggerAuthentication", trigger["authenticationRef"]["name"]]
