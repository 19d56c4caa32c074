"""The site in a browser of the baseline: the same pages, plainer."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.older import age
from tests.browser.site.conftest import watched

pytestmark = pytest.mark.browser

COLOURS = """() => Object.fromEntries(['color', 'backgroundColor'].map(
  name => [name, getComputedStyle(document.documentElement)[name]]))"""


@pytest.fixture
def old(browser: Browser, site: str) -> Iterator[Page]:
    with watched(browser, site) as page:
        age(page.context)
        yield page


@pytest.mark.parametrize(
    ("scheme", "ink", "paper"),
    [
        ("light", "rgb(29, 31, 34)", "rgb(253, 253, 251)"),
        ("dark", "rgb(228, 226, 221)", "rgb(23, 25, 28)"),
    ],
)
def test_both_themes_keep_their_colours(
    browser: Browser, site: str, scheme: str, ink: str, paper: str
) -> None:
    with watched(browser, site, color_scheme=scheme) as page:
        age(page.context)
        page.goto("/?q=NPU")

        assert page.evaluate(COLOURS) == {"color": ink, "backgroundColor": paper}
        assert page.locator(".brand rect").evaluate("one => getComputedStyle(one).fill") != "rgb(0, 0, 0)"


def test_results_follow_the_typing(old: Page) -> None:
    old.goto("/")
    old.locator("#q").press_sequentially("剪枝", delay=20)

    expect(old.locator(".entry mark", has_text="剪枝").first).to_be_visible()
    expect(old).to_have_url(re.compile("q="))


def test_a_completion_can_be_chosen(old: Page) -> None:
    old.goto("/")
    old.locator("#q").press_sequentially("知", delay=20)
    option = old.get_by_role("option").first
    text = option.get_attribute("data-text") or ""
    option.click()

    expect(old.locator("#q")).to_have_value(text)
    expect(old.locator(".entry").first).to_be_visible()


def test_filters_months_and_theme_work(old: Page) -> None:
    old.goto("/?q=NPU")
    old.locator("[data-facet=category] a").first.click()
    expect(old.locator(".chips li")).to_have_count(1)
    old.get_by_role("slider", name="起始月份").press("PageUp")
    expect(old).to_have_url(re.compile("from="))
    old.get_by_role("button", name="深色").click()

    expect(old.locator("html")).to_have_attribute("data-theme", "dark")


def test_an_entry_can_be_copied_by_keyboard(old: Page) -> None:
    old.goto("/?q=NPU")
    old.locator(".copying").first.click()
    expect(old.get_by_role("menuitem").first).to_be_focused()
    old.keyboard.press("ArrowUp")

    expect(old.get_by_role("menuitem").last).to_be_focused()


@pytest.mark.parametrize("path", ["/issues/", "/issues/2025-06-06", "/trends?q=NPU", "/lookup", "/help"])
def test_every_page_opens_without_a_word_in_the_console(old: Page, path: str) -> None:
    old.goto(path)

    expect(old.locator("h1")).to_be_attached()
