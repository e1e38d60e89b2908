"""deploy/ is understood by what reads it: Kubernetes knows every field, systemd every line."""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import kubernetes.client
import pytest
import yaml

from tests.test_deploy import DEPLOY, MANIFESTS, UNITS, documents


def misfits(value: Any, kind: str, at: str) -> list[str]:
    """What of a manifest the Kubernetes API has no field for, of the wrong type, or misses."""
    if kind.startswith("list["):
        if not isinstance(value, list):
            return [f"{at} is no list"]
        return [problem for n, one in enumerate(value) for problem in misfits(one, kind[5:-1], f"{at}[{n}]")]
    if kind.startswith("dict("):
        return [] if isinstance(value, dict) else [f"{at} is no mapping"]
    if kind in PLAIN:
        return [] if isinstance(value, PLAIN[kind]) else [f"{at} is {value!r}"]
    model = getattr(kubernetes.client, kind, None)
    if model is None:  # "object": anything
        return []
    if not isinstance(value, dict):
        return [f"{at} is no {kind}"]
    fields = {wire: name for name, wire in model.attribute_map.items()}
    needed = re.findall(r"Invalid value for `(\w+)`, must not be `None`", inspect.getsource(model))
    problems = [f"{at}.{key} is no field of {kind}" for key in value if key not in fields]
    problems += [
        f"{at} misses {model.attribute_map[name]}" for name in needed if model.attribute_map[name] not in value
    ]
    for key in value.keys() & fields.keys():
        problems += misfits(value[key], model.openapi_types[fields[key]], f"{at}.{key}")
    return sorted(problems)


PLAIN = {"str": str, "int": int, "bool": bool}
SERVED = {"v1", "apps/v1", "batch/v1", "policy/v1", "networking.k8s.io/v1"}


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.name)
def test_manifests_fit_the_api(path: Path) -> None:
    for one in documents(path):
        if one["apiVersion"] in SERVED:
            assert misfits(one, f"V1{one['kind']}", one["kind"]) == []
        else:
            assert one["apiVersion"] == "keda.sh/v1alpha1"


def test_a_misfit_would_be_seen() -> None:
    wrong = {"apiVersion": "v1", "kind": "Service", "spec": {"ports": [{"prot": 80}], "selector": "web"}}
    assert misfits(wrong, "V1Service", "it") == [
        "it.spec.ports[0] misses port",
        "it.spec.ports[0].prot is no field of V1ServicePort",
        "it.spec.selector is no mapping",
    ]


def test_kustomization_names_every_manifest() -> None:
    kustomization = yaml.safe_load((DEPLOY / "kubernetes/kustomization.yaml").read_text())
    assert set(kustomization["resources"]) == {path.name for path in MANIFESTS} - {"secret.example.yaml"}


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_are_understood_and_hardened(path: Path, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("systemd-analyze is not here: on Debian apt-get install systemd")
    # The programs are where a school has them, not here: any that exists stands for them.
    for one in (DEPLOY / "systemd").iterdir():
        text = re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", one.read_text())
        text = re.sub(r"(?m)^(WorkingDirectory|EnvironmentFile)=.*\n", "", text)
        (tmp_path / one.name).write_text(text)
    copy = tmp_path / path.name.replace("@.", "@8001.")
    if "@" in path.name:
        copy.write_text((tmp_path / path.name).read_text())
    said = subprocess.run([analyze, "verify", "--man=no", str(copy)], capture_output=True, text=True)
    about = [line for line in said.stderr.splitlines() if "astronumbers" in line]
    assert [line for line in about if "Failed" in line or "Unknown" in line or "not found" in line] == []
    scored = subprocess.run(
        [analyze, "security", "--offline=true", "--threshold=20", "--no-pager", str(tmp_path / path.name)],
        capture_output=True, text=True,
    )  # fmt: skip
    assert scored.returncode == 0, scored.stdout[-300:]  # over 2.0 of 10 it is not 0
