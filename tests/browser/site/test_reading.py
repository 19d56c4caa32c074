"""Issues, entries, trends, lookup: reading and taking along."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site.conftest import watched

pytestmark = pytest.mark.browser


def test_coming_from_a_search_the_matches_are_marked_in_the_issue(page: Page) -> None:
    page.goto("/?q=量化")
    page.locator(".entry .meta time").first.click()

    expect(page.locator(".marks-note")).to_contain_text("量化")
    assert page.locator("article.entry mark").count() > 0
    page.get_by_role("link", name="回到搜索结果").click()
    expect(page.locator("#q")).to_have_value("量化")


def test_the_note_about_marks_covers_neither_contents_nor_the_entry_come_to(page: Page) -> None:
    page.goto("/?q=量化")
    page.locator(".entry .meta a:has(time)").last.click()
    note = page.locator(".marks-note").bounding_box()
    assert note
    below = note["y"] + note["height"]

    for place in ("#toc-title", ".entry:target .entry-title"):
        box = page.locator(place).bounding_box()
        assert box
        assert box["y"] >= below


def test_an_issue_has_contents_and_neighbours(page: Page) -> None:
    page.goto("/issues/2025-06-06")
    page.locator(".toc a").last.click()
    expect(page.locator(".section-title").last).to_be_in_viewport()
    page.get_by_role("link", name="下一期").click()

    expect(page).to_have_url(re.compile("/issues/2025-09-19"))


def test_an_entry_knows_its_relatives(page: Page) -> None:
    page.goto("/?q=量化")
    page.locator(".entry .permalink").first.click()

    expect(page.locator(".related .entry")).not_to_have_count(0)
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize(
    ("way", "form"),
    [
        ("Markdown", re.compile(r"\[.+\]\(https?://")),
        ("GB/T 7714", re.compile(r"\[EB/OL\]//.+\. \(\d{4}-\d\d-\d\d\)\[\d{4}-\d\d-\d\d\]\. https?://")),
        ("BibTeX", re.compile(r"^@online\{jianbao-\w+,\n  ", re.M)),
        ("永久链接", re.compile(r"^http://127\.0\.0\.1:\d+/entries/\w+$")),
    ],
)
def test_an_entry_is_copied(browser: Browser, site: str, way: str, form: re.Pattern[str]) -> None:
    with watched(browser, site, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto("/?q=量化")
        card = page.locator(".entry").first
        card.hover()
        card.get_by_role("button", name="复制").click()
        page.get_by_role("menuitem", name=way).click()

        expect(page.locator("#announce")).to_have_text("已复制")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert form.search(copied)


def test_the_menu_of_copies_is_used_by_keyboard(browser: Browser, site: str) -> None:
    with watched(browser, site, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto("/?q=量化")
        button = page.locator(".entry .copying").first
        button.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("menuitem").first).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(page.get_by_role("menuitem").last).to_be_focused()
        page.keyboard.press("Escape")

        expect(button).to_be_focused()
        expect(page.get_by_role("menu")).to_have_count(0)


def test_terms_are_compared_by_month_and_lead_back_into_searches(page: Page) -> None:
    page.goto("/trends")
    page.locator("#q0").fill("量化")
    page.locator("#q1").fill("NPU")
    page.get_by_role("button", name="画出来").click()
    expect(page.locator(".chart polyline")).to_have_count(2)
    page.locator(".legend a", has_text="NPU").first.click()

    expect(page.locator("#q")).to_have_value("NPU")


def test_the_table_behind_the_plot_says_the_same(page: Page) -> None:
    page.goto("/trends?q=NPU")
    page.get_by_text("表格", exact=True).click()
    numbers = [int(text) for text in page.locator("tbody td").all_inner_texts()]

    assert f"{sum(numbers)} 条" in page.locator(".legend").inner_text()


def test_a_pasted_address_is_found_in_its_issue(page: Page) -> None:
    page.goto("/?q=量化")
    address = page.locator(".entry-title a").first.get_attribute("href")
    page.goto("/lookup")
    page.locator("#url").fill(f"{address}?utm_source=elsewhere")
    page.get_by_role("button", name="查一查").click()

    expect(page.locator("#found-title")).to_have_text(re.compile(r"收录过 \d 次"))


def test_an_unknown_address_is_said_to_be_unknown(page: Page) -> None:
    page.goto("/lookup?url=https://example.com/never-seen")

    expect(page.locator("#found-title")).to_have_text("还没有收录")
