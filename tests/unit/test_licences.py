"""What is installed along with the tool may be used and passed on by whoever uses it."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement

# Permissive, or (MPL) with duties for their own files only: none reaches what a user makes.
_ALLOWED = {
    "0BSD",
    "Apache Software License",
    "Apache-2.0",
    "BSD License",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC License (ISCL)",
    "MIT",
    "MIT License",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)",
    "PSF-2.0",
    "Zlib",
}
# pypdfium2's words for the libraries inside pdfium, all permissive: it ships their texts.
_ALLOWED.add("dependency licenses")
_OSI = "License :: OSI Approved :: "
_BETWEEN = re.compile(r" AND | OR |, ")


def _required(name: str, seen: dict[str, Distribution]) -> None:
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in seen:
        return
    try:
        seen[key] = distribution(name)
    except PackageNotFoundError:
        pytest.fail(f"{name} is required, and not installed")
    for line in seen[key].requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            _required(requirement.name, seen)


def _licences(package: Distribution) -> set[str]:
    told = package.metadata.get_all("License-Expression")
    if not told:
        classifiers = package.metadata.get_all("Classifier") or []
        told = [one.removeprefix(_OSI) for one in classifiers if one.startswith(_OSI)]
    if not told:
        told = package.metadata.get_all("License") or ["none told"]
    return {name for one in told for name in _BETWEEN.split(one)}


def test_every_package_that_is_installed_along_has_a_permissive_licence() -> None:
    packages: dict[str, Distribution] = {}
    _required("vlortool", packages)
    assert {"spacy", "pypdfium2", "pydantic-core"} < packages.keys()
    others = {name: _licences(package) - _ALLOWED for name, package in packages.items()}
    assert {name: found for name, found in others.items() if found} == {}
