"""A worker process: gunicorn starts, watches and replaces it, waitress moves its bytes.

gunicorn's own threads wait for a client in the middle of a request or an answer, so that a few who send half
a header, or who never read, stop the site. waitress reads requests and sends answers in one loop beside the
threads: a request reaches a thread when it is complete, and its answer leaves it at once, into memory or a
temporary file. A slow client costs a socket.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
from typing import TYPE_CHECKING, Any

from gunicorn.workers.base import Worker as GunicornWorker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from web.operations.logs import json_lines
from web.operations.security import MAX_BODY

if TYPE_CHECKING:
    import socket

REQUEST_SECONDS = 10
"""A request must be complete so long after its first byte."""

IDLE_SECONDS = 30
"""A connection on which nothing is sent or read for so long ends, whatever waits in it."""

GRACEFUL_SECONDS = 3
"""Running requests may finish this long after SIGTERM; the whole stop stays under 5 s."""

REQUESTS_OF_A_CONNECTION = 50
"""A connection stays with the worker that took it, and one worker may take most. Who connects again is taken
by the one that has time; a page needs five requests."""

GIVE_WAY_SECONDS = 0.002
"""A worker that is answering leaves a new connection this long to the others: enough to wake up."""

MAX_HEADERS = 16 * 1024
"""Bytes of a request before its body."""

MOST_CONNECTIONS = 1000
"""Of a worker; the system's limit of open files is usually 1,024."""

MOST_BUFFERED = 2**31
"""Bytes of one answer that wait for its reader, on disk from the first megabyte on: more than any export."""

MOST_IN_MEMORY = 512 * 1024
"""Of one answer, where the disk has no room: what follows waits, in a thread, until more of it is taken."""

ROOM = 64 * 1024 * 1024
"""Bytes of the temporary folder that stay free."""


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """One connection."""

    served = 0
    request_began = 0.0
    """When the first byte of the request that is being read arrived; `time.time()`, as waitress has it."""

    def received(self, data: bytes) -> bool:
        """Read some bytes."""
        before = self.request
        more = bool(super().received(data))
        if self.request is not before:
            self.request_began = time.time()
        return more

    def service(self) -> None:
        """Answer the next request, in a thread."""
        self.served += 1
        if self.served >= REQUESTS_OF_A_CONNECTION:
            self.requests[0].headers["CONNECTION"] = "close"
        super().service()

    def write_soon(self, data: bytes) -> int:
        """Hand over a part of the answer; in small parts where the temporary folder is full, which would cut
        it short."""
        if self.total_outbufs_len + len(data) <= MOST_IN_MEMORY:
            return int(super().write_soon(data))
        room = has_room()
        self.adj = self.server.roomy if room else self.server.tight
        size = len(data) if room else MOST_IN_MEMORY // 2
        for start in range(0, len(data), size):
            super().write_soon(data[start : start + size])
        return len(data)

    def overdue(self, now: float) -> bool:
        """Whether its client has let us wait for too long."""
        if self.request is not None and now - self.request_began > REQUEST_SECONDS:
            return True
        waiting = bool(self.total_outbufs_len) or not self.requests
        return waiting and now - self.last_activity > IDLE_SECONDS

    def idle(self) -> bool:
        """Whether nothing is left to compute or to send."""
        return not self.requests and not self.total_outbufs_len


class Server(TcpWSGIServer):  # type: ignore[misc]
    """The connections of one listening socket. `most_of_a_client` is how many one address may hold; 0 for
    any number. `shares` tells whether other workers wait for the same socket."""

    channel_class = Channel
    most_of_a_client = 0
    shares = False
    roomy = tight = Adjustments()
    """Its settings where the temporary folder has room, and where it has none."""

    def handle_accept(self) -> None:
        """Take a connection. An idle worker takes it rather than a busy one: all wait for the same socket,
        and a busy one, awake already, would take nearly all."""
        if self.shares and self.task_dispatcher.active_count:
            time.sleep(GIVE_WAY_SECONDS)
        super().handle_accept()

    def accept(self) -> tuple[socket.socket, Any] | None:
        """Accept, unless the client holds too many connections already."""
        accepted: tuple[socket.socket, Any] | None = super().accept()
        if accepted is None or not self.most_of_a_client:
            return accepted
        connection, address = accepted
        connections = sum(channel.addr[0] == address[0] for channel in self.active_channels.values())
        if connections < self.most_of_a_client:
            return accepted
        connection.close()
        return None

    def maintenance(self, now: float) -> None:
        """End connections whose clients are too slow; called every second."""
        for channel in self.active_channels.values():
            if channel.overdue(now):
                channel.will_close = True


class Worker(GunicornWorker):  # type: ignore[misc]  # gunicorn has no types
    """The process; its `app` is the `Server` of `gunicorn_server`, which knows the configuration."""

    servers: tuple[Server, ...] = ()

    def run(self) -> None:
        """gunicorn's hook: serve until told to stop, then finish what has begun."""
        _log_as_json()
        channels: dict[int, Any] = {}
        dispatcher = ThreadedTaskDispatcher()
        dispatcher.set_thread_count(self.cfg.threads)
        self.servers = tuple(self._server(listener.sock, channels, dispatcher) for listener in self.sockets)
        while self.alive and self.ppid == os.getppid():
            self._turn(channels)
        for server in self.servers:
            server.accepting = False
        end = time.monotonic() + GRACEFUL_SECONDS
        while time.monotonic() < end and not self._finished():
            self._turn(channels, seconds=0.05)
        dispatcher.shutdown(timeout=0)
        wasyncore.close_all(channels)

    def handle_exit(self, sig: int, frame: object) -> None:
        """SIGTERM: stop, and wake the loop that is waiting for clients."""
        self.alive = False
        for server in self.servers:
            server.pull_trigger()

    def _turn(self, channels: dict[int, Any], seconds: float = 1.0) -> None:
        self.notify()
        wasyncore.loop(timeout=seconds, use_poll=True, map=channels, count=1)

    def _finished(self) -> bool:
        """Whether all answers have been sent; connections that are only kept end here."""
        for server in self.servers:
            for channel in server.active_channels.values():
                if channel.idle():
                    channel.will_close = True
        return not any(server.active_channels for server in self.servers)

    def _server(
        self, listener: socket.socket, channels: dict[int, Any], dispatcher: ThreadedTaskDispatcher
    ) -> Server:
        address = (listener.family, listener.type, listener.proto, listener.getsockname())
        server = Server(
            self.wsgi,
            channels,
            _sock=listener,
            dispatcher=dispatcher,
            adj=adjustments(MOST_BUFFERED),
            sockinfo=address,
            bind_socket=False,
        )
        config = self.app.config
        server.roomy, server.tight = server.adj, adjustments(MOST_IN_MEMORY)
        server.shares = config.server.workers > 1
        # All that a proxy passes on comes from its own address.
        server.most_of_a_client = 0 if config.site.trusted_proxies else config.server.connections_per_client
        return server


def has_room() -> bool:
    """Whether answers that wait for their readers may be put on the disk."""
    try:
        disk = os.statvfs(tempfile.gettempdir())
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize > ROOM


def adjustments(most_buffered: int) -> Adjustments:
    """waitress's settings."""
    return Adjustments(
        ident="",
        # X-Forwarded-* belong to the application, which knows how many proxies are trusted.
        clear_untrusted_proxy_headers=False,
        max_request_header_size=MAX_HEADERS,
        max_request_body_size=MAX_BODY,
        outbuf_high_watermark=most_buffered,
        connection_limit=MOST_CONNECTIONS,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=1,
        log_socket_errors=False,
    )


def _log_as_json() -> None:
    """What waitress says is a line like others; that requests wait for a thread is no news on a busy site."""
    handler = logging.StreamHandler()
    handler.setFormatter(json_lines())
    logging.getLogger("waitress").handlers = [handler]
    logging.getLogger("waitress").propagate = False
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
