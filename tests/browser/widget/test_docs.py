"""What docs/embed.md says is true: its lines work, and it names what the script knows."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.widget.conftest import visited
from tests.browser.widget.hosts import Host
from tests.paths import ROOT

DOCS = (ROOT / "docs" / "embed.md").read_text(encoding="utf8")
SOURCES = [
    file for file in sorted((ROOT / "web" / "static").glob("widget*.js")) if file.stem != "widget-page"
]
SCRIPT = "".join(file.read_text(encoding="utf8") for file in SOURCES)
PAGE = (ROOT / "web" / "templates" / "widget.html").read_text(encoding="utf8")

ATTRIBUTES = set(re.findall(r'(?:get|has)Attribute\("([a-z]+)"\)', SCRIPT)) | {
    "source",
    "tag",
    "category",
    "theme",
}
PROPERTIES = set(re.findall(r"--jianbao-[a-z-]+", SCRIPT))
PARTS = set(re.findall(r'class: "([a-z]+)"', SCRIPT)) | {
    "option",
    "completion",
    "hit",
    "issue",
    "all",
    "more",
}
INNER = {"root", "lens", "spoken"}
"""Parts that nobody should need to style."""


@pytest.mark.parametrize("text", [DOCS, PAGE], ids=["embed.md", "the page"])
def test_every_attribute_property_and_part_is_documented(text: str) -> None:
    words = set(re.findall(r"[\w-]+", text))

    assert words >= ATTRIBUTES | PROPERTIES | (PARTS - INNER)


def test_nothing_is_documented_that_the_script_does_not_know() -> None:
    assert set(re.findall(r"--jianbao-[a-z-]+", DOCS + PAGE)) == PROPERTIES


def html_blocks() -> list[str]:
    """Pieces of HTML that stand for themselves; those of site generators hold braces."""
    blocks = re.findall(r"```html\n(.*?)```", DOCS, re.DOTALL)
    return [block for block in blocks if "{{" not in block]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("block", html_blocks(), ids=lambda block: block.splitlines()[0][:40])
def test_the_documented_lines_work(block: str, browser: Browser, archive: str, elsewhere: Host) -> None:
    script = "" if "widget.js" in block else f'<script type="module" src="{archive}/widget.js"></script>'
    html = script + block.replace("https://archive.example", archive)
    visit = visited(browser, archive)
    visit.page.goto(elsewhere.put("/documented", html, {}))
    visit.page.wait_for_function("!!customElements.get('jianbao-search')")
    places = range(visit.page.locator("jianbao-search").count())

    for place in places:
        element = visit.element(place)
        element.evaluate("element => element.open('量化')")
        element.locator(".hit").first.wait_for()
        element.evaluate("element => element.close()")

    assert places
    assert visit.console == []
    visit.page.context.close()
