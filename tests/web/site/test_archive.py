"""A request is answered from one generation of the index, whatever happens to the index meanwhile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from index.library.library import Library
from index.reindex.reindexer import reindex
from index.storage.catalogue import CHUNK_SIZE
from index.storage.generations import Generations
from tests.index.storage_support import REAL_STORE, File, newsletter, real_library
from web.app import create_app
from web.config import Config
from web.site.archive import archive


def edition(text: str) -> list[File]:
    """More entries than are read at a time."""
    return newsletter(40, text, entries=CHUNK_SIZE // 25)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    reindex(tmp_path, edition("甲"), REAL_STORE)
    return tmp_path


@pytest.fixture
def library(data: Path) -> Iterator[Library]:
    """Looks at the disk whenever it is asked for a snapshot."""
    library = real_library(data, check_seconds=0.0)
    yield library
    library.close()


@pytest.fixture
def app(library: Library, data: Path) -> Flask:
    """The site, and a page during which the index changes."""
    app = create_app(library, Config())

    @app.get("/changing")
    def changing() -> str:
        first = archive()
        before = first.catalogue.issue_summaries(limit=1)[0].headline
        reindex(data, edition("乙"), REAL_STORE)
        text = render_template_string("{{ headline }}", headline=archive().stats.generation)
        after = archive().catalogue.issue_summaries(limit=1)[0].headline
        return json.dumps([before, after, text == first.name])

    return app


def test_all_that_a_request_reads_is_of_one_generation(app: Flask) -> None:
    assert json.loads(app.test_client().get("/changing").text) == ["甲", "甲", True]


def test_the_next_request_reads_the_next_generation(app: Flask) -> None:
    client = app.test_client()
    first = client.get("/issues/")
    client.get("/changing")
    second = client.get("/issues/")

    assert ("甲" in first.text, "乙" in first.text) == (True, False)
    assert ("甲" in second.text, "乙" in second.text) == (False, True)
    assert first.headers["ETag"] != second.headers["ETag"]


def test_an_export_ends_on_the_generation_that_it_began_with(app: Flask, data: Path) -> None:
    answer = app.test_client().get("/api/v1/export.jsonl", buffered=False)
    rows = answer.iter_encoded()
    lines = next(rows)
    reindex(data, edition("乙"), REAL_STORE)
    app.test_client().get("/issues/")
    lines += b"".join(rows)

    assert {json.loads(line)["title"].split()[0] for line in lines.splitlines()} == {"甲"}
    answer.close()


def test_a_generation_is_given_back_when_its_answers_are_sent(app: Flask, data: Path) -> None:
    client = app.test_client()
    client.get("/issues/")
    client.get("/issues/none")
    for text in "乙丙":
        reindex(data, edition(text), REAL_STORE)
        client.get("/issues/")

    reindex(data, edition("丙"), REAL_STORE)
    assert Generations(data).leftovers() == ()
