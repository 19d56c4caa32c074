"""The interface in three languages: complete, chosen by header, address and cookie, and marked as such."""

import html
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from flask.testing import FlaskClient

from index.library.snapshot import Snapshot
from tests.web.reading import HAN, issues_of, runs
from tests.web.text.catalogue import catalogue_files, messages, read, traditional_catalogues

GAP = re.compile(r"%\((\w+)\)")
PAGES = ("/", "/?q=量化&category=论文", "/?q=没有这样的词", "/issues/", "/trends?q=量化&q=NPU", "/lookup?url=https://example.com/",
         "/help", "/api/v1/", "/nowhere", "/?page=x")  # fmt: skip


@pytest.fixture(scope="module")
def said() -> Catalog:
    return messages()


def test_there_is_something_to_translate(said: Catalog) -> None:
    assert len(said) > 150


@pytest.mark.parametrize("file", catalogue_files(), ids=lambda file: file.parent.parent.name)
def test_no_message_is_missing(said: Catalog, file: Path) -> None:
    known = read(file)
    missing = [
        message.id
        for message in said
        if message.id and not (known.get(message.id) or Catalog().add("")).string
    ]

    assert missing == []


@pytest.mark.parametrize("file", catalogue_files(), ids=lambda file: file.parent.parent.name)
def test_translations_are_used_and_fill_the_same_gaps(said: Catalog, file: Path) -> None:
    for message in read(file):
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        original = message.id if isinstance(message.id, str) else message.id[0]

        assert not original or message.id in said, f"nobody says {original!r}"
        assert all(set(GAP.findall(form)) <= set(GAP.findall(original)) for form in forms)
        assert not any(HAN.search(form) for form in forms)


def test_traditional_characters_are_those_that_the_program_makes() -> None:
    for file, made in traditional_catalogues().items():
        kept = {message.id: message.string for message in read(file) if message.id}

        assert kept == {message.id: message.string for message in made if message.id}, (
            "run `python -m tests.web.text.catalogue`"
        )


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "zh-Hans"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK,zh;q=0.9", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"),
        ("en-US,en;q=0.9", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.5", "en"),
        ("fr", "zh-Hans"),
        ("en;q=0.2, zh;q=0.8", "zh-Hans"),
    ],
)
def test_the_browser_chooses_the_language(client: FlaskClient, header: str, language: str) -> None:
    answer = client.get("/help", headers={"Accept-Language": header} if header else {})

    assert f'<html lang="{language}"' in answer.text


def test_the_switch_outweighs_the_browser_and_is_kept(client: FlaskClient) -> None:
    switched = client.get("/help?lang=en", headers={"Accept-Language": "zh-CN"})
    later = client.get("/help", headers={"Accept-Language": "zh-CN"})

    assert '<html lang="en"' in switched.text
    assert '<html lang="en"' in later.text


def test_an_unknown_language_is_passed_over(client: FlaskClient) -> None:
    assert '<html lang="zh-Hans"' in client.get("/help?lang=tlh").text


@pytest.mark.parametrize("path", PAGES)
def test_readers_in_taiwan_get_traditional_characters(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers={"Accept-Language": "zh-TW"}).text
    ours = "".join(text for language, text in runs(page) if language == "zh-Hant")

    assert '<html lang="zh-Hant"' in page
    assert "搜尋" in ours
    assert [char for char in "检网页标签来条们这为无" if char in ours] == []


def test_what_issues_say_keeps_its_characters(client: FlaskClient, archive: Snapshot) -> None:
    issue = issues_of(archive)[0]
    page = client.get(f"/issues/{issue.name}", headers={"Accept-Language": "zh-TW"}).text

    assert issue.entries[0].title in html.unescape(page)


@pytest.mark.parametrize("path", PAGES)
def test_chinese_text_on_an_english_page_says_that_it_is_chinese(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers={"Accept-Language": "en"}).text
    unsaid = [text for language, text in runs(page) if HAN.search(text) and not language.startswith("zh-")]

    assert unsaid == []


def test_issues_and_entries_say_their_language(client: FlaskClient, archive: Snapshot) -> None:
    for issue in issues_of(archive):
        paths = [f"/issues/{issue.name}", f"/entries/{issue.entries[0].id}"]
        for path in paths:
            page = client.get(path, headers={"Accept-Language": "en"}).text
            unsaid = [
                text for language, text in runs(page) if HAN.search(text) and not language.startswith("zh-")
            ]

            assert unsaid == []
