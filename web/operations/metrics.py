"""`/metrics` for Prometheus: requests, latency, searches, and the age and size of the index.

With several workers each writes into the folder named by PROMETHEUS_MULTIPROC_DIR (set by the
server before any worker imports this module) and whichever answers `/metrics` sums them up.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client import REGISTRY as IN_PROCESS
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.library.library import Library
    from index.results import SearchResults

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)

REQUESTS = Counter("jianbao_requests_total", "Requests answered", ["route", "status"])
LATENCY = Histogram("jianbao_request_seconds", "Time to answer", ["route"], buckets=BUCKETS)
SEARCHES = Counter("jianbao_searches_total", "Searches with words", ["outcome"])
REWRITES = Counter("jianbao_rewrites_total", "Searches that looked for more than was typed", ["kind"])


class Counted(NamedTuple):
    """A search as it is counted."""

    outcome: str
    rewrites: frozenset[str]


def count_search(results: SearchResults) -> None:
    """Count a search by whether it found anything, and each kind of rewriting once."""
    kinds = frozenset(rewrite.kind for rewrite in results.rewrites)
    g.counted = Counted("found" if results.total else "empty", kinds)
    count_again(g.counted)


def count_again(counted: Counted | None) -> None:
    """Count a search whose answer was kept; None for what is no search."""
    if counted is None:
        return
    SEARCHES.labels(counted.outcome).inc()
    for kind in counted.rewrites:
        REWRITES.labels(kind).inc()


class IndexCollector(Collector):
    """Collector of figures of the current index, evaluated at each scrape."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Readiness always; figures only while there is an index to speak of."""
        health = self.library.health()
        ready = float(health.ready)
        yield GaugeMetricFamily("jianbao_index_ready", "1 if searches are answered", ready)
        if not health.ready:
            return
        built = dt.datetime.fromisoformat(health.built_at).timestamp()
        yield GaugeMetricFamily("jianbao_index_age_seconds", "Since the index was built", time.time() - built)
        yield GaugeMetricFamily("jianbao_index_bytes", "Size of the index on disk", health.bytes)
        yield GaugeMetricFamily("jianbao_index_entries", "Entries that can be found", health.entries)


def count_requests(app: Flask, library: Library) -> None:
    """Count and time every answer, and serve the figures at `/metrics`."""

    @app.before_request
    def start() -> None:
        g.metrics_started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        route = str(request.url_rule or "none")
        REQUESTS.labels(route, response.status_code).inc()
        LATENCY.labels(route).observe(time.perf_counter() - g.get("metrics_started", time.perf_counter()))
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        body = generate_latest(_workers()) + generate_latest(_index(library))
        return Response(body, content_type=CONTENT_TYPE_LATEST)


def _workers() -> CollectorRegistry:
    """The counters of all workers, or of this process where it is the only one."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return IN_PROCESS
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it has no types
    return registry


def _index(library: Library) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(IndexCollector(library))
    return registry
