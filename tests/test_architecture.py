"""Who may import whom, and which module owns which library, read off the code."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.paths import ROOT

PACKAGES = ("archive", "index", "web")

MAY_IMPORT: dict[str, str] = {
    "archive.combined": (
        "archive.conventions archive.errors archive.identity archive.models archive.newsletter "
        "archive.published archive.sources"
    ),
    "archive.conventions": "archive.dates archive.errors",
    "archive.dates": "",
    "archive.detection": (
        "archive.conventions archive.errors archive.identity archive.markdown archive.parsing archive.sources"
    ),
    "archive.draft": "archive.errors archive.markdown archive.parsing archive.sources",
    "archive.errors": "",
    "archive.identity": "archive.conventions archive.dates archive.markdown",
    "archive.markdown": "archive.models archive.urls",
    "archive.models": "",
    "archive.newsletter": (
        "archive.conventions archive.errors archive.identity archive.markdown archive.models archive.parsing "
        "archive.published archive.sources"
    ),
    "archive.parsing": (
        "archive.conventions archive.dates archive.identity archive.markdown archive.models archive.urls"
    ),
    "archive.published": "",
    "archive.findings": "archive.conventions archive.dates archive.models archive.parsing",
    "archive.report": "archive.errors archive.findings archive.models archive.newsletter",
    "archive.sources": "archive.conventions archive.errors",
    "archive.urls": "",
    "index.browser": (
        "index.documents index.engines index.forward index.lexicon index.query index.ranking index.results "
        "index.rewriting index.storage index.text"
    ),
    "index.documents": "archive.errors archive.models archive.urls",
    "index.engines": (
        "index.documents index.errors index.forward index.lexicon index.query index.schema "
        "index.search_request index.storage index.text"
    ),
    "index.errors": "",
    "index.field_values": "index.schema index.text",
    "index.forward": "index.documents index.errors index.lexicon index.schema index.text",
    "index.lexicon": "index.errors index.text",
    "index.library": "index.engines index.errors index.results index.search index.storage",
    "index.query": "index.results index.search_request",
    "index.ranking": "index.forward index.lexicon index.query index.results index.text",
    "index.reindex": "index.documents index.engines index.errors index.storage",
    "index.results": "index.documents",
    "index.rewriting": "index.forward index.lexicon index.query index.ranking index.results index.text",
    "index.schema": "index.documents index.tags index.text",
    "index.search": (
        "index.documents index.engines index.errors index.field_values index.forward index.lexicon "
        "index.query index.ranking index.results index.rewriting index.schema index.search_request index.text"
    ),
    "index.search_request": "",
    "index.storage": "index.documents index.errors index.tags",
    "index.tags": "",
    "index.text": "",
    "web.__main__": "web.cli",
    "web.branding": "web.config",
    "web.api": (
        "index.documents index.results index.schema web.parameters web.rendering web.site web.text web.view"
    ),
    "web.app": (
        "index.library web.api web.branding web.config web.errors web.operations web.pages web.site web.text"
    ),
    "web.cli": (
        "archive.draft archive.errors archive.findings archive.models archive.newsletter archive.report "
        "archive.sources archive.urls "
        "index.documents index.errors index.field_values index.lexicon index.library index.reindex "
        "index.results index.schema index.search_request index.storage web.api web.branding web.colours "
        "web.config web.server web.site "
        "web.static_site web.text web.opening web.origin web.wiring"
    ),
    "web.choices": "archive.conventions archive.detection archive.sources index.errors index.storage",
    "web.colours": "",
    "web.config": "web.colours web.config_mistakes",
    "web.config_mistakes": "",
    "web.errors": "index.errors web.operations web.parameters web.site web.text web.view",
    "web.mcp": (
        "index.documents index.errors index.field_values index.library index.results index.search_request "
        "index.storage web.site"
    ),
    "web.operations": "index.library index.results web.config",
    "web.opening": (
        "index.engines index.errors index.lexicon index.library index.search index.storage web.config"
    ),
    "web.origin": "archive.models archive.sources index.errors index.storage web.config",
    "web.pages": (
        "archive.models index.documents index.errors index.results index.search_request index.storage "
        "web.api web.config "
        "web.parameters web.rendering web.site web.text web.view"
    ),
    "web.parameters": "index.query index.search_request web.text",
    "web.register": "archive.published index.errors index.storage web.config",
    "web.rendering": "archive.markdown archive.models web.site web.text",
    "web.server": (
        "archive.errors index.errors web.app web.config web.operations web.opening web.origin web.wiring"
    ),
    "web.site": (
        "index.documents index.errors index.library index.results web.branding web.colours web.config "
        "web.operations web.parameters web.text"
    ),
    "web.static_site": (
        "index.browser index.documents index.lexicon index.library index.schema index.storage web.api "
        "web.app web.branding web.config web.parameters web.site web.text"
    ),
    "web.text": "index.query index.results",
    "web.view": (
        "index.documents index.query index.results index.search_request index.tags web.parameters "
        "web.rendering web.site web.text"
    ),
    "web.wiring": (
        "archive.combined archive.conventions archive.errors archive.newsletter "
        "index.engines index.lexicon index.reindex index.storage "
        "web.choices web.config web.origin web.register"
    ),
}

"""Wing (sub-package), or module at the top of a package → the wings that it imports. An arrow that is not
here is a decision: add it only where the plan of the packages (docs/architecture.md) wants it."""

LAZY = {
    "web/cli/main.py": "`jianbao search` must not load the server, nor `jianbao --help` any command",
    "web/cli/commands/mcp.py": "the SDK is an extra, and its absence gets one clear line",
    "index/engines/store.py": "an index is of one engine, and loads that one",
    "web/cli/commands/serve.py": "a server whose index is up to date loads nothing that reads issues",
    "web/server/gunicorn_server.py": (
        "each worker loads the application, the process above them does not; the watcher, who asks for it"
    ),
}
"""Modules that import others by name, each with its reason."""

OWNERS = {
    "whoosh": {"index/engines/whoosh.py"},
    "jieba": {"index/text/dictionary.py", "index/text/segmenter.py"},
    "rjieba": {"index/text/segmenter.py"},
    "opencc": {"index/text/simplified.py"},
    "pypinyin": {"index/text/pinyin.py"},
    "rapidfuzz": {"index/text/spelling.py"},
    "tantivy": {"index/engines/tantivy.py"},
    "sqlite3": {
        "index/storage/catalogue.py",
        "index/storage/catalogue_writer.py",
        "index/storage/missed.py",
        "index/forward/store.py",
        "index/forward/writer.py",
    },
    "filelock": {"index/storage/writer_lock.py"},
    "yaml": {"archive/identity/front_matter.py"},
    "markdown_it": {"archive/markdown/commonmark.py", "web/rendering/renderer.py"},
    "mdit_py_plugins": {"web/rendering/renderer.py"},
    "nh3": {"web/text/markup.py", "web/rendering/sanitiser.py"},
    "pygments": {"web/rendering/code.py"},
    "feedgenerator": {"web/pages/feeds.py"},
    "gunicorn": {"web/server/gunicorn_server.py", "web/server/worker.py"},
    "waitress": {"web/server/worker.py"},
    "openapi_pydantic": {"web/api/openapi.py"},
    "prometheus_client": {"web/operations/metrics.py"},
    "watchfiles": {"web/server/watch.py"},
    "mcp": {"web/mcp/assistant.py", "web/mcp/http.py", "web/mcp/tools.py"},
    "uvicorn": {"web/mcp/http.py"},
    "pydantic_settings": {"web/config.py"},
}

MOST_MODULES = 16
"""Modules of one folder that a reader can survey."""

MOST_LINES = 400
"""Lines of one module."""

FILES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
TREES = {file: ast.parse(file.read_text(encoding="utf8")) for file in FILES}
MODULES = {".".join(file.relative_to(ROOT).with_suffix("").parts) for file in FILES}


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def wing_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of every import, wherever it stands; `from index import errors` is a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            top = ("." * node.level) + (node.module or "")
            for alias in node.names:
                yield node.lineno, f"{top}.{alias.name}" if f"{top}.{alias.name}" in MODULES else top


def own_imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    return (found for found in imports(tree) if found[1].split(".")[0] in PACKAGES)


def test_there_is_something_to_check() -> None:
    assert len(FILES) > 100


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_wings_import_only_what_the_plan_allows(file: Path) -> None:
    wing = wing_of(".".join(file.relative_to(ROOT).with_suffix("").parts))
    allowed = {wing, *MAY_IMPORT.get(wing, "").split()}

    wrong = [
        f"{file}:{line} imports {name}"
        for line, name in own_imports(TREES[file])
        if wing_of(name) not in allowed
    ]
    relative = [f"{file}:{line}" for line, name in imports(TREES[file]) if name.startswith(".")]

    assert wrong + relative == []


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_nothing_of_ours_is_imported_inside_a_function(file: Path) -> None:
    functions = [
        node for node in ast.walk(TREES[file]) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert [found for function in functions for found in own_imports(function)] == []


def test_only_modules_with_a_reason_import_others_by_name() -> None:
    by_name = {
        name_of(file)
        for file, tree in TREES.items()
        if any(
            isinstance(node, ast.Name | ast.Attribute) and "import_module" in ast.unparse(node)
            for node in ast.walk(tree)
        )
    }

    assert by_name == set(LAZY)


def test_the_plan_has_no_circle_and_nothing_that_no_longer_is() -> None:
    plan = {wing: set(allowed.split()) for wing, allowed in MAY_IMPORT.items()}
    wings = {wing_of(module) for module in MODULES}
    used = {
        (wing_of(".".join(file.relative_to(ROOT).with_suffix("").parts)), wing_of(name))
        for file, tree in TREES.items()
        for _, name in own_imports(tree)
    }

    TopologicalSorter(plan).prepare()
    assert plan.keys() <= wings
    assert {(wing, other) for wing, others in plan.items() for other in others} <= used


def test_packages_know_only_what_is_below_them() -> None:
    above = {"archive": {"index", "web"}, "index": {"web"}, "web": set()}

    wrong = [
        f"{wing} → {other}"
        for wing, others in MAY_IMPORT.items()
        for other in others.split()
        if other.split(".")[0] in above[wing.split(".")[0]]
    ]

    assert wrong == []


def test_only_documents_lets_the_archive_into_the_index() -> None:
    importers = [
        wing for wing, others in MAY_IMPORT.items() if wing.startswith("index.") and "archive." in others
    ]

    assert importers == ["index.documents"]


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_each_library_is_imported_by_its_owner_alone(file: Path) -> None:
    tops = {name.split(".")[0] for _, name in imports(TREES[file])}

    assert {top for top in tops if top in OWNERS and name_of(file) not in OWNERS[top]} == set()


def test_every_owner_is_a_file() -> None:
    assert [owner for owners in OWNERS.values() for owner in owners if not (ROOT / owner).is_file()] == []


def test_no_folder_is_too_large_to_survey() -> None:
    folders = {file.parent for file in FILES}
    sizes = {name_of(folder): len(list(folder.glob("*.py"))) - 1 for folder in folders}

    assert {folder: size for folder, size in sizes.items() if size > MOST_MODULES} == {}


def test_no_module_is_too_long() -> None:
    lines = {name_of(file): file.read_text(encoding="utf8").count("\n") for file in FILES}

    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts): {name for _, name in own_imports(tree)}
        for file, tree in TREES.items()
    }

    TopologicalSorter(graph).prepare()
