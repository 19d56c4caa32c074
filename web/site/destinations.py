"""Where an entry leads: to what it is about, to its page here, or to its issue on the editor's own site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args
from urllib.parse import quote

from web.site import newsletter
from web.site.site import site, urls
from web.text.markup import safe_url

if TYPE_CHECKING:
    from index.documents import Document

Open = Literal["original", "entry", "issue"]

MOST_QUOTED = 60
"""Characters of a title that an address quotes."""

MOST_DIGITS = 10
"""Digits of a number that counts issues."""


def asked_for(target: str | None) -> Open:
    """The target that an address asks for, or else the site's default."""
    targets: dict[str, Open] = {value: value for value in get_args(Open)}
    return targets.get(target or "", site().config.site.open)


def destination(document: Document, target: Open) -> str:
    """Where an entry leads; its page here where there is nothing else to lead to."""
    if target == "issue":
        return issue_address(document)
    original = safe_url(document.url) if target == "original" else ""
    return original or urls().entry(document.id)


def issue_address(document: Document) -> str:
    """The entry in its issue: on the editor's own site where that is configured, else here.

    A page of the editor's has no anchor that could be known here. It is opened at the entry's title by a text
    fragment, which browsers that do not know it leave out.
    """
    name = document.issue.rsplit("/", 1)[-1]
    address = newsletter.web_url(
        document.newsletter,
        file=document.file,
        date=document.date,
        number=int(name) if name.isdecimal() and len(name) < MOST_DIGITS else None,
    )
    if not address:
        return urls().issue(document.issue, anchor=f"e-{document.id}")
    if "#" in address:
        return address
    return f"{address}#:~:text={quote(document.title[:MOST_QUOTED], safe='').replace('-', '%2D')}"
