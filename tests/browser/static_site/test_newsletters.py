"""Several newsletters as files: each hit says which it is from, on the page and in the element of others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from index.lexicon.lexicon import load_lexicon
from tests.browser.site.conftest import watched
from tests.browser.static_site.test_widget import elsewhere, embed
from tests.browser.widget.hosts import Host
from tests.file_host import hosted
from web.config import Config, ListedNewsletter
from web.opening import library_of
from web.origin import origin_of
from web.static_site.builder import build_site
from web.wiring import build

pytestmark = pytest.mark.browser

__all__ = ["elsewhere"]

TITLES = {"tea": "茶讯", "rail": "<b>铁路</b>周报"}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site of two newsletters that both write of a tea garden."""
    folder = tmp_path_factory.mktemp("two")
    for slug in TITLES:
        (folder / slug).mkdir()
        text = f"# 2024-01-05\n\n## 新闻\n\n- [{slug} 茶园](https://example.org/{slug}) 开了\n"
        (folder / slug / "2024-01-05.md").write_text(text, encoding="utf8")
    config = Config(
        folder=folder,
        newsletters=tuple(
            ListedNewsletter(slug=slug, title=title, source=slug) for slug, title in TITLES.items()
        ),
    )
    config = config.model_copy(update={"site": config.site.model_copy(update={"prefix": "/archive"})})
    build(config, origin_of(config))
    output: Path = folder / "_site"
    build_site(library_of(config), config, output, load_lexicon(None))
    with hosted(output, "/archive") as address:
        yield address


def test_a_search_without_a_server_names_the_newsletter_of_each_hit(browser: Browser, two: str) -> None:
    with watched(browser, two) as page:
        page.goto(f"{two}/?q=茶园")
        expect(page.locator("article.entry .newsletter")).to_have_count(2)

        assert set(page.locator("article.entry .newsletter").all_inner_texts()) == set(TITLES.values())
        page.locator("article.entry .newsletter", has_text="茶讯").click()
        expect(page.locator("h1")).to_have_text("茶讯")


@pytest.mark.parametrize("typed", ["茶园", "茶园 简报:茶讯", "茶园 newsletter:tea"])
def test_a_search_without_a_server_is_narrowed_to_a_newsletter(
    browser: Browser, two: str, typed: str
) -> None:
    with watched(browser, two) as page:
        page.goto(f"{two}/?q={typed}")
        if typed == "茶园":
            page.locator("[data-facet=newsletter] a", has_text="茶讯").click()
        expect(page.locator("article.entry")).to_have_count(1)

        assert page.locator("article.entry .newsletter").inner_text() == "茶讯"
        counts = page.locator("[data-facet=newsletter] li").all_inner_texts()
        assert sorted(text.split()[-1] for text in counts) == ["1", "1"]
        expect(page.locator(".chips")).to_contain_text(typed.partition(":")[2] or "茶讯")


def test_the_element_of_other_pages_does_so_too(browser: Browser, elsewhere: Host, two: str) -> None:
    with watched(browser, elsewhere.url) as page:
        embed(page, elsewhere, two)
        page.locator("jianbao-search").evaluate("element => element.setAttribute('open', 'issue')")
        page.locator("jianbao-search input").first.fill("茶园")
        hits = page.locator("jianbao-search .hit")

        expect(hits).to_have_count(2)
        names = [hits.nth(place).locator(".meta span").first.inner_text() for place in range(2)]
        assert set(names) == set(TITLES.values())
        leads = {(hits.nth(place).get_attribute("href") or "").partition("#e-")[0] for place in range(2)}
        assert leads == {f"{two}/issues/{slug}/2024-01-05" for slug in TITLES}
