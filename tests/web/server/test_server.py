"""The workers behind one port share what comes."""

import http.client
import os
import re
import threading
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.running import RunningServer, server
from web.server.worker import REQUESTS_OF_A_CONNECTION

CLIENTS = 24


def ask(url: str, times: int) -> list[str]:
    """The `Connection` header of so many answers over one connection, as far as it is kept."""
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    headers = []
    for _ in range(times):
        connection.request("GET", "/?q=%E9%87%8F%E5%8C%96")
        answer = connection.getresponse()
        answer.read()
        headers.append(answer.headers.get("Connection", ""))
    connection.close()
    return headers


def computing(running: RunningServer) -> dict[int, float]:
    """Seconds that each worker of a server has computed."""
    stats = {worker: Path(f"/proc/{worker}/stat").read_text() for worker in running.workers()}
    fields = {worker: stat.rsplit(")", 1)[1].split() for worker, stat in stats.items()}
    ticks = os.sysconf("SC_CLK_TCK")
    return {worker: (int(columns[11]) + int(columns[12])) / ticks for worker, columns in fields.items()}


def test_a_connection_ends_after_some_requests(tmp_path: Path) -> None:
    with server(tmp_path) as running:
        headers = ask(running.url, REQUESTS_OF_A_CONNECTION + 1)

    assert set(headers[: REQUESTS_OF_A_CONNECTION - 1]) == {""}  # kept, as HTTP 1.1 does
    assert headers[REQUESTS_OF_A_CONNECTION - 1 :] == ["close", ""]


@pytest.mark.slow
@pytest.mark.serial
@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="this system does not tell in /proc")
def test_two_workers_do_half_of_the_work_each(tmp_path: Path) -> None:
    with server(tmp_path, env={"JIANBAO_SITE__RATE_LIMIT": ""}) as running:
        before = computing(running)
        clients = [threading.Thread(target=ask, args=(running.url, 100)) for _ in range(CLIENTS)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        spent = {worker: seconds - before[worker] for worker, seconds in computing(running).items()}

    assert len(spent) == 2
    assert min(spent.values()) > 0.25 * sum(spent.values())


@pytest.mark.slow
@pytest.mark.parametrize(("proxies", "scheme"), [("0", "http"), ("1", "https")])
def test_what_a_proxy_says_counts_only_where_there_is_one(tmp_path: Path, proxies: str, scheme: str) -> None:
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "8.8.8.8", "X-Forwarded-Host": "127.0.0.2"}
    with server(tmp_path, env={"JIANBAO_SITE__TRUSTED_PROXIES": proxies}) as running:
        request = urllib.request.Request(f"{running.url}/opensearch.xml", headers=told)
        with urllib.request.urlopen(request) as answer:
            addresses = re.findall(r'template="(\w+)://', answer.read().decode())

    assert set(addresses) == {scheme}
