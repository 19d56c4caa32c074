"""Pages of a static site whose questions a script answers: trends, and whether an address is listed."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Sequence
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, Route, expect

from index.storage.canonical_url import destination
from tests.browser.site.test_everyone import violations
from tests.paths import ROOT
from web.app import create_app
from web.config import Config
from web.opening import library_of

pytestmark = pytest.mark.browser

CASES = tomllib.loads(
    (ROOT / "tests" / "index" / "storage" / "cases" / "canonical_url.toml").read_text(encoding="utf8")
)["same"]
PIECES = """
https:// http:// // www. m. github.com mp.weixin.qq.com arxiv.org www.zhihu.com zhuanlan.zhihu.com example.org
link.zhihu.com / /s /abs/ /pdf/ /p/ /tree/ /blob/ /question/ /answer/ ? & = # : @ :8080 % %2F %e8 .git .pdf
master 2001.12345 target= url= __biz= mid=1 idx=1 utm_source=x utm_ spm=1 b=2&a=1 README.md .. . + ; [ ] \\
v2 词 🙂 é #!/x
"""

DESTINATIONS = """async ([reader, base, urls]) => {
  const { StaticIndex } = await import(reader);
  const index = new StaticIndex(base);
  return Promise.all(urls.map((url) => index.destination(url)));
}"""


@pytest.fixture(scope="module")
def server(sample: Config) -> FlaskClient:
    return create_app(library_of(sample), sample).test_client()


def cells(html: str) -> list[str]:
    return re.findall(r"<t[hd](?: scope=\"row\")?>([^<]*)</t[hd]>", html)


def numbers(points: str) -> list[float]:
    return [float(one) for one in re.split("[ ,]", points.strip())]


@pytest.mark.parametrize(
    "asked",
    [[("q", "量化")], [("q", "量化"), ("q", "npu"), ("measure", "share")], [("q", "zzqqxx")]],
    ids=["one word", "shares of two", "a word that stands nowhere"],
)
def test_trends_are_plotted_as_the_server_plots_them(
    page: Page, static: str, server: FlaskClient, asked: Sequence[tuple[str, str]]
) -> None:
    wanted = server.get(f"/archive/trends?{urlencode(asked)}").get_data(as_text=True)

    page.goto(f"{static}/trends?{urlencode(asked)}")
    expect(page.locator("#trend-title")).to_be_visible()

    assert page.locator(".trend tbody th, .trend tbody td").all_text_contents() == cells(wanted)
    drawn = page.locator(".trend polyline").evaluate_all(
        "lines => lines.map(line => line.getAttribute('points'))"
    )
    assert [numbers(points) for points in drawn] == [
        numbers(points) for points in re.findall(r'<polyline[^>]* points="([^"]*)"', wanted)
    ]
    assert page.locator(".trend circle.hit").count() == wanted.count('<circle class="hit"')
    assert page.locator(".trend .count").all_text_contents() == re.findall(
        r'<span class="count">([^<]*)</span>', wanted
    )
    assert page.locator(".terms-form input[name=q]").first.input_value() == asked[0][1]
    assert violations(page) == []


def test_another_language_answers_the_same_question(page: Page, static: str) -> None:
    page.goto(f"{static}/trends?q=npu")
    page.locator(".languages a[hreflang=en]").click()

    expect(page.locator("#trend-title")).to_have_text("npu")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_month_of_the_plot_leads_to_its_entries(page: Page, static: str) -> None:
    page.goto(f"{static}/en/trends?q=npu")
    link = page.locator(".trend svg a").first
    label = link.locator("title").text_content() or ""

    page.goto(f"{static}/..{link.get_attribute('href')}")
    expect(page.locator("#answer")).not_to_have_attribute("aria-busy", "true")

    assert page.locator("#results").get_attribute("data-total") == label.rpartition(" ")[2].strip(":：")


def test_an_address_in_another_form_is_found_where_it_is_listed(
    page: Page, static: str, server: FlaskClient
) -> None:
    listed = next(
        hit["url"]
        for hit in server.get("/archive/api/v1/search?limit=100").get_json()["hits"]
        if "arxiv.org/abs/" in (hit["url"] or "")
    )
    other = listed.replace("/abs/", "/pdf/").replace("https://", "http://www.") + "?utm_source=x"
    wanted = server.get(f"/archive/lookup?{urlencode({'url': other})}").get_data(as_text=True)

    page.goto(f"{static}/lookup?{urlencode({'url': other})}")

    expect(page.locator("#found-title")).to_have_text(re.findall(r'id="found-title">([^<]*)<', wanted)[0])
    assert page.locator("article.entry").count() == wanted.count('<article class="entry"') > 0
    assert page.locator("button.copying[hidden]").count() == 0
    assert violations(page) == []


@pytest.mark.parametrize(
    ("url", "heading"),
    [
        ("https://example.org/nowhere", "Not covered yet"),
        ("javascript:alert(1)", "This does not look like an address"),
    ],
)
def test_an_address_that_is_not_listed_is_told_so(page: Page, static: str, url: str, heading: str) -> None:
    page.goto(f"{static}/en/lookup?{urlencode({'url': url})}")

    expect(page.locator("#found-title")).to_have_text(heading)


def test_an_answer_that_cannot_be_had_can_be_tried_again(page: Page, static: str) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=200, body="{}")

    page.route("**/search/manifest.json", refuse)
    page.goto(f"{static}/lookup?url=example.org/a")
    expect(page.locator("[data-answers] a")).to_be_visible()
    page.unroute("**/search/manifest.json")
    page.locator("[data-answers] a").click()

    expect(page.locator("#found-title")).to_be_visible()


def test_a_script_finds_the_same_form_of_an_address(page: Page, static: str) -> None:
    chance = random.Random(4)
    made = ["".join(chance.choices(PIECES.split(), k=chance.randint(1, 9))) for _ in range(1500)]
    urls = [*CASES, *(url for group in CASES.values() for url in group["urls"]), *made]
    page.goto(f"{static}/")
    reader, base = page.evaluate("[document.body.dataset.reader, document.body.dataset.index]")

    found = page.evaluate(DESTINATIONS, [reader, base, urls])

    assert [pair for pair in zip(urls, found, strict=True) if destination(pair[0]) != pair[1]] == []
