"""Documents and hits → cards: an entry as every list shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from index.documents import Link
from index.tags import paper_of, tag_values
from web.rendering.pictures import first_picture
from web.site.destinations import destination
from web.site.site import site, urls
from web.text.i18n import gettext as _
from web.text.markup import Spans, language_of, marked, paragraphs, rich, safe_url, visible
from web.view.components import Card, Choice, Outlink
from web.view.newsletters import badge

if TYPE_CHECKING:
    from index.documents import Document
    from index.results import Hit
    from web.rendering.renderer import Rendered
    from web.view.marking import Marks


def card_of_hit(hit: Hit, text: str = "") -> Card:
    """A hit with its matches marked; `text` leads on to the issue and the entry."""
    snippets = Markup("").join(Markup("<p>{}</p>").format(marked(part)) for part in hit.snippets if part.text)
    card = _card(hit.document, marked(hit.title), snippets, text)
    target = site().config.site.open
    if target != "original":
        links = (Outlink(_("原文"), card.url), *card.links) if card.url else card.links
        card = replace(card, url=destination(hit.document, target), links=links)
    shows = site().config.site.images == "on"
    return replace(card, picture=first_picture(hit.document.markdown)) if shows else card


def card_of_document(
    document: Document, *, text: str = "", title: Spans = (), summary: Spans = (), body: bool = True
) -> Card:
    """An entry with its whole summary (or none), with spans of title and summary marked."""
    summary_html = paragraphs(document.summary, summary) if body else Markup("")
    return _card(document, rich_title(document.title, title), summary_html, text)


def card_of_entry(document: Document, rendered: Rendered, marks: Marks, text: str) -> Card:
    """An entry as its issue has it. A link that stands in its text is not said a second time."""
    card = _card(document, rich_title(document.title, marks.title(document.id)), Markup(), text)
    links = [link for link in document.links if f'href="{escape(link.url)}"' not in rendered.html]
    if not rendered.titled and document.url and f'href="{escape(document.url)}"' not in rendered.html:
        links.insert(0, Link("", document.url))
    return replace(
        card,
        body=marks.html(document.id, rendered.html),
        links=outlinks(tuple(links)),
        whole=not rendered.titled,
    )


def rich_title(title: str, spans: Spans) -> Markup:
    """A title with matches marked; nothing in it is linked, since all of it is."""
    return rich(title, spans, linked=False)


def issue_label(name: str) -> str:
    """What an issue without a date is called in a line: by its number where that is its name."""
    return _("第 %(number)s 期", number=name) if name.isdecimal() else visible(name)


def outlinks(links: tuple[Link, ...]) -> tuple[Outlink, ...]:
    """Further links of an entry, labelled; those that may not be followed stay as text."""
    return tuple(Outlink(visible(link.label) or _short(link.url), safe_url(link.url)) for link in links)


def _card(document: Document, title: Markup, body: Markup, text: str) -> Card:
    return Card(
        id=document.id,
        title=title,
        plain_title=visible(document.title),
        lang=language_of(document.title),
        url=safe_url(document.url),
        permalink=urls().entry(document.id, text),
        source=_chosen("source", document.source) if document.source else None,
        byline=visible(document.byline),
        category=_chosen("category", document.category),
        tags=tuple(_chosen("tag", tag) for tag in tag_values(document.tags)),
        papers=tuple(_paper(number) for tag in document.tags if (number := paper_of(tag))),
        newsletter=badge(document.newsletter),
        date=document.date,
        issue=Choice(
            document.date or issue_label(document.issue.rpartition("/")[2]),
            urls().issue(document.issue, text, f"e-{document.id}"),
        ),
        links=outlinks(document.links),
        body=body,
    )


def _paper(number: str) -> Outlink:
    return Outlink(f"arXiv {number}", f"https://arxiv.org/abs/{number}")


def _chosen(name: str, value: str) -> Choice:
    return Choice(visible(value), urls().chosen(name, value))


def _short(url: str) -> str:
    """A URL as a label: without its scheme, cut where it gets long."""
    plain = visible(url).removeprefix("https://").removeprefix("http://").rstrip("/")
    return plain if len(plain) <= 60 else f"{plain[:57]}…"
