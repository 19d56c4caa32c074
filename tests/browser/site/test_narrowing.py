"""Facets, chips and months: what narrows a search."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_several_values_of_a_facet_are_alternatives(page: Page) -> None:
    page.goto("/")
    values = page.locator("[data-facet=category] a")
    counts = [int(text) for text in page.locator("[data-facet=category] .count").all_inner_texts()[:2]]
    values.nth(0).click()
    expect(page.locator(".chips li")).to_have_count(1)
    values.nth(1).click()
    expect(page.locator("#results-title")).to_have_text(f"{sum(counts)} 条")

    assert len(asked(page)["category"]) == 2


def test_the_focus_stays_on_the_chosen_value(page: Page) -> None:
    page.goto("/?q=NPU")
    value = page.locator("[data-facet=source] a").nth(1)
    name = value.locator("bdi").inner_text()
    value.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chips li")).to_have_count(1)

    expect(page.locator("[data-facet=source] a", has_text=name)).to_be_focused()


def test_a_chip_takes_its_filter_away(page: Page) -> None:
    page.goto("/?q=NPU&category=论文&from=2024")
    page.locator(".chips a", has_text="栏目").click()
    expect(page.locator(".chips li")).to_have_count(1)

    assert asked(page) == {"q": ["NPU"], "from": ["2024"]}


def test_understood_language_is_a_chip_as_well(page: Page) -> None:
    page.goto("/?q=NPU+栏目:论文")
    expect(page.locator(".chips li")).to_have_count(1)
    page.locator(".chips a").first.click()

    expect(page.locator("#q")).to_have_value("NPU")


def test_a_long_facet_can_be_searched(page: Page) -> None:
    page.goto("/")
    facet = page.locator("[data-facet=source]")
    facet.locator("summary").click()
    last = facet.locator("details bdi").last.inner_text()
    facet.get_by_role("searchbox").fill(last)

    assert facet.locator("details li:visible bdi").all_inner_texts() == [last]


def test_a_click_on_a_bar_chooses_its_month(page: Page) -> None:
    page.goto("/?q=NPU")
    bar = page.locator(".plot a").first
    month = bar.get_attribute("data-month")
    bar.locator(".hit").click()
    expect(page.locator(".plot .bar.on")).to_have_count(1)

    assert asked(page) == {"q": ["NPU"], "from": [month], "to": [month]}


def test_dragging_over_the_months_chooses_a_range(page: Page) -> None:
    page.goto("/")
    plot = page.locator(".plot svg").bounding_box()
    assert plot
    page.mouse.move(plot["x"] + plot["width"] * 0.25, plot["y"] + 30)
    page.mouse.down()
    page.mouse.move(plot["x"] + plot["width"] * 0.6, plot["y"] + 30, steps=6)
    page.mouse.up()
    expect(page.locator(".chips li")).to_have_count(1)

    query = asked(page)
    assert query["from"][0] < query["to"][0]
    dates = page.locator(".entry time").all_inner_texts()
    assert all(query["from"][0] <= date[:7] <= query["to"][0] for date in dates)


def test_the_fields_say_which_months_a_drag_or_a_key_chooses(page: Page) -> None:
    page.goto("/")
    plot = page.locator(".plot svg").bounding_box()
    assert plot
    page.mouse.move(plot["x"] + 20, plot["y"] + 30)
    page.mouse.down()
    page.mouse.move(plot["x"] + plot["width"] / 2, plot["y"] + 30, steps=4)
    expect(page.locator("#from")).to_have_value("2024-03")
    expect(page.locator("#to")).to_have_value(re.compile(r"2025-0\d"))
    expect(page.locator(".plot .bar.on")).not_to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#to")).to_have_value("")
    expect(page.locator(".plot .bar.on")).to_have_count(0)
    page.mouse.up()
    page.get_by_role("slider", name="起始月份").press("ArrowRight")

    expect(page.locator("#from")).to_have_value("2024-04")


def test_escape_drops_a_range_that_is_being_dragged(page: Page) -> None:
    page.goto("/")
    plot = page.locator(".plot svg").bounding_box()
    assert plot
    page.mouse.move(plot["x"] + 100, plot["y"] + 30)
    page.mouse.down()
    page.mouse.move(plot["x"] + 400, plot["y"] + 30, steps=4)
    page.keyboard.press("Escape")
    page.mouse.up()
    page.wait_for_timeout(300)

    assert asked(page) == {}


def test_the_keyboard_moves_the_ends_of_the_range(page: Page) -> None:
    page.goto("/?q=NPU")
    first = page.get_by_role("slider", name="起始月份")
    first.focus()
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("from=2025-04"))

    expect(page.get_by_role("slider", name="起始月份")).to_be_focused()
    expect(page.get_by_role("slider", name="起始月份")).to_have_attribute(
        "aria-valuetext", re.compile("2025")
    )


def test_the_whole_span_is_no_range(page: Page) -> None:
    page.goto("/?q=NPU&from=2025-01&to=2026-07")
    page.get_by_role("slider", name="起始月份").press("Home")
    expect(page).not_to_have_url(re.compile("from="))


def test_dates_can_be_written(page: Page) -> None:
    page.goto("/?q=NPU")
    page.locator("#from").fill("2025")
    page.locator("#from").press("Enter")
    expect(page.locator(".chips li")).to_have_text(re.compile("时间：2025年起"))

    assert asked(page) == {"q": ["NPU"], "from": ["2025"]}


@pytest.mark.parametrize("written", ["2025.5", "2025/5", "2025年5月"])
def test_dates_may_be_written_as_people_do(page: Page, written: str) -> None:
    page.goto("/?q=NPU")
    page.locator("#from").fill(written)
    page.locator("#from").press("Enter")
    expect(page.locator(".chips li")).to_have_text(re.compile("时间：2025年5月起"))

    expect(page.locator("#from")).to_have_value("2025-05")


def test_a_date_that_is_none_is_told_in_our_words(page: Page) -> None:
    page.goto("/?q=NPU")
    page.locator("#from").fill("昨天")
    page.locator("#from").press("Enter")

    assert "2020年5月" in page.locator("#from").evaluate("field => field.validationMessage")
    assert asked(page) == {"q": ["NPU"]}


def test_a_typed_filter_ticks_its_facet_and_its_tick_drops_it(page: Page) -> None:
    page.goto("/")
    page.locator("#q").fill("NPU 栏目:论文")
    ticked = page.locator("[data-facet=category] [aria-current]")
    expect(ticked).to_have_text(re.compile("论文"))
    expect(page.locator("#q")).to_have_value("NPU 栏目:论文")
    ticked.click()
    expect(ticked).to_have_count(0)

    expect(page.locator("#q")).to_have_value("NPU")
    assert asked(page) == {"q": ["NPU"]}


def test_a_count_beside_a_typed_filter_is_what_a_click_gives(page: Page) -> None:
    page.goto("/?q=栏目:论文")
    own = int(page.locator("#results-title").inner_text().split()[0])
    other = page.locator("[data-facet=category] a:not([aria-current])").first
    count = int(other.locator(".count").inner_text())
    other.click()

    expect(page.locator("#results-title")).to_have_text(f"{own + count} 条")


def test_a_typed_date_moves_the_brush(page: Page) -> None:
    page.goto("/")
    page.locator("#q").fill("NPU date:2025")
    expect(page.locator("#from")).to_have_value("2025")
    expect(page.get_by_role("slider", name="起始月份")).to_have_attribute(
        "aria-valuetext", re.compile("2025")
    )
    expect(page.locator(".plot .brush")).not_to_have_attribute("width", "0")
    page.get_by_role("slider", name="截止月份").press("ArrowLeft")
    expect(page).to_have_url(re.compile("to=2025-11"))

    expect(page.locator("#q")).to_have_value("NPU")
    assert asked(page) == {"q": ["NPU"], "from": ["2025-01"], "to": ["2025-11"]}


def test_a_deleted_filter_of_the_text_narrows_no_longer(page: Page) -> None:
    page.goto("/?q=NPU")
    everything = page.locator("#results-title").inner_text()
    page.locator("#q").fill("NPU 栏目:论文")
    expect(page.locator(".chips li")).to_have_count(1)
    page.locator("#q").fill("NPU")

    expect(page.locator("#results-title")).to_have_text(everything)
    expect(page.locator(".chips li")).to_have_count(0)


def test_one_year_is_chosen_at_a_time(page: Page) -> None:
    page.goto("/")
    years = page.locator("[data-facet=year] a")
    count = years.nth(0).locator(".count").inner_text()
    years.nth(1).click()
    expect(page.locator("[data-facet=year] [aria-current]")).to_have_count(1)
    years.nth(0).click()

    expect(page.locator("#results-title")).to_have_text(f"{count} 条")
    expect(page.locator("[data-facet=year] [aria-current]")).to_have_count(1)


def test_the_last_year_of_the_archive_is_one_click(page: Page) -> None:
    page.goto("/?q=NPU")
    page.get_by_role("link", name="近一年").click()
    expect(page.get_by_role("link", name="近一年")).to_have_attribute("aria-current", "true")
    first = asked(page)["from"][0]
    page.get_by_role("link", name="最早").click()
    expect(page).to_have_url(re.compile("sort=oldest"))

    assert page.locator(".entry time").first.inner_text() >= first


def test_the_keyboard_passes_the_filters_in_one_step(page: Page) -> None:
    page.goto("/?q=NPU")
    page.locator(".range button").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile(r"看 \d+ 条结果"))).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.locator(".results :focus")).to_have_count(1)


def test_on_a_phone_the_filters_are_a_panel_that_stays_while_choosing(phone: Page) -> None:
    phone.goto("/?q=NPU")
    expect(phone.locator(".facets")).to_be_hidden()
    phone.get_by_role("link", name="筛选").tap()
    phone.locator("[data-facet=category] a").first.tap()
    expect(phone.locator("[data-facet=category] [aria-current]")).to_have_count(1)
    expect(phone.locator(".facets")).to_be_visible()
    phone.get_by_role("link", name=re.compile(r"看 \d+ 条结果")).tap()

    expect(phone.locator(".facets")).to_be_hidden()
    expect(phone.locator(".chips li")).to_have_count(1)
