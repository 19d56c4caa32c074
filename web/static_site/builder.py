"""An archive → its pages as files: what the application answers, written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from web.app import create_app
from web.branding import brand_of
from web.site.assets import load_assets
from web.site.newsletter import names_of_several
from web.static_site.addresses import DEFAULT, MISSING, StaticUrls, file_of
from web.static_site.output import Output, SiteError, digest, writing
from web.static_site.pages import Page, fixed_pages
from web.static_site.search_files import write_search
from web.text.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flask.testing import FlaskClient

    from index.documents import IssueSummary
    from index.lexicon.lexicon import Lexicon
    from index.library.library import Library
    from index.library.snapshot import Snapshot
    from web.config import Config

TEMPLATES = Path(__file__).parents[1] / "templates"

HEADERS = """/*
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
  Referrer-Policy: strict-origin-when-cross-origin
/static/*
  Access-Control-Allow-Origin: *
  Cache-Control: public, max-age=31536000, immutable
/widget.js
  Access-Control-Allow-Origin: *
/widget-more.js
  Access-Control-Allow-Origin: *
/widget.css
  Access-Control-Allow-Origin: *
/search/*
  Access-Control-Allow-Origin: *
"""
"""What Cloudflare Pages and Netlify read from `_headers`."""


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What became of a build."""

    files: int
    changed: int
    issues: int
    skipped: tuple[str, ...]
    """Issues and entries whose address cannot be a file."""


FORWARD = """<!doctype html>
<meta charset="utf-8">
<title>{url}</title>
<link rel="canonical" href="{url}">
<meta http-equiv="refresh" content="0; url={url}">
<p><a href="{url}">{url}</a></p>
"""


@dataclass(slots=True)
class _Build:
    """One build: the application in each language, over one snapshot."""

    archive: Snapshot
    output: Output
    base: str
    clients: Mapping[str, tuple[StaticUrls, FlaskClient]]
    key: str
    """Hash of all that every page depends on."""

    keys: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)

    def write_fixed(self) -> None:
        """Everything but issues and entries."""
        for language, (urls, client) in self.clients.items():
            for page in fixed_pages(urls, self.archive, language):
                self._write(client, page, language)
            missing = urls.path(MISSING)
            self._write(client, Page(missing, f"{missing}.html"), language, status=404)

    def write_forwards(self) -> None:
        """At each address that an issue had before, a page that leads on: a host of files cannot redirect."""
        for urls, _ in self.clients.values():
            for old, name in self.archive.catalogue.forwards.items():
                page = FORWARD.format(url=escape(urls.issue(name)))
                self.output.write(file_of(urls.issue(old), self.base), page.encode())

    def write_issue(self, issue: IssueSummary) -> None:
        """An issue and its entries, in all languages; as they were, where nothing of them has changed."""
        whole = self.archive.catalogue.issue(issue.name)
        if whole is None:
            raise SiteError(f"{issue.name}: the index has lost this issue; run `jianbao reindex --full`")
        key = digest(self.key, whole, self.archive.catalogue.neighbours(issue.name))
        self.keys[issue.name] = key
        pages = list(self._pages_of(issue.name, [entry.id for entry in whole.entries]))
        if self.output.known(issue.name) == key and self.output.keep(file for _, _, file in pages):
            return
        for language, page, _ in pages:
            self._write(self.clients[language][1], page, language)

    def _pages_of(self, name: str, entries: list[str]) -> Iterator[tuple[str, Page, str]]:
        # All languages of a page in a row: what they share was just computed.
        for entry in ("", *entries):
            for language, (urls, _) in self.clients.items():
                path = urls.entry(entry) if entry else urls.issue(name)
                try:
                    yield language, Page(path, path), file_of(path, self.base)
                except ValueError:
                    self.skipped.append(path)

    def _write(self, client: FlaskClient, page: Page, language: str, status: int = 200) -> None:
        answer = client.get(page.asked, headers={"Cookie": f"lang={language}"})
        if answer.status_code != status:
            raise SiteError(f"{page.asked}: could not be rendered (status {answer.status_code})")
        self.output.write(file_of(page.path, self.base), answer.get_data())


def build_site(
    library: Library,
    config: Config,
    output: Path,
    lexicon: Lexicon,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> SiteReport:
    """Write the site of the current index. Raises SiteError, EngineError; then the site before stays."""
    assets = load_assets(brand_of(config))
    with library.snapshot() as archive, writing(output) as files:
        base = config.site.prefix
        names = names_of_several(config, archive)
        related = write_search(archive, lexicon, files, f"../static/{assets.release}/search.js", names)
        clients = _clients(library, config, assets.release, related)
        build = _Build(archive, files, base, clients, _key(config, archive, assets.release))
        for name, asset in assets.files.items():
            files.write(f"static/{assets.release}/{name}", asset.content, hashed=True)
        files.write(".nojekyll", b"")
        files.write("_headers", HEADERS.encode())
        build.write_fixed()
        build.write_forwards()
        issues = archive.catalogue.issue_summaries()
        for done, issue in enumerate(issues, 1):
            build.write_issue(issue)
            progress(done, len(issues))
        with library.snapshot() as after:
            if after.name != archive.name:
                raise SiteError(f"{output}: the index has changed meanwhile; run `jianbao build` again")
        files.finish(build.keys)
        return SiteReport(len(files.written), files.changed, len(issues), tuple(build.skipped))


def _clients(
    library: Library, config: Config, release: str, related: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[StaticUrls, FlaskClient]]:
    clients = {}
    for language in LANGUAGES:
        below = "" if language == DEFAULT else f"/{language}"
        urls = StaticUrls(
            prefix=config.site.prefix + below,
            base_url=config.site.base_url,
            release=release,
            base=config.site.prefix,
        )
        app = create_app(library, config, addresses=urls, related=related)
        clients[language] = (urls, app.test_client(use_cookies=False))
    return clients


def _key(config: Config, archive: Snapshot, release: str) -> str:
    """Whatever stands on every page: release, templates, settings, and the newsletter's name."""
    templates = [file.read_bytes() for file in sorted(TEMPLATES.rglob("*")) if file.is_file()]
    titles = [issue.title for issue in archive.catalogue.issue_summaries(limit=12)]
    settings = (
        config.newsletter.model_dump(),
        [newsletter.model_dump() for newsletter in config.newsletters],
        config.site.model_dump(),
    )
    return digest(version("jianbao"), release, templates, settings, titles)
