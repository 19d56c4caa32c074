"""A search, from what was typed to ranked documents: as asked, and relaxed where that finds too little."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from index.engines.budget import Budget
from index.engines.protocol import MAX_CANDIDATES, Candidates, Retrieval
from index.engines.store import OpenIndex
from index.field_values import FieldValues
from index.forward.document_terms import FIELD_SEPARATOR
from index.forward.postings import Postings
from index.forward.vocabulary import Vocabulary
from index.query.parser import Parsed, parse
from index.query.tree import And, AtLeast, Boost, Filter, Or, Query, Rescore, Term, any_of
from index.ranking.feedback import Feedback, any_of_terms
from index.ranking.reranker import Reranker
from index.ranking.weights import ENOUGH_HITS, FEEDBACK_GAIN, FEW_HITS, SIMILAR_SCORE, SIMILAR_SHARE
from index.results import Rewrite
from index.schema import FACETS
from index.search.facets import date_filter
from index.search.planner import Plan, Planner
from index.search.typed_filters import CHOSEN, with_typed_filters
from index.search_request import Search
from index.text.analyzer import Analyzer
from index.text.segmenter import everyday_weight

if TYPE_CHECKING:
    from index.forward.record import Record
    from index.search_request import Sort

PLAN_CACHE_SIZE = 64
"""Readers turn pages and choose filters: the same words again, a moment later."""

MAX_REPORTED_WORDS = 5
"""Words shared by similar documents that are reported to the reader."""

BY_DATE: tuple[Sort, Sort] = ("oldest", "newest")

MIN_EVERYDAY_WEIGHT = 0.5
"""Everyday weight below which a shared word, such as 作者 or 公司, does not make documents similar."""

MAX_SHARED = 0.2
"""Share of all documents above which a word that hits share tells nothing: go of a newsletter on Go."""

UNLIMITED = 10**7
"""A limit that no archive reaches."""


@dataclass(frozen=True, slots=True)
class Similar:
    """Documents that are similar to those that match."""

    keys: tuple[tuple[int, float], ...] = ()
    """With their scores."""

    words: tuple[str, ...] = ()
    """Words that they share with those that match."""

    complete: bool = True
    """False where time was up before they were looked for."""


NOTHING_SIMILAR = Similar()


@dataclass(frozen=True, slots=True)
class Execution:
    """A search that has been executed."""

    parsed: Parsed
    plan: Plan
    query: Query
    """What of the plan was executed: what a reader should see marked."""

    filters: Mapping[str, Query]
    candidates: Candidates
    ranked: tuple[tuple[int, float], ...]
    """Keys of the documents on the page, with their scores."""

    similar: tuple[tuple[int, float], ...]
    """What is only like them, where they are few: it stands after them, and counts nowhere."""

    rewrites: tuple[Rewrite, ...]


class Executor:
    """Executes searches over one snapshot."""

    def __init__(
        self,
        index: OpenIndex,
        vocabulary: Vocabulary,
        postings: Postings,
        planner: Planner,
        feedback: Feedback,
        analyzer: Analyzer,
        values: Callable[[str], FieldValues],
    ) -> None:
        """`values` gives those of a filter, with the documents of each."""
        self._engine = index.engine
        self._values = values
        self._forward = index.forward
        self._vocabulary = vocabulary
        self._postings = postings
        self._plan = lru_cache(maxsize=PLAN_CACHE_SIZE)(planner.plan)
        self._feedback = feedback
        self._analyzer = analyzer

    def run(
        self, search: Search, budget: Budget, *, all_pages: bool = False, facets: tuple[str, ...] = FACETS
    ) -> Execution:
        """Execute a search, as far as the budget goes; `all_pages` returns all documents, whatever the page,
        and a limit of 0 none: only how many there are.

        By relevance, weak matches stand last. By date they would stand among the others, and so they are
        taken only where there are no others; a literal search takes them on the same terms.
        """
        parsed = parse(search.text)
        plan = self._plan(parsed, literal=search.literal)
        retrieval = self._retrieval(search, plan, budget, facets)
        by_date = retrieval.sort != "relevance"
        window = (
            (0, UNLIMITED) if all_pages else ((search.page - 1) * search.limit, search.page * search.limit)
        )
        candidates = self._engine.retrieve(_windowed(retrieval, window))
        sufficient = 1 if by_date or search.literal else ENOUGH_HITS
        query, rewrites = plan.exact, plan.rewrites
        if plan.relaxed is not None and candidates.total < ENOUGH_HITS and candidates.complete:
            names = (
                self._rare_names(candidates, plan.exact)
                if candidates.total < FEW_HITS and not by_date
                else {}
            )
            wider_query = _with_names(plan.relaxed, names)
            relaxed = replace(retrieval, query=wider_query)
            if candidates.total >= sufficient:  # only reported: by date, weak matches are left out
                relaxed_total = self._engine.retrieve(replace(relaxed, facets=(), limit=0)).total
                rewrites = (*rewrites, *_narrowed(search, relaxed_total > candidates.total))
            else:
                relaxed_candidates = self._engine.retrieve(_windowed(relaxed, window))
                candidates = replace(candidates, complete=candidates.complete and relaxed_candidates.complete)
                if relaxed_candidates.total > candidates.total:
                    query, rewrites = wider_query, (*rewrites, *_loosened(search, plan, names))
                    retrieval, candidates = relaxed, relaxed_candidates
        is_relaxed = query is not plan.exact
        ranked = self._ranked(retrieval, candidates, query, window, relaxed=is_relaxed)
        page = self._page(retrieval, candidates, ranked, window)
        similar = NOTHING_SIMILAR
        if sufficient > 1 and not all_pages and _is_words_only(plan, parsed):
            similar = self._similar(retrieval, candidates, query, window, ranked)
            candidates = replace(candidates, complete=candidates.complete and similar.complete)
        if similar.keys:
            rewrites = (*rewrites, Rewrite("related", search.text, similar.words))
        return Execution(parsed, plan, query, retrieval.filters, candidates, page, similar.keys, rewrites)

    def prepare(self, search: Search) -> None:
        """Plan a search before its time runs: the first misspelt word loads all words of the archive, which
        on a loaded machine takes as long as a whole search may."""
        self._plan(parse(search.text), literal=search.literal)

    def count(self, text: str, budget: Budget) -> int:
        """How many documents hold what a text asks for, other names included, before anything is relaxed."""
        plan = self._plan(parse(text))
        filters = self._filters(Search(), plan)
        return self._engine.retrieve(Retrieval(plan.exact, filters, limit=0, budget=budget)).total

    def best(self, text: str, limit: int, budget: Budget) -> list[int]:
        """The best documents that hold a text as it was typed: nothing is counted, corrected or relaxed."""
        plan = self._plan(parse(text), literal=True)
        filters = self._filters(Search(), plan)
        candidates = self._engine.retrieve(Retrieval(plan.exact, filters, budget=budget))
        return [record.key for record, _ in self._scored(candidates.keys, plan.exact, relaxed=False)[:limit]]

    def ends(self, search: Search, budget: Budget) -> tuple[int, ...]:
        """The oldest and the newest document that a search finds before anything is relaxed; none, or both.

        Two retrievals of one document by date, without counts: the candidates of a page are the best ones,
        and the oldest need not be among them.
        """
        plan = self._plan(parse(search.text), literal=search.literal)
        retrieval = Retrieval(plan.exact, self._filters(search, plan), limit=1, budget=budget)
        ends = (self._engine.retrieve(replace(retrieval, sort=sort)).keys for sort in BY_DATE)
        return tuple(key for keys in ends for key in keys)

    def with_typed_filters(self, search: Search) -> Search:
        """The same search, with the filters of its text among its own."""
        return with_typed_filters(search, self._values)

    def _resolved(self, name: str, values: tuple[str, ...]) -> tuple[str, ...]:
        return self._values(name).resolved(values) if values else ()

    def _retrieval(self, search: Search, plan: Plan, budget: Budget, facets: tuple[str, ...]) -> Retrieval:
        browsing = search.sort == "relevance" and not search.text.strip()
        return Retrieval(
            query=plan.exact,
            filters=self._filters(search, plan),
            facets=facets if search.limit else (),
            sort="newest" if browsing else search.sort,
            budget=budget,
        )

    def _page(
        self,
        retrieval: Retrieval,
        candidates: Candidates,
        ranked: Sequence[tuple[Record, float]],
        window: tuple[int, int],
    ) -> tuple[tuple[int, float], ...]:
        """The documents of a page. Candidates are ranked; those after them keep the engine's order."""
        if retrieval.sort != "relevance":
            return tuple((key, 0.0) for key in candidates.keys)
        start, end = window
        page = [(record.key, score) for record, score in ranked[start:end]]
        if end > MAX_CANDIDATES and candidates.total > MAX_CANDIDATES:
            offset = max(start, MAX_CANDIDATES)
            further = replace(retrieval, facets=(), offset=offset, limit=end - offset)
            page += [(key, 0.0) for key in self._engine.retrieve(further).keys]
        return tuple(page)

    def _ranked(
        self,
        retrieval: Retrieval,
        candidates: Candidates,
        query: Query,
        window: tuple[int, int],
        *,
        relaxed: bool,
    ) -> list[tuple[Record, float]]:
        """All candidates, best first; none where no ranked one stands on the page."""
        start, end = window
        if retrieval.sort != "relevance" or start >= min(end, MAX_CANDIDATES):
            return []
        return self._scored(candidates.keys, query, relaxed=relaxed)

    def _scored(self, keys: Sequence[int], query: Query, *, relaxed: bool) -> list[tuple[Record, float]]:
        reranker = Reranker(self._forward.records(keys), self._vocabulary, self._postings)
        ranked = reranker.ranked(query)
        if relaxed and (words := self._feedback.expansion_terms(ranked, query)):
            # What the best ones share says the less, the less they say of what was typed.
            gain = FEEDBACK_GAIN * min(1.0, ranked[0][1])
            ranked = reranker.ranked(Rescore(query, any_of_terms(words), gain))
        return ranked

    def _similar(
        self,
        retrieval: Retrieval,
        candidates: Candidates,
        query: Query,
        window: tuple[int, int],
        ranked: Sequence[tuple[Record, float]],
    ) -> Similar:
        """Documents similar to the few that match, for the rest of the page on which those end."""
        start, end = window
        remaining = min(end, ENOUGH_HITS) - max(start, candidates.total)
        if (
            start > candidates.total
            or remaining <= 0
            or not (words := self._shared_words(candidates, query, ranked))
        ):
            return NOTHING_SIMILAR
        similar_query = _similar_query(words)
        sharing_candidates = self._engine.retrieve(
            replace(retrieval, query=similar_query, facets=(), offset=0, limit=MAX_CANDIDATES)
        )
        records = self._forward.records(
            [key for key in sharing_candidates.keys if key not in candidates.keys]
        )
        similar = Reranker(records, self._vocabulary, self._postings).ranked(similar_query)[:remaining]
        keys = tuple((record.key, SIMILAR_SCORE * score) for record, score in similar)
        return Similar(keys, words[:MAX_REPORTED_WORDS], sharing_candidates.complete)

    def _shared_words(
        self, candidates: Candidates, query: Query, ranked: Sequence[tuple[Record, float]]
    ) -> tuple[str, ...]:
        """Words that the few documents found have in common: a document with several of them is similar.

        永久冻土 is what four entries about permafrost have in common, and twenty others say only that.
        """
        if not 0 < candidates.total < ENOUGH_HITS or not candidates.complete:
            return ()
        words = self._feedback.expansion_terms(ranked, query)
        # Without addresses: what stands on the same host is not similar for that.
        texts = "\n".join(record.text.rsplit(FIELD_SEPARATOR, 1)[0] for record, _ in ranked)
        most = max(ENOUGH_HITS, MAX_SHARED * self._vocabulary.size)
        return tuple(
            word
            for word in words
            if everyday_weight(word) >= MIN_EVERYDAY_WEIGHT
            and word in texts
            and self._vocabulary.count(word) <= most
        )

    def _rare_names(self, candidates: Candidates, query: Query) -> Mapping[str, str]:
        titles = self._forward.titles(candidates.keys)
        return self._feedback.rare_names(titles, query, self._analyzer)

    def _filters(self, search: Search, plan: Plan) -> dict[str, Query]:
        """Days belong to the facet of months: its counts show the months around the chosen ones."""
        demands: dict[str, list[Query]] = {}
        for name, query in plan.filters.items():
            demands.setdefault("month" if name == "date" else name, []).append(query)
        for name in CHOSEN:
            values: tuple[str, ...] = getattr(search, name)
            if values:  # what is typed and what is chosen are alternatives, like two chosen values
                typed = demands.get(name, [])
                demands[name] = [any_of([*typed, Filter(name, self._resolved(name, values))])]
        days = date_filter(search.date_from, search.date_to)
        if days:
            demands.setdefault("month", []).append(days)
        return {
            name: queries[0] if len(queries) == 1 else And(tuple(queries))
            for name, queries in demands.items()
        }


def _windowed(retrieval: Retrieval, window: tuple[int, int]) -> Retrieval:
    """By relevance the candidates that are ranked, by date the page itself."""
    if retrieval.sort == "relevance":
        return replace(retrieval, offset=0, limit=MAX_CANDIDATES)
    return replace(retrieval, offset=window[0], limit=window[1] - window[0])


def _narrowed(search: Search, has_weak_matches: bool) -> tuple[Rewrite, ...]:
    return (Rewrite("narrowed", search.text, ()),) if has_weak_matches and not search.literal else ()


def _loosened(search: Search, plan: Plan, names: Mapping[str, str]) -> tuple[Rewrite, ...]:
    name_rewrites = (Rewrite("related", search.text, tuple(names.values())),) if names else ()
    is_single = plan.units == 1 and (plan.related or names)
    return (*plan.related, *name_rewrites, *(() if is_single else (Rewrite("loosened", search.text, ()),)))


def _is_words_only(plan: Plan, parsed: Parsed) -> bool:
    """Whether only words were typed, of which some may be missing: nothing is like what quotes demand."""
    words = all(len(group) == 1 and group[0].kind in ("text", "field") for group in parsed.groups)
    return plan.relaxed is not None and words and not parsed.excluded


def _similar_query(words: tuple[str, ...]) -> Query:
    return AtLeast(tuple(map(Term, words)), (1.0,) * len(words), SIMILAR_SHARE)


def _with_names(query: Query, names: Mapping[str, str]) -> Query:
    """The query, or one of the rare names in the titles of its few hits."""
    return Or((query, Boost(any_of_terms(tuple(names)), FEEDBACK_GAIN))) if names else query
