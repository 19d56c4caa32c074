"""`/healthz`: whether the process is alive and can answer searches, with the reason if not."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from flask import Flask, Response, jsonify

from web.operations.logs import log

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.library.library import Library


def _watch(watching: Callable[[], str] | None) -> dict[str, object] | None:
    """Whether changes of the source are followed; None where nobody asked for that."""
    if watching is None:
        return None
    trouble = without_paths(watching())
    return {"ok": not trouble, "reason": trouble}


_PATH = re.compile(r"(?<![\w.:/`])/[^:;]*")


def without_paths(reason: str) -> str:
    """The reason without paths of this machine, which are only logged."""
    return _PATH.sub("…", reason)


def report_health(app: Flask, library: Library, watching: Callable[[], str] | None = None) -> None:
    """Serve `/healthz` (ready: 200, not ready: 503 with the reason) and `/healthz/live` (always 200)."""

    @app.get("/healthz")
    def ready() -> Response:
        health = library.health()
        if health.reason:
            log.warning("health: %s", health.reason)
        public_health = dataclasses.replace(health, reason=without_paths(health.reason))
        answer = jsonify(live=True, **dataclasses.asdict(public_health), watch=_watch(watching))
        answer.status_code = 200 if health.ready else 503
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @app.get("/healthz/live")
    def live() -> Response:
        answer = jsonify(live=True)
        answer.headers["Cache-Control"] = "no-store"
        return answer
