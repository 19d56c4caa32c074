"""Ask every route for nonsense, and see that nothing breaks and nothing is slow.

    python -m tests.fuzz [--requests 20000] [--source DIR]

Every rule of the app gets nasty strings and generated text as path parts and parameters, through the
real app over a real index. Exits 1 at a 5xx, or where an answer took more than 20 times the median of
all (processor time of the answering thread, so that a busy machine does not count).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
import urllib.parse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from tests.hostile import NASTY
from tests.running import jianbao
from web.config import load_config
from web.server import MAX_REQUEST_LINE
from web.wsgi import application

SLOWEST_TO_MEDIAN = 20
SHOWN = 6
"""Slowest answers that are printed."""

PARAMETERS = ("q", "category", "source", "tag", "issue", "from", "to", "sort", "page", "limit", "literal",
              "lang", "url", "term", "theme", "format", "next", "x")  # fmt: skip

TEXT = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=40),
    st.sampled_from(
        ["量化", "RISC-V", '"模型压缩"', "推理 OR NPU -训练", "来源:知乎", "论文", "newest", "2", "2025"]
    ),
    st.builds(lambda parts: " ".join(parts), st.lists(st.sampled_from(NASTY), max_size=3)),
)


@dataclass(slots=True)
class Account:
    """What the answers were."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[tuple[float, str]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def address(rule: Rule, parts: Sequence[str], query: Sequence[tuple[str, str]]) -> str:
    """A path of this rule with its variables filled, and a query string; both percent-encoded."""
    path = "/".join(
        _quoted(parts[number % len(parts)]) if "<" in piece else piece
        for number, piece in enumerate(str(rule).split("/"))
    )
    asked = f"{path}?{'&'.join(f'{name}={_quoted(value)}' for name, value in query)}"
    # What is longer never comes to the app: the server refuses it by the line's length.
    return asked[: MAX_REQUEST_LINE - len("GET  HTTP/1.1\r\n")]


def _quoted(text: str) -> str:
    return urllib.parse.quote(text.encode("utf8", "surrogatepass")[:30_000], safe="")


def fuzz(app: Flask, requests: int) -> Account:
    """Ask `requests` generated questions; the same ones in every run."""
    account = Account()
    client = app.test_client()
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]

    @settings(max_examples=requests, derandomize=True, deadline=None, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(
        rule=st.sampled_from(sorted(rules, key=str)),
        parts=st.lists(TEXT, min_size=1, max_size=2),
        query=st.lists(st.tuples(st.sampled_from(PARAMETERS), TEXT), max_size=5),
    )
    def ask(rule: Rule, parts: list[str], query: list[tuple[str, str]]) -> None:
        path = address(rule, parts, query)
        started = time.thread_time()
        answer = client.get(path, buffered=True)
        account.seconds.append((time.thread_time() - started, path[:200]))
        account.statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            account.broken.append(f"{answer.status_code} {path[:300]}")

    # What is loaded once (dictionary, templates) is loaded before anything is timed.
    for rule in rules:
        client.get(address(rule, ["词"], [("q", "量化 gaotong tensorfow")]), buffered=True)
    ask()
    return account


def report(account: Account) -> bool:
    """Print the figures; whether all of them are good."""
    median = statistics.median(seconds for seconds, _ in account.seconds)
    slowest, path = max(account.seconds)
    for seconds, asked in sorted(account.seconds)[-SHOWN:-1]:
        print(f"{seconds * 1000:8.1f} ms {asked}")
    print(f"requests {len(account.seconds)}, statuses {dict(sorted(account.statuses.items()))}")
    print(
        f"median {median * 1000:.2f} ms, slowest {slowest * 1000:.2f} ms = {slowest / median:.1f} x: {path}"
    )
    for line in account.broken[:10]:
        print(line)
    return not account.broken and slowest <= SLOWEST_TO_MEDIAN * median


def main() -> None:
    """Read the command line, index, fuzz."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--source", action="append", default=[])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        done = jianbao("--data", Path(name) / "index", "reindex", *args.source, cwd=Path(name))
        print(done.stdout.strip(), done.stderr.strip())
        config = load_config(data=Path(name) / "index")
        unlimited = config.site.model_copy(update={"rate_limit": ""})
        quiet = config.log.model_copy(update={"level": "warning"})
        app = application(config.model_copy(update={"site": unlimited, "log": quiet}))
        sys.exit(not report(fuzz(app, args.requests)))


if __name__ == "__main__":
    main()
