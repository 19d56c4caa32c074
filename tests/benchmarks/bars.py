"""What is promised of each size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.benchmarks.measuring import percentile

if TYPE_CHECKING:
    from tests.benchmarks.side_by_side import Figures

FIRST_TIME = {"whoosh": 6.0, "tantivy": 4.0}
"""Times an empty Flask answer that JSON of a newsletter may take when a query comes for the first time."""

NEWSLETTER = {
    "worker, MB": 130.0,
    "index / Markdown": 6.0,
    "reindex, CPU s": 2.5,
    "one issue, CPU s": 0.5,
    "first answer, s": 1.5,
    "jianbao search, s": 0.5,
}
ALL = {"worker, MB": 200.0, "reindex, CPU s": 30.0, "one issue, CPU s": 1.0, "first answer, s": 2.0}
MANY = {"worker, MB": 400.0, "one issue, CPU s": 3.0}


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure and the most that it may be."""

    name: str
    value: float
    most: float

    @property
    def held(self) -> bool:
        """Whether it is not more, as far as it is printed."""
        return round(self.value, 2) <= self.most

    def __str__(self) -> str:
        return f"{self.name} {self.value:.2f}, at most {self.most:g}"


def bars_of(size: str, engine: str, figures: Figures, newsletter: Figures | None) -> Iterator[Bar]:
    """The bars of one size. `newsletter`: of the same engine, for what must not grow with the archive."""
    times = {kind: (percentile(of, 50), percentile(of, 95)) for kind, of in figures.times.items()}
    first, again, page = (times[kind] for kind in ("JSON, first time", "JSON, again", "HTML, again"))
    empty = times["empty Flask answer"][0]
    if size == "newsletter":
        yield Bar("JSON, first time, p50 in empty answers", first[0] / empty, FIRST_TIME[engine])
        yield Bar("JSON, again, p50 in empty answers", again[0] / empty, 3.0)
        yield Bar("JSON, first time, p95 / p50", first[1] / first[0], 4.0)
        yield Bar("HTML, again / JSON, again, p50", page[0] / again[0], 2.0)
        yield from _values(figures, NEWSLETTER)
    elif engine == "tantivy" and size == "all":
        if newsletter:
            small = percentile(newsletter.times["JSON, first time"], 50)
            yield Bar("JSON, first time, p50 in the newsletter's", first[0] / small, 2.0)
        yield Bar("JSON, first time, p95 ms", first[1], 25.0)
        yield from _values(figures, ALL)
    elif engine == "tantivy":
        yield Bar("JSON, first time, p50 ms", first[0], 10.0)
        yield Bar("JSON, first time, p95 ms", first[1], 60.0)
        yield from _values(figures, MANY)


def _values(figures: Figures, most: dict[str, float]) -> Iterator[Bar]:
    yield from (Bar(name, figures.values[name], bar) for name, bar in most.items())
