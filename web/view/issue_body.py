"""An issue → what its page shows: the lead, then sections with notes and entries as they follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from index.documents import documents_of
from web.rendering.issue_text import issue_text
from web.site.site import urls
from web.text.markup import paragraphs, visible
from web.view.cards import card_of_document, card_of_entry
from web.view.components import SectionView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.documents import Document, Issue, Section
    from web.rendering.issue_text import IssueText
    from web.view.components import Card
    from web.view.marking import Marks

MOST_WORDS = 90
"""Characters beside a picture with which an entry is still a picture, and may stand in a grid."""

_TAG = re.compile(r"<[^<>]*>|\s+")


@dataclass(frozen=True, slots=True)
class IssueBody:
    """What stands between the heading of an issue's page and its end."""

    above: tuple[tuple[bool, Markup], ...]
    """What stands above the first section, and whether it is the lead."""

    sections: tuple[SectionView, ...]


def issue_body(issue: Issue, marks: Marks, text: str) -> IssueBody:
    """The issue as its author wrote it; as plain text where it is too large for that."""
    rich = issue_text(issue)
    return _rich(issue, rich, marks, text) if rich else _plain(issue, marks, text)


def _rich(issue: Issue, rich: IssueText, marks: Marks, text: str) -> IssueBody:
    documents = {document.id: document for document in documents_of(issue)}
    first = issue.sections[0].line if issue.sections else float("inf")
    above = [passage for passage in rich.passages if passage.line < first and passage.html.strip()]
    return IssueBody(
        above=tuple((passage.lead, marks.passage(passage.html)) for passage in above),
        sections=tuple(
            _section(section, number, tuple(items))
            for (number, section), items in zip(
                enumerate(issue.sections, 1), _items(issue, documents, rich, marks, text), strict=True
            )
        ),
    )


def _items(
    issue: Issue, documents: dict[str, Document], rich: IssueText, marks: Marks, text: str
) -> Iterator[list[Card | Markup]]:
    """Entries and notes of each section, in the order of their lines."""
    first_lines = [*(float(section.line) for section in issue.sections), float("inf")]
    for section, end in zip(issue.sections, first_lines[1:], strict=True):
        placed: list[tuple[int, Card | Markup]] = [
            (entry.line, _card(documents[entry.id], rich, marks, text)) for entry in section.entries
        ]
        placed += [
            (passage.line, marks.passage(passage.html))
            for passage in rich.passages
            if section.line <= passage.line < end and passage.html.strip()
        ]
        yield [item for _, item in sorted(placed, key=lambda item: item[0])]


def _card(document: Document, rich: IssueText, marks: Marks, text: str) -> Card:
    rendered = rich.entries.get(document.id)
    return card_of_entry(document, rendered, marks, text) if rendered else marked_card(document, marks, text)


def marked_card(document: Document, marks: Marks, text: str) -> Card:
    """An entry with its summary as plain text, which is all there is of it."""
    key = document.id
    spans = marks.text(key, document.summary)
    return card_of_document(document, text=text, title=marks.title(key), summary=spans)


def _plain(issue: Issue, marks: Marks, text: str) -> IssueBody:
    documents = {document.id: document for document in documents_of(issue)}
    return IssueBody(
        above=tuple(
            (index == 0, html)
            for index, remark in enumerate((issue.lead, *issue.notes))
            if (html := paragraphs(remark, marks.lead(remark)))
        ),
        sections=tuple(
            _section(
                section,
                number,
                (
                    *(paragraphs(note, marks.lead(note)) for note in section.notes),
                    *(marked_card(documents[entry.id], marks, text) for entry in section.entries),
                ),
            )
            for number, section in enumerate(issue.sections, 1)
        ),
    )


def _section(section: Section, number: int, items: tuple[Card | Markup, ...]) -> SectionView:
    cards = [item for item in items if not isinstance(item, Markup)]
    return SectionView(
        anchor=f"s-{number}",
        heading=visible(section.heading),
        items=items,
        url=urls().chosen("category", section.heading),
        pictures=len(cards) > 1 and len(cards) == len(items) and all(map(_is_picture, cards)),
    )


def _is_picture(card: Card) -> bool:
    """Whether an entry is a picture with a few words."""
    return card.body.count("<figure") == 1 and len(_TAG.sub("", card.body)) <= MOST_WORDS
