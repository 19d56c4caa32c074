"""The site as a Flask application: routes, languages, errors, headers. Wiring only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from web.api import api
from web.assets import load_assets
from web.discovery import discovery
from web.errors import init_errors
from web.export import export
from web.feeds import feeds
from web.files import files
from web.health import report_health
from web.i18n import init_languages
from web.issue_pages import issue_pages
from web.layout import init_layout
from web.logs import log_requests
from web.lookup import lookup
from web.metrics import count_requests
from web.preferences import init_preferences, preferences
from web.search_pages import search_pages
from web.security import init_security
from web.site import EXTENSION, Site
from web.static_pages import static_pages
from web.trends import trends
from web.urls import Urls
from web.widget import widget

if TYPE_CHECKING:
    from index.library.library import Library
    from web.config import Config

PAGES = (search_pages, issue_pages, trends, lookup, static_pages, preferences, widget)
MACHINES = (feeds, discovery, api, export, files)


def create_app(library: Library, config: Config) -> Flask:
    """A WSGI application that answers from `library`; it opens nothing and keeps no state of its own."""
    app = Flask(__name__, static_folder=None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    assets = load_assets()
    urls = Urls(config.site.prefix, config.site.base_url, assets.release)
    app.extensions[EXTENSION] = Site(library, config, urls, assets)
    init_languages(app)
    init_layout(app)
    for blueprint in (*PAGES, *MACHINES):
        app.register_blueprint(blueprint, url_prefix=config.site.prefix or None)
    report_health(app, library)
    count_requests(app, library)
    log_requests(app, queries=config.log.queries)
    init_preferences(app)
    init_errors(app)
    init_security(app, config)
    trusted = config.site.trusted_proxies
    if trusted:
        app.wsgi_app = ProxyFix(app.wsgi_app, trusted, trusted, trusted)  # type: ignore[method-assign]
    return app
