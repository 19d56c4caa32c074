"""Issues with their pictures, as an editor may choose: nothing moves or is too wide, paper gets the text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.site.conftest import watched
from tests.browser.site.test_everyone import SHIFTS, violations
from tests.running import server
from web.site.mark import mark_png

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ISSUE = """# 第 {number} 期

## 工具

### [量化工具{number}](https://tool.example/{number})

![](https://pictures.example/{number}.png)

把模型的**权重**变小。

> 能少算，就少算。

```python
print("量化")
```

| 格式 | 位数 | 说明很长很长很长很长很长很长很长很长很长很长很长很长很长很长 |
|---|---|---|
| int8 | 8 | 常用 |

### [剪枝工具{number}](https://prune.example/{number})

去掉不重要的连接。

![](https://pictures.example/{number}-a.png)

![](https://pictures.example/{number}-b.png)
"""
PICTURE = mark_png(640, 400, 300, "#1f5f8b")


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("pictured")
    (folder / "issues").mkdir()
    for number in range(1, 5):
        text = ISSUE.format(number=number)
        (folder / "issues" / f"2020-01-0{number}.md").write_text(text, encoding="utf8")
    env = {
        "JIANBAO_SITE__IMAGES": "on",
        "JIANBAO_SITE__ACCENT": "#1f5f8b",
        "JIANBAO_LOG__MISSED": "true",
        "JIANBAO_SERVER__WORKERS": "1",
    }
    with server(folder, source=[folder / "issues"], env=env) as running:
        yield running.url


@pytest.fixture(params=[360, 1280])
def page(browser: Browser, pictured: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone and a desk. Pictures are answered here: tests ask nothing of the network."""
    size = {"width": request.param, "height": 800}
    with watched(browser, pictured, viewport=size, bypass_csp=True) as one:
        one.context.route("https://pictures.example/**", _picture)
        yield one


def _picture(route: Route) -> None:
    route.fulfill(body=PICTURE, content_type="image/png")


def entry_of(page: Page) -> str:
    page.goto("/?q=量化")
    return page.locator(".permalink").first.get_attribute("href") or ""


def test_nothing_moves_while_pictures_come_and_axe_finds_nothing(page: Page) -> None:
    for place in ("/issues/4", "/?q=量化", entry_of(page)):
        page.goto(place)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")

        assert (place, page.evaluate(SHIFTS)) == (place, 0)
        assert page.locator("main img").count() > 0
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert (place, violations(page)) == (place, [])


def test_an_entry_page_shows_its_text_as_it_was_written(page: Page) -> None:
    page.goto(entry_of(page))

    expect(page.locator("main strong", has_text="权重")).to_be_visible()
    expect(page.locator("main blockquote")).to_contain_text("能少算")
    expect(page.locator("main pre code").first).to_contain_text("print")
    assert page.locator("main img").first.evaluate("one => one.loading + ' ' + one.referrerPolicy") == (
        "lazy no-referrer"
    )


def test_a_wide_table_is_scrolled_with_the_keys_alone(page: Page) -> None:
    page.goto("/issues/4")
    box = page.locator("main [tabindex='0']:has(table)").first
    box.focus()

    expect(box).to_be_focused()
    if box.evaluate("one => one.scrollWidth > one.clientWidth"):
        page.keyboard.press("ArrowRight")
        page.wait_for_function("one => one.scrollLeft > 0", arg=box.element_handle())


def test_on_paper_an_issue_is_its_text_without_what_is_clicked(page: Page) -> None:
    page.goto("/issues/4")
    page.emulate_media(media="print")

    for gone in (".top nav", "form.searchbox", ".prefs"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("main strong", has_text="权重").first).to_be_visible()


def test_staying_with_an_answer_that_has_nothing_is_told_once(page: Page) -> None:
    told: list[str] = []
    page.on("request", lambda one: told.append(one.url) if one.method == "POST" else None)
    page.goto("/")
    page.locator("#q").fill("zzqxwv")
    expect(page.locator("[data-missed]")).to_be_attached()
    assert told == []
    page.wait_for_timeout(4000)

    assert [url.partition("/missed?q=")[2] for url in told] == ["zzqxwv"]
