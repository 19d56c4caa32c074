"""The tools that assistants get, asked by the official SDK's own client."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest

from tests.running import environment, jianbao

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

from mcp import Client, StdioServerParameters, stdio_client
from mcp.types import CallToolResult

from index.library.library import Library
from index.library.snapshot import Snapshot
from tests.web.reading import issues_of
from web.config import Config
from web.mcp.assistant import Assistant
from web.mcp.assistant import assistant as assistant_of
from web.opening import library_of
from web.site.urls import Urls

T = TypeVar("T")
SITE = Urls("/archive", "https://example.org/archive")


def assistant(library: Library) -> Assistant:
    """The server with all tools, on a site whose address is known."""
    return assistant_of(library, SITE)


def asked(server: object, name: str, arguments: dict[str, Any] | None = None) -> CallToolResult:
    """Call one tool through a client in this process."""
    return talk(server, lambda client: client.call_tool(name, arguments or {}))


def talk(server: Any, say: Callable[[Client], Awaitable[T]]) -> T:
    """What comes of one conversation."""

    async def conversation() -> T:
        async with Client(server) as client:
            return await say(client)

    # In a thread of its own: browser tests leave a running event loop behind in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, conversation).result()


def test_tools_are_offered_and_only_read(library: Library) -> None:
    tools = talk(assistant(library), lambda client: client.list_tools()).tools

    assert [tool.name for tool in tools] == ["search", "entry", "issue", "values", "lookup", "trends"]
    assert all(tool.description and tool.output_schema for tool in tools)
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)


def test_search_finds_entries_that_entry_shows_again(library: Library) -> None:
    answer = asked(assistant(library), "search", {"query": "量化", "limit": 3}).structured_content

    assert answer is not None
    assert answer["total"] >= len(answer["hits"]) == 3
    again = asked(assistant(library), "entry", {"id": answer["hits"][0]["id"]}).structured_content
    assert again == answer["hits"][0]


def test_every_entry_has_its_permalink(library: Library) -> None:
    answer = asked(assistant(library), "search", {"query": "量化"}).structured_content
    issue = asked(assistant(library), "issue").structured_content

    assert answer is not None
    assert issue is not None
    entries = [*answer["hits"], *(entry for section in issue["sections"] for entry in section["entries"])]
    assert len(entries) > 10
    assert all(
        entry["permalink"] == f"https://example.org/archive/entries/{entry['id']}" for entry in entries
    )
    assert issue["permalink"] == f"https://example.org/archive/issues/{issue['name']}"


def test_the_server_says_its_version(library: Library) -> None:
    async def told(client: Client) -> str:
        return client.server_info.version

    assert talk(assistant(library), told) == version("jianbao")


def test_values_tells_what_filters_take(library: Library, archive: Snapshot) -> None:
    answer = asked(assistant(library), "values", {"field": "category"}).structured_content
    near = asked(
        assistant(library), "values", {"field": "category", "like": "論紋", "limit": 1}
    ).structured_content

    assert answer is not None
    assert near is not None
    there_are = {value["value"]: value["entries"] for value in answer["values"]}
    assert there_are == {
        value: count for value, count in archive.catalogue.values("category").items() if value
    }
    assert [value["value"] for value in near["values"]] == ["论文"]


def test_lookup_tells_what_was_covered_in_any_spelling(library: Library, archive: Snapshot) -> None:
    known = next(document for document in archive.catalogue.all_documents() if document.url)
    urls = [f"{known.url}?utm_source=chat", "https://example.org/never-covered"]

    answer = asked(assistant(library), "lookup", {"urls": urls}).structured_content

    assert answer is not None
    assert [address["covered"] for address in answer["urls"]] == [True, False]
    assert known.id in [entry["id"] for entry in answer["urls"][0]["entries"]]


def test_trends_counts_what_search_finds(library: Library) -> None:
    answer = asked(assistant(library), "trends", {"queries": ["量化", "蒸馏"]}).structured_content

    assert answer is not None
    assert [trend["query"] for trend in answer["trends"]] == ["量化", "蒸馏"]
    for trend in answer["trends"]:
        assert trend["total"] == sum(month["entries"] for month in trend["months"]) > 0


def test_search_narrows_by_category_and_date(library: Library) -> None:
    arguments = {"category": ["论文"], "date_from": "2025", "limit": 100}

    answer = asked(assistant(library), "search", arguments).structured_content

    assert answer is not None
    assert answer["hits"]
    assert {hit["category"] for hit in answer["hits"]} == {"论文"}
    assert min(hit["date"] for hit in answer["hits"]) >= "2025"


def test_issue_gives_the_newest_where_none_is_named(library: Library, archive: Snapshot) -> None:
    newest = issues_of(archive)[0]

    answer = asked(assistant(library), "issue").structured_content

    assert answer is not None
    assert answer["name"] == newest.name
    assert sum(len(section["entries"]) for section in answer["sections"]) == len(newest.entries)


@pytest.mark.parametrize(
    ("tool", "arguments", "message"),
    [
        ("entry", {"id": "nothing"}, "take an id from search or issue"),
        ("issue", {"name": "1999-01-01"}, "the newest are: "),
        ("search", {"date_from": "yesterday"}, "date_from: write a date as YYYY, YYYY-MM or YYYY-MM-DD"),
        ("search", {"date_to": "2020-13"}, "date_to: write a date as"),
        ("search", {"category": ["论纹"]}, "no such category; the nearest are: 论文, "),
        ("values", {"field": "colour"}, "field"),
        ("lookup", {"urls": []}, "urls"),
        ("trends", {"queries": ["a"] * 6}, "queries"),
        ("search", {"date_from": "2025-03", "date_to": "2025-02-28"}, "exchange them"),
        ("search", {"limit": 0}, "limit"),
        ("search", {"sort": "best"}, "sort"),
    ],
)
def test_a_mistake_is_told_with_its_cure(
    library: Library, tool: str, arguments: dict[str, Any], message: str
) -> None:
    answer = asked(assistant(library), tool, arguments)

    assert answer.is_error
    assert message in answer.content[0].text
    assert "pydantic" not in answer.content[0].text


def test_a_missing_index_is_told_as_people_are_told(tmp_path: Path) -> None:
    nothing = library_of(Config(folder=tmp_path))

    answer = asked(assistant(nothing), "search", {"query": "量化"})

    assert answer.is_error
    assert "run `jianbao reindex`" in answer.content[0].text


@pytest.mark.slow
def test_the_command_speaks_over_standard_input_and_output(tmp_path: Path) -> None:
    indexed = jianbao("--data", tmp_path / "index", "reindex", cwd=tmp_path)
    assert indexed.returncode == 0, indexed.stderr
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "web", "--data", str(tmp_path / "index"), "mcp"],
        env=environment(),
        cwd=tmp_path,
    )

    with Path(os.devnull).open("w") as nowhere:
        answer = asked(stdio_client(command, errlog=nowhere), "search", {"query": "量化"}).structured_content

    assert answer is not None
    assert answer["hits"]
    assert "quantization" in answer["also_searched"]
