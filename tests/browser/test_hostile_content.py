"""Issues, readers and links that attack: nothing of them runs, and nothing leaves its box."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from tests.browser.harmless import assert_harmless, read_json
from tests.hostile import payloads
from tests.hostile.newsletter import write_newsletter
from tests.running import RunningServer, server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("hostile")
    write_newsletter(folder / "issues")
    with server(folder, source=[folder / "issues"], env={"JIANBAO_SITE__RATE_LIMIT": ""}) as running:
        yield running


def test_no_issue_page_runs_what_its_author_wrote(hostile: RunningServer, page: Page) -> None:
    issues = read_json(f"{hostile.url}/api/v1/issues")["issues"]
    assert isinstance(issues, list)
    assert len(issues) >= len(payloads()) // 12

    for issue in issues:
        assert_harmless(page, f"{hostile.url}/issues/{issue['name']}?q=量化")
    assert_harmless(page, f"{hostile.url}/issues/")


def test_no_result_page_runs_what_was_found(hostile: RunningServer, page: Page) -> None:
    words = urllib.parse.quote("量化")
    first = read_json(f"{hostile.url}/api/v1/search?q={words}&limit=100")
    pages = first["pages"]
    assert isinstance(pages, int)

    for number in range(1, pages + 1):
        assert_harmless(page, f"{hostile.url}/?q={words}&limit=100&page={number}")


def test_no_entry_page_runs_what_it_shows(hostile: RunningServer, page: Page) -> None:
    with urllib.request.urlopen(f"{hostile.url}/api/v1/export.jsonl") as answer:
        rows = [json.loads(line) for line in answer]
    assert len(rows) >= len(payloads())

    for row in rows[::5]:
        assert_harmless(page, f"{hostile.url}/entries/{row['id']}")


def test_no_page_that_shows_pictures_runs_what_its_author_wrote(page: Page, tmp_path: Path) -> None:
    write_newsletter(tmp_path / "issues")
    page.route(lambda url: "127.0.0.1" not in url, lambda route: route.abort())
    env = {"JIANBAO_SITE__RATE_LIMIT": "", "JIANBAO_SITE__IMAGES": "on"}
    with server(tmp_path, source=[tmp_path / "issues"], env=env) as running:
        issues = read_json(f"{running.url}/api/v1/issues")["issues"]
        with urllib.request.urlopen(f"{running.url}/api/v1/export.jsonl") as answer:
            rows = [json.loads(line) for line in answer]
        assert isinstance(issues, list)

        for issue in issues:
            assert_harmless(page, f"{running.url}/issues/{issue['name']}?q=量化", pictures=True)
        for row in rows[::12]:
            assert_harmless(page, f"{running.url}/entries/{row['id']}", pictures=True)
        assert_harmless(page, f"{running.url}/?q={urllib.parse.quote('量化')}&limit=100", pictures=True)


@pytest.mark.parametrize(
    ("first", "path"), [*enumerate(["/?q={}", "/?source={}", "/lookup?url={}", "/trends?q={}", "/issues/{}"])]
)
def test_nothing_that_a_reader_sends_comes_back_as_more_than_text(
    hostile: RunningServer, page: Page, path: str, first: int
) -> None:
    for payload in payloads()[first::4]:  # among them, the paths get each
        quoted = urllib.parse.quote(payload.encode("utf8", "replace"), safe="")
        assert_harmless(page, hostile.url + path.format(quoted))


def test_feeds_stay_well_formed(hostile: RunningServer) -> None:
    with urllib.request.urlopen(f"{hostile.url}/feed.atom?limit=100") as answer:
        atom = ElementTree.fromstring(answer.read())
    feed = read_json(f"{hostile.url}/feed.json?limit=100")

    links = [link.get("href", "") for link in atom.iter("{http://www.w3.org/2005/Atom}link")]
    assert len(atom.findall("{http://www.w3.org/2005/Atom}entry")) > 10
    assert all(link.startswith(("http://", "https://", "/")) for link in links)
    assert feed["items"]


def test_the_widget_shows_payloads_as_text(hostile: RunningServer, page: Page) -> None:
    page.goto(f"{hostile.url}/widget")
    box = page.locator("jianbao-search input").first
    for payload in [*payloads()[::12], "量化"]:
        box.fill(payload.replace("\x00", "").encode("utf8", "replace").decode("utf8")[:200])
        page.wait_for_timeout(150)

    page.locator("jianbao-search [role=option], jianbao-search [part~=result]").first.wait_for()
    assert page.evaluate("() => 'pwned' in window") is False
    assert page.url.startswith(hostile.url)


def test_hostile_file_names_neither_escape_nor_break_a_page(page: Page, tmp_path: Path) -> None:
    source = tmp_path / "issues"
    source.mkdir()
    names = [
        "<img src=x onerror=pwned=1>",
        "..%2f..%2fetc",
        "-rf",
        "量化 'x' \"y\"",
        "$(id)",
        "a\u202etxt",
        "con",
    ]
    for name in names:
        (source / f"{name}.md").write_text(
            "# 简报\n\n## 论文\n\n- [量化](https://example.org/)\n", encoding="utf8"
        )
    (source / "outside.md").symlink_to("/etc/hostname")

    with server(tmp_path, source=[source]) as running:
        issues = read_json(f"{running.url}/api/v1/issues")["issues"]
        assert isinstance(issues, list)
        for issue in issues:
            assert_harmless(page, f"{running.url}/issues/{urllib.parse.quote(issue['name'])}")

    # The name that turns the direction of writing is refused.
    assert len(issues) == len(names) - 1
