"""Whether titles without a link stand above paragraphs, and a line of nothing but links ends each entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from archive.conventions.model import Conventions
from archive.detection.layout import Sighting, issues_of
from archive.detection.levels import FEWEST
from archive.detection.returning import ONCE
from archive.parsing.led_paragraphs import closed


@dataclass(frozen=True, slots=True)
class Closings:
    """Where entries begin whose link is their last line, and where they end; empty where none are so."""

    titles: frozenset[tuple[int, int]] = frozenset()
    """Issue and line of each title."""

    links: frozenset[tuple[int, int]] = frozenset()
    """Issue and line of each line of links that ends such an entry."""

    footers: frozenset[tuple[int, int]] = frozenset()
    """Issue and line of links that return: `[Subscribe](https://…)` is the link of no entry."""

    def seen(self, sighting: Sighting) -> Sighting:
        """The block, as what it is here: a title, or a link, which is new although its words return."""
        place = sighting.issue, sighting.block.line
        if place in self.titles:
            return replace(sighting, form=sighting.form or "title-url")
        if place in self.links:
            return replace(sighting, form="", news=True)
        return replace(sighting, form="") if place in self.footers else sighting


def closings(seen: Sequence[Sighting], conventions: Conventions) -> Closings:
    """Titles and last lines of the entries of a newsletter that writes entries so.

    Most of its lines of links end a text that begins with a title, and most sections hold several, or have
    a heading that returns: one alone may be told of below its own heading.
    """
    known = {text for text, own in issues_of(seen).items() if len(own) >= FEWEST}
    returning = {(s.issue, s.section) for s in seen if s.block.kind == "heading" and s.text in known}
    under = {(sighting.issue, sighting.block.line): sighting.section for sighting in seen}
    titles: set[tuple[int, int]] = set()
    links: set[tuple[int, int]] = set()
    sections = others = 0
    for issue, group in groupby(seen, key=lambda sighting: sighting.issue):
        for section in closed([sighting.block for sighting in group], known, conventions):
            if section and section[-1].last:
                continue  # each link may as well be the title of what is below it
            own = [(end.title.line, end.closing.line) for end in section if end.title]
            others += len(section) - len(own)
            sections += any((issue, under[issue, title]) not in returning for title, _ in own)
            titles.update((issue, title) for title, _ in own)
            links.update((issue, link) for _, link in own)
    again = {(s.issue, s.block.line) for s in seen if s.form == "title-url" and s.text in known}
    told = len({issue for issue, _ in titles}) >= FEWEST and len(titles) > max(others, ONCE * sections)
    return Closings(frozenset(titles), frozenset(links), frozenset(again - links)) if told else Closings()
