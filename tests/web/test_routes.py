"""Every route answers, in the right kind, with its headers."""

import pytest
from flask.testing import FlaskClient

from index.library.snapshot import Snapshot
from tests.web.reading import issues_of

PAGES = ("/", "/?q=量化", "/?q=没有这样的词", "/issues/", "/trends", "/trends?q=量化&q=NPU", "/lookup",
         "/lookup?url=https://example.com/", "/help", "/api/v1/")  # fmt: skip
MACHINES = {
    "/api/v1/search?q=量化": "application/json",
    "/api/v1/suggest?q=知": "application/json",
    "/api/v1/suggest?q=知&format=opensearch": "application/x-suggestions+json",
    "/api/v1/issues": "application/json",
    "/api/v1/lookup?url=https://example.com/": "application/json",
    "/api/v1/trends?q=量化": "application/json",
    "/api/v1/openapi.json": "application/json",
    "/api/v1/export.csv?q=量化": "text/csv",
    "/api/v1/export.jsonl": "application/x-ndjson",
    "/feed.atom": "application/atom+xml",
    "/feed.json?q=量化": "application/feed+json",
    "/opensearch.xml": "application/opensearchdescription+xml",
    "/sitemap.xml": "application/xml",
    "/robots.txt": "text/plain",
    "/favicon.ico": "image/svg+xml",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_answers(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.text.count("<h1") == 1
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(("path", "mimetype"), MACHINES.items())
def test_a_machine_is_answered(client: FlaskClient, path: str, mimetype: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.mimetype) == (200, mimetype)
    in_readers_language = path == "/api/v1/openapi.json"
    assert ("max-age" in answer.headers["Cache-Control"]) != in_readers_language


def test_every_issue_and_entry_has_its_page(client: FlaskClient, archive: Snapshot) -> None:
    paths = [f"/issues/{issue.name}" for issue in issues_of(archive)]
    paths += [f"/entries/{entry.id}" for issue in issues_of(archive) for entry in issue.entries]

    assert {client.get(path).status_code for path in paths} == {200}
