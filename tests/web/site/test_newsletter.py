"""The newsletter's name and the place of its files."""

import pytest

from index.library.library import Library
from web.app import create_app
from web.config import Config, NewsletterConfig
from web.site.newsletter import common_name, original_url


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        (["端侧简报 (2021-08-01)：新芯片", "端侧简报 (2021-07-01)", "端侧简报 (2020-12-01)"], "端侧简报"),
        (["爱好者周刊（第 407 期）：甲", "爱好者周刊（第 406 期）：乙"], "爱好者周刊"),
        (["《开源月报》第 124 期", "《开源月报》第 122 期"], "开源月报"),
        (["Embedded Weekly #12", "Embedded Weekly #13"], "Embedded Weekly"),
        (["2024-01-01", "2024-02-01"], ""),
        (["甲", "乙"], ""),
        ([], ""),
    ],
)
def test_a_name_is_what_titles_share(titles: list[str], name: str) -> None:
    assert common_name(titles) == name


def test_a_configured_name_comes_first(library: Library) -> None:
    named = create_app(library, Config(newsletter=NewsletterConfig(title="我的简报"))).test_client()
    unnamed = create_app(library, Config()).test_client()

    assert "<title>我的简报</title>" in named.get("/").text
    assert "<title>端侧AI样刊</title>" in unnamed.get("/").text


@pytest.mark.parametrize(
    ("template", "url"),
    [
        ("", ""),
        ("https://github.com/o/r/blob/main/{file}", "https://github.com/o/r/blob/main/a%20b/c.md?plain=1#L7"),
        ("https://example.org/{file}", "https://example.org/a%20b/c.md"),
    ],
)
def test_a_file_is_linked_at_its_line(library: Library, template: str, url: str) -> None:
    app = create_app(library, Config(newsletter=NewsletterConfig(source_url=template)))
    with app.test_request_context("/"):
        assert original_url("", "a b/c.md", 7) == url
