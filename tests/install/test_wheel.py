"""What is in the wheel and the sdist: everything that the packages need, twice the same."""

from __future__ import annotations

import tarfile
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.install.conftest import Built
from tests.paths import ROOT
from tests.test_architecture import PACKAGES

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("install")]


def contents(wheel: Path) -> dict[str, bytes]:
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_file_of_the_packages_is_in_the_wheel(built: Built) -> None:
    sources = "web/static/"  # of web/built
    files = {file for file in built.files if file.split("/")[0] in PACKAGES and not file.startswith(sources)}

    names = {name for name in contents(built.wheel) if ".dist-info/" not in name}

    assert len(files) > 200
    assert names == files


def test_the_sdist_builds_the_same_wheel(built: Built) -> None:
    direct, of_sdist = contents(built.wheel), contents(built.wheel_of_sdist)

    assert direct == of_sdist


def test_the_sdist_holds_what_a_packager_needs_to_build_and_test(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert built.files - names == set()


def test_the_backend_of_the_tests_is_that_of_a_release() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))

    needed = project["build-system"]["requires"]

    assert needed
    assert set(needed) <= set(project["project"]["optional-dependencies"]["dev"])
