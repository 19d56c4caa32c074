"""The sample newsletter as a static site: complete, linked, stable, and swapped in whole."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from index.lexicon.lexicon import load_lexicon
from index.library.library import Library
from web.cli.commands.build import site_at
from web.cli.main import jianbao
from web.config import Config, ConfigError, NewsletterConfig, SiteConfig
from web.opening import library_of
from web.origin import origin_of
from web.static_site.addresses import file_of, is_file_name
from web.static_site.builder import build_site
from web.static_site.output import MARKER, SiteError, writing
from web.wiring import build

HOST = "https://archive.invalid"


class Links(HTMLParser):
    """What a page leads to, and what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {"a": "href", "link": "href", "script": "src", "form": "action"}
        target = dict(attrs).get(names.get(tag, ""))
        if target:
            self.targets.add(target)


@pytest.fixture(scope="module")
def based(indexed: Config) -> Config:
    site = indexed.site.model_copy(update={"prefix": "/archive", "base_url": f"{HOST}/archive"})
    return indexed.model_copy(update={"site": site})


@pytest.fixture(scope="module")
def site(library: Library, based: Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("static") / "_site"
    build_site(library, based, output, load_lexicon(None))
    return output


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_each_issue_and_entry_has_a_page_in_both_languages(site: Path, library: Library) -> None:
    with library.snapshot() as archive:
        issues = [issue.name for issue in archive.catalogue.issue_summaries()]
        entries = [key for key, _ in archive.catalogue.entry_ids(offset=0, limit=10_000)]

    for language in ("", "en/"):
        for name in issues:
            assert (site / f"{language}issues/{name}/index.html").is_file()
        assert {file.parent.name for file in site.glob(f"{language}entries/*/index.html")} == set(entries)
    assert '<html lang="zh-Hans"' in (site / "index.html").read_text("utf8")
    assert '<html lang="en"' in (site / "en/index.html").read_text("utf8")


def test_no_link_leads_nowhere(site: Path) -> None:
    missing = set()
    for page in pages(site):
        own = f"{HOST}/archive/" + page.relative_to(site).as_posix().removesuffix("index.html")
        links = Links()
        links.feed(page.read_text("utf8"))
        for link in links.targets:
            parts = urlsplit(urljoin(own, link))
            if parts.netloc == "archive.invalid" and not parts.path.endswith(("/preferences", "/404")):
                assert parts.path.startswith("/archive/"), (page, link)
                file = site / file_of(parts.path, "/archive")
                if not file.is_file():
                    missing.add(link)

    assert missing == set()


def test_both_languages_lead_to_each_other(site: Path) -> None:
    chinese = (site / "issues/index.html").read_text("utf8")
    english = (site / "en/issues/index.html").read_text("utf8")

    for page in (chinese, english):
        assert f'hreflang="en" href="{HOST}/archive/en/issues/"' in page
        assert f'hreflang="zh-Hans" href="{HOST}/archive/issues/"' in page
    assert f'<link rel="canonical" href="{HOST}/archive/en/issues/">' in english


def test_feeds_of_all_and_of_each_category_are_there(site: Path, library: Library) -> None:
    with library.snapshot() as archive:
        categories = [name for name in archive.catalogue.values("category") if is_file_name(f"{name}.atom")]

    assert categories
    for name in ("feed.atom", *(f"feeds/category/{category}.atom" for category in categories)):
        feed = ElementTree.parse(site / name).getroot()
        entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
        assert entries
    for category in categories:
        text = (site / f"feeds/category/{category}.json").read_text("utf8")
        assert f"{HOST}/archive/entries/" in text


def test_the_sitemap_names_files_that_are_there(site: Path) -> None:
    paths = re.findall("<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf8"))

    assert len(paths) > 100
    for path in paths:
        assert (site / file_of(unquote(urlsplit(path).path), "/archive")).is_file()


def test_pages_bring_their_policy_and_nothing_that_only_a_server_does(site: Path) -> None:
    for page in pages(site):
        text = page.read_text("utf8")
        assert 'http-equiv="Content-Security-Policy"' in text
        assert 'href="/archive/api/v1/"' not in text
    assert 'href="/archive/en/404.html"' in (site / "404.html").read_text("utf8")
    assert "x-suggestions" not in (site / "opensearch.xml").read_text("utf8")


def test_the_same_archive_makes_the_same_bytes(
    site: Path, library: Library, based: Config, tmp_path: Path
) -> None:
    again = build_site(library, based, tmp_path / "again", load_lexicon(None))

    files = {file.relative_to(site) for file in site.rglob("*") if file.is_file()}
    assert files == {
        file.relative_to(tmp_path / "again") for file in (tmp_path / "again").rglob("*") if file.is_file()
    }
    assert all((site / file).read_bytes() == (tmp_path / "again" / file).read_bytes() for file in files)
    assert again.files == len(files)


def test_a_second_build_writes_nothing_and_renders_no_issue(
    site: Path, library: Library, based: Config
) -> None:
    times = {file: file.stat().st_mtime_ns for file in site.rglob("*.html")}

    report = build_site(library, based, site, load_lexicon(None))

    assert report.changed == 0
    assert times
    assert times == {file: file.stat().st_mtime_ns for file in site.rglob("*.html")}


def test_an_issue_that_changes_takes_only_its_own_pages_along(tmp_path: Path) -> None:
    issues = tmp_path / "issues"
    issues.mkdir()
    for number in (1, 2, 3, 4):
        (issues / f"2024-0{number}-01.md").write_text(
            f"# 简报 2024-0{number}-01\n\n## 论文\n\n- [标题{number}](https://e.org/{number})：摘要{number}。\n",
            "utf8",
        )
    run = CliRunner()
    arguments = ["--data", str(tmp_path / "data"), "build", str(issues), "--output", str(tmp_path / "_site")]
    assert run.invoke(jianbao, arguments).exit_code == 0
    before = {file: file.read_bytes() for file in (tmp_path / "_site").rglob("*.html")}
    (issues / "2024-01-01.md").write_text(
        "# 简报 2024-01-01\n\n## 论文\n\n- [标题1](https://e.org/1)：另一个摘要。\n", "utf8"
    )

    done = run.invoke(jianbao, arguments)

    assert done.exit_code == 0, done.output
    changed = {
        file.relative_to(tmp_path / "_site").parts[-3:-1]
        for file in (tmp_path / "_site").rglob("*.html")
        if before.get(file) != file.read_bytes() and {"issues", "entries"} & set(file.parts)
    }
    assert 0 < len(changed) <= 4


def write_twice(output: Path) -> None:
    with writing(output) as files:
        files.write("index.html", b"half")
        files.write("index.html", b"other")


def test_a_build_that_fails_leaves_the_site_before(tmp_path: Path) -> None:
    output = tmp_path / "_site"
    with writing(output) as files:
        files.write("index.html", b"before")
        files.finish({})
    before = {file: file.read_bytes() for file in output.rglob("*") if file.is_file()}

    with pytest.raises(SiteError, match="two pages"):
        write_twice(output)

    assert before == {file: file.read_bytes() for file in output.rglob("*") if file.is_file()}
    assert [file.name for file in tmp_path.iterdir()] == ["_site"]


def test_what_a_killed_build_left_is_put_right(tmp_path: Path) -> None:
    dead = 2**22 + 1  # beyond the highest number of a process
    old, new = tmp_path / f"._site.{dead}.old", tmp_path / f"._site.{dead}.new"
    old.mkdir()
    (old / MARKER).write_text("{}")
    (old / "index.html").write_text("before")
    new.mkdir()

    with pytest.raises(SiteError), writing(tmp_path / "_site") as files:
        raise SiteError("no")

    assert (tmp_path / "_site" / "index.html").read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["_site"]
    assert files.written == set()


def test_a_newsletter_without_a_word_of_chinese_is_built(tmp_path: Path) -> None:
    (tmp_path / "issues").mkdir()
    text = "# 2024-05-03\n\n## News\n\n- [Quiet fans](https://example.org/fans)\n"
    (tmp_path / "issues" / "2024-05-03.md").write_text(text, encoding="utf8")
    config = Config(folder=tmp_path, newsletter=NewsletterConfig(source="issues"))
    build(config, origin_of(config))

    report = build_site(library_of(config), config, tmp_path / "_site", load_lexicon(None))

    assert report.issues == 1
    assert "Quiet fans" in (tmp_path / "_site" / "issues" / "2024-05-03" / "index.html").read_text("utf8")


def test_a_folder_of_somebody_else_is_not_touched(library: Library, config: Config, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")

    with pytest.raises(SiteError, match="empty it"):
        build_site(library, config, tmp_path / "mine", load_lexicon(None))

    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


def test_hashed_files_stay_for_one_more_build(tmp_path: Path) -> None:
    output = tmp_path / "_site"
    for number in (1, 2, 3):
        with writing(output) as files:
            files.write(f"search/{number}.json", b"{}", hashed=True)
            files.finish({})

    assert sorted(file.name for file in (output / "search").iterdir()) == ["2.json", "3.json"]


@pytest.mark.parametrize(
    "path", ["/issues/..", "/issues/%2e%2e", "/issues/a%2F..%2Fb", "/issues/%00", f"/issues/{'字' * 90}"]
)
def test_an_address_that_leads_out_is_no_file(path: str) -> None:
    with pytest.raises(ValueError, match="issues"):
        file_of(path, "")


@pytest.mark.parametrize("base", ["archive", "ftp://example.org/", "/a b/", "https://"])
def test_a_place_that_is_none_is_wrong_usage(base: str) -> None:
    done = CliRunner().invoke(jianbao, ["build", "--base", base])

    assert done.exit_code == 2
    assert "--base" in done.output


@pytest.mark.parametrize(
    ("base_url", "prefix", "base", "path"),
    [
        ("https://me.example/archive", "", None, "/archive"),
        ("https://me.example/archive", "", "/", ""),
        ("https://me.example/archive", "", "https://you.example/a/", "/a"),
        ("https://me.example/archive", "/archive", None, "/archive"),
        ("https://me.example", "/archive", None, "/archive"),
        ("https://me.example", "", None, ""),
        ("", "", None, ""),
    ],
)
def test_a_site_is_at_the_path_of_its_address(
    base_url: str, prefix: str, base: str | None, path: str
) -> None:
    site = site_at(SiteConfig(base_url=base_url, prefix=prefix), base)

    assert site.prefix == path
    assert base != "https://you.example/a/" or site.base_url == "https://you.example/a"


def test_an_address_that_no_site_can_be_at_is_told() -> None:
    with pytest.raises(ConfigError, match="--base"):
        site_at(SiteConfig(base_url="https://me.example/a%20b"), None)


def test_without_an_address_nothing_is_said_that_needs_one(
    library: Library, config: Config, tmp_path: Path
) -> None:
    build_site(library, config, tmp_path / "site", load_lexicon(None))
    texts = [
        (tmp_path / "site" / name).read_text("utf8")
        for name in ("index.html", "issues/index.html", "robots.txt")
    ]

    for text in texts:
        assert not re.search(r'rel="canonical"|rel="alternate" hreflang|og:url|og:image|Sitemap', text)
