"""Which URLs are known to lead to the same place."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.storage.canonical_url import destination

CASES = tomllib.loads((Path(__file__).parent / "cases" / "canonical_url.toml").read_text(encoding="utf8"))[
    "same"
]
URLS = [url for group in CASES.values() for url in group["urls"]]
PAIRS = [(url, form) for form, group in CASES.items() for url in group["urls"]]

FRAGMENTS = """
https:// http:// // www. m. github.com mp.weixin.qq.com arxiv.org www.zhihu.com zhuanlan.zhihu.com example.org
link.zhihu.com / /s /abs/ /pdf/ /p/ /tree/ /blob/ /question/ /answer/ ? & = # : @ % %2F .git .pdf v2 master
2001.12345 target= url= __biz= mid=1 idx=1 utm_source=x 词 .. . + ; [ ] \\ \x00 \ud800 İ
"""
fragments = st.sampled_from(FRAGMENTS.split())
addresses = st.one_of(
    st.text(), st.lists(st.one_of(fragments, st.text(max_size=3)), max_size=12).map("".join)
)


@pytest.mark.parametrize(("url", "form"), PAIRS)
def test_all_addresses_of_a_place_have_its_normal_form(url: str, form: str) -> None:
    assert destination(url) == form


@pytest.mark.parametrize("form", CASES)
def test_a_normal_form_leads_to_itself(form: str) -> None:
    assert destination(form) == form


@settings(max_examples=500)
@given(addresses)
def test_any_text_has_a_normal_form_that_leads_to_itself(text: str) -> None:
    form = destination(text)

    assert destination(form) == form


@pytest.mark.parametrize(
    "text", ["m." * 5000 + "example.org", "/" * 100_000, "a.b/" + "(" * 50_000, "?&" * 50_000]
)
def test_a_monstrous_address_is_only_long(text: str) -> None:
    assert destination(destination(text)) == destination(text)


@given(st.sampled_from(URLS), st.sampled_from(["utm_source=a", "utm_campaign=词", "spm=1.2", "fbclid=x"]))
def test_where_a_reader_came_from_does_not_count(url: str, tracking: str) -> None:
    page, mark, fragment = url.strip().partition("#")
    tracked = f"{page}{'&' if '?' in page else '?'}{tracking}{mark}{fragment}"

    if "." in page.partition("/")[0] or page.startswith(("http", "//")):
        assert destination(tracked) == destination(url) or "[" in url


@given(st.integers(), st.integers())
def test_different_pages_of_a_site_are_different_places(one: int, other: int) -> None:
    same = destination(f"https://example.com/{one}?id={other}") == destination(
        f"https://example.com/{other}?id={one}"
    )

    assert same == (one == other)
