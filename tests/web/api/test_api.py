"""The JSON API: shapes, caching, origins, limits."""

import csv
import io
import json

import pytest
from flask.testing import FlaskClient

from index.library.library import Library
from index.library.snapshot import Snapshot
from index.search_request import Search
from tests.web.reading import issues_of
from web.api.schema import SearchAnswer
from web.app import create_app
from web.config import Config, SiteConfig

HIT = {
    "id", "newsletter", "issue", "issue_title", "date", "category", "source", "byline", "title", "url",
    "links", "tags", "summary", "permalink", "newsletter_title", "issue_permalink", "image",
    "highlights", "score", "similar",
}  # fmt: skip


def test_a_search_has_the_promised_shape(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=量化&category=论文&limit=3").json

    assert list(answer) == [
        "total", "page", "pages", "limit", "hits", "facets", "rewritten", "suggestion", "understood",
        "unknown", "issues", "generation", "complete", "took_ms", "explanation",
    ]  # fmt: skip
    assert set(answer["hits"][0]) == HIT
    assert answer["hits"][0]["newsletter_title"] is None  # there is only one
    assert set(answer["facets"]) == {"newsletter", "category", "source", "tag", "month"}
    assert set(answer["facets"]["category"][0]) == {"value", "label", "count", "selected"}
    assert [bucket["value"] for bucket in answer["facets"]["category"] if bucket["selected"]] == ["论文"]
    assert len(answer["hits"]) == 3 < answer["total"]


@pytest.mark.parametrize(
    "query",
    [
        "q=量化",
        "q=量化&explain=1",
        "q=-训练 来源:没有 栏目:论文",
        "q=gaotong",
        "q=%00",
        "",
        "q=一句话&page=2&limit=2",
    ],
)
def test_a_search_conforms_to_its_model(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/search?{query}").get_json()

    assert SearchAnswer.model_validate(answer).model_dump(mode="json") == answer


def test_a_search_is_explained_where_that_is_asked(client: FlaskClient) -> None:
    plain = client.get("/api/v1/search?q=量化").get_json()
    answer = client.get("/api/v1/search?q=量化&explain=1").get_json()
    why = answer["explanation"]

    assert plain["explanation"] is None
    assert why["typed"] == "量化"
    assert any("term 量化" in line for line in why["query"])
    assert [explained["id"] for explained in why["hits"]] == [hit["id"] for hit in answer["hits"]]
    assert [explained["score"] for explained in why["hits"]] == [hit["score"] for hit in answer["hits"]]
    assert client.get("/api/v1/search?q=量化&explain=2").status_code == 400


def test_marks_lie_in_the_text_they_come_with(client: FlaskClient) -> None:
    hits = client.get("/api/v1/search?q=量化").json["hits"]
    parts = [part for hit in hits for part in (hit["highlights"]["title"], *hit["highlights"]["summary"])]
    marked = {part["text"][start:end].lower() for part in parts for start, end in part["marks"]}

    assert "量化" in marked


def test_an_issue_is_whole(client: FlaskClient, archive: Snapshot) -> None:
    for issue in issues_of(archive):
        answer = client.get(f"/api/v1/issues/{issue.name}").json

        assert [entry["id"] for section in answer["sections"] for entry in section["entries"]] == [
            entry.id for entry in issue.entries
        ]


def test_an_entry_brings_its_citations(client: FlaskClient, archive: Snapshot) -> None:
    entry = issues_of(archive)[0].entries[0]
    answer = client.get(f"/api/v1/entries/{entry.id}").json

    assert [citation["kind"] for citation in answer["citations"]] == [
        "markdown",
        "gbt7714",
        "bibtex",
        "permalink",
    ]
    assert answer["permalink"] == f"http://localhost/entries/{entry.id}"


def test_a_url_is_looked_up(client: FlaskClient, archive: Snapshot) -> None:
    entry = next(linked_entry for linked_entry in issues_of(archive)[0].entries if linked_entry.url)
    answer = client.get("/api/v1/lookup", query_string={"url": entry.url}).json

    assert entry.id in [record["id"] for record in answer["entries"]]


def test_trends_of_several_queries_share_their_months(client: FlaskClient) -> None:
    trends = client.get("/api/v1/trends?q=量化&q=NPU").json["trends"]

    assert [trend["query"] for trend in trends] == ["量化", "NPU"]
    assert [p["month"] for p in trends[0]["points"]] == [p["month"] for p in trends[1]["points"]]


def test_exports_hold_every_hit_in_its_order(client: FlaskClient, archive: Snapshot) -> None:
    ids = [document.id for document in archive.searcher.export(Search("量化"))]
    lines = client.get("/api/v1/export.jsonl?q=量化").text.splitlines()
    table = client.get("/api/v1/export.csv?q=量化").text.removeprefix("\ufeff")

    assert [json.loads(line)["id"] for line in lines] == ids
    assert [row["id"] for row in csv.DictReader(io.StringIO(table))] == ids


def test_an_export_without_hits_is_empty_not_an_error(client: FlaskClient) -> None:
    answer = client.get("/api/v1/export.jsonl?q=zzzzqqqq&literal=1")

    assert (answer.status_code, answer.text) == (200, "")


def test_an_unchanged_answer_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/api/v1/search?q=NPU")
    again = client.get("/api/v1/search?q=NPU", headers={"If-None-Match": first.headers["ETag"]})
    other = client.get("/api/v1/search?q=剪枝", headers={"If-None-Match": first.headers["ETag"]})

    assert "max-age" in first.headers["Cache-Control"]
    assert (again.status_code, again.data) == (304, b"")
    assert other.status_code == 200


def test_pages_are_revalidated_and_know_theme_and_language_apart(client: FlaskClient) -> None:
    tag = client.get("/issues/").headers["ETag"]

    assert client.get("/issues/", headers={"If-None-Match": tag}).status_code == 304
    english = client.get("/issues/", headers={"If-None-Match": tag, "Accept-Language": "en"})
    client.set_cookie("theme", "dark")
    dark = client.get("/issues/", headers={"If-None-Match": tag})

    assert (english.status_code, dark.status_code) == (200, 200)


def test_any_origin_may_read_unless_origins_are_named(library: Library) -> None:
    open_to_all = create_app(library, Config()).test_client()
    named = create_app(library, Config(site=SiteConfig(cors_origins=("https://a.example",)))).test_client()
    asked = {"Origin": "https://b.example"}

    assert open_to_all.get("/api/v1/issues", headers=asked).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in named.get("/api/v1/issues", headers=asked).headers
    allowed = named.get("/api/v1/issues", headers={"Origin": "https://a.example"})
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://a.example"
    assert "Access-Control-Allow-Origin" not in open_to_all.get("/", headers=asked).headers


def test_too_many_requests_are_told_when_to_come_back(library: Library) -> None:
    client = create_app(library, Config(site=SiteConfig(rate_limit="2 per minute"))).test_client()
    answers = [client.get("/api/v1/issues") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert ["Retry-After" in answer.headers for answer in answers] == [False, False, True]
    assert int(answers[2].headers["Retry-After"]) > 0
    assert answers[2].json["error"]["status"] == 429
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_api_is_read_only(client: FlaskClient, method: str) -> None:
    answer = getattr(client, method)("/api/v1/search")

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.json["error"]["status"] == 405


def test_a_value_that_no_entry_has_is_told_with_the_nearest(client: FlaskClient) -> None:
    def unknown(asked: str) -> object:
        answer = client.get(f"/api/v1/search?{asked}").json
        return [
            (unknown_value["field"], unknown_value["value"], unknown_value["nearest"][:1])
            for unknown_value in answer["unknown"]
        ]

    assert unknown("category=论文集") == unknown("q=栏目:论文集") == [("category", "论文集", ["论文"])]
    assert unknown("category=论文&source=ARXIV") == []
