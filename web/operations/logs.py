"""Structured logs: one JSON object a line, with a request id and, unless asked, without queries."""

from __future__ import annotations

import logging
import re
import sys
import time
import uuid

from flask import Flask, Response, g, request
from pythonjsonlogger.json import JsonFormatter

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""An id from a proxy is kept if it has this form: nothing else of a request enters the log raw."""

log = logging.getLogger("jianbao")


def setup_logging(level: str) -> None:
    """Write JSON lines to stderr; once per process."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(json_lines())
    log.handlers = [handler]
    log.propagate = False
    log.setLevel(level.upper())


def json_lines() -> logging.Formatter:
    """One JSON object a line, whoever speaks: the site, the watcher, gunicorn."""
    return JsonFormatter("{asctime}{levelname}{name}{message}", style="{")


def log_requests(app: Flask, *, queries: bool) -> None:
    """Give every request an id (answered as X-Request-ID) and every answer a line."""
    app.logger = log

    @app.before_request
    def start() -> None:
        given = request.headers.get("X-Request-ID", "")
        g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.get("request_id", "")
        log.info("request", extra=_record(response, queries))
        return response


def _record(response: Response, queries: bool) -> dict[str, object]:
    record: dict[str, object] = {
        "request_id": g.get("request_id", ""),
        "method": request.method,
        # The route, not the path: a path may hold what a reader typed.
        "route": str(request.url_rule or "none"),
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
    }
    if queries:
        record["query"] = request.query_string.decode("ascii", "replace")
    return record
