"""The documents: nothing that they name has gone, and readers find both languages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import click
import pytest

from tests.paths import DOCS, ROOT
from tests.test_architecture import PACKAGES
from web.cli.main import COMMANDS, jianbao
from web.config import Config

PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("*.md"))]
ONE_LANGUAGE = {
    "CONTRIBUTING.md": "for developers, in English as code and tests are; it says so in both",
    "architecture.md": "for developers, too",
    "licences.md": "a list of names",
}
"""Page → why it is not in both languages."""

LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)
PATH = re.compile(r"`((?:archive|index|web|tests|docs|deploy|requirements)/[\w./*-]*)`")
COMMAND = re.compile(r"^\s*(?:\$ |run: )?jianbao (?:--(?:config|data) \S+ )*([a-z]+)(.*)$", re.MULTILINE)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
MODULE = re.compile(r"python -m (tests\.[\w.]+)")
TESTED = re.compile(r"pytest ((?:tests/[\w/.]+ ?)+)")
TARGET = re.compile(r"\bmake ([a-z][a-z-]*)")
HAN = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"\b[a-zA-Z]{2,}\b")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prose(page: Path) -> str:
    """A page without code."""
    return CODE.sub("", page.read_text(encoding="utf8"))


def code(page: Path) -> str:
    """Commands and other code of a page, each piece on a line of its own, without the language of a block."""
    pieces = CODE.findall(page.read_text(encoding="utf8"))
    return "\n".join(piece.strip("`") if "\n" not in piece else piece for piece in pieces)


def options_of(command: str) -> set[str]:
    """Long options of a command, those that stand before every command among them."""
    found = jianbao.get_command(click.Context(jianbao), command)
    parameters = [*found.params, *jianbao.params] if found else []
    return {"--", "--help"} | {option for one in parameters for option in (*one.opts, *one.secondary_opts)}


def test_there_are_pages() -> None:
    assert {"README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/api.md"} <= set(map(name, PAGES))


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    assert [link for link in LINK.findall(prose(page)) if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_path_that_is_named_exists(page: Path) -> None:
    paths = PATH.findall(page.read_text(encoding="utf8"))

    named = [path for path in paths if "NAME" not in path]
    gone = [path for path in named if not any(ROOT.glob(path.rstrip("/")))]

    assert gone == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_command_that_is_named_exists_with_its_options(page: Path) -> None:
    named = [
        (command, set(OPTION.findall(rest.split("  #")[0]))) for command, rest in COMMAND.findall(code(page))
    ]

    assert [command for command, _ in named if command not in {*COMMANDS, "COMMAND"}] == []
    assert [(command, more) for command, said in named if (more := said - options_of(command))] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_everything_that_is_run_exists(page: Path) -> None:
    text = code(page)
    modules = [ROOT.joinpath(*module.split(".")) for module in MODULE.findall(text)]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf8"), re.MULTILINE))

    assert [one for one in modules if not one.with_suffix(".py").is_file() and not one.is_dir()] == []
    assert [one for some in TESTED.findall(text) for one in some.split() if not (ROOT / one).exists()] == []
    assert set(TARGET.findall(text)) - targets == set()


def test_commands_are_seen_where_there_are_some() -> None:
    seen = {command for page in PAGES for command, _ in COMMAND.findall(code(page))}

    assert seen >= {"serve", "reindex", "build", "check", "export", "lookup", "missed", "mcp"}


def test_the_page_on_settings_names_each_setting_and_no_other() -> None:
    example = re.search(
        r"^```toml\n(.*?)^```", (DOCS / "configuration.md").read_text("utf8"), re.DOTALL | re.MULTILINE
    )
    assert example
    written = {table: set(keys) for table, keys in tomllib.loads(example[1]).items()}
    tables = {
        key: getattr(field.annotation, "model_fields", None) for key, field in Config.model_fields.items()
    }

    assert written == {key: set(fields) for key, fields in tables.items() if fields}


@pytest.mark.parametrize("page", [page for page in PAGES if page.name not in ONE_LANGUAGE], ids=name)
def test_readers_find_both_languages_on_every_page(page: Path) -> None:
    han, words = len(HAN.findall(prose(page))), len(WORD.findall(prose(page)))

    # A Chinese text has about two characters for each English word; a page may lean, but not leave one out.
    assert 0.3 < han / (2 * words) < 3


def test_the_two_ways_are_led_file_by_file() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf8")

    assert len(set(re.findall(r"`((?:archive|index|web)/[\w/]+\.py)`", text))) >= 30


@pytest.mark.slow
def test_the_architecture_names_every_wing() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf8")
    wings = {
        f"{package}/{folder.name}/"
        for package in PACKAGES
        for folder in (ROOT / package).iterdir()
        if (folder / "__init__.py").exists()
    }

    assert {wing for wing in wings if f"`{wing}`" not in text} == set()


def test_the_readme_is_read_in_two_minutes() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf8")
    han, words = len(HAN.findall(text)), len(WORD.findall(CODE.sub("", text)))

    # 400 characters or 230 words a minute; a reader reads one of the two languages.
    assert max(han / 400, words / 230) <= 2
