"""A slow, failing or strange archive: a quiet line, a way to try again, never a broken page."""

import time

import pytest
from playwright.sync_api import Route

from tests.browser.widget.conftest import Embed
from tests.browser.widget.hosts import warm
from tests.running import server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FAILED = "暂时连不上简报库。"


def test_an_archive_that_stops_and_comes_back(embed: Embed, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("stopping")
    with server(folder, "--workers", "1") as running:
        port = running.url.rsplit(":", 1)[1]
        visit = embed("<p>正文</p><jianbao-search></jianbao-search>", archive=warm(running.url))
        visit.search("量化")
    visit.noise = True

    visit.element().locator("input").fill("模型")
    retry = visit.element().locator(".completion", has_text="重试")
    retry.wait_for()
    assert visit.element().locator(".head").inner_text() == FAILED
    assert visit.element().locator("[role=status]").text_content() == FAILED
    assert visit.page.locator("p").inner_text() == "正文"

    with server(folder, "--workers", "1", "--port", port) as running:
        warm(running.url)
        retry.click()
        visit.element().locator(".hit").first.wait_for()

    assert visit.element().locator("input").input_value() == "模型"


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 429, "json": {"error": {"status": 429}}},
        {"status": 503, "body": "no"},
        {"status": 200, "body": "<h1>a captive portal</h1>"},
        {"status": 200, "json": {"surprise": True}},
    ],
)
def test_an_answer_that_is_none_is_a_failure(embed: Embed, answer: dict[str, object]) -> None:
    visit = embed()
    visit.noise = True
    visit.page.route("**/api/v1/search?*", lambda route: route.fulfill(**answer))

    visit.element().locator("input").fill("量化")
    visit.element().locator(".completion", has_text="重试").wait_for()
    visit.page.unroute("**/api/v1/search?*")
    visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("Enter")

    visit.element().locator(".hit").first.wait_for()
    assert visit.element().locator(".head").inner_text() != FAILED


def test_suggestions_that_fail_do_not_take_the_hits_along(embed: Embed) -> None:
    visit = embed()
    visit.noise = True
    visit.page.route("**/api/v1/suggest?*", lambda route: route.abort())

    assert visit.search("量化").count() == 6


def test_a_slow_archive_is_announced_after_a_moment(embed: Embed) -> None:
    visit = embed()

    def slowly(route: Route) -> None:
        time.sleep(1.2)
        route.continue_()

    visit.page.route("**/api/v1/search?*", slowly)
    visit.element().locator("input").fill("量化")

    visit.element().locator(".head", has_text="正在搜索…").wait_for()
    visit.element().locator(".hit").first.wait_for()
    assert visit.element().locator(".panel").get_attribute("aria-busy") is None


def test_an_answer_that_comes_too_late_is_dropped(embed: Embed) -> None:
    visit = embed()
    held: list[Route] = []
    visit.page.route("**/api/v1/search?q=%E6%A8%A1*", lambda route: held.append(route))
    with visit.page.expect_request("**/api/v1/search?q=%E6%A8%A1*"):
        visit.element().locator("input").fill("模型")

    visit.search("量化")
    held[0].continue_()
    visit.page.wait_for_timeout(400)

    assert visit.element().locator("input").input_value() == "量化"
    assert "量化" in visit.element().locator("mark").all_inner_texts()
    assert "模型" not in visit.element().locator("mark").all_inner_texts()


def test_fast_typing_asks_once(embed: Embed) -> None:
    visit = embed()

    # In one go: keys that come one by one come late on a busy machine.
    visit.inside(
        """root => {
             const input = root.querySelector('input');
             for (const letter of 'quantization') {
               input.value += letter;
               input.dispatchEvent(new InputEvent('input', {bubbles: true}));
             }
           }"""
    )
    visit.element().locator(".hit").first.wait_for()

    assert len(visit.searches) == 1


def test_an_emptied_box_shows_nothing(embed: Embed) -> None:
    visit = embed()
    visit.search("量化")

    visit.element().locator("input").fill("")
    visit.element().locator(".panel").wait_for(state="hidden")

    assert visit.element().locator(".option").count() == 0
    assert visit.element().locator("input").get_attribute("aria-expanded") == "false"


def test_a_wrong_archive_address_fails_quietly(embed: Embed, archive: str) -> None:
    visit = embed(f'<jianbao-search archive="{archive}/no/such/place"></jianbao-search>')
    visit.noise = True

    visit.element().locator("input").fill("量化")

    visit.element().locator(".head", has_text=FAILED).wait_for()
