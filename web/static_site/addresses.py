"""Addresses of a static site: the server's own, with the language in the path and nothing asked in a query
string that only a server could answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from web.site.urls import Urls
from web.text.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from web.parameters.search_request import SearchRequest

SEARCH = "search"
"""Folder of the index."""

MISSING = "/404"
"""Path of the page that says that there is none."""

DEFAULT, *OTHERS = LANGUAGES
"""The language at the root; the others stand below their tags."""

LONGEST_NAME = 200
"""Bytes of a file's name: most file systems take 255."""


@dataclass(frozen=True, slots=True)
class StaticUrls(Urls):
    """Paths of one language; `prefix` ends with its tag where it is not the default one."""

    base: str = ""
    """Path of the whole site, without a trailing slash."""

    @property
    def index(self) -> str:
        """Path of the folder of the index."""
        return f"{self.base}/{SEARCH}/"

    def absolute(self, path: str, host_url: str) -> str:
        """A path as a full URL where the public address is known; else the path itself."""
        return f"{self.base_url.removesuffix(self.base)}{path}" if self.base_url else path

    def language(self, tag: str, quoted_path: str, pairs: Iterable[tuple[str, str]]) -> str:
        """The same page in another language. Of what was asked, scripts read what is their own."""
        # The page 404 has no address of its own on every host: only its file can be linked to.
        suffix = ".html" if quoted_path == MISSING else ""
        return self.base + ("" if tag == DEFAULT else f"/{tag}") + quoted_path + suffix

    def issues(self, year: str = "", page: int = 1, newsletter: str = "") -> str:
        """All issues, or those of a newsletter; a page of them where there are many."""
        own = f"{quote(newsletter)}/" if newsletter else ""
        further = f"page/{page}" if page > 1 else ""
        return self.path(f"/issues/{own}{f'year/{year}/' if year else ''}{further}")

    def feed(self, request: SearchRequest, kind: str) -> str:
        """The newest entries: of a category, or of all."""
        alone = request.changed(category=(), sort=None, limit=20, literal="0")
        if len(request.category) == 1 and alone.empty and is_file_name(f"{request.category[0]}.{kind}"):
            return self.path(f"/feeds/category/{quote(request.category[0], safe='')}.{kind}")
        return self.path(f"/feed.{kind}")

    def export(self, request: SearchRequest, kind: str) -> str:
        """None: who wants all entries has the Markdown."""
        return ""

    def sitemap(self, page: int = 0) -> str:
        """Of the whole site, in the default language."""
        return f"{self.base}/sitemap{f'-{page}' if page else ''}.xml"

    def script(self) -> str:
        """The search box for other pages."""
        return f"{self.base}/widget.js"

    def static(self, name: str) -> str:
        """A static file; all languages share them."""
        return f"{self.base}/static/{self.release}/{name}"


def is_file_name(name: str) -> bool:
    """Whether a text can be the name of a file on any host."""
    plain = name.isprintable() and not set(name) & set('/\\:*?"<>|#%') and name.strip(" .") == name
    return plain and 0 < len(name.encode("utf8", "replace")) <= LONGEST_NAME


def file_of(path: str, base: str) -> str:
    """The file that a host sends for a path: `/issues/42` is the folder `issues/42` with a page in it.

    Raises ValueError where no host could: names of issues are anybody's.
    """
    parts = unquote(path.removeprefix(base)).strip("/").split("/")
    if any(part in {".", ".."} or "\0" in part or "\\" in part for part in parts):
        raise ValueError(path)
    if any(len(part.encode("utf8", "surrogatepass")) > LONGEST_NAME for part in parts):
        raise ValueError(path)
    name = "/".join(parts)
    if not name.startswith(_PAGES) and name.endswith(_FILES):
        return name
    return f"{name}/index.html" if name else "index.html"


_FILES = (
    ".atom", ".css", ".html", ".ico", ".jpeg", ".jpg", ".js", ".json", ".png", ".svg", ".txt", ".xml",
)  # fmt: skip
"""How the name of a file ends that is no page."""

_PAGES = ("issues/", "entries/", *(f"{tag}/{kind}/" for tag in OTHERS for kind in ("issues", "entries")))
"""Below these, a name that ends like a file's is still a page's: issue `2020-01.json`."""
