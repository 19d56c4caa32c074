"""ETag and Cache-Control: an answer is as fresh as the index generation it comes from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import request

from web.site.archive import generation
from web.site.preferences import theme
from web.site.site import site
from web.text.i18n import has_spoken, language

if TYPE_CHECKING:
    from flask import Response

PUBLIC = "public, max-age=60, stale-while-revalidate=600"
"""For answers that are the same for everybody: JSON, feeds, sitemap."""

REVALIDATE = "private, no-cache"
"""For pages: kept by the browser, asked for again each time, answered with 304 while nothing changed."""

FOREVER = "public, max-age=31536000, immutable"
"""For files whose name changes with their content."""


def fresh(response: Response, control: str = REVALIDATE, *, also: object = "") -> Response:
    """Give an answer its ETag; 304 where it is known.

    It names release, address, language, theme, and the generation that this very request has been answered
    from: an answer cannot bear the name of another. `also` is what else the answer changes with.
    """
    named = "\n".join(
        (site().assets.release, generation(), str(also), request.full_path, *_appearance(control))
    )
    response.set_etag(hashlib.sha256(named.encode("utf8", "surrogatepass")).hexdigest()[:20], weak=True)
    response.headers["Cache-Control"] = control
    if response.status_code == 200:
        response.make_conditional(request)
    return response


def _appearance(control: str) -> tuple[str, ...]:
    """What answers differ by from reader to reader, as far as this one does."""
    spoken = language() if has_spoken() else ""
    return (spoken, theme()) if control == REVALIDATE else (spoken,)
