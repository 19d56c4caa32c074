"""Query strings: what is understood, what is refused and how that is said."""

import json
from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from index.search_request import MAX_CLAUSES
from web.parameters.query_string import BadParameterError, printable, read_parameters
from web.parameters.search_request import MAX_VALUES, SearchRequest
from web.site.urls import Urls

API = "/api/v1/search"


def read(pairs: list[tuple[str, str]], *, strict: bool = True) -> SearchRequest:
    return read_parameters(SearchRequest, MultiDict(pairs), strict=strict)


def test_everything_that_can_be_asked_is_read() -> None:
    pairs = (
        "category=论文&category=博文&source=知乎&tag=CVPR 2020&from=2020-02&to=2021-02-31&sort=oldest&page=2"
    )
    request = read([("q", "量化"), ("limit", "50"), ("literal", "1"), *parse_qsl(pairs)])
    search = request.to_search()

    assert (search.text, search.category, search.source, search.tag) == (
        "量化",
        ("论文", "博文"),
        ("知乎",),
        ("CVPR 2020",),
    )
    assert (search.date_from, search.date_to) == ("2020-02", "2021-02-28")
    assert (search.sort, search.page, search.limit, search.literal) == ("oldest", 2, 50, True)


VALUE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=9).map(str.strip)
VALUE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=9).map(str.strip)
VALUES = st.lists(VALUE, max_size=3)
DAYS = st.sampled_from(["", "2020", "2020-05", "2020-05-13"])
REQUESTS = st.builds(
    SearchRequest,
    q=st.text(max_size=30),
    category=VALUES.map(lambda values: tuple(dict.fromkeys(filter(None, values)))),
    source=VALUES.map(lambda values: tuple(dict.fromkeys(filter(None, values)))),
    date_from=DAYS,
    date_to=DAYS,
    sort=st.sampled_from([None, "relevance", "newest", "oldest"]),
    page=st.integers(1, 10_000),
    limit=st.integers(1, 100),
    literal=st.sampled_from(["0", "1"]),
)


@given(REQUESTS)
def test_a_request_comes_back_from_its_own_url(request: SearchRequest) -> None:
    assert read(list(request.pairs())) == request


@given(REQUESTS, st.sampled_from(["论文", "a b&c=d", "%00", "<b>"]))
def test_toggling_twice_changes_nothing_but_the_page(request: SearchRequest, value: str) -> None:
    kept = request.changed(category=tuple(chosen for chosen in request.category if chosen != value))

    assert kept.toggled("category", value).toggled("category", value) == kept
    assert kept.toggled("category", value).page == 1


@given(st.text())
def test_text_is_cleaned_once_for_all(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_pages_pass_over_what_forms_and_strangers_add() -> None:
    request = read(
        [("q", " 量化 "), ("from", ""), ("category", " "), ("utm_source", "x"), ("q", "again")], strict=False
    )

    assert request == SearchRequest(q="量化")


@pytest.mark.parametrize(
    ("query", "name", "allowed"),
    [
        ("page=0", "page", "1 到 10000"),
        ("page=1.0", "page", "整数"),
        ("page=+1", "page", "整数"),
        ("page=%D9%A1", "page", "整数"),
        ("limit=101", "limit", "1 到 100"),
        ("from=2020-13", "from", "YYYY-MM"),
        ("to=20200101", "to", "YYYY-MM"),
        ("from=x", "from", "YYYY"),
        ("sort=best", "sort", "relevance / newest / oldest"),
        ("literal=yes", "literal", "0 / 1"),
        ("q=" + "x" * 501, "q", "500"),
        ("q=a&q=b", "q", "一个值"),
        ("category=" + "x" * 101, "category", "100"),
        ("&".join(f"tag={n}" for n in range(MAX_VALUES + 1)), "tag", str(MAX_VALUES)),
        ("colour=red", "colour", "category、source"),
    ],
)
def test_a_mistake_is_named_with_what_is_allowed(
    client: FlaskClient, query: str, name: str, allowed: str
) -> None:
    answer = client.get(f"{API}?{query}")
    error = json.loads(answer.text)["error"]

    assert answer.status_code == error["status"] == 400
    assert name in error["detail"]
    assert allowed in error["detail"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/api/v1/suggest?limit=21", "20"),
        ("/api/v1/suggest?format=xml", "json / opensearch"),
        ("/api/v1/lookup", "http"),
        ("/api/v1/lookup?url=javascript:alert(1)", "http"),
        ("/api/v1/trends", "5"),
        ("/api/v1/trends?q=1&q=2&q=3&q=4&q=5&q=6", "5"),
        ("/api/v1/issues?page=x", "page"),
        ("/api/v1/issues/1?page=1", "没有参数"),
        ("/api/v1/export.csv?format=x", "category"),
    ],
)
def test_other_routes_are_as_strict(client: FlaskClient, path: str, name: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 400
    assert name in answer.json["error"]["detail"]


@pytest.mark.parametrize("path", ["/?page=x", "/?from=yesterday", "/feed.atom?limit=0", "/?q=" + "x" * 501])
def test_a_page_says_it_in_a_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert "允许的是" in answer.text


def test_past_the_last_page_programs_get_nothing(client: FlaskClient) -> None:
    assert client.get("/api/v1/search?page=999").status_code == 404


@pytest.mark.parametrize("written", ["2025.5", "2025/5", "2025年5月", "２０２５．５"])
def test_dates_of_a_form_may_be_written_as_people_do(client: FlaskClient, written: str) -> None:
    assert 'name="from" value="2025-05"' in client.get("/", query_string={"from": written}).text


def test_dates_of_the_api_are_written_in_one_way(client: FlaskClient) -> None:
    assert client.get("/api/v1/search?from=2025.5").status_code == 400


@pytest.mark.parametrize("strict", [True, False])
def test_mistakes_carry_their_model(strict: bool) -> None:
    with pytest.raises(BadParameterError) as caught:
        read([("page", "x")], strict=strict)

    assert (caught.value.name, caught.value.model, caught.value.known) == ("page", SearchRequest, True)


@pytest.mark.parametrize("prefix", ["", "/archive", "/a/b"])
def test_the_prefix_is_applied_once(prefix: str) -> None:
    urls = Urls(prefix, "", "abc")
    request = SearchRequest(q="量化", category=("论文",))

    assert urls.search(request) == f"{prefix}/?q=%E9%87%8F%E5%8C%96&category=%E8%AE%BA%E6%96%87"
    assert urls.issue("2020-05-13", "a b", "s-1") == f"{prefix}/issues/2020-05-13?q=a+b#s-1"
    assert urls.entry("../x?y") == f"{prefix}/entries/..%2Fx%3Fy"
    assert urls.static("site.css") == f"{prefix}/static/abc/site.css"


@pytest.mark.parametrize(
    ("base", "prefix", "full"),
    [
        ("", "", "http://host/help"),
        ("https://example.org", "", "https://example.org/help"),
        ("https://example.org/", "/archive", "https://example.org/archive/help"),
        ("https://example.org/archive", "/archive", "https://example.org/archive/help"),
    ],
)
def test_a_full_url_has_the_public_address(base: str, prefix: str, full: str) -> None:
    urls = Urls(prefix, base)

    assert urls.absolute(urls.help(), "http://host/") == full


@pytest.mark.parametrize("path", ["/", API, "/api/v1/suggest", "/feed.atom", "/api/v1/export.jsonl"])
@pytest.mark.parametrize("piece", ["-词 ", '"词" ', "来源:知乎 ", "词 OR "])
def test_more_search_language_than_is_executed_is_refused_with_the_bound(
    client: FlaskClient, path: str, piece: str
) -> None:
    few = client.get(path, query_string={"q": "量化 " + piece * (MAX_CLAUSES - 1)})
    many = client.get(path, query_string={"q": "量化 " + piece * (MAX_CLAUSES + 1)})

    assert few.status_code in (200, 404)
    assert many.status_code == 400
    assert str(MAX_CLAUSES) in many.get_data(as_text=True)
