"""The element in a browser of the baseline: plainer, and at work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.older import age
from tests.browser.widget.conftest import document, visited
from tests.browser.widget.hosts import Host, Visit

pytestmark = pytest.mark.browser

PANEL = """root => {
  const at = getComputedStyle(root.querySelector('.panel'));
  return [at.backgroundColor, at.color];
}"""


class Old:
    """Opens pages in old browsers."""

    def __init__(self, browser: Browser, archive: str, elsewhere: Host) -> None:
        self.browser, self.archive, self.elsewhere = browser, archive, elsewhere
        self.visits: list[Visit] = []

    def __call__(self, body: str, *, dark: bool = False) -> Visit:
        visit = visited(self.browser, self.archive, dark=dark)
        age(visit.page.context)
        script = f'<script type="module" src="{self.archive}/widget.js"></script>'
        visit.page.goto(self.elsewhere.put(f"/old-{len(self.visits)}", document(body, script, "zh-CN"), {}))
        visit.page.wait_for_function("!!customElements.get('jianbao-search')")
        self.visits.append(visit)
        return visit


@pytest.fixture
def old(browser: Browser, archive: str, elsewhere: Host) -> Iterator[Old]:
    opened = Old(browser, archive, elsewhere)
    yield opened
    for visit in opened.visits:
        said = visit.console
        visit.page.context.close()
        assert said == []


@pytest.mark.parametrize(
    ("theme", "dark", "ground"),
    [
        ("", False, "255, 255, 255"),
        ("", True, "255, 255, 255"),
        ("dark", False, "27, 30, 36"),
        ("auto", True, "27, 30, 36"),
    ],
)
def test_the_panel_is_never_transparent(old: Old, theme: str, dark: bool, ground: str) -> None:
    visit = old(f'<jianbao-search theme="{theme}"></jianbao-search>', dark=dark)
    visit.search("NPU")
    background, colour = visit.inside(PANEL)

    assert background == f"rgb({ground})"
    assert colour != background


def test_results_open_below_the_box_and_close_again(old: Old) -> None:
    visit = old("<p>before</p><jianbao-search></jianbao-search><p>after</p>")
    panel = visit.element().locator(".panel")
    expect(panel).to_be_hidden()
    visit.search("NPU")
    box, results = visit.element().locator(".box").bounding_box(), panel.bounding_box()
    assert box
    assert results
    assert results["y"] >= box["y"] + box["height"]
    visit.page.keyboard.press("Escape")

    expect(panel).to_be_hidden()
    assert visit.element().locator("input").input_value() == "NPU"


def test_the_dialog_opens_searches_and_closes(old: Old) -> None:
    visit = old('<jianbao-search mode="button"></jianbao-search>')
    expect(visit.element().locator(".dialog")).to_be_hidden()
    visit.element().locator(".opener").click()
    visit.search("NPU")
    visit.page.keyboard.press("Escape")

    expect(visit.element().locator(".dialog")).to_be_hidden()


def test_an_archive_that_answers_is_never_called_unreachable(old: Old) -> None:
    visit = old("<jianbao-search facets></jianbao-search>")
    visit.search("NPU")

    assert visit.element().locator(".head").inner_text().startswith("共")


def test_the_page_s_own_box_is_served(old: Old) -> None:
    visit = old('<input id="box"><jianbao-search for="box"></jianbao-search>')
    visit.page.locator("#box").fill("NPU")
    expect(visit.element().locator(".hit").first).to_be_visible()
    visit.page.keyboard.press("ArrowDown")

    expect(visit.element().locator(".option[aria-selected=true]")).to_have_count(1)
