"""The snapshot of the archive that a request is answered from: one, so that all parts of an answer, and its
ETag, come from the same generation of the index."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, cast

from flask import g

from web.site.site import site

if TYPE_CHECKING:
    from flask import Flask, Response

    from index.library.snapshot import Snapshot

_SNAPSHOT = "archive"
_RELEASE = "release_archive"


def archive() -> Snapshot:
    """The snapshot of the current request; taken when it is first asked for. Raises EngineError."""
    if _SNAPSHOT not in g:
        stack = ExitStack()
        setattr(g, _SNAPSHOT, stack.enter_context(site().library.snapshot()))
        setattr(g, _RELEASE, stack)
    return cast("Snapshot", g.get(_SNAPSHOT))


def generation() -> str:
    """Name of the generation that the current request has asked; "" where it has asked none."""
    snapshot: Snapshot | None = g.get(_SNAPSHOT)
    return snapshot.name if snapshot else ""


def init_archive(app: Flask) -> None:
    """Release each request's snapshot when its answer is complete."""
    app.after_request(_keep_for_streaming)
    app.teardown_request(lambda _error: _release())


def _keep_for_streaming(response: Response) -> Response:
    """An answer that is still being written when its request ends reads on from its snapshot."""
    if response.is_streamed and _RELEASE in g:
        response.call_on_close(g.pop(_RELEASE).close)
    return response


def _release() -> None:
    g.pop(_RELEASE, ExitStack()).close()
    g.pop(_SNAPSHOT, None)
