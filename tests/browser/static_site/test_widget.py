"""The element of other pages on an archive without a server: one attribute in place of another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site.conftest import watched
from tests.browser.static_site.conftest import BASE
from tests.browser.widget.hosts import Host, host

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Host]:
    with host() as running:
        yield running


def embed(page: Page, elsewhere: Host, static: str) -> None:
    origin = static.removesuffix("/archive")
    policy = (
        f"default-src 'none'; script-src {origin}; connect-src {origin}; style-src {origin}; img-src data:"
    )
    html = (
        f'<!doctype html><html lang="zh-CN"><title>博客</title>'
        f'<link rel="icon" href="data:,"><script type="module" src="{static}/widget.js"></script>'
        f'<jianbao-search index="{static}/search/" facets></jianbao-search>'
    )
    page.goto(elsewhere.put("/blog", html, {"Content-Security-Policy": policy}))


def test_it_searches_files_from_another_origin_under_a_strict_policy(
    browser: Browser, elsewhere: Host, static: str
) -> None:
    with watched(browser, elsewhere.url) as page:
        embed(page, elsewhere, static)
        page.locator("jianbao-search input").first.fill("量化")
        hits = page.locator("jianbao-search .hit")

        expect(hits).to_have_count(6)
        assert (hits.first.get_attribute("href") or "").startswith(f"{static}/entries/")
        page.keyboard.press("ArrowDown")
        expect(page.locator("jianbao-search [role=option][aria-selected=true]")).to_have_count(1)
        everything = page.locator("jianbao-search .all").get_attribute("href") or ""
        assert everything.startswith(f"{static}/?q=")


def test_the_page_that_shows_how_to_embed_it_searches_and_offers_lines_that_do(
    browser: Browser, elsewhere: Host, static: str
) -> None:
    with watched(browser, elsewhere.url) as page:
        page.goto(f"{static}/widget")
        page.locator("#live jianbao-search input").fill("量化")
        expect(page.locator("#live jianbao-search .hit")).to_have_count(6)
        page.locator("input[name=limit]").fill("3")
        offered = (page.locator("#snippet").text_content() or "").replace(f'"{BASE}/', f'"{static}/')

        html = (
            f'<!doctype html><html lang="zh-CN"><title>博客</title><link rel="icon" href="data:,">{offered}'
        )
        page.goto(elsewhere.put("/offered", html, {}))
        page.locator("jianbao-search input").first.fill("量化")

        expect(page.locator("jianbao-search .hit")).to_have_count(3)


def test_it_says_where_the_index_cannot_be_read(browser: Browser, elsewhere: Host, static: str) -> None:
    with watched(browser, elsewhere.url, expected="404") as page:
        page.route("**/search/manifest.json", lambda route: route.fulfill(status=404))
        embed(page, elsewhere, static)
        page.locator("jianbao-search input").first.fill("量化")

        expect(page.locator("jianbao-search .panel")).to_contain_text("连不上")
