"""Several newsletters in one archive: pages, feeds, filters and badges of each, and their order in time."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from web.app import create_app
from web.config import Config, ListedNewsletter, SiteConfig
from web.opening import library_of
from web.origin import origin_of
from web.wiring import build

SHARED = "https://example.org/shared"


def issue(heading: str, *entries: str) -> str:
    return f"# {heading}\n\n## 新闻\n\n" + "\n".join(entries) + "\n"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("several")
    files = {
        "tea/2024-01-05.md": issue("2024-01-05 品茶", "- [龙井](https://example.org/longjing) 绿茶的一种"),
        "tea/2024-03-05.md": issue("2024-03-05 采茶", f"- [茶园]({SHARED}) 春茶开采"),
        "rail/issue-7.md": issue(
            "铁路周报 第 7 期 2024-02-01", f"- [山区铁路]({SHARED}?utm_source=x) 穿过茶园"
        ),
        "rail/issue-8.md": issue("铁路周报 第 8 期", "- [车站](https://example.org/station) 新车站"),
        "rail/issue-9.md": issue("铁路周报 第 9 期 2024-04-01", "- [隧道](https://example.org/tunnel) 贯通"),
        "notes/spring.md": issue("春天", "- [花](https://example.org/flower) 开了"),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf8")
    config = Config(
        folder=folder,
        site=SiteConfig(title="茶与铁路"),
        newsletters=(
            ListedNewsletter(
                slug="tea", title="茶讯", source="tea", license="CC BY 4.0", description="每月一期"
            ),
            ListedNewsletter(slug="rail", source="rail", issue_url="https://rail.example/{number}"),
            ListedNewsletter(slug="notes", title="<b>札记</b>", source="notes"),
        ),
    )
    build(config, origin_of(config))
    return create_app(library_of(config), config).test_client()


def issues_of(client: FlaskClient) -> list[str]:
    return [issue["name"] for issue in client.get("/api/v1/issues").json["issues"]]


def test_order_is_by_date_whatever_a_newsletter_counts(client: FlaskClient) -> None:
    assert issues_of(client) == [
        "rail/9", "tea/2024-03-05", "rail/8", "rail/7", "tea/2024-01-05", "notes/spring",
    ]  # fmt: skip
    for sort, names in (("newest", issues_of(client)), ("oldest", issues_of(client)[::-1])):
        hits = client.get(f"/api/v1/search?sort={sort}").json["hits"]
        assert [hit["issue"] for hit in hits] == names


def test_the_next_issue_is_of_the_same_newsletter(client: FlaskClient) -> None:
    beside = [client.get(f"/api/v1/issues/rail/{n}").json for n in (7, 8, 9)]

    assert [neighbours["newer"] for neighbours in beside] == ["rail/8", "rail/9", None]
    assert [neighbours["older"] for neighbours in beside] == [None, "rail/7", "rail/8"]


@pytest.mark.parametrize(
    "asked", ["newsletter=tea", "q=newsletter:tea", "q=简报:TEA", "q=-newsletter:rail -简报:notes"]
)
def test_every_way_of_asking_narrows_to_a_newsletter(client: FlaskClient, asked: str) -> None:
    answer = client.get(f"/api/v1/search?{asked}").json

    assert {hit["newsletter"] for hit in answer["hits"]} == {"tea"}
    assert answer["total"] == 2


def test_the_facet_counts_all_newsletters_and_calls_them_by_name(client: FlaskClient) -> None:
    facet = client.get("/api/v1/search?newsletter=tea").json["facets"]["newsletter"]
    page = client.get("/?newsletter=tea").text

    assert {bucket["value"]: bucket["count"] for bucket in facet} == {"rail": 3, "tea": 2, "notes": 1}
    assert 'data-facet="newsletter"' in page
    assert "铁路周报" in page


def test_each_hit_says_which_newsletter_it_is_from(client: FlaskClient) -> None:
    page = client.get("/?q=茶园").text

    assert re.search(r'class="newsletter" href="/issues/tea/"><bdi[^>]*>茶讯', page)
    assert re.search(r'class="newsletter" href="/issues/rail/"><bdi[^>]*>铁路周报', page)
    hits = client.get("/api/v1/search?q=茶园").json["hits"]
    titles = {hit["newsletter"]: hit["newsletter_title"] for hit in hits}
    assert (titles["tea"], titles["rail"]) == ("茶讯", "铁路周报")


def test_a_newsletter_has_a_page_of_its_own(client: FlaskClient) -> None:
    page = client.get("/issues/tea/").text
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])

    assert "<title>茶讯 · 茶与铁路</title>" in page
    assert (said["@type"], said["name"], said["description"]) == ("Periodical", "茶讯", "每月一期")
    assert "茶讯[EB/OL]." in page
    assert "/feed.atom?newsletter=tea" in page
    assert "/issues/tea/2024-01-05" in page
    assert "/issues/rail/7" not in page
    assert client.get("/issues/tea").location == "/issues/tea/"
    assert client.get("/issues/nothing/").status_code == 404


def test_trends_of_issues_without_dates_say_so_in_place_of_an_empty_plot(client: FlaskClient) -> None:
    dated, undated = client.get("/trends?q=茶园").text, client.get("/trends?q=花").text

    assert "polyline" in dated
    assert "没有日期" not in dated
    assert "polyline" not in undated
    assert "没有日期" in undated
    assert 'href="/?q=%E8%8A%B1"' in undated  # the entries themselves


def test_names_of_newsletters_are_text(client: FlaskClient) -> None:
    for page in ("/", "/issues/", "/issues/notes/", "/issues/notes/spring", "/feed.atom?newsletter=notes"):
        assert "<b>札记" not in client.get(page).text
    assert client.get("/?newsletter=<script>").status_code == 200
    assert client.get("/feed.atom?newsletter=<script>").status_code == 200


def test_an_issue_names_its_newsletter_and_its_place_on_the_web(client: FlaskClient) -> None:
    page = client.get("/issues/rail/8").text
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])

    assert said["isPartOf"]["name"] == "铁路周报"
    assert (said["issueNumber"], said["sameAs"]) == ("8", "https://rail.example/8")
    assert 'href="https://rail.example/8"' in page


def test_an_entry_is_cited_from_its_newsletter(client: FlaskClient) -> None:
    (hit,) = client.get("/api/v1/search?q=龙井&literal=1").json["hits"]
    citations = client.get(f"/api/v1/entries/{hit['id']}").json["citations"]

    assert "//茶讯." in next(citation["text"] for citation in citations if citation["kind"] == "gbt7714")


def test_feeds_are_of_one_newsletter_and_never_of_1970(client: FlaskClient) -> None:
    feed = client.get("/feed.atom?newsletter=rail").text

    assert "茶与铁路：铁路周报" in feed
    assert feed.count("<entry>") == 3
    assert "1970" not in client.get("/feed.atom").text
    days = re.findall(r"<updated>(\d{4}-\d\d-\d\d)", feed)
    assert days[1:] == ["2024-04-01", "2024-02-01", "2024-02-01"]


def test_one_link_is_looked_up_in_all_newsletters(client: FlaskClient) -> None:
    answer = client.get(f"/api/v1/lookup?url={SHARED}").json

    assert [entry["newsletter"] for entry in answer["entries"]] == ["tea", "rail"]


@pytest.mark.parametrize("address", [f"/lookup?url={SHARED}", "/?q=茶园&literal=1"])
def test_one_link_of_two_newsletters_is_one_entry_with_what_each_wrote(
    client: FlaskClient, address: str
) -> None:
    page = client.get(address).text

    assert page.count('<article class="entry') == 1
    assert "春茶开采" in page
    assert re.search(r'class="also-in">.*穿过.*?</div>', page, re.DOTALL)


def test_of_one_newsletter_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "tea").mkdir()
    (tmp_path / "tea" / "2024-01-05.md").write_text(
        issue("2024-01-05", "- [龙井](https://example.org/l) 绿茶")
    )
    config = Config(folder=tmp_path)
    build(config, origin_of(config, (str(tmp_path / "tea"),)))
    client = create_app(library_of(config), config).test_client()
    page = client.get("/").text

    assert 'class="newsletter"' not in page
    assert 'data-facet="newsletter"' not in page
    assert client.get("/api/v1/search").json["hits"][0]["newsletter"] == "tea"
    assert client.get("/issues/2024-01-05").status_code == 200
