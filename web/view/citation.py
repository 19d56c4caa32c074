"""Ways to quote an entry: Markdown, GB/T 7714-2015, BibTeX, permalink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.text.i18n import gettext as _
from web.text.markup import safe_url, visible
from web.view.components import Citation

if TYPE_CHECKING:
    import datetime as dt

    from index.documents import Document

_BIBTEX = str.maketrans(
    {char: f"\\{char}" for char in "{}&%#_$"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
"""What TeX would read as a command."""


def citations_of(
    document: Document, newsletter: str, permalink: str, today: dt.date | None
) -> tuple[Citation, ...]:
    """All ways; `today` is the day of access that citations of web pages name, if it is known."""
    return (
        Citation(
            "markdown", "Markdown", visible(document.markdown).strip() or _markdown(document, permalink)
        ),
        Citation("gbt7714", "GB/T 7714", _gbt7714(document, newsletter, permalink, today)),
        Citation("bibtex", "BibTeX", _bibtex(document, newsletter, permalink, today)),
        Citation("permalink", _("永久链接"), permalink),
    )


def _author(document: Document) -> str:
    return visible(document.byline or document.source)


def _title(document: Document) -> str:
    return " ".join(visible(document.title).split()).rstrip("；;。.")


def _markdown(document: Document, permalink: str) -> str:
    return f"[{_title(document)}]({safe_url(document.url) or permalink})"


def _gbt7714(document: Document, newsletter: str, permalink: str, today: dt.date | None) -> str:
    """An item taken from a serial that is read online: `作者. 题名[EB/OL]//刊名. (日期)[引用日期]. 网址.`"""
    author = f"{_author(document)}. " if _author(document) else ""
    date = f"({document.date})" if document.date else ""
    url = safe_url(document.url) or permalink
    day = f"[{today.isoformat()}]" if today else ""
    read = f" {date}{day}." if date or day else ""
    return f"{author}{_title(document)}[EB/OL]//{newsletter}.{read} {url}."


def _bibtex(document: Document, newsletter: str, permalink: str, today: dt.date | None) -> str:
    """A `@online` entry of biblatex; braces keep capitals and commas as they are."""
    fields = {
        "author": _braced(_author(document)),
        "title": _braced(_title(document)),
        "date": document.date,
        "url": safe_url(document.url) or permalink,
        "urldate": today.isoformat() if today else "",
        "note": f"{newsletter.translate(_BIBTEX)}, {permalink}",
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@online{{jianbao-{document.id},\n" + ",\n".join(lines) + "\n}"


def _braced(text: str) -> str:
    return f"{{{text.translate(_BIBTEX)}}}" if text else ""
