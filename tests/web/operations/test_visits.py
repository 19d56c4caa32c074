"""Rate limits count over all workers."""

import os
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.running import server
from web.operations import visits
from web.operations.visits import Visits


def test_processes_count_together() -> None:
    counts = Visits()
    children = []
    for _ in range(4):
        child = os.fork()
        if not child:
            for _ in range(200):
                counts.add("a", 60, 1)
            os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)

    assert counts.look("a")[0] == 800
    assert counts.look("b")[0] == 0


def test_a_count_begins_anew_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    counts, now = Visits(), 1000.0
    monkeypatch.setattr(visits.time, "time", lambda: now)
    assert [counts.add("a", 60, 1) for _ in range(3)] == [1, 2, 3]
    assert counts.look("a") == (3, 1060.0)
    now = 1060.0

    assert counts.look("a") == (0, 1060.0)
    assert counts.add("a", 60, 1) == 1


def test_more_clients_than_fit_take_the_oldest_places() -> None:
    counts = Visits()
    for client in range(3 * visits.CLIENTS):
        counts.add(str(client), 60, 1)

    assert counts.add("one more", 60, 1) == 1
    assert counts.add("one more", 60, 1) == 2


@pytest.mark.slow
def test_two_workers_allow_what_one_would(tmp_path: Path) -> None:
    with server(tmp_path, env={"JIANBAO_SITE__RATE_LIMIT": "10 per hour"}) as running:
        statuses = []
        for _ in range(30):
            try:
                with urllib.request.urlopen(f"{running.url}/api/v1/issues", timeout=20) as answer:
                    statuses.append(answer.status)
            except urllib.error.HTTPError as error:
                statuses.append(error.code)

    assert statuses == [200] * 10 + [429] * 20
