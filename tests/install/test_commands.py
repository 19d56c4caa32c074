"""Every command as a user has it who installed the wheel and never saw the checkout."""

from __future__ import annotations

import json
import tomllib
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import anyio
import pytest
from mcp import Client, StdioServerParameters, stdio_client

from tests.install.conftest import Installed
from tests.paths import ROOT
from tests.running import environment
from web.cli.main import COMMANDS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("install")]


def init(there: Installed, tmp_path: Path) -> None:
    file = tmp_path / "jianbao.toml"

    printed = there.text("--config", file, "init", there.folder / "issues", "--title", "简报", "--yes")

    assert "10 issues" in printed
    assert tomllib.loads(file.read_text(encoding="utf8"))["newsletter"]["title"] == "简报"


def reindex(there: Installed, tmp_path: Path) -> None:
    printed = there.text("--data", tmp_path / "index", "reindex", "issues")

    assert "10 issues" in printed


def search(there: Installed, tmp_path: Path) -> None:
    answer = json.loads(there.text("search", "模型压缩", "--json"))

    assert answer["total"] >= len(answer["hits"]) == 10
    assert answer["rewritten"]


def lookup(there: Installed, tmp_path: Path) -> None:
    known = json.loads(there.text("search", "量化", "-n", "1", "--json"))["hits"][0]["url"]
    (tmp_path / "draft.md").write_text(f"- [again]({known}?utm_source=draft)\n", encoding="utf8")

    answer = json.loads(there.text("lookup", tmp_path / "draft.md", "example.org/never", "--json"))

    assert (answer["total"], answer["covered"]) == (2, 1)


def export(there: Installed, tmp_path: Path) -> None:
    records = [json.loads(line) for line in there.text("export").splitlines()]

    assert {record["file"] for record in records} == {
        file.name for file in (there.folder / "issues").iterdir()
    }


def check(there: Installed, tmp_path: Path) -> None:
    report = json.loads(there.text("check", "issues", "--json"))

    assert report["conventions"] == "embedded-ai-report"
    assert (report["unread"], report["problems"]) == (0, [])


def missed(there: Installed, tmp_path: Path) -> None:
    assert json.loads(there.text("missed", "--json")) == []
    assert "[log] missed = true" in there.run("missed").stderr


def stats(there: Installed, tmp_path: Path) -> None:
    assert json.loads(there.text("stats", "--json"))["issues"] == 10


def lexicon(there: Installed, tmp_path: Path) -> None:
    assert there.text("lexicon").endswith(" 0 problems\n")


def build(there: Installed, tmp_path: Path) -> None:
    printed = there.text(
        "build", "issues", "--output", tmp_path / "_site", "--base", "https://e.org/archive/"
    )
    page = (tmp_path / "_site" / "index.html").read_text(encoding="utf8")
    style = page.split('rel="stylesheet" href="/archive/')[1].split('"')[0]

    assert " files, " in printed
    assert (tmp_path / "_site" / style).is_file()
    assert (tmp_path / "_site" / "en" / "help" / "index.html").is_file()


def serve(there: Installed, tmp_path: Path) -> None:
    with there.serve(tmp_path) as running:
        page = fetched(f"{running.url}/?q=量化").decode()
        english = fetched(f"{running.url}/?lang=en").decode()
        widget = fetched(f"{running.url}/widget.js").decode()
        answer = json.loads(fetched(f"{running.url}/api/v1/search?q=量化"))
        for name in page.split("/static/")[1:]:
            assert fetched(f"{running.url}/static/{name.split(chr(34))[0]}")

    assert "量化" in page
    assert "Search" in english
    assert "jianbao-search" in widget
    assert answer["total"] > 0


def mcp(there: Installed, tmp_path: Path) -> None:
    without = there.run("mcp")
    there.install("--require-hashes", "-r", ROOT / "requirements" / "mcp.txt")
    with ThreadPoolExecutor(1) as thread:  # this one may have an event loop, of the browser tests
        found = thread.submit(anyio.run, ask_assistant, there).result()

    over_http = there.run("mcp", "--http", "--host", "0.0.0.0")

    assert "--allow-host" in over_http.stderr
    assert (without.returncode, without.stdout) == (1, "")
    assert "pip install 'jianbao[mcp]'" in without.stderr
    assert found["total"] >= len(found["hits"]) == 2


CASES: dict[str, Callable[[Installed, Path], None]] = {
    "init": init,
    "reindex": reindex,
    "search": search,
    "lookup": lookup,
    "export": export,
    "check": check,
    "missed": missed,
    "stats": stats,
    "build": build,
    "serve": serve,
    "lexicon": lexicon,
    "mcp": mcp,
}
"""Name of a command → what it must do."""


def fetched(url: str) -> bytes:
    with urllib.request.urlopen(quote(url, safe=":/?=&"), timeout=10) as answer:
        return answer.read()


async def ask_assistant(there: Installed) -> dict[str, object]:
    env = environment(there.env)
    program = StdioServerParameters(command=str(*there.program), args=["mcp"], cwd=str(there.folder), env=env)
    async with Client(stdio_client(program)) as client:
        called = await client.call_tool("search", {"query": "量化", "limit": 2})
    assert called.structured_content is not None
    return called.structured_content


def test_every_command_has_a_case() -> None:
    assert CASES.keys() == COMMANDS.keys()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_works_from_the_wheel(command: str, installed: Installed, tmp_path: Path) -> None:
    CASES[command](installed, tmp_path)


def test_nothing_is_imported_from_the_checkout(installed: Installed) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]["version"]

    assert installed.text("--version") == f"jianbao, version {version}\n"
    assert not (installed.folder / "web").exists()
    for package in ("archive", "index", "web"):
        found = list((installed.folder / "env").rglob(f"site-packages/{package}/__init__.py"))
        assert len(found) == 1
