"""Reindex again and again under a loaded server, and see that no answer fails or mixes two indexes.

    python -m tests.swap [--reindexes 100] [--clients 8] [--engine whoosh]

Each reindex changes one issue of a copy of the sample. Clients ask the API all the while: an answer must be
200, and its total, facets and hits must agree. After each swap every worker must answer from the new
generation within FOLLOW_SECONDS. Exits 1 otherwise.
"""

from __future__ import annotations

import argparse
import http.client
import json
import shutil
import sys
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from index.engines.store import ENGINES
from tests.running import RunningServer, jianbao, server
from web.config import SAMPLE

FOLLOW_SECONDS = 2.0
IN_A_ROW = 12
"""Answers from the new generation, each over its own connection, after which all workers count as reached."""

QUERIES = ("量化", "推理", "模型", "")


@dataclass(slots=True)
class Account:
    """What the clients saw."""

    answers: int = 0
    wrong: list[str] = field(default_factory=list)
    followed: list[float] = field(default_factory=list)
    """Seconds from each swap until every worker answered from it."""


def ask(url: str, query: str) -> dict[str, object]:
    """One answer over a connection of its own. Raises AssertionError where it is not 200."""
    address = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    try:
        connection.request("GET", f"/api/v1/search?limit=100&q={urllib.parse.quote(query)}")
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, f"{answer.status} {body[:200]!r}"
        found: dict[str, object] = json.loads(body)
        return found
    finally:
        connection.close()


def fault_of(answer: dict[str, object]) -> str:
    """What does not agree in an answer; "" if all does. Not every entry has a category, but a newsletter."""
    total, hits, facets = answer["total"], answer["hits"], answer["facets"]
    assert isinstance(hits, list)
    assert isinstance(facets, dict)
    counted = sum(bucket["count"] for bucket in facets["newsletter"])
    if counted != total:
        return f"total {total}, but newsletters hold {counted}"
    if len(hits) != min(total, 100):
        return f"total {total}, but {len(hits)} hits"
    return ""


def keep_asking(url: str, account: Account, stop: threading.Event) -> None:
    """Ask until told to stop, and note what is wrong."""
    while not stop.is_set():
        for query in QUERIES:
            try:
                if fault := fault_of(ask(url, query)):
                    account.wrong.append(fault)
            except (AssertionError, OSError, http.client.HTTPException) as error:
                account.wrong.append(repr(error))
            account.answers += 1


@contextmanager
def clients(url: str, number: int, account: Account) -> Iterator[None]:
    """So many clients ask as long as the block runs."""
    stop = threading.Event()
    threads = [threading.Thread(target=keep_asking, args=(url, account, stop)) for _ in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def swap(
    running: RunningServer, issue: Path, text: str, number: int, account: Account, env: dict[str, str]
) -> None:
    """Change an issue, reindex, and wait until every worker has followed."""
    issue.write_text(text.replace("摘要：", f"摘要：第{number}次改动，"), encoding="utf8")
    done = jianbao("--data", running.data, "reindex", issue.parent, cwd=issue.parent.parent, env=env)
    assert done.returncode == 0, done.stderr
    current = (running.data / "current").read_text(encoding="utf8").split()[0]
    started, row = time.monotonic(), 0
    while row < IN_A_ROW and time.monotonic() - started < 30:
        before = time.monotonic()
        row = row + 1 if ask(running.url, "")["generation"] == current else 0
        reached = before
    account.followed.append(reached - started)


def main() -> None:
    """Read the command line, serve a copy of the sample, swap under load, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reindexes", type=int, default=100)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--engine", choices=ENGINES, default="whoosh")
    args = parser.parse_args()
    account = Account()
    engine = {"JIANBAO_INDEX__ENGINE": args.engine}
    quiet = {"JIANBAO_LOG__LEVEL": "warning", "JIANBAO_SITE__RATE_LIMIT": "", **engine}
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "issues"
        shutil.copytree(SAMPLE, source)
        issue = min(source.glob("*.md"))
        text = issue.read_text(encoding="utf8")
        with (
            server(Path(name), source=[source], env=quiet) as running,
            clients(running.url, args.clients, account),
        ):
            for number in range(args.reindexes):
                swap(running, issue, text, number, account, engine)
    slowest = max(account.followed)
    print(f"reindexes {len(account.followed)}, answers {account.answers}, wrong {len(account.wrong)}")
    print(f"all workers followed within {slowest:.2f} s at the slowest")
    print("\n".join(account.wrong[:5]))
    sys.exit(bool(account.wrong) or slowest > FOLLOW_SECONDS)


if __name__ == "__main__":
    main()
