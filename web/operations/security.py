"""Security headers, rate limits and CORS origins."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from flask import request
from flask_compress import Compress
from flask_cors import CORS
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import RequestURITooLarge

from web.config import MAX_URL
from web.operations.visits import Visits

if TYPE_CHECKING:
    from flask import Flask, Response

    from web.config import Config

MAX_BODY = 16 * 1024
"""Bytes of a request's body: the site takes nothing longer than a preference."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src {pictures}; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
"""Content-Security-Policy. Pictures of other sites are let in where an archive shows those of its issues."""

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"
    ),
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every answer: nothing inline, nothing from elsewhere, in nobody's frame. API and widget may be
loaded by other origins; their routes say so themselves."""

HTTPS_ONLY = "max-age=31556926"
"""Strict-Transport-Security, a year; subdomains are not ours to decide about."""


def init_security(app: Flask, config: Config, visits: Visits | None = None) -> None:
    """Install headers, limits and CORS. Call after all routes are registered."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_ALGORITHM_STREAMING"] = []
    app.config["COMPRESS_MIMETYPES"] = COMPRESSED
    Compress(app)
    origins = [_origin(origin) for origin in config.site.cors_origins]
    CORS(
        app,
        resources={rf"{config.site.prefix}/api/.*": {"origins": origins}},
        methods=["GET", "HEAD", "OPTIONS"],
        expose_headers=["ETag", "Retry-After"],
        send_wildcard=True,
        max_age=86400,
    )
    if config.site.cors_origins != ("*",):
        app.after_request(partial(_vary_by_origin, f"{config.site.prefix}/api/"))
    app.before_request(_refuse_long_addresses)
    app.after_request(partial(_add_headers, headers_of(config)))
    _limit(app, config, visits or Visits())


def _origin(allowed: str) -> str | re.Pattern[str]:
    """An origin as it is, and one with `*.` as the sites below it: the extension would read the star, and
    then every dot, as a regular expression."""
    scheme, star, host = allowed.partition("*.")
    if not star:
        return allowed
    return re.compile(rf"{re.escape(scheme)}([a-z0-9-]+\.)+{re.escape(host)}\Z", re.IGNORECASE)


def _vary_by_origin(api: str, response: Response) -> Response:
    """A refused origin's answer, which lacks the header, must not be kept for one that is allowed."""
    if request.path.startswith(api):
        response.vary.add("Origin")
    return response


COMPRESSED = [
    "text/html", "text/css", "text/plain", "text/javascript", "text/csv", "image/svg+xml",
    "application/json", "application/feed+json", "application/x-ndjson", "application/xml",
    "application/atom+xml", "application/opensearchdescription+xml", "application/x-suggestions+json",
]  # fmt: skip


def _refuse_long_addresses() -> None:
    if len(request.environ.get("REQUEST_URI", request.full_path)) > MAX_URL:
        raise RequestURITooLarge


def headers_of(config: Config) -> dict[str, str]:
    """Security headers of every response."""
    return {"Content-Security-Policy": POLICY.format(pictures=config.site.picture_sources)} | HEADERS


def _add_headers(headers: dict[str, str], response: Response) -> Response:
    """A route's own value stays. Redirecting to HTTPS is a reverse proxy's business."""
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", HTTPS_ONLY)
    return response


def _limit(app: Flask, config: Config, visits: Visits) -> None:
    """So many API requests per client, of all workers together; pages are not limited."""
    if not config.site.rate_limit:
        return
    api = f"{config.site.prefix}/api/"
    limiter = Limiter(
        get_remote_address,
        application_limits=[config.site.rate_limit],
        headers_enabled=True,
        storage_uri="shared://",
        storage_options={"visits": visits},  # type: ignore[dict-item]
        strategy="fixed-window",
    )
    limiter.request_filter(lambda: not request.path.startswith(api) or request.method == "OPTIONS")
    app.after_request(_no_need_to_wait)  # runs after the limiter's own, which is registered below
    limiter.init_app(app)


def _no_need_to_wait(response: Response) -> Response:
    """An answer that was given has no `Retry-After`: the limiter puts one on each, and clients heed it."""
    if response.status_code < 400:
        del response.headers["Retry-After"]
    return response
