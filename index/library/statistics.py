"""What an archive holds, in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.results import Stats

if TYPE_CHECKING:
    from index.storage.catalogue import Catalogue
    from index.storage.generations import Generation


def stats_of(generation: Generation, catalogue: Catalogue) -> Stats:
    """The figures that manifest and catalogue keep."""
    manifest, (first, last) = generation.manifest, catalogue.dates
    return Stats(
        issues=manifest.issues,
        entries=manifest.entries,
        sources=len(catalogue.values("source").keys() - {""}),
        categories=len(catalogue.values("category").keys() - {""}),
        first_date=first,
        last_date=last,
        generation=generation.name,
        built_at=manifest.built_at,
        bytes=manifest.bytes,
        analysis=manifest.analysis,
    )
