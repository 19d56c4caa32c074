"""Look for the dearest request of each endpoint by random search over the grammar of queries.

    python -m tests.dearest [--requests 400] [--rounds 6] [--source DIR]... [--seed 1]

Random queries are asked, and the dearest of them varied, round by round. What is measured is computing time
in this process; neighbours on the machine slow that, too, and of hundreds of requests the dearest is the one
that was slowed most. So the dearest are asked again in applications of their own, which remember nothing, and
of each the least time counts. Exits 1 where one takes over 250 ms, or over 10 times the median of ordinary
searches, or where one is an error of the server's.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import statistics
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient

from index.search_request import MAX_QUERY_LENGTH
from tests.running import jianbao
from web.app import create_app
from web.config import Config, SiteConfig
from web.opening import library_of
from web.parameters.api_parameters import MAX_TERM_LENGTH

MOST_SECONDS, MOST_TIMES = 0.25, 10.0

ORDINARY = (
    "量化", "模型压缩", "RISC-V", "NPU 推理", "怎么在手机上部署模型", "mcu", '"知识蒸馏"', "推理 -训练",
    "栏目:论文 剪枝", "lianghua", "芯片 OR 编译器", "date:2025 语音", "ｎｃｎｎ", "晶片", "snapdragon 888",
)  # fmt: skip

KEPT = 12
"""Dearest queries of a round that are varied in the next, and that are asked again at the end."""

ASKED_AGAIN = 3
"""Times that they are."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A kind of request that takes a query."""

    name: str
    path: str
    longest: int = MAX_QUERY_LENGTH
    statuses: frozenset[int] = frozenset({200, 400})


REFUSING = frozenset({200, 400, 503})
"""503: what was found in time would be a part of what it is taken for."""

SEARCH = Endpoint("search", "/api/v1/search?q={q}&limit=100")

ENDPOINTS = (
    Endpoint("search page", "/?q={q}"),
    SEARCH,
    Endpoint("suggest", "/api/v1/suggest?q={q}&limit=20"),
    Endpoint("feed", "/feed.atom?q={q}", statuses=REFUSING),
    Endpoint("export", "/api/v1/export.jsonl?q={q}", statuses=REFUSING),
    Endpoint("trends", "/api/v1/trends?q={q}", MAX_TERM_LENGTH),
    Endpoint("lookup", "/api/v1/lookup?url=https://example.org/{q}", 700),
)


class Grammar:
    """Random queries: pieces of everything that the search language and the rewriting know."""

    def __init__(self, chance: random.Random, words: Sequence[str]) -> None:
        self._chance = chance
        self._words = words

    def query(self, longest: int) -> str:
        """One query, mostly of one kind of piece many times: that is what is dear."""
        kinds = self._chance.choices(self._kinds(), k=self._chance.choice((1, 1, 2, 4)))
        joint = self._chance.choice((" ", " ", "", " OR ", " -", '" "'))
        pieces = [self._chance.choice(kinds)() for _ in range(self._chance.choice((1, 3, 10, 40, 120)))]
        return joint.join(pieces)[:longest].strip() or "a"

    def varied(self, text: str, longest: int) -> str:
        """A query that shares most of its pieces with another."""
        pieces = text.split(" ")
        for _ in range(self._chance.randint(1, 4)):
            place = self._chance.randrange(len(pieces))
            other = self._chance.choice(self._kinds())()
            change = self._chance.choice(("replace", "insert", "double", "remove"))
            if change == "replace":
                pieces[place] = other
            elif change == "insert":
                pieces.insert(place, other)
            elif change == "double":
                pieces += pieces[place:]
            elif len(pieces) > 1:
                del pieces[place]
        return " ".join(pieces)[:longest].strip() or "a"

    def _kinds(self) -> list[Callable[[], str]]:
        chance, word = self._chance, lambda: self._chance.choice(self._words)
        return [
            word,
            lambda: f"-{word()}",
            lambda: f'"{word()}"',
            lambda: f"来源:{word()}",
            lambda: f"-来源:{word()}",
            lambda: f"标签:{chance.choice('abc量')}",
            lambda: f"site:{chance.choice(('com', 'arxiv.org', 'a'))}",
            lambda: f"date:20{chance.randint(18, 26)}..20{chance.randint(18, 26)}",
            lambda: f"{word()} OR {word()}",
            lambda: _letters(chance, "αβγδεζηθικλμνξοπρστυφχψω"),
            lambda: _letters(chance, "abcdefghijklmnopqrstuvwxyz"),
            lambda: _letters(chance, "aeiounghzx"),
            lambda: _letters(chance, "abcdefghijklmnopqrstuvwxyz") + str(chance.randint(0, 9999)),
            lambda: chr(chance.randint(0x4E00, 0x9FA5)) * chance.randint(1, 4),
            lambda: "".join(chr(chance.randint(0x4E00, 0x6000)) for _ in range(chance.randint(1, 8))),
            lambda: chance.choice("abcdefghij0123456789.+#-_/"),
            lambda: "-".join("abcdefgh"[: chance.randint(2, 8)]),
        ]


def _letters(chance: random.Random, alphabet: str) -> str:
    return "".join(chance.choices(alphabet, k=chance.randint(1, 14)))


def cost(client: FlaskClient, endpoint: Endpoint, text: str) -> tuple[float, int]:
    """Seconds of computing for one answer, and its status. Of an export they end with its first block: the
    rest costs as much as there are rows, and is made as it is read."""
    path = endpoint.path.format(q=urllib.parse.quote(text, safe=""))
    started = time.process_time()
    answer = client.get(path)
    next(answer.iter_encoded(), b"")
    seconds = time.process_time() - started
    answer.close()
    return seconds, answer.status_code


def search(
    client: FlaskClient, endpoint: Endpoint, grammar: Grammar, requests: int, rounds: int
) -> tuple[dict[str, float], set[int]]:
    """Seconds of the dearest queries, dearest first, and all statuses."""
    known: dict[str, float] = {}
    statuses: set[int] = set()
    for turn in range(rounds):
        parents = list(dearest(known))
        for number in range(requests // rounds):
            fresh = turn == 0 or number % 4 == 0
            parent = parents[number % len(parents)] if parents else ""
            text = grammar.query(endpoint.longest) if fresh else grammar.varied(parent, endpoint.longest)
            seconds, status = cost(client, endpoint, text)
            known[text] = max(seconds, known.get(text, 0.0))
            statuses.add(status)
    return dearest(known), statuses


def dearest(known: Mapping[str, float]) -> dict[str, float]:
    """The KEPT queries that took most seconds, dearest first."""
    queries = sorted(known, key=known.__getitem__, reverse=True)[:KEPT]
    return {query: known[query] for query in queries}


def median_of_ordinary(client: FlaskClient, endpoint: Endpoint, words: Sequence[str]) -> float:
    """Seconds of what readers ask, each query for the first time: another word makes it new."""
    texts = [f"{text} {word}" for text, word in zip(ORDINARY * 2, words[:: len(words) // 30], strict=False)]
    return statistics.median(cost(client, endpoint, text)[0] for text in texts)


def indexed(folder: Path, sources: Sequence[str]) -> Config:
    """The configuration of an archive of its own; requests are not limited."""
    data = folder / "index"
    indexed = jianbao("--data", data, "reindex", *(Path(one).absolute() for one in sources), cwd=folder)
    if indexed.returncode:
        sys.exit(indexed.stderr)
    config = Config(folder=folder, site=SiteConfig(rate_limit=""))
    return config.model_copy(update={"index": config.index.model_copy(update={"data": data})})


def application(config: Config) -> FlaskClient:
    """A client of an application that has loaded what is loaded once, and remembers no query but few."""
    client = create_app(library_of(config), config).test_client()
    for endpoint in ENDPOINTS:
        for text in (*ORDINARY, "鞔鞔 tensorfow", "神经网烙", "site:com 来源:zzz"):
            cost(client, endpoint, text)
    gc.collect()
    gc.freeze()  # as a server does when it has opened an index
    return client


def words_of(client: FlaskClient) -> list[str]:
    """Words that the archive knows: what is dear needs postings."""
    hits = client.get("/api/v1/search?q=&limit=100").get_json()["hits"]
    titles = " ".join(hit["title"] for hit in hits)
    runs = [titles[start : start + size] for start in range(0, 400, 3) for size in (2, 4)]
    runs += re.findall(r"[A-Za-z]{2,}", " ".join(f"{hit['title']} {hit['summary']}" for hit in hits))[:400]
    return sorted({run.strip() for run in runs if run.strip() and '"' not in run})


def measure(config: Config, *, requests: int, rounds: int, seed: int) -> bool:
    """Print the dearest request of each endpoint; whether all keep the bounds."""
    client = application(config)
    words = words_of(client)
    grammar = Grammar(random.Random(seed), words)
    ordinary_seconds = {one: median_of_ordinary(client, one, words) for one in ENDPOINTS}
    found = {one: search(client, one, grammar, requests, rounds) for one in ENDPOINTS}
    for _ in range(ASKED_AGAIN):
        client = application(config)
        for endpoint, (known, _statuses) in found.items():
            for text in known:
                known[text] = min(known[text], cost(client, endpoint, text)[0])
    good = True
    for endpoint, (known, statuses) in found.items():
        ordinary = ordinary_seconds[endpoint]
        text, seconds = next(iter(dearest(known).items()))
        bound = min(MOST_SECONDS, MOST_TIMES * ordinary_seconds[SEARCH])
        fits = seconds <= bound and statuses <= endpoint.statuses
        good &= fits
        print(
            f"{endpoint.name:12} ordinary {ordinary * 1000:6.1f} ms, dearest {seconds * 1000:7.1f} ms"
            f" = {seconds / ordinary:5.1f} x, statuses {sorted(statuses)}{'' if fits else '  TOO DEAR'}"
        )
        print(f"             {text[:160]!r}")
    return good


def main() -> None:
    """Read the command line, index, search."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--source", action="append", default=[])
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        config = indexed(Path(name), args.source)
        good = measure(config, requests=args.requests, rounds=args.rounds, seed=args.seed)
    sys.exit(not good)


if __name__ == "__main__":
    main()
