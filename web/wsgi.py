"""The WSGI application: one Flask app over the finished archive, with logs and metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.app import create_app
from web.wiring import library_of, site_config

if TYPE_CHECKING:
    from flask import Flask

    from web.config import Config


def application(config: Config) -> Flask:
    """The app of one worker process."""
    return create_app(library_of(config), site_config(config))
