"""Where the element may stand: any origin, a file, strict policies, hostile style sheets, small windows."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.widget.conftest import Embed, document, visited
from tests.browser.widget.hosts import Host, Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOSTILE = """
* { all: unset !important; color: lime !important; background: red !important; }
*::before, *::after { content: "x" !important; }
html { font-size: 40px !important; line-height: 5 !important; letter-spacing: 1em !important;
       text-transform: uppercase !important; word-spacing: 2em !important; direction: rtl !important;
       visibility: hidden !important; text-indent: 9em !important; writing-mode: vertical-rl !important;
       pointer-events: none !important; white-space: pre !important;
       -webkit-text-fill-color: red !important; }
"""
LOOK = """root => {
  const style = (selector) => getComputedStyle(root.querySelector(selector));
  const box = root.querySelector('.box').getBoundingClientRect();
  return {
    letters: style('.title').letterSpacing, transform: style('.title').textTransform,
    visible: style('.title').visibility, size: style('.title').fontSize, mode: style('.panel').writingMode,
    fill: style('.title').webkitTextFillColor, pointer: style('.option').pointerEvents,
    direction: style('.option').direction, height: box.height < 60, wide: box.width > 200,
  };
}"""


def violations(visit: Visit) -> list[str]:
    """What the page's Content-Security-Policy stopped, as the browser told the console."""
    return [line for line in visit.console if "Security Policy" in line]


def test_a_page_of_another_origin_searches_the_archive(embed: Embed) -> None:
    visit = embed()

    hits = visit.search("量化")

    assert hits.count() == 6
    assert not visit.page.url.startswith(visit.archive)


def test_a_file_opened_from_disk_searches_the_archive(browser: Browser, archive: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    script = f'<script type="module" src="{archive}/widget.js"></script>'
    page.write_text(document("<jianbao-search></jianbao-search>", script, "zh-CN"), encoding="utf8")
    visit = visited(browser, archive)
    visit.page.goto(page.as_uri())

    hits = visit.search("量化")

    assert hits.count() == 6
    assert visit.console == []
    visit.page.context.close()


def test_an_archive_below_a_path_is_found_by_the_script_s_own_address(
    browser: Browser, archive: str, elsewhere: Host
) -> None:
    below = f"{archive}/old/news"
    visit = visited(browser, archive)
    visit.page.route(
        f"{below}/**", lambda route: route.continue_(url=route.request.url.replace(below, archive))
    )
    script = f'<script type="module" src="{below}/widget.js"></script>'
    visit.page.goto(
        elsewhere.put("/below", document("<jianbao-search></jianbao-search>", script, "zh-CN"), {})
    )

    visit.search("量化")

    assert visit.searches[0].startswith(f"{below}/api/v1/search?")
    assert str(visit.element().locator(".all").get_attribute("href")).startswith(f"{below}/?q=")
    visit.page.context.close()


def test_a_strict_policy_needs_only_script_src_and_connect_src(embed: Embed, archive: str) -> None:
    policy = (
        f"default-src 'none'; script-src {archive}; connect-src {archive}; require-trusted-types-for 'script'"
    )
    visit = embed(headers={"Content-Security-Policy": policy})

    hits = visit.search("量化")

    assert hits.count() == 6
    assert visit.inside("root => getComputedStyle(root.querySelector('.panel')).position") == "fixed"
    assert violations(visit) == []


def test_a_strict_policy_does_not_stop_the_dialog(embed: Embed, archive: str) -> None:
    policy = (
        f"default-src 'none'; script-src {archive}; connect-src {archive}; require-trusted-types-for 'script'"
    )
    visit = embed(
        '<jianbao-search mode="button" facets></jianbao-search>', headers={"Content-Security-Policy": policy}
    )

    visit.element().locator(".opener").click()

    assert visit.search("量化").count() == 6
    assert violations(visit) == []


def test_a_hostile_style_sheet_does_not_reach_inside(embed: Embed) -> None:
    visit = embed(head=f"<style>{HOSTILE}</style>")

    visit.search("量化")

    found = visit.inside(LOOK)
    assert found.pop("fill") == visit.inside("root => getComputedStyle(root.querySelector('.title')).color")
    assert found == {
        "letters": "normal", "transform": "none", "visible": "visible", "size": "16px",
        "mode": "horizontal-tb", "pointer": "auto", "direction": "ltr", "height": True, "wide": True,
    }  # fmt: skip


def test_a_page_styles_it_by_properties_and_parts(embed: Embed) -> None:
    style = (
        "<style>jianbao-search { --jianbao-accent: rgb(1, 2, 3); --jianbao-font-size: 20px }"
        "jianbao-search::part(title) { font-style: italic }</style>"
    )
    visit = embed(head=style)

    visit.search("量化")

    looks = visit.inside(
        "root => ['.all', '.title'].map(s => getComputedStyle(root.querySelector(s)))"
        ".map(s => [s.color, s.fontStyle, s.fontSize])"
    )
    assert looks[0][0] == "rgb(1, 2, 3)"
    assert looks[1][1:] == ["italic", "20px"]


@pytest.mark.parametrize("mode", ["inline", "button"])
def test_nothing_is_cut_off_at_320_pixels(embed: Embed, mode: str) -> None:
    visit = embed(f'<jianbao-search mode="{mode}" facets></jianbao-search>', width=320)
    if mode == "button":
        visit.element().locator(".opener").click()

    visit.search("量化")
    visit.element().locator("summary").click()

    sizes = visit.inside(
        """root => [...root.querySelectorAll('.panel, .box, .option, .chip')].map(node => {
             const box = node.getBoundingClientRect();
             return [box.left >= 0, box.right <= innerWidth, node.scrollWidth <= node.clientWidth + 1];
           })"""
    )
    assert all(all(one) for one in sizes)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(
    ("theme", "system_dark", "dark"),
    [("auto", True, True), ("auto", False, False), ("light", True, False), ("dark", False, True)],
)
def test_it_is_dark_or_light_as_system_and_page_want(
    embed: Embed, theme: str, system_dark: bool, dark: bool
) -> None:
    visit = embed(f'<jianbao-search theme="{theme}"></jianbao-search>', dark=system_dark)

    ground = visit.inside("root => getComputedStyle(root.querySelector('.box')).backgroundColor")

    assert (ground != "rgb(255, 255, 255)") is dark


def test_a_page_with_its_own_switch_hands_its_colour_scheme_on(embed: Embed) -> None:
    visit = embed(
        '<jianbao-search theme="inherit"></jianbao-search>', head="<style>html { color-scheme: dark }</style>"
    )

    ground = visit.inside("root => getComputedStyle(root.querySelector('.box')).backgroundColor")

    assert ground != "rgb(255, 255, 255)"


@pytest.mark.parametrize(
    ("lang", "own", "said"), [("zh-CN", "", "共 "), ("en", "", "Results"), ("en", "zh", "共 ")]
)
def test_it_speaks_the_page_s_language_or_its_own(embed: Embed, lang: str, own: str, said: str) -> None:
    attribute = f'lang="{own}"' if own else ""
    visit = embed(f"<jianbao-search {attribute}></jianbao-search>", lang=lang)

    visit.search("量化")

    assert visit.element().locator(".head").inner_text().startswith(said)


def test_it_keeps_nothing_and_asks_nobody_else(embed: Embed) -> None:
    visit = embed()
    visit.asked.clear()

    visit.search("量化")

    kept = visit.page.evaluate(
        "async () => [document.cookie, localStorage.length, sessionStorage.length,"
        " (await indexedDB.databases()).length]"
    )
    assert kept == ["", 0, 0, 0]
    assert visit.page.context.cookies() == []
    assert visit.asked
    assert all(url.startswith(visit.archive) for url in visit.asked)
