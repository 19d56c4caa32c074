"""Results while typing: the page, the address and the history keep step with the box."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.site.conftest import watched

pytestmark = pytest.mark.browser


def asked(page: Page) -> dict[str, list[str]]:
    """Parameters of the page's address."""
    return parse_qs(urlsplit(page.url).query)


LATE = """const real = window.fetch;
window.fetch = async (url, options) => {
  if (!String(url).endsWith('?q=NPU')) return real(url, options);
  const answer = await real(url);
  await new Promise(done => setTimeout(done, 1500));
  window.late = true;
  return answer;
};"""


def test_results_follow_the_typing_and_so_does_the_address(page: Page) -> None:
    page.goto("/")
    page.locator("#q").press_sequentially("量化", delay=20)

    expect(page.locator(".entry mark").first).to_have_text(re.compile("量化|quant", re.I))
    assert asked(page) == {"q": ["量化"]}
    expect(page).to_have_title(re.compile("^量化"))


def test_a_reload_gives_the_same_page(page: Page) -> None:
    page.goto("/")
    page.locator("#q").press_sequentially("NPU", delay=20)
    expect(page).to_have_url(re.compile("q=NPU"))
    page.locator("[data-facet=category] a").first.click()
    expect(page.locator(".chips li")).to_have_count(1)
    before = page.locator("#results").text_content()
    page.reload()

    assert page.locator("#results").text_content() == before
    expect(page.locator("#q")).to_have_value("NPU")


def test_a_filter_of_the_answer_before_keeps_what_was_typed_since(page: Page) -> None:
    page.add_init_script(LATE)
    page.goto("/?q=剪枝")
    page.locator("#q").fill("NPU")
    page.locator("[data-facet=category] a").first.click()
    expect(page.locator(".chips li")).to_have_count(1)

    assert asked(page)["q"] == ["NPU"]
    assert set(asked(page)) == {"q", "category"}
    expect(page.locator("#q")).to_have_value("NPU")


def test_back_returns_to_the_search_before(page: Page) -> None:
    page.goto("/?q=NPU")
    first = page.locator("#results-title").inner_text()
    page.locator("#q").fill("剪枝")
    expect(page).to_have_url(re.compile("q=%E5%89%AA%E6%9E%9D"))
    expect(page.locator("#results-title")).not_to_have_text(first)
    page.go_back()

    expect(page.locator("#q")).to_have_value("NPU")
    expect(page.locator("#results-title")).to_have_text(first)


def test_a_whole_text_is_one_step_back(page: Page) -> None:
    page.goto("/?q=RISC-V")
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("tiny-infer", delay=60)
    expect(page).to_have_url(re.compile("q=tiny-infer$"))
    page.go_back()

    expect(page.locator("#q")).to_have_value("RISC-V")


def test_an_old_answer_never_replaces_a_newer_one(page: Page) -> None:
    page.add_init_script(LATE)
    page.goto("/")
    page.locator("#q").fill("NPU")
    expect(page).to_have_url(re.compile("q=NPU$"))
    page.locator("#q").fill("剪枝")
    expect(page.locator(".entry mark", has_text="剪枝").first).to_be_visible()
    newest = page.locator("#results").inner_text()
    while not page.evaluate("window.late"):
        page.wait_for_timeout(50)
    page.wait_for_timeout(300)

    assert page.locator("#results").inner_text() == newest
    assert asked(page) == {"q": ["剪枝"]}


def test_going_back_before_the_answer_has_come_drops_it(page: Page) -> None:
    page.add_init_script(LATE)
    page.goto("/?q=剪枝")
    before = page.locator("#results").inner_text()
    page.locator("#q").fill("NPU")
    expect(page).to_have_url(re.compile("q=NPU$"))
    page.go_back()
    page.wait_for_timeout(2000)

    expect(page.locator("#q")).to_have_value("剪枝")
    assert page.locator("#results").inner_text() == before


def test_composing_chinese_is_never_interrupted(page: Page) -> None:
    page.goto("/")
    page.locator("#q").focus()
    keyboard = page.context.new_cdp_session(page)
    for letters in ("l", "li", "lia", "lian", "liang", "lianghua"):
        keyboard.send(
            "Input.imeSetComposition",
            {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)},
        )
    page.wait_for_timeout(500)

    assert asked(page) == {}
    keyboard.send("Input.insertText", {"text": "量化"})
    expect(page).to_have_url(re.compile("q=%E9%87%8F%E5%8C%96"))
    expect(page.locator("#q")).to_have_value("量化")


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_a_key_leads_to_the_box(page: Page, key: str) -> None:
    page.goto("/")
    page.locator("body").press(key)

    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("")


def test_j_and_k_walk_the_hits(page: Page) -> None:
    page.goto("/?q=NPU")
    titles = page.locator("#results .entry-title a")
    page.keyboard.press("j")
    expect(titles.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("k")

    expect(titles.nth(0)).to_be_focused()


def test_enter_opens_the_hit_that_was_reached(page: Page) -> None:
    page.goto("/?q=NPU")
    page.keyboard.press("j")
    target = page.locator(":focus").get_attribute("href") or ""
    opened: list[str] = []
    page.route(
        re.compile("^https:"), lambda route: (opened.append(route.request.url), route.fulfill(body="ok"))
    )
    page.keyboard.press("Enter")
    page.wait_for_url(target)

    assert opened[0] == target


def test_space_shows_all_of_a_hit_in_place_and_folds_it_again(page: Page) -> None:
    page.goto("/?q=NPU")
    page.keyboard.press("j")
    entry = page.locator("#results .entry").first
    snippet = entry.locator(".body").inner_text()
    page.keyboard.press("Space")
    expect(entry.locator(".preview")).to_be_visible()
    assert len(entry.locator(".preview").inner_text()) >= len(snippet.strip("…"))
    page.keyboard.press("Space")

    expect(entry.locator(".preview")).to_have_count(0)
    expect(entry.locator(".body")).to_be_visible()


def test_letters_in_a_field_walk_nowhere(page: Page) -> None:
    page.goto("/?q=NPU")
    page.locator("#q").press_sequentially("jk")

    expect(page.locator("#q")).to_have_value(re.compile("jk"))
    expect(page.locator("#q")).to_be_focused()


def test_language_and_theme_lead_back_to_what_live_search_shows(page: Page) -> None:
    page.goto("/")
    page.locator("#q").fill("剪枝")
    expect(page.locator(".entry mark", has_text="剪枝").first).to_be_visible()
    assert "%E5%89%AA" in (page.locator("#themes [name=next]").get_attribute("value") or "")
    page.get_by_role("link", name="English").click()

    expect(page.locator("#q")).to_have_value("剪枝")
    expect(page.locator(".entry mark", has_text="剪枝").first).to_be_visible()


def test_a_page_past_the_end_shows_the_last_and_keeps_the_query(page: Page) -> None:
    page.goto("/?q=NPU&limit=2&page=900")

    expect(page.locator("#q")).to_have_value("NPU")
    expect(page.locator(".entry").first).to_be_visible()
    expect(page.get_by_role("link", name="下一页")).to_have_count(0)


def test_a_slash_in_another_field_stays_a_slash(page: Page) -> None:
    page.goto("/lookup")
    page.locator("#url").press_sequentially("https://example.com/")

    expect(page.locator("#url")).to_have_value("https://example.com/")


def test_the_number_of_results_is_announced(page: Page) -> None:
    page.goto("/")
    page.locator("#q").fill("NPU")

    expect(page.get_by_role("status").filter(has_text=re.compile(r"^\d+ 条"))).to_have_count(1)


def test_sorting_keeps_the_words(page: Page) -> None:
    page.goto("/?q=NPU")
    page.get_by_role("link", name="最早").click()
    expect(page).to_have_url(re.compile("sort=oldest"))
    expect(page.locator(".sorts [aria-current]")).to_have_text("最早")
    dates = page.locator(".entry time").all_inner_texts()

    assert dates == sorted(dates)
    assert asked(page) == {"q": ["NPU"], "sort": ["oldest"]}


def test_the_next_page_is_read_from_its_top(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="下一页").click()
    expect(page.locator(".pager [aria-current]")).to_have_text("2")

    expect(page.locator("#answer")).to_be_in_viewport()
    assert asked(page) == {"page": ["2"]}


def test_no_result_shows_ways_on(page: Page) -> None:
    page.goto("/?q=NPU&category=没有这个栏目")

    expect(page.locator(".nothing")).to_contain_text("放宽一些")
    page.locator(".nothing li a").first.click()
    expect(page.locator(".entry").first).to_be_visible()


def test_only_the_literal_text_can_be_searched(page: Page) -> None:
    page.goto("/?q=quantization")
    expect(page.locator(".rewrites")).to_contain_text("也搜索了")
    page.get_by_role("link", name="只搜索").click()

    expect(page.locator(".rewrites")).to_contain_text("现在只搜索字面")
    assert asked(page)["literal"] == ["1"]


def test_a_lost_connection_leaves_the_page_and_says_so(browser: Browser, site: str) -> None:
    with watched(browser, site, expected="net::ERR_INTERNET_DISCONNECTED") as page:
        page.goto("/?q=NPU")
        page.context.set_offline(True)
        page.locator("#q").fill("剪枝")
        expect(page.locator("#results")).to_contain_text("连不上服务器")
        page.context.set_offline(False)
        page.get_by_role("link", name="再试一次").click()

        expect(page.locator(".entry mark", has_text="剪枝").first).to_be_visible()
