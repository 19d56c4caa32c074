"""Completions under the box: a combobox by keyboard and mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def typed(page: Page) -> Page:
    page.goto("/")
    page.locator("#q").press_sequentially("知", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    return page


def test_typing_opens_a_list_with_numbers_of_hits(typed: Page) -> None:
    expect(typed.get_by_role("combobox")).to_have_attribute("aria-expanded", "true")
    expect(typed.get_by_role("option").first).to_contain_text(re.compile(r"\d+ 条"))


def test_arrows_choose_and_enter_searches(typed: Page) -> None:
    typed.keyboard.press("ArrowDown")
    option = typed.get_by_role("option", selected=True)
    text = option.get_attribute("data-text")
    expect(typed.get_by_role("combobox")).to_have_attribute(
        "aria-activedescendant", option.get_attribute("id") or ""
    )
    typed.keyboard.press("Enter")

    expect(typed.locator("#q")).to_have_value(text or "")
    expect(typed.get_by_role("listbox")).to_be_hidden()
    expect(typed.locator(".entry").first).to_be_visible()


def test_the_arrow_up_begins_at_the_end(typed: Page) -> None:
    typed.keyboard.press("ArrowUp")

    expect(typed.get_by_role("option").last).to_have_attribute("aria-selected", "true")


def test_a_click_chooses(typed: Page) -> None:
    text = typed.get_by_role("option").first.get_attribute("data-text")
    typed.get_by_role("option").first.click()

    expect(typed.locator("#q")).to_have_value(text or "")
    expect(typed.get_by_role("listbox")).to_be_hidden()


def test_escape_closes_the_list_and_keeps_the_text(typed: Page) -> None:
    typed.keyboard.press("Escape")

    expect(typed.get_by_role("listbox")).to_be_hidden()
    expect(typed.locator("#q")).to_have_value("知")


def test_a_second_escape_keeps_the_text_too(typed: Page) -> None:
    typed.keyboard.press("Escape")
    typed.keyboard.press("Escape")

    expect(typed.locator("#q")).to_have_value("知")
    expect(typed.locator("#q")).to_be_focused()


def test_suggestions_never_cover_live_results(typed: Page) -> None:
    expect(typed.locator(".entry mark").first).to_be_visible()
    listed, answer = typed.get_by_role("listbox").bounding_box(), typed.locator("#answer").bounding_box()

    assert listed
    assert answer
    assert listed["y"] + listed["height"] <= answer["y"]


def test_nothing_moves_when_suggestions_come_and_go(typed: Page) -> None:
    expect(typed.locator(".entry mark").first).to_be_visible()  # the live results are in, and stay
    before = typed.locator("#answer").bounding_box()
    typed.keyboard.press("Escape")
    expect(typed.get_by_role("listbox")).to_be_hidden()

    assert typed.locator("#answer").bounding_box() == before


def test_leaving_the_box_closes_the_list(typed: Page) -> None:
    typed.keyboard.press("Tab")

    expect(typed.get_by_role("listbox")).to_be_hidden()


def test_the_small_box_of_other_pages_completes_and_leads_to_the_results(page: Page) -> None:
    page.goto("/issues/")
    page.keyboard.press("/")
    page.keyboard.type("知", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    page.get_by_role("option").first.click()

    expect(page.locator("#results .entry").first).to_be_visible()
