"""The assistant over HTTP (Streamable HTTP), for programs that do not start it themselves.

Stateless: each request is answered by itself, so that clients that stay away cost nothing. Requests of web
pages are answered only where their origin is allowed, and none under a name that is not this server's: a
page that resolves its own name to this machine gets nothing (DNS rebinding).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import uvicorn
from mcp.server.transport_security import TransportSecuritySettings

from web.mcp.assistant import assistant

if TYPE_CHECKING:
    import socket
    from collections.abc import Sequence

    from starlette.applications import Starlette

    from index.library.library import Library
    from web.site.urls import Urls

PATH = "/mcp"

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""Names of this machine that only it can use."""

MAX_BODY = 256 * 1024
"""Bytes of a request; a hundred long addresses take less."""

MOST_CONNECTIONS = 64
KEEP_ALIVE_SECONDS = 15
STOP_SECONDS = 3


def application(
    library: Library, urls: Urls, *, hosts: Sequence[str] = (), origins: Sequence[str] = ()
) -> Starlette:
    """The application. `hosts` are names that it is reached by beside those of this machine, `origins` are
    pages that may ask it beside those that this machine serves."""
    names = [*LOOPBACK, *hosts]
    security = TransportSecuritySettings(
        allowed_hosts=[*names, *(f"{name}:*" for name in names)],
        allowed_origins=[*(f"http://{name}:*" for name in LOOPBACK), *origins],
    )
    return assistant(library, urls).streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=MAX_BODY,
        transport_security=security,
    )


def serve_http(
    library: Library,
    urls: Urls,
    listener: socket.socket,
    *,
    hosts: Sequence[str] = (),
    origins: Sequence[str] = (),
) -> None:
    """Answer on a listening socket until SIGTERM or SIGINT."""
    config = uvicorn.Config(
        application(library, urls, hosts=hosts, origins=origins),
        access_log=False,
        log_level="warning",
        server_header=False,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    anyio.run(lambda: uvicorn.Server(config).serve(sockets=[listener]))
