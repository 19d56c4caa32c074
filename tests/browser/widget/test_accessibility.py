"""What axe finds, and what assistive technology is told."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.widget.conftest import Embed
from tests.browser.widget.hosts import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BODIES = {
    "inline": "<jianbao-search facets></jianbao-search>",
    "button": '<jianbao-search mode="button" facets></jianbao-search>',
    "bound": '<label for="q">搜索</label> <input id="q"><jianbao-search for="q" facets></jianbao-search>',
}


def broken_rules(visit: Visit) -> dict[str, list[str]]:
    """axe's rules that do not hold, with what breaks them."""
    found = Axe().run(visit.page, options={"rules": {"region": {"enabled": False}}})
    return {one["id"]: [node["html"][:160] for node in one["nodes"]] for one in found.response["violations"]}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("mode", list(BODIES))
def test_axe_finds_nothing_in_any_mode(embed: Embed, mode: str, dark: bool) -> None:
    visit = embed(
        f"<main><h1>别处</h1>{BODIES[mode]}</main>",
        head="<style>html { color-scheme: light dark }</style>",
        dark=dark,
    )
    assert broken_rules(visit) == {}

    if mode == "button":
        visit.element().locator(".opener").click()
    field = visit.page.locator("#q") if mode == "bound" else visit.element().locator("input")
    field.fill("量化")
    visit.element().locator(".hit").first.wait_for()
    visit.page.keyboard.press("ArrowDown")
    visit.element().locator("summary").click()
    visit.element().locator(".chip").first.click()
    visit.element().locator(".chip[id^=category][aria-pressed=true]").wait_for()

    assert broken_rules(visit) == {}


def test_the_box_tells_whether_there_is_a_list(embed: Embed) -> None:
    visit = embed()
    field = visit.element().locator("input")
    states = [field.get_attribute("aria-expanded")]

    visit.search("量化")
    states.append(field.get_attribute("aria-expanded"))
    visit.page.keyboard.press("Escape")
    states.append(field.get_attribute("aria-expanded"))

    assert states == ["false", "true", "false"]
    assert visit.inside("root => root.querySelector('input').getAttribute('aria-controls')") == "list"


def test_reduced_colours_still_show_the_choice(embed: Embed) -> None:
    visit = embed()
    visit.page.emulate_media(forced_colors="active")
    visit.search("量化")

    visit.page.keyboard.press("ArrowDown")

    width = visit.inside("root => getComputedStyle(root.querySelector('[aria-selected=true]')).outlineWidth")
    assert width == "2px"
