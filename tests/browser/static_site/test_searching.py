"""Searching without a server: the same answers, on the same page."""

from __future__ import annotations

import re
from urllib.parse import urlencode, urljoin

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from index.search_request import Search
from tests.browser.site.conftest import watched
from tests.browser.site.test_everyone import violations
from tests.file_host import hosted
from web.config import Config
from web.opening import library_of

pytestmark = pytest.mark.browser

QUERIES = (
    "量化",
    "模型压缩",
    "lianghua",
    "mxys",
    "quantization",
    "神经网烙",
    "tensorfow",
    "“神经网络”",
    "量化 -训练",
    "NPU OR DSP",
    "栏目:论文 剪枝",
    "來源:知乎",
    "date:2025",
    "RISC-V",
    "模型量化訓練",
    "site:arxiv.org",
    "site:arxiv",
    "剪枝 -. -训练",
    "site:org 量化",
    "到底发生了什么 剪枝",
    "量化是怎么回事",
)


TRIPS = """async ([reader, base, text]) => {
  const { StaticIndex } = await import(reader);
  const index = new StaticIndex(base);
  await index.store.open();
  const [fetched, waiting] = [window.fetch, []];
  let trips = 0;
  window.fetch = (...asked) => new Promise((go) => waiting.push(() => go(fetched(...asked))));
  const sending = setInterval(() => {
    if (waiting.length) trips++;
    waiting.splice(0).forEach((send) => send());
  }, 250);
  const found = await index.search(new URLSearchParams({ q: text }));
  clearInterval(sending);
  return [trips, found.total];
}"""
"""Sends what a search asks for in turns a quarter of a second apart, and counts them."""


def search(page: Page, static: str, **asked: str) -> None:
    page.goto(f"{static}/?{urlencode(asked)}")
    expect(page.locator("#answer")).not_to_have_attribute("aria-busy", "true")


def ids(page: Page) -> list[str]:
    return [one.get_attribute("data-entry") or "" for one in page.locator("article.entry").all()]


@pytest.mark.parametrize("text", QUERIES)
def test_a_search_finds_what_the_server_finds(page: Page, static: str, sample: Config, text: str) -> None:
    with library_of(sample).snapshot() as archive:
        results = archive.searcher.search(Search(text=text))
    # What is only like the few hits stands apart there, and is not looked for here.
    wanted = [hit.document.id for hit in results.hits if not hit.similar]

    search(page, static, q=text)

    found = ids(page)
    assert bool(found) == bool(wanted)
    assert len(set(found[:10]) & set(wanted)) >= 0.7 * len(wanted[:10])
    assert found[:1] == wanted[:1] or results.hits[0].score - results.hits[1].score < 0.1


def test_it_says_which_end_of_a_very_long_query_is_not_searched(page: Page, static: str) -> None:
    search(page, static, q="模型 量化 " * 12 + "知识蒸馏 <b>剪枝</b>")

    expect(page.locator(".rewrites p").first).to_have_text("查询太长，没有搜索：知识蒸馏 <b>剪枝</b>")
    assert ids(page)


@pytest.mark.parametrize(
    ("text", "most"), [("量化", 5), ("模型压缩 神经网络 剪枝", 5), ("怎么在手机上部署模型", 8)]
)
def test_files_that_do_not_depend_on_each_other_are_fetched_together(
    page: Page, static: str, text: str, most: int
) -> None:
    page.goto(f"{static}/")
    reader, base = page.evaluate("[document.body.dataset.reader, document.body.dataset.index]")

    trips, total = page.evaluate(TRIPS, [reader, base, text])

    assert total
    assert 1 <= trips <= most


def test_the_first_hits_are_there_while_the_others_are_on_their_way(page: Page, static: str) -> None:
    held: list[Route] = []
    asked: list[str] = []

    def hold(route: Route) -> None:
        asked.append(route.request.url)
        held.append(route) if len(asked) > 6 else route.continue_()

    page.route("**/d/*.json", hold)
    page.goto(f"{static}/")
    page.fill("#q", "模型")
    expect(page.locator("article.entry")).to_have_count(6)
    total = int(page.locator("#results").get_attribute("data-total") or 0)
    assert page.locator("#answer").get_attribute("aria-busy") == "true"
    first = ids(page)

    while len(asked) < min(total, 20):
        page.wait_for_timeout(20)
    for route in held:
        route.continue_()

    expect(page.locator("article.entry")).to_have_count(min(total, 20))
    expect(page.locator("#answer")).not_to_have_attribute("aria-busy", "true")
    assert ids(page)[:6] == first
    assert page.locator("button.copying[hidden]").count() == 0


def test_hits_that_are_searched_anew_for_long_are_shown_as_old(page: Page, static: str) -> None:
    held: list[Route] = []
    holding = True
    page.goto(f"{static}/")
    page.fill("#q", "模型")
    expect(page.locator("article.entry").first).to_be_visible()
    page.route("**/search/**", lambda route: held.append(route) if holding else route.continue_())

    page.fill("#q", "芯片")
    expect(page.locator("#answer.old")).to_be_visible()
    holding = False
    for route in held:
        route.continue_()

    expect(page).to_have_title(re.compile("^芯片"))
    expect(page.locator("#answer:not(.old)")).to_be_visible()


def test_facets_count_what_choosing_them_gives(page: Page, static: str) -> None:
    search(page, static, q="量化")
    link = page.locator('[data-facet="category"] a').first
    count = int(link.locator(".count").inner_text())

    link.click()

    expect(page.locator("#results")).to_have_attribute("data-total", str(count))
    assert "category=" in page.url
    page.locator(".chips a").first.click()
    expect(page.locator("#results")).not_to_have_attribute("data-total", str(count))


def test_an_answer_leads_to_feeds_that_there_are_and_to_its_trend(page: Page, static: str) -> None:
    page.goto(f"{static}/?category=论文")
    feeds = page.locator(".takeaway a")
    expect(feeds.first).to_have_attribute("href", re.compile("/feeds/category/"))
    for feed in feeds.all():
        assert page.request.get(urljoin(static, feed.get_attribute("href") or "")).ok

    search(page, static, q="量化")
    expect(page.locator(".takeaway a")).to_have_text(["看趋势"])
    page.locator(".takeaway a").click()
    expect(page.locator(".trend")).to_contain_text("量化")


def test_typing_searches_and_back_leads_back(page: Page, static: str) -> None:
    page.goto(f"{static}/")
    page.fill("#q", "剪枝")
    expect(page.locator("#results-title")).to_contain_text("条")
    expect(page.locator("mark").first).to_have_text("剪枝")

    page.go_back()

    expect(page.locator(".welcome")).to_be_visible()


def test_sorting_by_date_sorts(page: Page, static: str) -> None:
    search(page, static, q="量化", sort="oldest")
    dates = page.locator("article time").all_inner_texts()

    assert dates == sorted(dates)
    assert len(dates) > 3


def test_english_pages_search_and_old_addresses_lead_to_them(page: Page, static: str) -> None:
    page.goto(f"{static}/?lang=en&q=quantization")
    page.wait_for_url(f"{static}/en/?q=quantization")

    expect(page.locator("#results-title")).to_contain_text("19 entries")
    href = page.locator("a.permalink").first.get_attribute("href") or ""
    assert href.startswith("/archive/en/entries/")
    page.goto(static.removesuffix("/archive") + href)
    expect(page.locator("h1.entry-title")).to_be_visible()


def test_a_citation_is_copied_from_the_page_of_its_entry(page: Page, static: str) -> None:
    search(page, static, q="量化")
    page.locator("button.copying").first.click()

    expect(page.locator(".copy-menu button")).to_have_count(4)


def test_the_theme_is_kept(page: Page, static: str) -> None:
    page.goto(f"{static}/")
    page.locator("#themes button[value=dark]").click()

    page.goto(f"{static}/help")

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize(
    "path", ["/", "/?q=量化", "/?q=没有这样的词", "/en/?q=NPU", "/issues/", "/trends", "/lookup"]
)
def test_axe_finds_nothing(page: Page, static: str, path: str) -> None:
    page.goto(static + path)
    expect(page.locator("#main")).to_be_visible()
    page.wait_for_load_state("networkidle")

    assert violations(page) == []


def test_without_scripts_everything_can_be_read(browser: Browser, static: str) -> None:
    with watched(browser, static, java_script_enabled=False) as page:
        page.goto(f"{static}/")
        page.locator(".latest-title a").click()
        page.locator("a.permalink").first.click()

        expect(page.locator("h1.entry-title")).to_be_visible()
        expect(page.locator("#themes")).to_be_hidden()


def test_where_files_are_missing_it_says_so(browser: Browser, built: object, tmp_path: object) -> None:
    with hosted(built, "/archive") as address, watched(browser, address, expected="ERR_FAILED") as page:
        page.route("**/search/w/**", lambda route: route.abort())
        page.goto(f"{address}/?q=量化")

        expect(page.locator(".suggestion")).to_contain_text("再试一次")
