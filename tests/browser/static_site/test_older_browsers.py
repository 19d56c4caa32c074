"""A static site in a browser of the baseline: everything works, plainer."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.older import age
from tests.browser.site.conftest import watched

pytestmark = pytest.mark.browser


@pytest.fixture
def old(browser: Browser, static: str) -> Iterator[Page]:
    with watched(browser, static) as page:
        age(page.context)
        yield page


def test_hits_follow_the_typing_and_are_narrowed(old: Page, static: str) -> None:
    old.goto(f"{static}/")
    old.locator("#q").press_sequentially("量化", delay=20)
    expect(old.locator(".entry mark", has_text="量化").first).to_be_visible()
    expect(old).to_have_url(re.compile("q="))
    choice = old.locator("[data-facet=category] li", has=old.locator("a")).first
    count = choice.locator(".count").inner_text()
    choice.locator("a").click()

    expect(old.locator("#results")).to_have_attribute("data-total", count)
    expect(old.locator(".chips li").first).to_be_visible()


def test_a_completion_can_be_chosen(old: Page, static: str) -> None:
    old.goto(f"{static}/")
    old.locator("#q").press_sequentially("量", delay=20)
    option = old.get_by_role("option").first
    text = option.get_attribute("data-text") or ""
    option.click()

    expect(old.locator("#q")).to_have_value(text)


def test_trends_are_plotted(old: Page, static: str) -> None:
    old.goto(f"{static}/trends?q=npu&q=量化")

    expect(old.locator(".trend polyline")).to_have_count(2)


def test_addresses_are_looked_up(old: Page, static: str) -> None:
    old.goto(f"{static}/lookup")
    old.locator("#url").fill("example.org/nowhere")
    old.locator("#url").press("Enter")

    expect(old.locator("#found-title")).to_have_text("还没有收录")
