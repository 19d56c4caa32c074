"""Theme and language, chosen once and kept, without a flash of the other."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site.conftest import watched

pytestmark = pytest.mark.browser

DARK, LIGHT = "rgb(23, 25, 28)", "rgb(253, 253, 251)"
PAPER = "getComputedStyle(document.documentElement).backgroundColor"


@pytest.mark.parametrize(("scheme", "colour"), [("dark", DARK), ("light", LIGHT)])
def test_the_theme_follows_the_system(browser: Browser, site: str, scheme: str, colour: str) -> None:
    with watched(browser, site, color_scheme=scheme) as page:
        page.goto("/")

        assert page.evaluate(PAPER) == colour


def test_the_switch_turns_dark_at_once_and_stays_so(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="深色").click()

    assert page.evaluate(PAPER) == DARK
    page.goto("/issues/")
    assert page.evaluate(PAPER) == DARK
    expect(page.get_by_role("button", name="深色")).to_have_attribute("aria-pressed", "true")


def test_the_chosen_theme_is_in_the_first_byte(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="深色").click()
    source = page.request.get("/").text()

    assert '<html lang="zh-Hans" data-theme="dark">' in source
    assert '<meta name="color-scheme" content="dark">' in source


def test_the_switch_of_theme_works_without_scripts(plain: Page) -> None:
    plain.goto("/?q=NPU")
    plain.get_by_role("button", name="深色").click()

    expect(plain.locator("html")).to_have_attribute("data-theme", "dark")
    expect(plain.locator("#q")).to_have_value("NPU")


def test_the_language_is_switched_on_the_same_page(page: Page) -> None:
    page.goto("/?q=NPU")
    page.get_by_role("link", name="English").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#q")).to_have_value("NPU")
    page.goto("/issues/")
    expect(page.get_by_role("heading", name="All issues")).to_be_visible()


def test_an_english_browser_is_answered_in_english(browser: Browser, site: str) -> None:
    with watched(browser, site, locale="en-GB") as page:
        page.goto("/")

        expect(page.get_by_role("button", name="Search")).to_be_visible()
