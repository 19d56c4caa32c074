"""The production server: gunicorn with worker processes and threads, never Flask's own."""

from __future__ import annotations

import socket
from contextlib import nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, cast

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

from web.operations.logs import json_lines, setup_logging
from web.operations.visits import Visits
from web.server.metrics_files import metrics_folder, reserve
from web.server.worker import GRACEFUL_SECONDS, Worker

if TYPE_CHECKING:
    from flask import Flask

    from web.config import Config
    from web.server.watch import Watcher

REQUEST_SECONDS = 30
"""A worker that answers nothing for this long is replaced."""


class ServerError(Exception):
    """The server cannot start; the message says why and what to do."""


class ServerLog(Logger):  # type: ignore[misc]
    """What gunicorn says of workers, in the form of the other lines."""

    def setup(self, cfg: object) -> None:
        """gunicorn's hook."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(json_lines())


class Master(Arbiter):  # type: ignore[misc]
    """gunicorn's master process."""

    def manage_workers(self) -> None:
        """gunicorn's hook, called every second."""
        super().manage_workers()
        if self.app.watcher:
            self.app.watcher.revive()


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn, told everything by a Config instead of its own files and flags."""

    def __init__(self, config: Config, listener: socket.socket, watcher: Watcher | None) -> None:
        self.config = config
        self.watcher = watcher
        self.visits = Visits()  # before the workers are forked
        self.listener = listener
        super().__init__()

    def load_config(self) -> None:
        """gunicorn's hook: its settings."""
        for name, value in {
            "bind": f"fd://{self.listener.fileno()}",
            "workers": self.config.server.workers,
            "threads": self.config.server.threads,
            "worker_class": Worker,
            "timeout": REQUEST_SECONDS,
            "graceful_timeout": GRACEFUL_SECONDS,
            "accesslog": None,
            "logger_class": ServerLog,
            "loglevel": "warning",
            "proc_name": "jianbao",
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """gunicorn's hook, called in each worker after the fork: the app, imported only there."""
        reserve()
        make = import_module("web.server.wsgi").application
        return cast("Flask", make(self.config, self.watcher, self.visits))

    def run(self) -> None:
        """gunicorn's entry, with a master that keeps the watcher alive."""
        Master(self).run()


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises ServerError where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise ServerError(f"{host}:{port}: {error.strerror}; choose another with --port or --host") from error
    listener.listen(2048)
    listener.set_inheritable(True)
    return listener


def run(config: Config, listener: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT. Metrics of all workers are summed through a folder of their own."""
    setup_logging(config.log.level)
    # Whoever watches reads issues: a server that does not, loads nothing of it.
    watching = import_module("web.server.watch").watching(config) if config.server.watch else nullcontext()
    with metrics_folder(), watching as watcher:
        Server(config, listener, watcher).run()
