"""Every failure has one body: JSON for programs, a page with a way on for people."""

from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient

from index.errors import IndexBrokenError, SearchUnfinishedError
from index.library.library import Library
from index.library.snapshot import Snapshot
from web.app import create_app
from web.config import Config
from web.parameters.search_request import SearchRequest


class BrokenLibrary:
    """A library whose index is gone."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        raise self.error


def app_that_raises(error: Exception) -> Flask:
    app = create_app(BrokenLibrary(error), Config())  # type: ignore[arg-type]
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def assert_canonical(answer: object, status: int) -> None:
    body = answer.json  # type: ignore[attr-defined]
    assert answer.status_code == status  # type: ignore[attr-defined]
    assert list(body) == ["error"]
    assert list(body["error"]) == ["status", "title", "detail"]
    assert body["error"]["status"] == status
    assert all(body["error"].values())


@pytest.mark.parametrize(
    ("path", "status"),
    [("search?page=x", 400), ("search?what=x", 400), ("search?page=99", 404), ("issues/none", 404),
     ("entries/none", 404), ("nowhere", 404)],
)  # fmt: skip
def test_the_api_fails_in_one_shape(client: FlaskClient, path: str, status: int) -> None:
    assert_canonical(client.get(f"/api/v1/{path}"), status)


@pytest.mark.parametrize(
    ("path", "status"), [("/nowhere", 404), ("/issues/none", 404), ("/entries/none", 404), ("/?page=x", 400)]
)
def test_pages_fail_with_a_way_on(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert 'role="search"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_program_may_ask_for_json_anywhere(client: FlaskClient) -> None:
    assert_canonical(client.get("/nowhere", headers={"Accept": "application/json"}), 404)


@pytest.mark.parametrize("path", ["/", "/issues/", "/feed.atom", "/sitemap.xml"])
def test_a_dead_index_is_no_empty_result(path: str) -> None:
    answer = app_that_raises(IndexBrokenError("damaged")).test_client().get(path)

    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert answer.headers["Retry-After"] == "5"
    assert "damaged" not in answer.text


def test_a_dead_index_is_told_to_programs_too() -> None:
    assert_canonical(app_that_raises(IndexBrokenError("damaged")).test_client().get("/api/v1/search"), 503)


def test_an_export_that_was_not_finished_is_none() -> None:
    answer = app_that_raises(SearchUnfinishedError("too much")).test_client().get("/api/v1/export.csv")

    assert_canonical(answer, 503)
    assert "没能找全" in answer.json["error"]["detail"]


def test_a_fault_of_ours_shows_nothing_of_itself() -> None:
    client = app_that_raises(RuntimeError("secret detail")).test_client()

    assert_canonical(client.get("/api/v1/search"), 500)
    assert "secret" not in client.get("/").text


def test_too_long_a_body_is_refused(client: FlaskClient) -> None:
    assert client.post("/preferences", data={"theme": "x" * 20_000}).status_code == 413


@pytest.mark.parametrize(
    "away", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "\t//x"]
)
def test_the_switch_of_theme_leads_nowhere_else(client: FlaskClient, away: str) -> None:
    answer = client.post("/preferences", data={"theme": "dark", "next": away})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_an_unknown_theme_is_not_kept(client: FlaskClient) -> None:
    answer = client.post("/preferences", data={"theme": "<b>", "next": "/help"})

    assert answer.headers["Location"] == "/help"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/issues/", "/help", "/api/v1/issues", "/feed.atom", "/nowhere"])
def test_every_answer_is_guarded(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_whole_site_moves_under_a_prefix(library: Library) -> None:
    client = create_app(library, Config(site={"prefix": "/archive"})).test_client()  # type: ignore[arg-type]
    page = client.get("/archive/?q=量化").text
    local = [part.split('"')[0] for part in page.split('href="/')[1:]]

    assert client.get("/archive/issues/").status_code == 200
    assert client.get("/issues/").status_code == 404
    assert local
    assert all(path.startswith("archive/") for path in local)
    assert SearchRequest(q="量化").q in page
