"""ETag and Cache-Control: an answer is as fresh as the index generation it comes from. So whole answers of a
generation are kept, compressed, for the next reader who asks for the same."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Response, g, request

from web.operations.metrics import Counted, count_again
from web.site.archive import archive, generation
from web.site.preferences import theme
from web.site.site import site
from web.text.i18n import language, language_of_reader, language_was_used

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

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


SENT_AGAIN = ("Content-Type", "Content-Encoding", "ETag", "Cache-Control", "Vary")
"""Headers that belong to an answer; all others are made for each request."""

LONGEST_KEY = 1000
"""Characters of an address, and what else decides an answer: nobody shares longer ones."""

_KEY = "answer_key"


@dataclass(frozen=True, slots=True)
class Answer:
    """A body as it was sent, with its headers."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    counted: Counted | None
    """The search that it answers, for the metrics."""

    varies_by_language: bool
    """Whether it differs by language."""

    @property
    def size(self) -> int:
        """Bytes, with what Python needs to keep it."""
        return len(self.body) + 1000


def kept(make: Callable[[], Response]) -> Response:
    """The answer to this request as it was sent before, else made now.

    What decides an answer is what its ETag names, and besides the host, since answers hold full URLs, the
    hour, and the encodings that a client takes.
    """
    named = (
        archive().name,
        request.scheme,
        request.host,
        request.root_path,
        request.path,
        request.query_string.decode("latin1"),
        language_of_reader(),
        theme(),
        request.headers.get("Accept-Encoding", ""),
        dt.datetime.now(dt.UTC).strftime("%Y-%m-%d %H"),
    )
    if sum(map(len, named)) > LONGEST_KEY:
        return make()
    known = site().answers.known(named)
    if known is None:
        setattr(g, _KEY, named)
        return make()
    count_again(known.counted)
    if known.varies_by_language:
        language()
    response = Response(known.body)
    for name, value in known.headers:
        response.headers[name] = value
    response.make_conditional(request)
    return response


def keep_nothing() -> None:
    """Forget the answer to this request: it is not whole, and the next one may be."""
    g.pop(_KEY, None)


def init_answers(app: Flask) -> None:
    """Keep answers as they are sent. Registered before what compresses them, and so called after it."""
    app.after_request(_keep)


def _keep(response: Response) -> Response:
    key = g.pop(_KEY, None)
    if key is not None and response.status_code == 200 and not response.is_streamed:
        headers = tuple((name, response.headers[name]) for name in SENT_AGAIN if name in response.headers)
        site().answers.keep(key, Answer(response.get_data(), headers, g.get("counted"), language_was_used()))
    return response


def _appearance(control: str) -> tuple[str, ...]:
    """What answers differ by from reader to reader, as far as this one does."""
    used_language = language() if language_was_used() else ""
    return (used_language, theme()) if control == REVALIDATE else (used_language,)
