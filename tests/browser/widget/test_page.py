"""The page /widget: live, and what it writes works."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.widget.conftest import Embed, visited
from tests.browser.widget.hosts import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def visit(browser: Browser, archive: str) -> Iterator[Visit]:
    visit = visited(browser, archive)
    visit.page.goto(f"{archive}/widget?lang=zh-Hans")
    visit.page.locator("#configurator").wait_for()
    yield visit
    said = visit.console
    visit.page.context.close()
    assert said == []


def snippet(visit: Visit) -> list[str]:
    """The lines to copy."""
    return visit.page.locator("#snippet").inner_text().splitlines()


def test_the_element_on_the_page_is_live(visit: Visit) -> None:
    assert visit.search("量化").count() == 6


def test_the_lines_follow_the_form(visit: Visit) -> None:
    visit.page.fill("[name=placeholder]", 'a "b" <c>')
    visit.page.select_option("[name=category]", "论文")
    visit.page.fill("[name=limit]", "3")
    visit.page.select_option("[name=theme]", "dark")
    visit.page.uncheck("[name=facets]")

    assert snippet(visit) == [
        f'<script type="module" src="{visit.archive}/widget.js"></script>',
        '<jianbao-search placeholder="a &quot;b&quot; &lt;c>" category="论文" limit="3" theme="dark">'
        "</jianbao-search>",
    ]
    assert visit.search("量化").count() == 3


@pytest.mark.parametrize("mode", ["", "button", "for"])
def test_what_the_page_writes_works_elsewhere(visit: Visit, embed: Embed, mode: str) -> None:
    visit.page.check(f'[name=mode][value="{mode}"]')
    lines = snippet(visit)

    other = embed("\n".join(lines[1:]))
    other.element().evaluate("element => element.open('量化')")

    other.element().locator(".hit").first.wait_for()


def test_the_policy_names_the_archive_s_origin(visit: Visit) -> None:
    policy = visit.page.locator("pre", has_text="connect-src").inner_text()

    assert policy == f"script-src {visit.archive};\nconnect-src {visit.archive};"


def test_the_lines_can_be_copied(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    visit.page.click("#copy")
    visit.page.locator("#copy", has_text="已复制").wait_for()

    assert visit.page.evaluate("navigator.clipboard.readText()").splitlines() == snippet(visit)


@pytest.mark.parametrize("width", [320, 1000])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_and_fits(visit: Visit, width: int, scheme: str) -> None:
    visit.page.set_viewport_size({"width": width, "height": 800})
    visit.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    found = Axe().run(visit.page).response["violations"]

    assert [one["id"] for one in found] == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_speaks_english_too(visit: Visit) -> None:
    visit.page.goto(f"{visit.archive}/widget?lang=en")

    assert visit.page.locator("h1").inner_text() == "Embed the search box"
