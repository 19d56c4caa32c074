"""Clients who send or read too slowly cost a connection each, and stop nobody."""

from __future__ import annotations

import socket
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.running import RunningServer, server
from web.server.worker import IDLE_SECONDS, REQUEST_SECONDS, Channel

QUIET = 24
"""More connections than the server has threads: two workers of four."""

UNLIMITED = {"JIANBAO_SITE__RATE_LIMIT": ""}


def connect(url: str, first: bytes = b"", buffer: int = 0) -> socket.socket:
    address = urllib.parse.urlsplit(url)
    connection = socket.socket()
    if buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    connection.connect((address.hostname or "", address.port or 80))
    connection.settimeout(20)
    connection.sendall(first)
    return connection


def request(path: str, *headers: str, method: str = "GET") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


KINDS: dict[str, bytes] = {
    "nothing at all": b"",
    "half a header": b"GET / HTTP/1.1\r\nHost: local",
    "half a body": request("/theme", "Content-Length: 100", method="POST") + b"theme=",
    "an export that nobody reads": request("/api/v1/export"),
}


@contextmanager
def quiet_clients(running: RunningServer, first: bytes) -> Iterator[None]:
    with ExitStack() as opened:
        for _ in range(QUIET):
            opened.enter_context(connect(running.url, first, buffer=2048))
        time.sleep(0.5)
        yield


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with server(tmp_path_factory.mktemp("slow"), env=UNLIMITED) as process:
        yield process


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_slow_clients_do_not_stop_the_others(running: RunningServer, kind: str) -> None:
    with quiet_clients(running, KINDS[kind]):
        for _ in range(5):
            with urllib.request.urlopen(f"{running.url}/api/v1/search?q=a", timeout=5) as answer:
                assert answer.status == 200


@pytest.mark.slow
def test_a_request_that_does_not_end_is_given_up(running: RunningServer) -> None:
    with connect(running.url, KINDS["half a header"]) as client:
        assert client.recv(100) == b""


@pytest.mark.slow
def test_one_address_holds_only_so_many_connections(tmp_path: Path) -> None:
    few = {**UNLIMITED, "JIANBAO_SERVER__CONNECTIONS_PER_CLIENT": "3", "JIANBAO_SERVER__WORKERS": "1"}
    with server(tmp_path, env=few) as process, ExitStack() as opened:
        # The request that waited for the server may still be held for a moment: what matters is how
        # many are let in, not which of the first.
        kept = 0
        for _ in range(20):
            kept += not _ended(opened.enter_context(connect(process.url)))
            if kept == 3:
                break

        assert kept == 3
        assert [_ended(opened.enter_context(connect(process.url))) for _ in range(2)] == [True, True]


def _ended(client: socket.socket) -> bool:
    """Whether the server has closed the connection within the time that it takes to accept one."""
    client.settimeout(1)
    try:
        return client.recv(1) == b""
    except TimeoutError:
        return False


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nSCRIPT_NAME: /x\r\nScript-Name: /x\r\nConnection: close\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        b"GET /?q=" + "量化".encode() + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 40_000 + b"\r\n\r\n",
    ],
    ids=["a header that means something to servers", "a malformed chunk", "raw UTF-8", "a huge header"],
)
@pytest.mark.slow
def test_odd_requests_are_answered_without_a_server_error(running: RunningServer, sent: bytes) -> None:
    with connect(running.url, sent) as client:
        status = int(client.recv(1000).split()[1])

    assert status < 500


def at(**state: object) -> Channel:
    """A connection in some state; only its clock is looked at."""
    channel = object.__new__(Channel)
    defaults = {"request": None, "requests": [], "total_outbufs_len": 0, "last_activity": 100.0}
    for name, value in (defaults | state).items():
        setattr(channel, name, value)
    return channel


@pytest.mark.parametrize(
    ("channel", "overdue"),
    [
        (lambda: at(request=object(), request_began=100.0), REQUEST_SECONDS),
        (lambda: at(), IDLE_SECONDS),
        (lambda: at(requests=[object()], total_outbufs_len=10), IDLE_SECONDS),
    ],
    ids=["a request begun", "a connection kept", "an answer that nobody reads, still being written"],
)
def test_a_client_has_so_much_time(channel: Callable[[], Channel], overdue: int) -> None:
    assert not channel().overdue(100.0 + overdue - 1)
    assert channel().overdue(100.0 + overdue + 1)


def test_a_long_computation_is_not_the_clients_fault() -> None:
    assert not at(requests=[object()]).overdue(10_000.0)
