"""Before and beyond the first hits: where to begin, more of them, other orders and times, and no dead end."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.widget.conftest import Embed

pytestmark = pytest.mark.browser

BUTTON = '<jianbao-search mode="button"></jianbao-search>'


def test_the_dialog_opens_with_words_recent_issues_and_keys(embed: Embed) -> None:
    visit = embed(BUTTON)
    visit.element().locator(".opener").click()
    newest = visit.api("issues", ("limit", "4"))["issues"]
    season = visit.api("suggest", ("q", ""), ("limit", "6"))["suggestions"]

    expect(visit.element().locator(".label")).to_have_text(["近期热词", "最近几期"])
    expect(visit.element().locator(".completion")).to_have_count(len(season))
    expect(visit.element().locator(".issue .title")).to_have_text(
        [one["headline"] or one["title"] for one in newest]
    )
    expect(visit.element().locator(".keys")).to_contain_text("Enter")


def test_a_word_of_the_season_is_searched_at_a_click(embed: Embed) -> None:
    visit = embed(BUTTON)
    visit.element().locator(".opener").click()
    visit.element().locator(".completion").first.click()

    expect(visit.element().locator(".hit").first).to_be_visible()


def test_an_arrow_in_an_empty_box_shows_where_to_begin(embed: Embed) -> None:
    visit = embed()
    visit.element().locator("input").focus()
    expect(visit.element().locator(".panel")).to_be_hidden()
    visit.page.keyboard.press("ArrowDown")

    expect(visit.element().locator(".issue").first).to_be_visible()


def test_nothing_found_is_no_dead_end(embed: Embed) -> None:
    visit = embed()
    visit.element().locator("input").fill("zxqvzxqv")

    expect(visit.element().locator(".head")).to_have_text(re.compile("没有找到"))
    expect(visit.element().locator(".completion").first).to_be_visible()
    expect(visit.element().locator(".issue").first).to_be_visible()


def test_more_hits_follow_the_first_ones(embed: Embed) -> None:
    visit = embed('<jianbao-search limit="2"></jianbao-search>')
    total = visit.api("search", ("q", "NPU"))["total"]
    visit.search("NPU")
    visit.element().locator(".more").click()
    expect(visit.element().locator(".hit")).to_have_count(4)
    links = [one.get_attribute("href") for one in visit.element().locator(".hit").all()]

    assert total > 4
    assert len(set(links)) == 4
    expect(visit.element().locator(".hit").nth(2)).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize(
    ("limit", "asked"), [("101", "100"), ("0", "6"), ("-3", "1"), ("many", "6"), ("", "6")]
)
def test_an_odd_limit_is_brought_into_bounds(embed: Embed, limit: str, asked: str) -> None:
    visit = embed(f'<jianbao-search limit="{limit}"></jianbao-search>')
    visit.search("NPU")

    assert f"limit={asked}" in visit.searches[-1]


def test_readers_change_order_and_year(embed: Embed) -> None:
    visit = embed("<jianbao-search facets></jianbao-search>")
    visit.search("NPU")
    visit.element().locator("summary").click()
    visit.element().locator(".chip", has_text="最早").click()
    expect(visit.element().locator(".chip", has_text="最早")).to_have_attribute("aria-pressed", "true")
    visit.element().locator(".chip", has_text="2025").click()
    expect(visit.element().locator(".chip", has_text="2025")).to_have_attribute("aria-pressed", "true")
    dates = [text[:10] for text in visit.element().locator(".hit .meta").all_inner_texts()]

    assert dates == sorted(dates)
    assert {date[:4] for date in dates} == {"2025"}
    address = visit.element().locator(".all").get_attribute("href") or ""
    assert "sort=oldest" in address
    assert "from=2025" in address


def test_the_reader_s_last_searches_are_kept_only_where_the_page_says_so(embed: Embed) -> None:
    visit = embed("<jianbao-search recent></jianbao-search>")
    visit.page.evaluate("document.body.addEventListener('jianbao-select', (event) => event.preventDefault())")
    visit.search("NPU").first.click()
    visit.element().locator("input").fill("")
    visit.element().locator("input").click()
    expect(visit.element().locator(".label").first).to_have_text("最近搜过")
    expect(visit.element().locator(".completion").first).to_contain_text("NPU")
    visit.element().get_by_text("清除记录").click()

    expect(visit.element().locator(".label").first).to_have_text("近期热词")
    assert visit.page.evaluate("localStorage.length") == 0


def test_without_the_attribute_nothing_is_kept(embed: Embed) -> None:
    visit = embed()
    visit.page.evaluate("document.body.addEventListener('jianbao-select', (event) => event.preventDefault())")
    visit.search("NPU").first.click()

    assert visit.page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("place", ["entry", "issue", "original"])
def test_hits_lead_where_the_page_wants(embed: Embed, place: str) -> None:
    visit = embed(f'<jianbao-search open="{place}"></jianbao-search>')
    hits = visit.search("NPU")
    first = visit.api("search", ("q", "NPU"), ("limit", "6"))["hits"][0]
    leads = {
        "entry": first["permalink"],
        "issue": f"{visit.archive}/issues/{first['issue']}#e-{first['id']}",
        "original": first["url"] or first["permalink"],
    }

    assert hits.first.get_attribute("href") == leads[place]


def test_the_page_s_words_replace_ours(embed: Embed) -> None:
    words = json.dumps({"open": "查往期", "found": "找到 # 条"}, ensure_ascii=False)
    visit = embed(f"<jianbao-search mode='button' words='{words}'></jianbao-search>")
    expect(visit.element().locator(".opener")).to_have_text("查往期")
    visit.element().locator(".opener").click()
    visit.search("NPU")

    expect(visit.element().locator(".head")).to_have_text(re.compile(r"^找到 \d+ 条"))


def test_words_that_are_none_leave_ours(embed: Embed) -> None:
    visit = embed("<jianbao-search mode='button' words='{open'></jianbao-search>")

    expect(visit.element().locator(".opener")).to_have_text("搜索")


def test_readers_in_taiwan_get_traditional_characters(embed: Embed) -> None:
    visit = embed(BUTTON, lang="zh-TW")

    expect(visit.element().locator(".opener")).to_have_text("搜尋")


def test_a_white_page_on_a_dark_system_stays_white(embed: Embed) -> None:
    visit = embed(dark=True)

    assert (
        visit.inside("root => getComputedStyle(root.querySelector('.box')).backgroundColor")
        == "rgb(255, 255, 255)"
    )


def test_a_picture_of_an_entry_is_small_late_and_only_of_the_web(embed: Embed) -> None:
    visit = embed()

    def with_pictures(route):  # type: ignore[no-untyped-def]
        answer = route.fetch()
        body = answer.json()
        for hit, image in zip(
            body["hits"], ("https://pictures.example/a.png", "javascript:alert(1)"), strict=False
        ):
            hit["image"] = image
        route.fulfill(response=answer, json=body)

    visit.page.route("**/api/v1/search?*", with_pictures)
    visit.page.route(
        "https://pictures.example/**", lambda route: route.fulfill(body="", content_type="image/png")
    )
    visit.search("NPU")
    pictures = visit.element().locator("img")

    expect(pictures).to_have_count(1)
    assert pictures.get_attribute("loading") == "lazy"
    assert (pictures.get_attribute("width"), pictures.get_attribute("alt")) == ("64", "")


def test_without_its_other_half_the_box_still_finds(embed: Embed) -> None:
    visit = embed()
    visit.noise = True
    visit.page.route("**/widget-more.js", lambda route: route.abort())

    assert visit.search("NPU").count() == 6
