"""Builder of all URLs of the site; the only code that applies the prefix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from web.config import MAX_URL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from web.parameters.search_request import SearchRequest

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Urls:
    """Paths of the site, all beginning with the prefix; `absolute` adds the public address."""

    prefix: str = ""
    """Path under which the site is mounted, without a trailing slash."""

    base_url: str = ""
    """Public address without a trailing slash; "" where only the request knows it."""

    release: str = ""
    """Hash of all static files: stands in their names, so that they may be kept for ever."""

    @property
    def index(self) -> str:
        """Where scripts of a static site read the index; "" where a server answers them."""
        return ""

    def path(self, quoted_path: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
        """A path of the site with a query string.

        Parameters are dropped from the end until the site itself accepts the length.
        """
        kept = list(pairs)
        query = urlencode(kept)
        while kept and len(self.prefix) + len(quoted_path) + 1 + len(query) > MAX_URL:
            kept.pop()
            query = urlencode(kept)
        return f"{self.prefix}{quoted_path}" + (f"?{query}" if query else "")

    def absolute(self, path: str, host_url: str) -> str:
        """A path as a full URL; `host_url` (scheme and host) where no public address is configured."""
        base = (self.base_url or host_url).rstrip("/")
        return base.removesuffix(self.prefix) + path if self.prefix else base + path

    def home(self) -> str:
        """The search page with nothing asked."""
        return self.path("/")

    def search(self, request: SearchRequest) -> str:
        """The page of a search."""
        return self.path("/", request.pairs())

    def words(self, text: str) -> str:
        """The page of a search for a text alone."""
        return self.path("/", [("q", text)])

    def chosen(self, name: str, value: str) -> str:
        """The page of everything under one category, source or tag."""
        return self.path("/", [(name, value)])

    def issues(self, year: str = "", page: int = 1, newsletter: str = "") -> str:
        """All issues, or those of a newsletter or a year; a page of them where there are many."""
        pairs = [("year", year)] if year else []
        quoted_path = f"/issues/{quote(newsletter)}/" if newsletter else "/issues/"
        return self.path(quoted_path, pairs + ([("page", str(page))] if page > 1 else []))

    def issue(self, name: str, text: str = "", anchor: str = "") -> str:
        """One issue; with a text, what it finds is marked; with an anchor, at that place."""
        path = self.path(f"/issues/{quote(name)}", [("q", text)] if text else ())
        return f"{path}#{quote(anchor)}" if anchor else path

    def any_issue(self) -> str:
        """Leads to some issue, to another one each time."""
        return self.path("/random")

    def entry(self, key: str, text: str = "") -> str:
        """The permalink of an entry."""
        return self.path(f"/entries/{quote(key, safe='')}", [("q", text)] if text else ())

    def trends(self, texts: Iterable[str] = (), measure: str = "") -> str:
        """The plot of up to five terms."""
        pairs = [("q", text) for text in texts]
        return self.path("/trends", pairs + ([("measure", measure)] if measure else []))

    def lookup(self, url: str = "") -> str:
        """Whether a URL has appeared."""
        return self.path("/lookup", [("url", url)] if url else ())

    def help(self) -> str:
        """The search language."""
        return self.path("/help")

    def missed(self, text: str) -> str:
        """Where a page tells that a text has no hits."""
        return self.path("/missed", [("q", text)])

    def preferences(self) -> str:
        """Where the switch of theme is sent."""
        return self.path("/preferences")

    def feed(self, request: SearchRequest, kind: str) -> str:
        """The newest entries of a search; `kind` is `atom` or `json`."""
        kept = [(name, value) for name, value in request.pairs() if name not in ("page", "limit", "sort")]
        return self.path(f"/feed.{kind}", kept)

    def export(self, request: SearchRequest, kind: str) -> str:
        """All hits of a search; `kind` is `csv` or `jsonl`."""
        kept = [(name, value) for name, value in request.pairs() if name not in ("page", "limit")]
        return self.path(f"/api/v1/export.{kind}", kept)

    def api(self, name: str = "", pairs: Iterable[tuple[str, str]] = ()) -> str:
        """A resource of the API, or its readable page."""
        return self.path(f"/api/v1/{name}", pairs)

    def opensearch(self) -> str:
        """The description that lets a browser add the archive as a search engine."""
        return self.path("/opensearch.xml")

    def sitemap(self, page: int = 0) -> str:
        """All pages worth finding; a page of them where there are very many."""
        return self.path("/sitemap.xml", [("page", str(page))] if page else ())

    def language(self, tag: str, quoted_path: str, pairs: Iterable[tuple[str, str]]) -> str:
        """A page in another language."""
        return self.path(quoted_path, [*pairs, ("lang", tag)])

    def script(self) -> str:
        """The search box for other pages, always under this name."""
        return self.path("/widget.js")

    def widget(self) -> str:
        """How to embed the search box."""
        return self.path("/widget")

    def static(self, name: str) -> str:
        """A static file under a name that changes with its content."""
        return self.path(f"/static/{self.release}/{name}")
