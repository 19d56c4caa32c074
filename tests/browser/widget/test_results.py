"""What is shown of an answer, and what the page hears of it."""

import pytest

from tests.browser.widget.conftest import Embed

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEAR = """() => {
  window.heard = [];
  for (const type of ['jianbao-search', 'jianbao-select'])
    document.body.addEventListener(type, (event) => window.heard.push([type, event.detail, event.composed]));
}"""


def test_a_hit_shows_title_marks_date_source_and_category(embed: Embed) -> None:
    visit = embed()
    hit = visit.api("search", ("q", "量化"))["hits"][0]

    first = visit.search("量化").first

    assert first.locator(".title").inner_text() == hit["title"]
    assert first.locator(".meta span").all_inner_texts() == [hit["date"], hit["source"], hit["category"]]
    stretches = [hit["highlights"]["title"], *hit["highlights"]["summary"]]
    assert first.locator("mark").all_inner_texts() == [
        one["text"][start:end] for one in stretches for start, end in one["marks"]
    ]
    assert first.get_attribute("href") == hit["permalink"]


def test_marks_stand_where_the_archive_counted_them(embed: Embed) -> None:
    visit = embed()
    text = "😀<b>&amp;</b>量化🎉量化"
    answer = visit.api("search", ("q", "量化"), ("limit", "1"))
    answer["hits"][0]["highlights"] = {
        "title": {"text": text, "marks": [[13, 15], [16, 18]], "cut_start": True, "cut_end": True},
        "summary": [],
    }
    visit.page.route("**/api/v1/search?*", lambda route: route.fulfill(json=answer))

    title = visit.search("量化").first.locator(".title")

    assert title.text_content() == f"…{text}…"
    assert title.locator("mark").all_inner_texts() == ["量化", "量化"]
    assert title.locator("b").count() == 0


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//[", ""])
def test_only_web_addresses_become_links(embed: Embed, address: str) -> None:
    visit = embed()
    answer = visit.api("search", ("q", "量化"), ("limit", "1"))
    answer["hits"][0]["permalink"] = address
    visit.page.route("**/api/v1/search?*", lambda route: route.fulfill(json=answer))

    assert visit.search("量化").first.get_attribute("href") is None


def test_what_was_searched_besides_is_told(embed: Embed) -> None:
    visit = embed()
    answer = visit.api("search", ("q", "量化"))
    assert answer["rewritten"], "the sample's lexicon knows synonyms of this word"

    visit.search("量化")

    said = visit.element().locator(".head").inner_text()
    assert said.startswith(f"共 {answer['total']} 条结果")
    assert answer["rewritten"][0]["searched"][0] in said
    assert visit.element().locator("[role=status]").text_content() == said


def test_longer_words_that_were_searched_are_not_named(embed: Embed) -> None:
    visit = embed()
    answer = visit.api("search", ("q", "量化"))
    answer["rewritten"] = [{"kind": "part", "typed": "量化", "searched": ["examplecom"]}]
    visit.page.route("**/api/v1/search?*", lambda route: route.fulfill(json=answer))
    visit.search("量化")

    assert "examplecom" not in visit.element().locator(".head").inner_text()


def test_a_long_completion_keeps_to_one_line(embed: Embed) -> None:
    visit = embed()
    offered = {
        "suggestions": [
            {"text": "长" * 200, "count": 1, "kind": "title"},
            {"text": "短", "count": 1, "kind": "term"},
        ]
    }
    visit.page.route("**/api/v1/suggest?*", lambda route: route.fulfill(json=offered))
    visit.search("量化")
    long, short = (box.bounding_box() for box in visit.element().locator(".completion").all()[:2])

    assert long
    assert short
    assert long["height"] == short["height"]


def test_a_completion_is_taken_into_the_box(embed: Embed) -> None:
    visit = embed()
    offered = visit.api("suggest", ("q", "Git"), ("limit", "4"))["suggestions"]
    if not offered:
        pytest.skip("the archive completes nothing: its suggestions are tested where they are made")
    visit.element().locator("input").fill("Git")
    completion = visit.element().locator(".completion").first

    completion.click()
    visit.element().locator(".hit").first.wait_for()

    assert visit.element().locator("input").input_value() in [one["text"] for one in offered]
    assert visit.inside("root => root.activeElement.tagName") == "INPUT"


def test_a_better_query_is_offered(embed: Embed) -> None:
    visit = embed()
    answer = visit.api("search", ("q", "量化"), ("limit", "1"))
    nothing = {**answer, "total": 0, "hits": [], "suggestion": "量化"}
    visit.page.route("**/api/v1/search?q=lianghau*", lambda route: route.fulfill(json=nothing))
    visit.element().locator("input").fill("lianghau")

    visit.element().locator(".completion", has_text="您要找的是不是：量化").click()

    visit.element().locator(".hit").first.wait_for()
    assert visit.element().locator("input").input_value() == "量化"


def test_nothing_found_is_said_and_leads_on_to_the_archive(embed: Embed) -> None:
    visit = embed()
    visit.element().locator("input").fill("zxqvzxqv")
    visit.element().locator(".all").wait_for()

    assert visit.element().locator(".head").inner_text().startswith("共 0 条结果")
    assert visit.element().locator(".all").get_attribute("href") == f"{visit.archive}/?q=zxqvzxqv"


def test_facets_appear_on_demand_and_narrow_the_hits(embed: Embed) -> None:
    visit = embed("<jianbao-search facets></jianbao-search>")
    visit.search("量化")
    facets = visit.element().locator(".facets")
    assert not facets.locator(".chip").first.is_visible()

    facets.locator("summary").click()
    chip = facets.locator(".chip", has_text="论文")
    chip.click()
    visit.element().locator(".chip[id^=category][aria-pressed=true]").wait_for()

    sections = visit.element().locator(".hit .meta span:last-child").all_inner_texts()
    assert set(sections) == {"论文"}
    assert "category=%E8%AE%BA%E6%96%87" in str(visit.element().locator(".all").get_attribute("href"))
    chip.click()
    visit.element().locator(".chip[id^=category][aria-pressed=true]").wait_for(state="detached")


def test_a_facet_chosen_by_key_keeps_the_focus(embed: Embed) -> None:
    visit = embed("<jianbao-search facets></jianbao-search>")
    visit.search("量化")
    for key in ["Tab", "Enter", "Tab", "Space"]:
        visit.page.keyboard.press(key)

    visit.element().locator(".chip[id^=category][aria-pressed=true]").wait_for()

    assert visit.inside("root => root.activeElement.getAttribute('aria-pressed')") == "true"


def test_a_filter_that_the_page_fixed_is_not_offered_again(embed: Embed) -> None:
    visit = embed('<jianbao-search facets category="论文|博文"></jianbao-search>')

    visit.search("量化")
    visit.element().locator("summary").click()

    assert visit.element().locator("legend").all_inner_texts() == ["来源", "排序", "时间"]
    sections = visit.element().locator(".hit .meta span:last-child").all_inner_texts()
    assert set(sections) <= {"论文", "博文"}


def test_without_the_attribute_there_are_no_facets(embed: Embed) -> None:
    visit = embed()

    visit.search("量化")

    assert not visit.element().locator("summary").is_visible()


def test_the_page_hears_of_searches(embed: Embed) -> None:
    visit = embed()
    visit.page.evaluate(HEAR)
    total = visit.api("search", ("q", "量化"))["total"]

    visit.search("量化")

    [[kind, detail, composed]] = visit.page.evaluate("window.heard")
    assert (kind, detail["query"], detail["total"], composed) == ("jianbao-search", "量化", total, True)
    assert len(detail["hits"]) == 6


@pytest.mark.parametrize("how", ["click", "Enter", "Control+Enter"])
def test_the_page_may_take_a_choice_over(embed: Embed, how: str) -> None:
    visit = embed()
    visit.page.evaluate(HEAR)
    visit.page.evaluate("document.body.addEventListener('jianbao-select', (event) => event.preventDefault())")
    here = visit.page.url
    last = visit.search("量化").last

    if how == "click":
        last.click()
    else:
        for _ in range(3):
            visit.page.keyboard.press("ArrowUp")
        visit.page.keyboard.press(how)
    visit.page.wait_for_timeout(300)

    kind, detail, composed = visit.page.evaluate("window.heard")[-1]
    assert (kind, detail["query"], composed) == ("jianbao-select", "量化", True)
    assert detail["url"] == detail["hit"]["permalink"] == last.get_attribute("href")
    assert visit.page.url == here
    assert len(visit.page.context.pages) == 1
