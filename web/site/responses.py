"""Text → responses of a kind."""

from __future__ import annotations

from flask import Response


def html(text: str, status: int = 200) -> Response:
    """A page."""
    return Response(text, status, mimetype="text/html")


def xml(text: str, mimetype: str = "application/xml") -> Response:
    """A feed, a sitemap, a description."""
    return Response(text, mimetype=mimetype)
