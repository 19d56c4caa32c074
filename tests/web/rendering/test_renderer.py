# ruff: noqa: E501 - cases are easier to read on one line
"""What an issue says, and how: every case is Markdown and the HTML that a page shows of it."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile import NASTY, payloads
from web.rendering.pictures import Pictures, first_picture
from web.rendering.renderer import Environment, references_of, render, render_entry
from web.rendering.sanitiser import sanitised
from web.rendering.source import calls_of, footnotes_in, plain_markdown, with_footnotes

APP = Flask(__name__)
PICTURE = "https://pictures.example/a.png"


def sanitised_html(text: str, pictures: Pictures = "off", base: str = "", level: int = 4) -> str:
    """A stretch of Markdown as a page shows it, in English."""
    lines = list(plain_markdown(text.split("\n")))
    whole = "\n".join(lines)
    with_notes = with_footnotes(whole, footnotes_in(lines), calls_of(whole))
    with APP.test_request_context("/?lang=zh-Hans"):
        html = render(with_notes, Environment(references_of(whole)), "e1")
        return sanitised(html, base, pictures, level=level).strip()


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("**粗**与*斜*，`码`，~~删~~", "<p><strong>粗</strong>与<em>斜</em>，<code>码</code>，<s>删</s></p>"),
        ("> 有人说", "<blockquote>\n<p>有人说</p>\n</blockquote>"),
        ("3. 甲\n4. 乙", '<ol start="3">\n<li>甲</li>\n<li>乙</li>\n</ol>'),
        ("一行\n又一行", "<p>一行又一行</p>"),
        ("一句。\n又一句", "<p>一句。<br>\n又一句</p>"),
        ("标题\n代码：见下", "<p>标题<br>\n代码：见下</p>"),
        ("one line\nand more", "<p>one line\nand more</p>"),
        ("# 大\n\n### 小", "<h4>大</h4>\n<h5>小</h5>"),
        ("##新闻\n\n#前端 #工具", "<h4>新闻</h4>\n<p>#前端 #工具</p>"),
        ("## 新闻\n\n#前端", "<h4>新闻</h4>\n<p>#前端</p>"),
    ],
)
def test_markdown_is_shown_as_its_author_meant_it(written: str, html: str) -> None:
    assert sanitised_html(written) == html


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("新功能 {: .new}", "<p>新功能</p>"),
        ("[上期]({% post_url 2020-01-01-one %})说过", '<p><a rel="noopener noreferrer">上期</a>说过</p>'),
        ('{{< youtube id="abc" >}}\n\n正文', "<p>正文</p>"),
        ("{% raw %}正文{% endraw %}", "<p>正文</p>"),
        ("## 标题 {#here}", "<h4>标题</h4>"),
        ('[链接](https://a.example/){:target="_blank"}', '<p><a href="https://a.example/" rel="noopener noreferrer">链接</a></p>'),
        ("一\n<!--more-->\n二", "<p>一</p>\n<p>二</p>"),
        ("格式 {:.2f} 与 {:<30}", "<p>格式 {:.2f} 与 {:&lt;30}</p>"),
        ("模板 `{% if x %}` 和 {{ name }}", "<p>模板 <code>{% if x %}</code> 和 {{ name }}</p>"),
        ("```\n{% if x %}\n```", '<pre tabindex="0"><code>{% if x %}\n</code></pre>'),
    ],
)  # fmt: skip
def test_marks_of_site_generators_do_not_leak(written: str, html: str) -> None:
    assert sanitised_html(written) == html


def test_a_table_scrolls_in_a_box_that_the_keyboard_reaches() -> None:
    html = sanitised_html("| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |")

    assert html.startswith('<div class="scroll" tabindex="0" role="group" aria-label="表格"><table>')
    assert html.endswith("</table></div>")


def test_the_words_of_code_have_classes_and_no_colours() -> None:
    html = sanitised_html("```python\ndef f(x): return 1\n```")

    assert '<span class="k">def</span>' in html
    assert "style" not in html


def test_code_of_an_unknown_language_or_of_endless_length_is_plain() -> None:
    assert "<span" not in sanitised_html("```nosuchlanguage\ndef f\n```")
    assert "<span" not in sanitised_html("```python\n" + "def f(): pass\n" * 2_000 + "```")


def test_a_footnote_stands_where_it_is_called_wherever_its_text_is() -> None:
    lines = ["- 条目[^1]", "", "后文", "", "[^1]: 注释"]
    text = with_footnotes(lines[0], footnotes_in(lines), calls_of("\n".join(lines)))
    with APP.test_request_context("/?lang=zh-Hans"):
        html = sanitised(render(text, Environment(), "e7"), "", "off")

    assert '<a href="#fn-e7-1" id="fnref-e7-1"' in html
    assert 'id="fn-e7-1"' in html
    assert "注释" in html


def test_a_footnote_that_nobody_calls_is_not_lost() -> None:
    assert "没人引用" in sanitised_html("正文\n\n[^1]: 没人引用")


def test_an_address_in_running_text_ends_where_chinese_begins() -> None:
    assert '<a href="https://a.example/b" rel="noopener noreferrer">https://a.example/b</a>，见' in sanitised_html("https://a.example/b，见")  # fmt: skip


@pytest.mark.parametrize(
    ("pictures", "html"),
    [
        ("off", '<p><span class="unseen">（图：山）</span></p>'),
        (
            "link",
            f'<p><a class="picture-link" href="{PICTURE}" rel="noopener noreferrer">图片：山'
            ' <span class="quiet">pictures.example</span></a></p>',
        ),
        (
            "on",
            f'<figure class="picture"><a href="{PICTURE}" rel="noopener noreferrer"><img class="shown" '
            f'loading="lazy" decoding="async" referrerpolicy="no-referrer" src="{PICTURE}" alt="山"></a></figure>',
        ),
    ],
)
def test_a_picture_is_named_linked_or_shown(pictures: Pictures, html: str) -> None:
    assert sanitised_html(f"![山]({PICTURE})", pictures) == html


def test_a_picture_among_words_stands_on_its_own_and_a_badge_stays_with_them() -> None:
    html = sanitised_html(f"前文\n![]({PICTURE})\n后文", "on")
    badge = sanitised_html("评分 ![](https://img.shields.io/x)", "on")

    assert re.findall(r"<(p|figure)", html) == ["p", "figure", "p"]
    assert badge.startswith('<p>评分 <img class="inline"')


def test_pictures_beside_each_other_are_a_gallery() -> None:
    html = sanitised_html(f"![]({PICTURE})\n![]({PICTURE}?2)", "on")

    assert html.startswith('<div class="gallery"><figure')
    assert html.count("<figure") == 2


def test_a_film_becomes_a_link() -> None:
    html = sanitised_html('<iframe src="https://films.example/1" width="600px"></iframe>')

    assert 'href="https://films.example/1"' in html
    assert "iframe" not in html


def test_what_is_relative_leads_to_where_the_original_is_read() -> None:
    base = "https://code.example/repo/issues/2020.md"

    assert 'href="https://code.example/repo/issues/x.md"' in sanitised_html("[x](x.md)", base=base)
    assert "href" not in sanitised_html("[x](x.md)")
    assert "href" not in sanitised_html("[x](javascript:alert(1))", base=base)


@pytest.mark.parametrize(
    ("written", "title", "summary", "html", "titled"),
    [
        ("1、[甲](https://a.example)：一个工具，很好用。", "甲", "一个工具，很好用。", "<p>一个工具，很好用。</p>", True),
        ("- [甲](https://a.example)  \n摘要：说的是**乙**。", "甲", "说的是乙。", "<p>说的是<strong>乙</strong>。</p>", True),
        ("2、[甲](https://a.example)\n\n正文。", "甲", "正文。", "<p>正文。</p>", True),
        ("- 宣布任命董事长；", "宣布任命董事长；", "", "", True),
        ("3、\n\n人必有痴，而后有成。（某人）", "人必有痴，而后有成。", "人必有痴，而后有成。（某人）", "<p>人必有痴，而后有成。（某人）</p>", False),
    ],
)  # fmt: skip
def test_a_title_that_the_page_says_is_not_said_again(
    written: str, title: str, summary: str, html: str, titled: bool
) -> None:
    made = render_entry(written, Environment(), "e1", title=title, summary=summary)
    with APP.test_request_context("/?lang=zh-Hans"):
        assert (sanitised(made.html, "", "off").strip(), made.titled) == (html, titled)


def test_the_first_picture_that_is_no_badge_stands_for_an_entry() -> None:
    assert first_picture(f"![](https://img.shields.io/x) 和 ![]({PICTURE})") == PICTURE
    assert first_picture(f"<img src='{PICTURE}' width=1>") == PICTURE
    assert first_picture("![](javascript:alert(1))") == ""


HARMLESS = re.compile(r"<(/?)([a-z][a-z0-9]*)((?: [a-z-]+(?:=\"[^\"<>]*\")?)*)>")


def assert_harmless(html: str) -> None:
    """Only tags and attributes of the list, nothing that runs, no address but of the web or of a footnote."""
    rest = HARMLESS.sub("", html)
    assert "<" not in rest, rest
    for _, tag, attributes in HARMLESS.findall(html):
        assert tag not in {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "form",
            "input",
            "svg",
            "math",
            "base",
        }
        for name, value in re.findall(r' ([a-z-]+)(?:="([^"]*)")?', attributes):
            assert not name.startswith("on")
            assert name != "style"
            if name in ("href", "src"):
                assert re.match(r"https?://|#fn", unescape(value)), value


@pytest.mark.parametrize("pictures", ["off", "link", "on"])
def test_no_payload_becomes_more_than_text(pictures: Pictures) -> None:
    for payload in payloads():
        clean = payload.replace("\x00", "").encode("utf8", "replace").decode()
        for written in (clean, f"[量化]({clean})", f"![{clean}]({clean})", f"# {clean}", f"```{clean}\n{clean}\n```",
                        f"[^1]\n\n[^1]: {clean}", f"|{clean}|\n|---|\n|{clean}|", f"> - {clean}"):  # fmt: skip
            assert_harmless(sanitised_html(written, pictures))


def test_nasty_text_is_shown_in_good_time() -> None:
    for text in NASTY:
        assert_harmless(sanitised_html(text.encode("utf8", "replace").decode().replace("\x00", ""), "on"))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>[]()!`*_#|-&\"'\\{}%:^/ \n量a1="), max_size=80))
def test_no_text_becomes_a_tag_of_its_own(text: str) -> None:
    assert_harmless(sanitised_html(text, "on"))
