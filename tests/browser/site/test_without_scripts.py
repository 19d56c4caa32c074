"""Everything that matters works without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_searching_narrowing_and_paging_are_links_and_forms(plain: Page) -> None:
    plain.goto("/")
    plain.locator("#q").fill("模型")
    plain.get_by_role("button", name="搜索").click()
    expect(plain.locator(".entry mark").first).to_be_visible()
    plain.locator("[data-facet=category] a").first.click()
    expect(plain.locator(".chips li")).to_have_count(1)
    plain.locator(".chips a").first.click()
    expect(plain.locator(".chips li")).to_have_count(0)

    expect(plain.locator("#q")).to_have_value("模型")


def test_a_bar_of_the_histogram_is_a_link(plain: Page) -> None:
    plain.goto("/?q=模型")
    plain.locator(".plot a .hit").first.click()

    expect(plain).to_have_url(re.compile(r"from=\d{4}-\d\d&to=\d{4}-\d\d"))


def test_a_new_text_keeps_the_filters(plain: Page) -> None:
    plain.goto("/?q=模型&category=论文&from=2024")
    plain.locator("#q").fill("量化")
    plain.get_by_role("button", name="搜索").click()

    expect(plain.locator(".chips bdi")).to_have_text(["栏目：论文", "时间：2024年起"])


def test_more_values_open_without_scripts(plain: Page) -> None:
    plain.goto("/")
    plain.locator("[data-facet=source] summary").click()

    expect(plain.locator("[data-facet=source] details li").first).to_be_visible()


def test_citations_stand_on_the_entry_page(plain: Page) -> None:
    plain.goto("/?q=量化")
    plain.locator(".entry .permalink").first.click()

    expect(plain.locator(".cite pre").nth(1)).to_contain_text("[EB/OL]")
