"""The assistant over HTTP: the official client is answered, strange web pages are not."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.running import FROM_CHECKOUT, environment, jianbao, stop

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

from tests.web.mcp.test_tools import asked

pytestmark = pytest.mark.slow

LIST = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}).encode()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of `jianbao mcp --http`, whose site lets the pages of one origin ask."""
    folder = tmp_path_factory.mktemp("assistant")
    indexed = jianbao("reindex", cwd=folder)
    assert indexed.returncode == 0, indexed.stderr
    process = subprocess.Popen(
        [*FROM_CHECKOUT, "mcp", "--http", "--port", "0", "--allow-origin", "https://chat.example"],
        cwd=folder, env=environment(), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        match = re.search(r"http://127\.0\.0\.1:\d+/mcp", process.stderr.readline())
        assert match
        yield match[0]
    finally:
        stop(process)


def status(address: str, headers: dict[str, str], body: bytes = LIST) -> int:
    """What is answered to a request with these headers."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
    usual = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    connection.request("POST", parts.path, body, usual | headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_the_official_client_finds_entries(address: str) -> None:
    answer = asked(address, "search", {"query": "量化", "limit": 2}).structured_content

    assert answer is not None
    assert len(answer["hits"]) == 2


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "https://chat.example"}, {"Origin": "http://localhost:6274"}, {"Host": "localhost:8765"}],
)
def test_programs_and_allowed_pages_are_answered(address: str, headers: dict[str, str]) -> None:
    assert status(address, headers) == 200


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://chat.example.evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost.evil.example:80"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:8765"}, 421),
    ],
)
def test_pages_and_names_that_nobody_allowed_are_refused(
    address: str, headers: dict[str, str], expected: int
) -> None:
    assert status(address, headers) == expected


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff", b'{"jsonrpc": "2.0", "id": 1, "method": "nothing"}']
)
def test_what_is_no_question_is_no_failure(address: str, body: bytes) -> None:
    assert status(address, {}, body) < 500
    assert status(address, {}) == 200


def test_a_request_that_is_too_large_is_refused(address: str) -> None:
    assert status(address, {}, b" " * 300_000 + LIST) == 413


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--host", "0.0.0.0"], 2, "--allow-host NAME"),
        (["--host", "203.0.113.1", "--allow-host", "x"], 1, "203.0.113.1"),
    ],
)
def test_it_is_not_opened_to_others_by_accident(
    tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    done = jianbao("mcp", "--http", *arguments, cwd=tmp_path)

    assert done.returncode == code
    assert said in done.stderr
