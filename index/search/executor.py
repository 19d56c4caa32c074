"""A search from what was typed to what was found: as asked, and wider only where that gives too little."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from functools import lru_cache

from index.engines.protocol import EngineRequest, EngineResults, SearchEngine
from index.engines.schema import FACETS
from index.query.parser import Parsed, parse
from index.query.tree import And, Boost, Filter, Or, Prefer, Query
from index.ranking.weights import ENOUGH, FEEDBACK, FEEDBACK_DOCUMENTS, FEW
from index.results import Rewrite
from index.search.facets import Chosen, date_filter, resolve
from index.search.feedback import Feedback, like
from index.search.planner import Plan, Planner
from index.search_request import Search

PLANS_KEPT = 64
"""Readers turn pages and choose filters: the same words again, a moment later."""

EVERYTHING = 10**9
"""A limit that no archive reaches."""


@dataclass(frozen=True, slots=True)
class Execution:
    """A search that has been executed."""

    parsed: Parsed
    plan: Plan
    request: EngineRequest
    """The last one that was sent to the engine."""

    found: EngineResults
    rewrites: tuple[Rewrite, ...]
    asked: Query
    """What of the executed query was asked for: what a reader should see marked."""


class Executor:
    """Executes searches over one snapshot."""

    def __init__(self, engine: SearchEngine, planner: Planner, feedback: Feedback) -> None:
        self._engine = engine
        self._plan = lru_cache(maxsize=PLANS_KEPT)(planner.plan)
        self._feedback = feedback

    def run(self, search: Search, seconds: float | None = None, *, whole: bool = False) -> Execution:
        """Execute a search in at most so many seconds; `whole` finds all documents, whatever the page.

        By relevance, weak matches stand last. By date they would stand among the others, and so they are
        taken only where there are no others; a literal search takes them on the same terms.
        """
        parsed = parse(search.text)
        plan = self._plan(parsed, literal=search.literal)
        # What is loaded at the first search (dictionaries, readings) does not count: it comes once.
        deadline = None if seconds is None else time.monotonic() + seconds
        request = self._request(search, plan, deadline, whole=whole)
        narrow = search.literal or search.sort != "relevance"
        if narrow and (found := self._engine.search(request)).total:
            told = (*plan.rewrites, *self._left_out(search, plan, request, found))
            return Execution(parsed, plan, request, found, told, plan.words)
        request = replace(request, query=plan.anywhere)
        found = self._engine.search(request)
        execution = Execution(parsed, plan, request, found, self._told(plan, found), plan.anywhere)
        few = 1 if narrow else ENOUGH
        return execution if execution.found.total >= few else self._loosened(execution)

    def count(self, text: str) -> int:
        """How many documents hold what a text asks for, other names included, before any loosening."""
        plan = self._plan(parse(text), strict=True)
        filters = self._filters(Search(), plan)
        return self._engine.search(EngineRequest(plan.anywhere, filters, limit=0)).total

    def chosen(self, search: Search) -> Chosen:
        """The chosen values of each facet, as they stand in documents."""
        wanted = {"category": search.category, "source": search.source, "tag": search.tag}
        return {name: self._resolved(name, values) for name, values in wanted.items()}

    def _resolved(self, name: str, values: tuple[str, ...]) -> tuple[str, ...]:
        return resolve(values, self._engine.vocabulary(name)) if values else ()

    def _request(self, search: Search, plan: Plan, deadline: float | None, *, whole: bool) -> EngineRequest:
        browsing = search.sort == "relevance" and not search.text.strip()
        return EngineRequest(
            query=plan.words,
            filters=self._filters(search, plan),
            facets=FACETS,
            sort="newest" if browsing else search.sort,
            offset=0 if whole else (search.page - 1) * search.limit,
            limit=EVERYTHING if whole else search.limit,
            deadline=deadline,
        )

    def _filters(self, search: Search, plan: Plan) -> dict[str, Query]:
        """Days belong to the facet of months: its counts show the months around the chosen ones."""
        demands: dict[str, list[Query]] = {}
        for name, query in plan.filters.items():
            demands.setdefault("month" if name == "date" else name, []).append(query)
        issues = {"issue": self._resolved("issue", search.issue)}
        for name, values in {**self.chosen(search), **issues}.items():
            if values:
                demands.setdefault(name, []).append(Filter(name, values))
        days = date_filter(search.date_from, search.date_to)
        if days:
            demands.setdefault("month", []).append(days)
        return {name: some[0] if len(some) == 1 else And(tuple(some)) for name, some in demands.items()}

    def _told(self, plan: Plan, found: EngineResults) -> tuple[Rewrite, ...]:
        """What was searched besides; longer words only where some were found by them."""
        told = any(rewrite.kind == "part" for rewrite in plan.rewrites)
        if plan.inside is None or told or self._count(plan.words) == found.total:
            return plan.rewrites
        return (*plan.rewrites, plan.inside)

    def _left_out(
        self, search: Search, plan: Plan, request: EngineRequest, found: EngineResults
    ) -> tuple[Rewrite, ...]:
        """A word about what would be found by relevance, and is not by date."""
        if search.literal or not plan.units:
            return ()
        wider = plan.some if found.total < ENOUGH and plan.some is not None else plan.anywhere
        more = self._engine.search(replace(request, query=wider, facets=(), limit=0)).total > found.total
        return (Rewrite("narrowed", search.text, ()),) if more else ()

    def _count(self, query: Query) -> int:
        return self._engine.search(EngineRequest(query, limit=0)).total

    def _loosened(self, strict: Execution) -> Execution:
        """The same search where some of the words suffice, if that finds more."""
        plan, request = strict.plan, strict.request
        if plan.some is None:
            return strict
        first = replace(
            request, query=plan.some, sort="relevance", offset=0, limit=FEEDBACK_DOCUMENTS, facets=()
        )
        best = self._engine.search(first)
        words = self._feedback.words(best.keys, best.scores, plan.some)
        names = self._feedback.names(best.keys, plan.some) if best.total < FEW else {}
        query = Prefer(plan.some, like(words), FEEDBACK) if words else plan.some
        if names:
            query = Or((query, Boost(like(tuple(names)), FEEDBACK)))
        request = replace(request, query=query)
        found = self._engine.search(request)
        if found.total <= strict.found.total:
            return strict
        told = [*strict.rewrites, *plan.related]
        if names:
            told.append(Rewrite("related", strict.parsed.text, tuple(names.values())))
        if best.total > strict.found.total and (plan.units > 1 or not plan.related):
            told.append(Rewrite("loosened", strict.parsed.text, ()))
        asked = Or((plan.some, like(tuple(names)))) if names else plan.some
        return Execution(strict.parsed, plan, request, found, tuple(told), asked)
