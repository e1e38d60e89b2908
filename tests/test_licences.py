"""What we did not write is ours to pass on: vendored files, and the packages a school installs."""

from __future__ import annotations

import re
from importlib import metadata

from tests import house_rules

# Weak copyleft (LGPL, MPL) is fine for libraries used unchanged; what would bind our own code is not.
BINDING = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)
LESSER = re.compile(r"LGPL|Lesser", re.IGNORECASE)


def server_packages() -> list[str]:
    """Names in the lock of what a school runs."""
    lock = (house_rules.ROOT / "requirements-server.txt").read_text()
    return re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE)


def licence_of(package: str) -> str:
    """What the package says of its licence, in whichever of the three ways."""
    about = metadata.metadata(package)
    trove = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    first_line = (about.get("License") or "").strip().splitlines()[:1]
    return " ".join([about.get("License-Expression") or "", *first_line, *trove]).strip()


def test_our_own_licence_is_there() -> None:
    assert (house_rules.ROOT / "LICENSE").read_text().startswith("MIT License")


def test_every_vendored_file_has_a_licence_beside_it() -> None:
    assert house_rules.unlicensed(house_rules.ROOT) == []


def test_no_package_a_school_runs_has_a_licence_that_binds_our_code() -> None:
    installed = {
        dist.metadata["Name"].lower().replace("_", "-").replace(".", "-") for dist in metadata.distributions()
    }
    packages = [name for name in server_packages() if name in installed]
    assert len(packages) > 50
    binding = {name: licence_of(name) for name in packages}
    assert {
        name: text
        for name, text in binding.items()
        if BINDING.search(LESSER.sub("", text)) and not LESSER.search(text)
    } == {}


def test_a_binding_licence_would_be_seen() -> None:
    assert BINDING.search("GPL-3.0-or-later")
    assert BINDING.search("License :: OSI Approved :: GNU General Public License v3")
    assert not BINDING.search("MIT License")
