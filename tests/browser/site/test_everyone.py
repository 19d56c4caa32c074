"""For everyone: axe finds nothing, nothing scrolls sideways, nothing moves, and little is sent."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.site.conftest import watched

pytestmark = pytest.mark.browser

BUDGET = 40_000
"""Bytes of the first view, everything together."""

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
PAGES = (
    "/",
    "/?q=量化&category=论文",
    "/?q=量化+NPU+OR+剪枝&from=2024&sort=newest",
    "/?q=没有这样的词&category=论文",
    "/issues/",
    "/issues/2025-06-06",
    "/issues/2025-06-06?q=量化",
    "/trends?q=量化&q=NPU&q=RISC-V",
    "/lookup?url=https://example.com/",
    "/help",
    "/api/v1/",
)
SHIFTS = """new Promise(done => {
  let sum = 0;
  const add = list => list.getEntries().forEach(one => { sum += one.value });
  new PerformanceObserver(add).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 600);
})"""


@pytest.fixture(scope="module")
def entry(browser: Browser, site: str) -> str:
    with watched(browser, site) as page:
        page.goto("/?q=量化")
        return page.locator(".permalink").first.get_attribute("href") or ""


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, site: str, entry: str, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 800}
    with watched(browser, site, color_scheme=scheme, viewport=size, bypass_csp=True) as page:
        for path in (*PAGES, entry):
            page.goto(path)
            page.wait_for_timeout(100)

            assert (path, violations(page)) == (path, [])


def test_axe_finds_nothing_in_open_menus(browser: Browser, site: str) -> None:
    with watched(browser, site, bypass_csp=True) as page:
        page.goto("/")
        page.locator(".copying").first.click()
        expect(page.get_by_role("menuitem").first).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.locator("[data-facet=source] summary").click()
        page.locator("#q").press_sequentially("知")
        expect(page.get_by_role("option").first).to_be_visible()

        assert violations(page) == []


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_scrolls_sideways(browser: Browser, site: str, entry: str, width: int) -> None:
    """320 px is also 1280 px at 400 % zoom; 640 px is 200 %."""
    with watched(browser, site, viewport={"width": width, "height": 700}) as page:
        for path in (*PAGES, entry):
            page.goto(path)
            page.wait_for_timeout(100)

            assert (path, page.evaluate("document.documentElement.scrollWidth") > width) == (path, False)


def test_every_stop_of_the_tabulator_shows_where_it_is(page: Page) -> None:
    page.goto("/?q=量化")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        name = page.evaluate("document.activeElement.outerHTML.slice(0, 80)")
        seen.add(name)

        assert outline != "none" or "<body" in name, name
    assert len(seen) > 40


@pytest.mark.parametrize("path", ["/", "/?q=量化"])
@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_moves_while_the_page_loads(browser: Browser, site: str, path: str, width: int) -> None:
    with watched(browser, site, viewport={"width": width, "height": 800}) as page:
        page.goto(path)

        assert page.evaluate(SHIFTS) == 0


@pytest.mark.parametrize("path", ["/", "/?q=量化"])
def test_the_first_view_is_light(page: Page, path: str) -> None:
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(path)
    page.wait_for_load_state("networkidle")

    print(f"{path}: {sum(sizes):.0f} bytes in {len(sizes)} requests")
    assert 0 < sum(sizes) <= BUDGET


def test_motion_is_reduced_where_it_is_asked(browser: Browser, site: str) -> None:
    with watched(browser, site, reduced_motion="reduce") as page:
        page.goto("/")

        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_the_first_stop_skips_to_the_content(page: Page) -> None:
    page.goto("/issues/2025-06-06")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main")).to_be_focused()
