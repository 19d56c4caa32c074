"""What keys do, and what they never do while an input method is at work."""

import pytest

from tests.browser.widget.conftest import Embed
from tests.browser.widget.hosts import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TWO = "<jianbao-search></jianbao-search><jianbao-search></jianbao-search>"


def focused(visit: Visit) -> int | None:
    """Place of the element that holds the focus; None if none does."""
    place: int = visit.page.evaluate(
        "[...document.querySelectorAll('jianbao-search')].indexOf(document.activeElement)"
    )
    return None if place < 0 else place


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k", "Control+K"])
def test_shortcuts_bring_the_reader_to_the_first_element(embed: Embed, key: str) -> None:
    visit = embed(TWO)

    visit.page.keyboard.press(key)

    assert focused(visit) == 0
    assert visit.element().locator("input").input_value() == ""


def test_the_next_element_takes_over_when_the_first_is_gone(embed: Embed) -> None:
    visit = embed(TWO)
    visit.page.evaluate("document.querySelector('jianbao-search').remove()")

    visit.page.keyboard.press("/")

    assert focused(visit) == 0


@pytest.mark.parametrize(
    "field",
    [
        '<input id="other">',
        '<textarea id="other"></textarea>',
        '<div id="other" contenteditable>text</div>',
        '<select id="other"><option>a</option></select>',
    ],
)
def test_shortcuts_rest_while_the_reader_writes_elsewhere(embed: Embed, field: str) -> None:
    visit = embed(field + TWO)
    visit.page.focus("#other")

    visit.page.keyboard.press("/")
    visit.page.keyboard.press("Control+k")

    assert focused(visit) is None
    assert visit.page.evaluate("document.activeElement.id") == "other"


def test_a_shortcut_that_the_page_took_is_left_to_it(embed: Embed) -> None:
    visit = embed(TWO, head="<script>addEventListener('keydown', e => e.preventDefault(), true)</script>")

    visit.page.keyboard.press("/")

    assert focused(visit) is None


def test_arrows_go_round_through_options_and_box(embed: Embed) -> None:
    visit = embed()
    visit.search("量化")
    count = visit.element().locator(".option").count()

    chosen = []
    for key in ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp"]:
        visit.page.keyboard.press(key)
        chosen.append(
            visit.inside("root => root.querySelector('input').getAttribute('aria-activedescendant')")
        )

    assert chosen == ["option0", "option1", "option0", "", f"option{count - 1}"]
    assert visit.element().locator("[aria-selected=true]").count() == 1


def test_enter_opens_the_chosen_hit_at_the_archive(embed: Embed) -> None:
    visit = embed()
    hits = visit.search("量化")
    address = hits.first.get_attribute("href")
    assert address is not None
    place = visit.element().locator(".option").evaluate_all("all => all.findIndex(o => o.matches('.hit'))")

    for _ in range(place + 1):
        visit.page.keyboard.press("ArrowDown")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(address)

    assert address.startswith(f"{visit.archive}/entries/")


def test_enter_without_a_choice_opens_the_search_at_the_archive(embed: Embed) -> None:
    visit = embed('<jianbao-search category="论文"></jianbao-search>')
    visit.search("量化")

    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(f"{visit.archive}/**")

    assert visit.page.url == f"{visit.archive}/?q=%E9%87%8F%E5%8C%96&category=%E8%AE%BA%E6%96%87"


def test_the_shortcut_goes_on_to_the_next_element_in_sight(embed: Embed) -> None:
    visit = embed("<jianbao-search hidden></jianbao-search>" + "<jianbao-search></jianbao-search>" * 2)
    reached = []
    for _ in range(3):
        visit.page.keyboard.press("Control+k")
        reached.append(
            visit.page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
        )

    first, second, again = reached
    assert first != second
    assert again == first
    assert visit.element(0).evaluate("one => one !== document.activeElement")


@pytest.mark.parametrize("how", ["Control+Enter", "Meta+Enter", "click"])
def test_a_hit_can_be_opened_beside_the_page(embed: Embed, how: str) -> None:
    visit = embed()
    hits = visit.search("量化")
    here, address = visit.page.url, hits.last.get_attribute("href")

    with visit.page.context.expect_page() as opened:
        if how == "click":
            hits.last.click(modifiers=["Control"])
        else:
            for _ in range(3):
                visit.page.keyboard.press("ArrowUp")
            visit.page.keyboard.press(how)
    opened.value.wait_for_url(str(address))

    assert visit.page.url == here
    assert visit.element().locator(".panel").is_visible()


def test_escape_puts_results_away_and_an_arrow_brings_them_back(embed: Embed) -> None:
    visit = embed()
    visit.search("量化")
    panel = visit.element().locator(".panel")

    visit.page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert visit.element().locator("input").input_value() == "量化"
    visit.page.keyboard.press("ArrowDown")

    assert panel.is_visible()


def test_escape_in_the_filters_returns_to_the_box(embed: Embed) -> None:
    visit = embed("<jianbao-search facets></jianbao-search>")
    visit.search("量化")
    visit.page.keyboard.press("Tab")
    assert visit.inside("root => root.activeElement.tagName") == "SUMMARY"

    visit.page.keyboard.press("Escape")

    assert not visit.element().locator(".panel").is_visible()
    assert visit.inside("root => root.activeElement.tagName") == "INPUT"


def test_leaving_with_tab_puts_results_away(embed: Embed) -> None:
    visit = embed('<jianbao-search></jianbao-search><button id="next">next</button>')
    visit.search("量化")

    visit.page.keyboard.press("Tab")

    assert visit.page.evaluate("document.activeElement.id") == "next"
    assert not visit.element().locator(".panel").is_visible()


def test_composing_chinese_searches_only_what_was_composed(embed: Embed) -> None:
    visit = embed()
    visit.element().locator("input").focus()
    devtools = visit.page.context.new_cdp_session(visit.page)

    for text in ["l", "li", "liang", "liang h", "liang hua"]:
        devtools.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
        visit.page.wait_for_timeout(200)
    assert visit.searches == []
    devtools.send("Input.insertText", {"text": "量化"})
    visit.element().locator(".hit").first.wait_for()

    assert visit.element().locator("input").input_value() == "量化"
    assert len(visit.searches) == 1
    assert "q=%E9%87%8F%E5%8C%96" in visit.searches[0]


@pytest.mark.parametrize("key", ["Enter", "Escape", "ArrowDown", "ArrowUp"])
@pytest.mark.parametrize("sign", ["isComposing: true", "keyCode: 229"])
def test_keys_of_the_input_method_are_left_alone(embed: Embed, key: str, sign: str) -> None:
    visit = embed()
    visit.search("量化")

    left = visit.inside(
        f"""root => root.querySelector('input').dispatchEvent(
              new KeyboardEvent('keydown', {{
                key: '{key}', {sign}, bubbles: true, composed: true, cancelable: true}}))"""
    )

    assert left is True
    assert visit.element().locator(".panel").is_visible()
    assert visit.element().locator("[aria-selected=true]").count() == 0
    assert "entries" not in visit.page.url


def test_a_search_that_waits_is_given_up_when_composition_begins(embed: Embed) -> None:
    visit = embed()

    visit.inside(
        """root => {
             const input = root.querySelector('input');
             input.value = '量';
             input.dispatchEvent(new InputEvent('input', {bubbles: true}));
             input.dispatchEvent(new CompositionEvent('compositionstart'));
             input.value = '量hua';
             input.dispatchEvent(new InputEvent('input', {isComposing: true}));
           }"""
    )
    visit.page.wait_for_timeout(400)
    assert visit.searches == []
    visit.inside(
        """root => {
             root.querySelector('input').value = '量化';
             root.querySelector('input').dispatchEvent(new CompositionEvent('compositionend'));
           }"""
    )
    visit.element().locator(".hit").first.wait_for()

    assert len(visit.searches) == 1
