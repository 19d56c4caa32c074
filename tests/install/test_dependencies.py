"""What is installed with jianbao: each package with its reason, its owner and its licence."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.install.licences import FILE, PERMISSIVE, licence, packages, table
from tests.paths import ROOT
from tests.test_architecture import imports

PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf8")
PINNED = re.compile(r'"([\w.-]+)==[^"]+"')
OWNED = re.compile(r"\(([\w/]+\.py)\b[^()]*\)")


def normal(name: str) -> str:
    """A package's name as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def lines_of_dependencies() -> list[str]:
    """Lines of pyproject.toml that pin what jianbao itself imports: not those of its tests."""
    own, _, _tests = PROJECT.partition("dev = [")
    return [line for line in own.partition("\ndependencies")[2].splitlines() if PINNED.search(line)]


def test_there_are_dependencies_to_look_at() -> None:
    project = tomllib.loads(PROJECT)["project"]
    extras = [
        one for name, listed in project["optional-dependencies"].items() if name != "dev" for one in listed
    ]

    assert len(lines_of_dependencies()) == len(project["dependencies"]) + len(extras) > 15


@pytest.mark.parametrize("line", lines_of_dependencies(), ids=lambda line: PINNED.search(line)[1])
def test_a_dependency_names_its_reason_and_a_module_that_imports_it(line: str) -> None:
    pinned, owner = PINNED.search(line), OWNED.search(line.partition("#")[2])

    assert pinned
    assert owner, "say behind # what it is for, and in brackets the module that owns it"
    tree = ast.parse((ROOT / owner[1]).read_text(encoding="utf8"))
    imported = {name.split(".")[0] for _, name in imports(tree)} | strings(tree)
    offered = {
        top for top, names in packages_distributions().items() if normal(pinned[1]) in map(normal, names)
    }
    assert imported & offered, f"{owner[1]} imports none of {sorted(offered)}"


def strings(tree: ast.AST) -> set[str]:
    """Names of libraries that are imported by name, where they are installed."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_licence_is_listed() -> None:
    assert FILE.read_text(encoding="utf8") == table(), "run `make lock`"


@pytest.mark.parametrize("package", packages())
def test_every_licence_allows_use_anywhere(package: str) -> None:
    assert PERMISSIVE.search(licence(package))


@pytest.mark.parametrize("extra", ["", "mcp"])
def test_the_lock_files_hold_what_is_pinned(extra: str) -> None:
    project = tomllib.loads(PROJECT)["project"]
    lock = (ROOT / "requirements" / (f"{extra}.txt" if extra else "run.txt")).read_text(encoding="utf8")
    locked = {
        normal(name): version for name, version in re.findall(r"^([\w.-]+)==([\w.]+)", lock, re.MULTILINE)
    }
    wanted = [*project["dependencies"], *(project["optional-dependencies"][extra] if extra else [])]

    assert [one for one in wanted if locked.get(normal(one.split("==")[0])) != one.split("==")[1]] == []
