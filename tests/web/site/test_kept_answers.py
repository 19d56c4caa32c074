"""An answer that was sent is sent again as it was, to whoever asks for the same; to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client import REGISTRY

from index.library.library import Library
from index.reindex.reindexer import reindex
from index.search.searcher import Searcher
from tests.index.storage_support import REAL_STORE, newsletter, real_library
from web.app import create_app
from web.config import Config

PATHS = ("/?q=甲", "/api/v1/search?q=甲")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    reindex(tmp_path, newsletter(3, "甲"), REAL_STORE)
    library: Library = real_library(tmp_path, check_seconds=0.0)
    yield create_app(library, Config(folder=tmp_path))
    library.close()


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Texts of the searches that are run."""
    texts: list[str] = []
    run = Searcher.search

    def search(self: Searcher, search: object) -> object:
        texts.append(search.text)  # type: ignore[attr-defined]
        return run(self, search)  # type: ignore[arg-type]

    monkeypatch.setattr(Searcher, "search", search)
    return texts


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_the_same_is_answered_without_a_search(
    app: Flask, searched: list[str], path: str, encoding: str
) -> None:
    client = app.test_client()
    first, second = (client.get(path, headers={"Accept-Encoding": encoding}) for _ in range(2))

    assert len(searched) == 1
    assert first.data == second.data
    changing = {"x-request-id", "date", "x-ratelimit-remaining", "x-ratelimit-reset"}
    kept = [
        {(n.lower(), v) for n, v in answer.headers if n.lower() not in changing} for answer in (first, second)
    ]
    assert kept[0] == kept[1]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "other",
    [
        {"base_url": "http://other.example"},
        {"base_url": "https://localhost"},
        {"headers": {"Accept-Encoding": "gzip"}},
        {"headers": {"Accept-Language": "en", "Cookie": "theme=dark"}},
    ],
)
def test_another_host_or_reader_gets_an_answer_of_its_own(
    app: Flask, path: str, other: dict[str, str]
) -> None:
    fresh = create_app(app.extensions["jianbao"].library, Config()).test_client()
    client = app.test_client()
    client.get(path)
    took = '"took_ms"'
    answers = [asking.get(path, **other) for asking in (client, fresh)]  # type: ignore[arg-type]

    assert answers[0].headers["ETag"] == answers[1].headers["ETag"]
    if "headers" not in other:
        assert answers[0].text.partition(took)[0] == answers[1].text.partition(took)[0]
    assert answers[0].headers.get("Content-Encoding") == answers[1].headers.get("Content-Encoding")


def test_a_new_generation_is_asked_anew(app: Flask) -> None:
    client = app.test_client()
    before = client.get(PATHS[1]).json
    reindex(app.extensions["jianbao"].config.data.parent, newsletter(5, "甲"), REAL_STORE)
    after = client.get(PATHS[1]).json

    assert before["total"] < after["total"]  # type: ignore[index]


def test_what_a_browser_has_is_not_sent_again(app: Flask) -> None:
    client = app.test_client()
    tag = client.get(PATHS[0]).headers["ETag"]
    again = client.get(PATHS[0], headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert client.get(PATHS[0]).status_code == 200


def test_an_answer_that_is_not_whole_is_not_kept(
    app: Flask, monkeypatch: pytest.MonkeyPatch, searched: list[str]
) -> None:
    run = Searcher._searched
    monkeypatch.setattr(Searcher, "_searched", lambda *given: replace(run(*given), complete=False))
    client = app.test_client()
    for path in PATHS * 2:
        client.get(path)

    assert len(searched) == 4


def test_a_search_that_is_answered_from_memory_counts(client: FlaskClient) -> None:
    def count() -> float:
        outcomes = ({"outcome": name} for name in ("found", "empty"))
        return sum(REGISTRY.get_sample_value("jianbao_searches_total", labels) or 0.0 for labels in outcomes)

    before = count()
    for _ in range(3):
        client.get("/api/v1/search?q=模型")

    assert count() == before + 3
