"""The same attackers at newsletters that stand together, files without a server, and what editors open."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from index.lexicon.lexicon import load_lexicon
from tests.browser.harmless import CHECK, CLEAN, assert_harmless, read_json
from tests.file_host import hosted
from tests.hostile import payloads
from tests.hostile.newsletter import write_newsletter
from tests.running import RunningServer, jianbao, server
from web.config import Config, NewsletterConfig, SiteConfig
from web.opening import library_of
from web.origin import origin_of
from web.static_site.builder import build_site
from web.wiring import build

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]

WORDS = urllib.parse.quote("量化")
SLUGS = ("first", "second", "third")


def toml_text(payload: str) -> str:
    """A payload as a string of TOML; what no configuration can hold is left out."""
    return json.dumps("".join(c for c in payload if c.isprintable())[:100], ensure_ascii=False)


def write_newsletters(folder: Path) -> None:
    """The hostile newsletter in three parts, whose names, licences and descriptions attack as well."""
    write_newsletter(folder / "all")
    tables = {}
    for slug, payload in zip(SLUGS, payloads()[::7], strict=False):
        (folder / slug).mkdir()
        names = "".join(f"{key} = {toml_text(payload)}\n" for key in ("title", "description", "license"))
        tables[slug] = f'[[newsletters]]\nslug = "{slug}"\nsource = "{slug}"\n{names}'
    for slug, file in zip(cycle(SLUGS), sorted((folder / "all").iterdir()), strict=False):
        file.rename(folder / slug / file.name)
    (folder / "all").rmdir()
    site = f"[site]\ntitle = {toml_text(payloads()[1])}\nfooter = {toml_text(payloads()[2])}\n"
    (folder / "jianbao.toml").write_text(site + "".join(tables.values()), encoding="utf8")


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("several")
    write_newsletters(folder)
    done = jianbao("--data", "index", "reindex", cwd=folder)
    assert done.returncode == 0, done.stderr
    with server(folder, env={"JIANBAO_SITE__RATE_LIMIT": "", "JIANBAO_LOG__MISSED": "true"}) as running:
        yield running


def test_newsletters_with_hostile_names_stand_together_as_text(several: RunningServer, page: Page) -> None:
    issues = read_json(f"{several.url}/api/v1/issues")["issues"]
    assert isinstance(issues, list)
    assert {issue["name"].split("/")[0] for issue in issues} == set(SLUGS)

    lists = [f"/issues/{slug}/" for slug in SLUGS] + [f"/?newsletter={slug}&q={WORDS}" for slug in SLUGS]
    others = ["/", f"/?q={WORDS}&limit=100", "/issues/", "/issues/year/2024/", "/trends", "/help", "/lookup"]
    for path in [*others, *lists, *(f"/issues/{issue['name']}" for issue in issues)]:
        assert_harmless(page, f"{several.url}{path}")


def test_entries_of_newsletters_with_hostile_names_are_text(several: RunningServer, page: Page) -> None:
    with urllib.request.urlopen(f"{several.url}/api/v1/export.jsonl") as answer:
        rows = [json.loads(line) for line in answer]

    for row in rows[::15]:
        assert_harmless(page, f"{several.url}/entries/{row['id']}")


def test_a_newsletter_that_is_asked_for_is_named_as_text(several: RunningServer, page: Page) -> None:
    for payload in payloads()[::8]:
        quoted = urllib.parse.quote(payload.encode("utf8", "replace"), safe="")
        assert_harmless(page, f"{several.url}/?newsletter={quoted}&q={quoted}")
        assert_harmless(page, f"{several.url}/issues/{quoted}/{quoted}")


def test_what_is_missed_is_counted_and_told_as_text(several: RunningServer, page: Page) -> None:
    # A word that nothing has stands before each, else a payload may find itself.
    sought = [f"没有这个词呀{number} {payload}"[:80] for number, payload in enumerate(payloads()[::30])]
    for text in sought:
        with page.expect_response("**/missed?*") as told:
            assert_harmless(page, f"{several.url}/?q={urllib.parse.quote(text.encode('utf8', 'replace'))}")
        assert told.value.status == 204

    done = jianbao("--data", several.data, "missed", cwd=several.data.parent)

    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(sought)
    assert all(c.isprintable() or c == "\n" for c in done.stdout)


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Address and folder of the hostile newsletter as files, pictures shown."""
    folder = tmp_path_factory.mktemp("static")
    write_newsletter(folder / "issues")
    config = Config(
        folder=folder,
        newsletter=NewsletterConfig(source=str(folder / "issues"), title=payloads()[0][:100]),
        site=SiteConfig(images="on", prefix="/archive"),
    )
    build(config, origin_of(config))
    build_site(library_of(config), config, folder / "_site", load_lexicon(None))
    with hosted(folder / "_site", "/archive") as address:
        yield address, folder / "_site"


def test_no_page_of_a_static_site_runs_what_its_author_wrote(static: tuple[str, Path], page: Page) -> None:
    address, folder = static
    page.route(lambda url: "127.0.0.1" not in url, lambda route: route.abort())
    issues = sorted(file.parent for file in (folder / "issues").rglob("index.html"))
    entries = sorted(file.parent for file in (folder / "entries").rglob("index.html"))
    assert len(entries) >= len(payloads())

    for path in (folder, *issues, *entries[::20]):
        assert_harmless(page, f"{address}/{path.relative_to(folder)}/", pictures=True)


def test_a_search_without_a_server_shows_hits_as_text(static: tuple[str, Path], page: Page) -> None:
    address, _ = static
    page.route(lambda url: "127.0.0.1" not in url, lambda route: route.abort())
    asked = [payload.encode("utf8", "replace") for payload in payloads()[::6]]
    for text in ("量化".encode(), *asked):
        assert_harmless(page, f"{address}/?q={urllib.parse.quote(text, safe='')}", pictures=True)
        expect(page.locator("#answer")).not_to_have_attribute("aria-busy", "true")
        assert page.evaluate(CHECK) == CLEAN | {"wide": 0}
    page.goto(f"{address}/?q={WORDS}&page=2")
    page.locator("article.entry").first.wait_for()
    assert page.evaluate(CHECK) == CLEAN | {"wide": 0}


@pytest.mark.parametrize("asked", ["trends?q=", "lookup?url=https://example.org/", "lookup?url="])
def test_a_question_to_a_page_of_files_is_shown_as_text(
    static: tuple[str, Path], page: Page, asked: str
) -> None:
    address, _ = static
    page.route(lambda url: "127.0.0.1" not in url, lambda route: route.abort())
    for payload in payloads()[::8]:
        text = payload.encode("utf8", "replace")
        assert_harmless(page, f"{address}/{asked}{urllib.parse.quote(text, safe='')}", pictures=True)
        expect(page.locator("[data-answers]")).not_to_have_attribute("aria-busy", "true")
        assert page.evaluate(CHECK) == CLEAN | {"wide": 0}


def test_the_page_of_a_check_shows_lines_as_text(page: Page, tmp_path: Path) -> None:
    write_newsletter(tmp_path / "issues")
    done = jianbao("check", "issues", "--html", "check.html", cwd=tmp_path)
    assert (tmp_path / "check.html").is_file(), done.stderr
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto((tmp_path / "check.html").as_uri())

    assert page.locator(".lines div").count() > len(payloads())
    assert page.evaluate("() => 'pwned' in window") is False
    assert page.locator("script, img, iframe, a, form, svg").count() == 0
    assert asked == [page.url]
