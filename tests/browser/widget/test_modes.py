"""Inline, as a dialog, bound to the page's input; several at once; taken away and put back."""

import pytest

from tests.browser.widget.conftest import Embed

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BOUND = (
    '<form action="/elsewhere"><input id="q" name="q" role="searchbox"></form>'
    '<jianbao-search for="q"></jianbao-search>'
)


def test_a_button_opens_a_dialog_and_gets_the_focus_back(embed: Embed) -> None:
    visit = embed('<jianbao-search mode="button"></jianbao-search>')
    opener = visit.element().locator(".opener")

    opener.click()
    assert visit.inside("root => root.activeElement.tagName") == "INPUT"
    visit.search("量化")
    visit.page.keyboard.press("Escape")

    assert not visit.element().locator("dialog").is_visible()
    assert visit.inside("root => root.activeElement.className") == "opener"


def test_a_press_beside_the_dialog_closes_it(embed: Embed) -> None:
    visit = embed('<jianbao-search mode="button"></jianbao-search>')
    visit.element().locator(".opener").click()

    visit.page.mouse.click(5, 700)

    assert not visit.element().locator("dialog").is_visible()


def test_results_appear_below_the_page_s_own_input(embed: Embed) -> None:
    visit = embed(BOUND)

    visit.page.fill("#q", "量化")
    visit.element().locator(".hit").first.wait_for()

    field = visit.page.locator("#q").bounding_box()
    panel = visit.element().locator(".panel").bounding_box()
    assert field is not None
    assert panel is not None
    assert 0 <= panel["y"] - (field["y"] + field["height"]) <= 10
    assert abs(panel["x"] - field["x"]) <= 8
    assert visit.element().locator("input").count() == 0


def test_the_page_s_form_still_works_where_nothing_is_chosen(embed: Embed) -> None:
    visit = embed(BOUND)
    visit.page.fill("#q", "量化")
    visit.element().locator(".hit").first.wait_for()

    visit.page.press("#q", "Enter")
    visit.page.wait_for_url("**/elsewhere?q=*")


def test_the_choice_in_a_bound_input_is_spoken(embed: Embed) -> None:
    visit = embed(BOUND)
    visit.page.fill("#q", "量化")
    first = visit.element().locator(".option").first
    first.wait_for()

    visit.page.press("#q", "ArrowDown")

    assert visit.element().locator("[role=status]").text_content() == first.text_content()


def test_the_page_s_input_gets_its_attributes_back(embed: Embed) -> None:
    visit = embed(BOUND)
    field = visit.page.locator("#q")
    assert field.get_attribute("role") == "combobox"

    visit.page.evaluate("document.querySelector('jianbao-search').remove()")

    assert field.get_attribute("role") == "searchbox"
    assert field.get_attribute("aria-expanded") is None
    visit.page.fill("#q", "量化")
    visit.page.wait_for_timeout(400)


def test_a_bound_input_that_does_not_exist_is_replaced_by_an_own_one(embed: Embed) -> None:
    visit = embed('<jianbao-search for="nowhere"></jianbao-search>')

    assert visit.search("量化").count() == 6


def test_several_on_a_page_do_not_disturb_each_other(embed: Embed) -> None:
    visit = embed(
        '<jianbao-search category="论文"></jianbao-search><p></p>'
        '<jianbao-search category="博文" limit="2"></jianbao-search>'
    )

    first = visit.search("量化", 0)
    kinds = {text.split("·")[-1].strip() for text in first.locator(".meta span:last-child").all_inner_texts()}
    second = visit.search("量化", 1)

    assert kinds == {"论文"}
    assert second.count() == 2
    assert not visit.element(0).locator(".panel").is_visible()
    assert visit.element(0).locator("input").input_value() == "量化"


def test_it_works_again_after_being_taken_away_and_put_back(embed: Embed) -> None:
    visit = embed()
    visit.search("量化")
    visit.asked.clear()

    visit.page.evaluate(
        """() => {
             const element = document.querySelector('jianbao-search');
             for (let i = 0; i < 3; i++) { element.remove(); document.body.append(element); }
           }"""
    )
    assert visit.element().locator("input").input_value() == "量化"
    visit.search("模型")
    visit.page.wait_for_timeout(300)

    assert len(visit.searches) == 1


def test_taken_away_in_the_middle_of_a_search_it_gives_it_up(embed: Embed) -> None:
    visit = embed()
    visit.page.evaluate("addEventListener('jianbao-search', () => console.error('answered')), undefined")
    visit.page.route("**/api/v1/search?*", lambda route: None)
    with visit.page.expect_request("**/api/v1/search?*"):
        visit.element().locator("input").fill("量化")

    with visit.page.expect_event("requestfailed", lambda request: "/search?" in request.url):
        visit.page.evaluate("document.querySelector('jianbao-search').remove()")


def test_changed_attributes_hold_when_it_is_put_back(embed: Embed) -> None:
    visit = embed()
    visit.element().locator("input").fill("量化")

    visit.page.evaluate(
        """() => {
             const element = document.querySelector('jianbao-search');
             element.setAttribute('lang', 'en');
             element.setAttribute('placeholder', 'Find it');
             element.setAttribute('mode', 'button');
             document.body.append(element);
           }"""
    )
    visit.element().locator(".opener").click()

    assert visit.element().locator("input").get_attribute("placeholder") == "Find it"
    assert visit.element().locator("input").input_value() == "量化"
    assert visit.element().locator(".opener").inner_text() == "Search"


def test_filters_and_theme_hold_at_once(embed: Embed) -> None:
    visit = embed()
    visit.search("量化")

    visit.element().evaluate(
        "element => { element.setAttribute('limit', '2'); element.setAttribute('theme', 'dark'); }"
    )
    visit.element().evaluate("element => element.open('模型')")
    visit.element().locator(".hit").nth(2).wait_for(state="detached")

    assert visit.element().locator(".hit").count() == 2
    assert visit.inside("root => getComputedStyle(root.querySelector('.box')).colorScheme") == "dark"


def test_scripts_of_the_page_open_and_close_it(embed: Embed) -> None:
    visit = embed('<jianbao-search mode="button"></jianbao-search>')

    visit.element().evaluate("element => element.open('量化')")
    visit.element().locator(".hit").first.wait_for()
    visit.element().evaluate("element => element.close()")

    assert not visit.element().locator("dialog").is_visible()


def test_loaded_twice_it_is_defined_once(embed: Embed, archive: str) -> None:
    visit = embed(head=f'<script type="module" src="{archive}/widget.js?again"></script>')

    assert visit.search("量化").count() == 6


@pytest.mark.parametrize("place", ["top", "bottom"])
def test_results_stand_where_there_is_room(embed: Embed, place: str) -> None:
    visit = embed(
        f'<div style="position: fixed; {place}: 10px; inset-inline: 10px">'
        "<jianbao-search></jianbao-search></div>"
    )

    visit.search("量化")

    box = visit.element().locator(".box").bounding_box()
    panel = visit.element().locator(".panel").bounding_box()
    assert box is not None
    assert panel is not None
    assert (panel["y"] > box["y"]) is (place == "top")
    assert panel["y"] >= 0
    assert panel["y"] + panel["height"] <= 760
