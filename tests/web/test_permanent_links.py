"""Every address that was ever published leads to the same issue or entry, whatever becomes of the archive."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive.models import NewsletterSource
from index.lexicon.lexicon import load_lexicon
from web.app import create_app
from web.config import REGISTER, Config, ConfigError, IndexConfig
from web.opening import library_of
from web.origin import Origin
from web.static_site.builder import build_site
from web.wiring import build

LINES = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛")


def issue(heading: str, topic: str) -> str:
    """An issue whose every line tells of its topic, and whose entries all have links."""
    entries = [
        f"- [{topic}{line}](https://example.org/{topic}/{number})" for number, line in enumerate(LINES)
    ]
    return f"# {heading}\n\n## 新闻\n\n" + "\n".join(entries) + "\n"


class Publisher:
    """An archive that changes, and remembers each address that it ever showed, with what stood there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = Config(folder=folder)
        self.published: dict[str, str] = {}

    def write(self, newsletter: str, files: dict[str, str]) -> Path:
        """Make a folder hold exactly these files."""
        root = self.folder / newsletter
        root.mkdir(exist_ok=True)
        for old in root.rglob("*.md"):
            old.unlink()
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf8")
        return root

    def publish(self, *newsletters: str, full: bool = False, **slugs: str) -> FlaskClient:
        """Reindex, follow all addresses of earlier, and remember those of now."""
        wanted = [
            NewsletterSource((str(self.folder / name),), slug=slugs.get(name, "")) for name in newsletters
        ]
        build(self.config, Origin(tuple(wanted)), full=full)
        client = create_app(library_of(self.config), self.config).test_client()
        self.follow(client)
        for path, what in self.addresses(client).items():
            assert self.published.setdefault(path, what) == what, path
        return client

    def follow(self, client: FlaskClient) -> None:
        """Each address of earlier leads to what stood there, if that still stands anywhere."""
        here = set(self.addresses(client).values())
        for path, what in self.published.items():
            answer = client.get(path, follow_redirects=True)
            if what in here:
                assert answer.status_code == 200, path
                assert self.identified(client, answer.request.path) == what, path
            else:
                assert answer.status_code == 404, path

    def addresses(self, client: FlaskClient) -> dict[str, str]:
        """Address of every issue and entry → the link that its first, or only, entry holds."""
        issues = client.get("/api/v1/issues").json["issues"]
        paths = [issue["permalink"].removeprefix("http://localhost") for issue in issues]
        identities = {path: self.identified(client, path) for path in paths}
        hits = client.get("/api/v1/search?limit=100").json["hits"]
        identities |= {
            hit["permalink"].removeprefix("http://localhost"): f"entry {hit['url']}" for hit in hits
        }
        assert len(identities) == len(issues) + len(hits)
        return identities

    def identified(self, client: FlaskClient, path: str) -> str:
        """What stands at an address: the link of the first entry names an issue, its own an entry."""
        answer = client.get(f"/api/v1{path}").json
        if path.startswith("/entries/"):
            return f"entry {answer['url']}"
        return "issue " + str(answer["sections"][0]["entries"][0]["url"])


@pytest.fixture
def archive(tmp_path: Path) -> Publisher:
    publisher = Publisher(tmp_path)
    publisher.write("weekly", {f"issue-{n}.md": issue(f"周刊 第 {n} 期", f"w{n}") for n in (100, 101, 102)})
    publisher.write("hello", {f"hello{n}.md": issue(f"第 {n} 期", f"h{n}") for n in (100, 101)})
    publisher.write("daily", {f"2024-01-0{n}.md": issue(f"2024-01-0{n}", f"d{n}") for n in (1, 2, 3)})
    return publisher


def test_links_stay_from_one_newsletter_to_several_and_back(archive: Publisher) -> None:
    archive.publish("weekly")
    assert "/issues/101" in archive.published
    client = archive.publish("weekly", "hello")
    assert client.get("/issues/101?q=w").location == "/issues/weekly/101?q=w"
    archive.publish("hello", "weekly", "daily")
    archive.publish("daily", "weekly", full=True)
    client = archive.publish("weekly")
    assert client.get("/issues/weekly/101").location == "/issues/101"
    archive.publish("hello", "weekly")


def test_a_newsletter_alone_never_takes_the_addresses_of_another(archive: Publisher) -> None:
    archive.publish("weekly")
    archive.publish("weekly", "hello")
    client = archive.publish("hello")

    assert client.get("/issues/101").status_code == 404
    assert client.get("/issues/hello/101").status_code == 200


def test_of_several_the_first_that_is_alone_has_addresses_without_slug(archive: Publisher) -> None:
    archive.publish("weekly", "hello")
    archive.publish("weekly")
    client = archive.publish("hello")

    assert archive.published["/issues/101"] == archive.published["/issues/weekly/101"]
    assert client.get("/issues/hello/101").status_code == 200


def test_entries_of_one_link_in_issues_of_one_name_have_addresses_of_their_own(archive: Publisher) -> None:
    for newsletter in ("weekly", "hello"):
        archive.write(newsletter, {"issue-7.md": issue("第 7 期", "same")})
    client = create_app(library_of(archive.config), archive.config)
    build(
        archive.config,
        Origin(tuple(NewsletterSource((str(archive.folder / name),)) for name in ("weekly", "hello"))),
    )
    hits = client.test_client().get("/api/v1/search?limit=100").json["hits"]

    assert len({hit["permalink"] for hit in hits}) == 2 * len(LINES)


def add_of_the_same_day(archive: Publisher) -> None:
    """`2024-01-01-a.md` comes before all others by its path."""
    folder = archive.folder / "daily"
    (folder / "2024-01-01-a.md").write_text(issue("2024-01-02", "second"), encoding="utf8")


def move_into_folders(archive: Publisher) -> None:
    files = {f"2024/01/0{n}.md": issue(f"2024-01-0{n}", f"d{n}") for n in (1, 2, 3)}
    archive.write("daily", files)


def correct_a_date(archive: Publisher) -> None:
    file = archive.folder / "daily" / "2024-01-02.md"
    file.write_text(issue("2024-01-12", "d2"), encoding="utf8")


def edit_the_text(archive: Publisher) -> None:
    file = archive.folder / "daily" / "2024-01-02.md"
    file.write_text(
        file.read_text(encoding="utf8") + "- [新](https://example.org/new) 后补\n", encoding="utf8"
    )


def remove_one(archive: Publisher) -> None:
    (archive.folder / "daily" / "2024-01-02.md").unlink()


CHANGES = (add_of_the_same_day, move_into_folders, correct_a_date, edit_the_text, remove_one)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
@pytest.mark.parametrize("full", [False, True], ids=["changes", "full"])
def test_links_stay_when_files_change(
    archive: Publisher, change: Callable[[Publisher], None], full: bool
) -> None:
    archive.publish("daily")
    change(archive)
    archive.publish("daily", full=full)
    archive.publish("weekly", "daily")
    archive.publish("daily", "hello", full=full)


def test_all_changes_one_after_the_other(archive: Publisher) -> None:
    archive.publish("daily")
    for change in (add_of_the_same_day, correct_a_date, edit_the_text, remove_one):
        change(archive)
        archive.publish("daily", "weekly")
    move_into_folders(archive)
    archive.publish("weekly", "daily")
    archive.publish("daily", full=True)


def test_a_file_that_is_another_issue_each_week_takes_no_address_along(archive: Publisher) -> None:
    archive.write("daily", {"latest.md": issue("2024-01-01", "d1")})
    archive.publish("daily")
    archive.write("daily", {"latest.md": issue("2024-01-08", "d2"), "old/1.md": issue("2024-01-01", "d1")})
    archive.publish("daily")

    assert archive.published["/issues/2024-01-01"] != archive.published["/issues/2024-01-08"]


def test_a_source_that_moved_is_the_same_newsletter(archive: Publisher) -> None:
    archive.publish("weekly")
    (archive.folder / "weekly").rename(archive.folder / "elsewhere")
    archive.publish("elsewhere")
    client = archive.publish("hello", "elsewhere")

    assert client.get("/issues/101").location == "/issues/weekly/101"


def test_a_slug_that_is_renamed_forwards(archive: Publisher) -> None:
    archive.publish("weekly", "hello")
    client = archive.publish("weekly", "hello", weekly="ruanyifeng")

    assert client.get("/issues/weekly/101").location == "/issues/ruanyifeng/101"
    archive.publish("hello", "weekly", weekly="ruanyifeng")


def test_two_sources_of_one_name_keep_their_slugs_in_any_order(archive: Publisher) -> None:
    for name in ("a", "b"):
        (archive.folder / name).mkdir()
        archive.write(f"{name}/news", {"issue-7.md": issue("第 7 期", name)})
    archive.publish("a/news", "b/news")
    archive.publish("b/news", "a/news")


def test_a_register_that_cannot_be_read_stops_the_reindex(archive: Publisher) -> None:
    archive.publish("weekly")
    file = archive.config.data / REGISTER
    file.write_text(file.read_text(encoding="utf8")[:-20], encoding="utf8")

    with pytest.raises(ConfigError, match=r"addresses\.json: damaged; put a copy of it back"):
        archive.publish("weekly")


def test_a_register_outside_of_the_data_folder_outlives_it(archive: Publisher) -> None:
    archive.config = Config(folder=archive.folder, index=IndexConfig(addresses=Path("addresses.json")))
    archive.publish("weekly")
    shutil.rmtree(archive.config.data)
    client = archive.publish("hello", "weekly")

    assert (archive.folder / "addresses.json").is_file()
    assert not (archive.config.data / REGISTER).exists()
    assert client.get("/issues/101").location == "/issues/weekly/101"


def test_stats_tell_what_each_newsletter_holds(archive: Publisher) -> None:
    archive.publish("weekly", "daily")
    with library_of(archive.config).snapshot() as snapshot:
        spans = {span.newsletter: span for span in snapshot.catalogue.spans()}

    assert {slug: (span.issues, span.first_date) for slug, span in spans.items()} == {
        "daily": (3, "2024-01-01"),
        "weekly": (3, ""),
    }
    assert spans["daily"].entries == 3 * len(LINES)


def test_the_register_names_no_password(archive: Publisher) -> None:
    archive.publish("weekly")
    known = json.loads((archive.config.data / REGISTER).read_text(encoding="utf8"))

    assert known["newsletters"][0]["sources"] == [str(archive.folder / "weekly")]
    assert known["newsletters"][0]["issues"][0]["addresses"] == ["100"]


def test_a_static_site_leads_on_from_old_addresses(archive: Publisher) -> None:
    archive.publish("weekly")
    archive.publish("weekly", "hello")
    build_site(library_of(archive.config), archive.config, archive.folder / "site", load_lexicon(None))
    old = (archive.folder / "site" / "issues" / "101" / "index.html").read_text(encoding="utf8")

    assert 'http-equiv="refresh" content="0; url=/issues/weekly/101"' in old
    assert (archive.folder / "site" / "issues" / "weekly" / "101" / "index.html").is_file()
    assert (archive.folder / "site" / "issues" / "weekly" / "index.html").is_file()
