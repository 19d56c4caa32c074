"""Static files: from memory, kept for ever by browsers, because their names hold their hash."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from web.site.caching import FOREVER
from web.site.site import site

files = Blueprint("files", __name__)


@files.get("/static/<release>/<path:name>")
def static_file(release: str, name: str) -> Response:
    """A file of this release; another release's name is not kept, so that a rolling update mends itself."""
    asset = site().assets.files.get(name)
    if asset is None:
        raise NotFound
    response = Response(asset.content, mimetype=asset.mimetype)
    if request.accept_encodings["br"] > 0 and len(asset.packed) < len(asset.content):
        response.set_data(asset.packed)
        response.headers["Content-Encoding"] = "br"
    current = release == site().assets.release
    response.headers["Cache-Control"] = FOREVER if current else "no-cache"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@files.get("/favicon.ico")
def favicon() -> Response:
    """Where browsers look unasked; pages name it."""
    return static_file(site().assets.release, site().assets.favicon)
