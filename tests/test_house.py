"""The house rules that can be read off the code: who may import whom, and who owns which library."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.paths import ROOT

ROOMS = ("archive", "index", "web")
ALLOWED = {"archive": {"archive"}, "index": {"index", "archive"}, "web": {"web", "index", "archive"}}
OWNERS = {
    "whoosh": {"index/engines/whoosh.py"},
    "jieba": {"index/text/segmenter.py"},
    "rjieba": {"index/text/segmenter.py"},
    "opencc": {"index/text/simplified.py"},
    "pypinyin": {"index/text/pinyin.py"},
    "rapidfuzz": {"index/text/spelling.py"},
    "filelock": {"index/storage/writer_lock.py"},
    "nh3": {"web/markup.py"},
    "feedgenerator": {"web/feeds.py"},
    "gunicorn": {"web/server.py"},
    "openapi_pydantic": {"web/openapi.py"},
    "prometheus_client": {"web/metrics.py"},
    "watchfiles": {"web/watch.py"},
    "mcp": {"web/assistant.py"},
    "pydantic_settings": {"web/config.py"},
}
FILES = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of every import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, ("." * node.level) + (node.module or "")


def modules(tree: ast.AST) -> Iterator[str]:
    """Every module that is imported, where `from index import durable` imports a module too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in ROOMS:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
    yield from (name for _, name in imports(tree))


def hidden_imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Imports of our own rooms inside a function: a direction that only looks right."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (found for found in imports(function) if found[1].split(".")[0] in ROOMS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_point_one_way(file: Path) -> None:
    room = file.relative_to(ROOT).parts[0]
    tree = ast.parse(file.read_text(encoding="utf8"))
    wrong = [
        f"{file}:{line} imports {name}"
        for line, name in imports(tree)
        if name.startswith(".") or (name.split(".")[0] in ROOMS and name.split(".")[0] not in ALLOWED[room])
    ]

    assert wrong == []
    assert list(hidden_imports(tree)) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_each_library_is_imported_by_its_owner_alone(file: Path) -> None:
    place = file.relative_to(ROOT).as_posix()
    tree = ast.parse(file.read_text(encoding="utf8"))
    tops = {name.split(".")[0] for _, name in imports(tree)}

    assert {top for top in tops if top in OWNERS and place not in OWNERS[top]} == set()


def test_only_documents_lets_the_archive_into_the_index() -> None:
    importers = {
        file.name
        for file in (ROOT / "index").rglob("*.py")
        for _, name in imports(ast.parse(file.read_text(encoding="utf8")))
        if name.split(".")[0] == "archive"
    }

    assert importers == {"documents.py"}


def test_no_modules_import_each_other_in_a_circle() -> None:
    trees = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts): ast.parse(file.read_text(encoding="utf8"))
        for file in FILES
    }

    TopologicalSorter({name: set(modules(tree)) for name, tree in trees.items()}).prepare()
