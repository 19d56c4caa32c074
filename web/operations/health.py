"""`/healthz`: is the process alive, and can it answer searches? Says why not."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from flask import Flask, Response, jsonify

if TYPE_CHECKING:
    from index.library.library import Library


def report_health(app: Flask, library: Library) -> None:
    """Serve `/healthz` (ready: 200, not ready: 503 with the reason) and `/healthz/live` (always 200)."""

    @app.get("/healthz")
    def ready() -> Response:
        health = library.health()
        answer = jsonify(live=True, **dataclasses.asdict(health))
        answer.status_code = 200 if health.ready else 503
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @app.get("/healthz/live")
    def live() -> Response:
        answer = jsonify(live=True)
        answer.headers["Cache-Control"] = "no-store"
        return answer
