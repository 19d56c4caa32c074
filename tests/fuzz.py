"""Ask every route for nonsense, and see that nothing breaks and nothing is slow.

    python -m tests.fuzz [--requests 20000] [--source DIR] [--engine whoosh]

Every rule of the app gets nasty strings and generated text as path parts and parameters, through the
real server in a process of its own. Exits 1 at a 5xx or a broken connection, or where an answer took more
than 10 times the median of ordinary searches, as the reader's clock tells. So that a pause of the machine
does not count, what took longer is asked again as the first question of three new servers, and the quickest
answer counts.
"""

from __future__ import annotations

import argparse
import gc
import http.client
import math
import statistics
import sys
import tempfile
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from index.engines.store import ENGINES
from tests.dearest import MOST_TIMES, ORDINARY
from tests.hostile import NASTY
from tests.running import RunningServer, server
from web.app import create_app
from web.config import MAX_URL, Config
from web.opening import library_of

SHOWN = 6
"""Slowest answers that are printed."""

AGAIN = 3
MOST_AGAIN = 12
"""Slow questions that are asked again; that many are no pauses."""

PARAMETERS = ("q", "newsletter", "category", "source", "tag", "issue", "from", "to", "sort", "page", "limit",
              "literal", "lang", "url", "term", "theme", "format", "next", "explain", "open", "measure",
              "x")  # fmt: skip

TEXT = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=40),
    st.sampled_from(
        [
            "量化",
            "RISC-V",
            '"模型压缩"',
            "推理 OR NPU -训练",
            "来源:知乎",
            "论文",
            "newest",
            "1",
            "2",
            "2025",
            "issue",
        ]
    ),
    st.builds(lambda parts: " ".join(parts), st.lists(st.sampled_from(NASTY), max_size=3)),
)


@dataclass(slots=True)
class Account:
    """What the answers were."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[tuple[float, str]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    ordinary: float = 0.0
    """Median seconds of pages of ordinary searches, each asked for the first time."""


def address(rule: Rule, parts: Sequence[str], query: Sequence[tuple[str, str]]) -> str:
    """A path of this rule with its variables filled, and a query string; both percent-encoded."""
    path = "/".join(
        _quoted(parts[number % len(parts)]) if "<" in piece else piece
        for number, piece in enumerate(str(rule).split("/"))
    )
    asked = f"{path}?{'&'.join(f'{name}={_quoted(value)}' for name, value in query)}"
    return asked[:MAX_URL]  # what is longer is refused unread


def _quoted(text: str) -> str:
    return urllib.parse.quote(text.encode("utf8", "surrogatepass")[:30_000], safe="")


class Reader:
    """Asks over one connection, and keeps account."""

    def __init__(self, url: str) -> None:
        place = urllib.parse.urlsplit(url)
        self.account = Account()
        self._connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)

    def ask(self, path: str) -> None:
        started = time.perf_counter()
        try:
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            self.account.broken.append(f"{error!r} {path[:300]}")
            return
        self.account.seconds.append((time.perf_counter() - started, path))
        self.account.statuses[answer.status] += 1
        if answer.status >= 500:
            self.account.broken.append(f"{answer.status} {path[:300]}")


def rules_of(app: Flask) -> list[Rule]:
    """What can be asked for."""
    return sorted((rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())), key=str)


def fuzz(url: str, rules: Sequence[Rule], requests: int) -> Account:
    """Ask `requests` generated questions; the same ones in every run."""
    reader = warmed(url, rules)

    @settings(max_examples=requests, derandomize=True, deadline=None, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(
        rule=st.sampled_from(rules),
        parts=st.lists(TEXT, min_size=1, max_size=2),
        query=st.lists(st.tuples(st.sampled_from(PARAMETERS), TEXT), max_size=5),
    )
    def ask(rule: Rule, parts: list[str], query: list[tuple[str, str]]) -> None:
        reader.ask(address(rule, parts, query))

    ask()
    return reader.account


def warmed(url: str, rules: Sequence[Rule]) -> Reader:
    """A reader of a server that has loaded what it loads once: that is not timed."""
    reader = Reader(url)
    for rule in rules:
        reader.ask(address(rule, ["词"], [("q", "量化 gaotong tensorfow")]))
    reader.account = Account()
    for text in ORDINARY:
        reader.ask(f"/?q={_quoted(text)}")
    reader.account = Account(ordinary=statistics.median(seconds for seconds, _ in reader.account.seconds))
    return reader


def asked_again(path: str, source: Sequence[str], engine: str, rules: Sequence[Rule]) -> float:
    """Seconds for the same answer, each time from a new server that never heard the question."""
    times = []
    for _ in range(AGAIN):
        with tempfile.TemporaryDirectory() as name, one_worker(Path(name), source, engine) as running:
            reader = warmed(running.url, rules)
            reader.ask(path)
            times += [seconds for seconds, _ in reader.account.seconds]
    return min(times, default=math.inf)


def report(account: Account, again: Callable[[str], float]) -> bool:
    """Print the figures; whether all of them are good."""
    median = statistics.median(seconds for seconds, _ in account.seconds)
    print(f"median {median * 1000:.2f} ms, of ordinary searches {account.ordinary * 1000:.2f} ms")
    print(f"requests {len(account.seconds)}, statuses {dict(sorted(account.statuses.items()))}")
    for seconds, path in sorted(account.seconds)[-SHOWN:]:
        print(f"{seconds * 1000:8.1f} ms {path[:200]}")
    limit = MOST_TIMES * account.ordinary
    late = dict.fromkeys(path for seconds, path in account.seconds if seconds > limit)
    lasting = dict(sorted((path, again(path)) for path in list(late)[:MOST_AGAIN]))
    in_time = [seconds for seconds, path in account.seconds if path not in late]
    slowest = max(*in_time, *lasting.values())
    print(f"asked again, {len(late)}: {[f'{seconds * 1000:.1f} ms' for seconds in lasting.values()]}")
    print(f"slowest {slowest * 1000:.2f} ms = {slowest / account.ordinary:.1f} x an ordinary search")
    for line in account.broken[:10]:
        print(line)
    return not account.broken and len(late) <= MOST_AGAIN and slowest <= limit


def main() -> None:
    """Read the command line, index, fuzz."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--source", action="append", default=[])
    parser.add_argument("--engine", choices=ENGINES, default="whoosh")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, one_worker(Path(name), args.source, args.engine) as running:
        gc.disable()  # else the generated questions, which are kept, are looked through while one is timed
        app = create_app(library_of(Config(folder=Path(name))), Config(folder=Path(name)))
        rules = rules_of(app)
        account = fuzz(running.url, rules, args.requests)
    sys.exit(not report(account, lambda path: asked_again(path, args.source, args.engine, rules)))


def one_worker(folder: Path, source: Sequence[str], engine: str) -> AbstractContextManager[RunningServer]:
    """A server without limits on a client, whose one worker loads everything once."""
    env = {
        "JIANBAO_SERVER__WORKERS": "1",
        "JIANBAO_SITE__RATE_LIMIT": "",
        "JIANBAO_LOG__LEVEL": "warning",
        "JIANBAO_INDEX__ENGINE": engine,
    }
    return server(folder, source=source, env=env)


if __name__ == "__main__":
    main()
