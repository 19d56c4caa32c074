"""Which pages a static site has, and the file of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.parameters.search_request import SearchRequest
from web.static_site.addresses import DEFAULT, StaticUrls, is_file_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.library.snapshot import Snapshot

ISSUES_PER_PAGE = 500
"""As the server cuts the list of issues."""

ADDRESSES_PER_MAP = 50_000
"""As the server cuts the sitemap."""


@dataclass(frozen=True, slots=True)
class Page:
    """A request to the application whose response is written to a file."""

    asked: str
    """Path and query string, as the server knows it."""

    path: str
    """Address on the static site."""


def fixed_pages(urls: StaticUrls, archive: Snapshot, language: str) -> Iterator[Page]:
    """Everything but issues and entries, in one language."""
    for path in ("/", "/trends", "/lookup", "/help", "/widget", "/opensearch.xml"):
        yield Page(urls.path(path), urls.path(path))
    yield from _issue_lists(urls, archive)
    yield from _feeds(urls, archive)
    if language == DEFAULT:
        yield Page(urls.path("/robots.txt"), urls.path("/robots.txt"))
        for name in ("/widget.js", "/widget-more.js", "/widget.css"):
            yield Page(urls.path(name), urls.path(name))
        yield from _sitemaps(urls, archive)


def _issue_lists(urls: StaticUrls, archive: Snapshot) -> Iterator[Page]:
    newsletters = archive.catalogue.newsletters
    for newsletter in ("", *(newsletters if len(newsletters) > 1 else ())):
        yield from _issue_list(urls, archive, newsletter)


def _issue_list(urls: StaticUrls, archive: Snapshot, newsletter: str) -> Iterator[Page]:
    address = urls.issues(newsletter=newsletter)
    years = [
        (year_summary.year or "none", year_summary.issues)
        for year_summary in archive.catalogue.years_of(newsletter)
    ]
    for year, issues in [("", sum(issues for _, issues in years)), *years]:
        if year and len(years) and sum(issues for _, issues in years) <= ISSUES_PER_PAGE:
            break  # all stand on one page, which has an anchor for each year
        for page in range(1, max(1, -(-issues // ISSUES_PER_PAGE)) + 1):
            pairs = (f"year={year}" if year else "", f"page={page}" if page > 1 else "")
            asked = "&".join(filter(None, pairs))
            yield Page(f"{address}?{asked}" if asked else address, urls.issues(year, page, newsletter))


def _feeds(urls: StaticUrls, archive: Snapshot) -> Iterator[Page]:
    for kind in ("atom", "json"):
        yield Page(urls.path(f"/feed.{kind}"), urls.path(f"/feed.{kind}"))
        for category in archive.catalogue.values("category"):
            if is_file_name(f"{category}.{kind}"):
                asked = SearchRequest(category=(category,))
                yield Page(urls.path(f"/feed.{kind}", asked.pairs()), urls.feed(asked, kind))


def _sitemaps(urls: StaticUrls, archive: Snapshot) -> Iterator[Page]:
    address = urls.path("/sitemap.xml")
    yield Page(address, urls.sitemap())
    addresses = 2 + archive.stats.issues + archive.stats.entries
    pages = -(-addresses // ADDRESSES_PER_MAP)
    if pages > 1:
        yield from (Page(f"{address}?page={page}", urls.sitemap(page)) for page in range(1, pages + 1))
