"""One request is answered from one snapshot, and its ETag and `Vary` say truly what it depends on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient

from index.documents import documents_of
from index.library.library import Library
from index.library.snapshot import Snapshot
from tests.web.reading import issues_of
from web.app import create_app
from web.config import SAMPLE, Config
from web.opening import library_of
from web.origin import origin_of
from web.wiring import build

PAGES = ("/", "/?q=NPU", "/issues/", "/issues/{issue}", "/issues/{issue}?q=NPU", "/entries/{entry}",
         "/trends", "/trends?q=NPU", "/lookup", "/lookup?url=https://example.org/a", "/help", "/widget",
         "/feed.atom", "/feed.json?q=NPU", "/sitemap.xml", "/opensearch.xml", "/robots.txt", "/api/v1/",
         "/api/v1/search?q=NPU", "/api/v1/suggest", "/api/v1/suggest?q=N&format=opensearch",
         "/api/v1/issues", "/api/v1/issues/{issue}", "/api/v1/entries/{entry}", "/api/v1/trends?q=NPU",
         "/api/v1/lookup?url=https://example.org/a", "/api/v1/openapi.json", "/api/v1/export.csv",
         "/api/v1/export.jsonl?q=NPU", "/nowhere", "/api/v1/nowhere", "/issues/2000-01-01")  # fmt: skip
"""Everything that is answered; `{issue}` and `{entry}` stand for one of the sample's."""

CLOCK = re.compile(r'"took_ms": ?[\d.]+|built_at')


class Alternating:
    """A library that is swapped between any two snapshots: the worst moment for every request."""

    def __init__(self, *libraries: Library) -> None:
        self.libraries = libraries
        self.taken = 0

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        self.taken += 1
        with self.libraries[self.taken % len(self.libraries)].snapshot() as snapshot:
            yield snapshot


@pytest.fixture(scope="module")
def swapped(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Alternating:
    """The sample, and the sample under another name and with other words."""
    folder = tmp_path_factory.mktemp("other")
    for file in SAMPLE.glob("*.md"):
        text = file.read_text(encoding="utf8")
        text = re.sub(r"^# \S+", "# 别的周刊", text, count=1, flags=re.MULTILINE)
        (folder / file.name).write_text(text.replace("NPU", "NPU 加速器"), encoding="utf8")
    config = Config(folder=folder / "index")
    build(config, origin_of(config, (str(folder),)))
    return Alternating(library, library_of(config))


def _path(template: str, archive: Snapshot) -> str:
    first = issues_of(archive)[0]
    return template.format(issue=first.name, entry=documents_of(first)[0].id)


@pytest.mark.parametrize("template", PAGES)
def test_a_request_takes_one_snapshot_and_its_etag_names_that(
    swapped: Alternating, config: Config, archive: Snapshot, template: str
) -> None:
    client = create_app(swapped, config).test_client()  # type: ignore[arg-type]
    path = _path(template, archive)
    answers = []
    for _ in range(2):
        before = swapped.taken
        answer = client.get(path)
        body = CLOCK.sub("", answer.get_data(as_text=True))
        assert swapped.taken - before <= 1
        answers.append((body, answer.headers.get("ETag")))
    (first_answer, tag), (other, other_tag) = answers

    assert first_answer == other or tag is None or tag != other_tag


@pytest.mark.parametrize("template", PAGES)
def test_what_differs_by_language_says_so_to_caches(
    client: FlaskClient, archive: Snapshot, template: str
) -> None:
    path = _path(template, archive)
    chinese, english = (client.get(path, headers={"Accept-Language": tag}) for tag in ("zh-Hans", "en"))
    same = CLOCK.sub("", chinese.get_data(as_text=True)) == CLOCK.sub("", english.get_data(as_text=True))

    assert same or {"Accept-Language", "Cookie"} <= set(chinese.vary)
    assert same or chinese.headers.get("ETag") is None or chinese.headers["ETag"] != english.headers["ETag"]


def test_a_304_says_what_it_varies_by_too(client: FlaskClient) -> None:
    etag = client.get("/feed.atom?q=NPU").headers["ETag"]
    again = client.get("/feed.atom?q=NPU", headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert "Accept-Language" in again.vary


def test_an_answer_without_words_is_one_for_all_languages(client: FlaskClient) -> None:
    assert "Accept-Language" not in client.get("/api/v1/search?q=NPU").vary
