"""The WSGI application: one Flask app over the finished archive, with logs and metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.app import create_app
from web.opening import library_of
from web.operations.logs import setup_logging
from web.origin import site_config

if TYPE_CHECKING:
    from flask import Flask

    from web.config import Config
    from web.operations.visits import Visits
    from web.server.watch import Watcher


def application(config: Config, watcher: Watcher | None = None, visits: Visits | None = None) -> Flask:
    """The app of one worker process."""
    setup_logging(config.log.level)
    library = library_of(config)
    # Opened and warm before the first request; a new generation is opened beside the requests.
    library.follow()
    watching = watcher.status.problem if watcher else None
    app = create_app(library, site_config(config), watching=watching, visits=visits)
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)  # else the first reader waits while it is compiled
    return app
