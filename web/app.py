"""The site as a Flask application: routes, languages, errors, headers. Wiring only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from web.api.export import export
from web.api.routes import api
from web.branding import brand_of
from web.errors import init_errors
from web.operations.health import report_health
from web.operations.logs import log_requests
from web.operations.metrics import count_requests
from web.operations.security import init_security
from web.pages.discovery import discovery
from web.pages.feeds import feeds
from web.pages.help import static_pages
from web.pages.issues import issue_pages
from web.pages.layout import init_layout
from web.pages.lookup import lookup
from web.pages.missed import missed
from web.pages.search import search_pages
from web.pages.static_files import files
from web.pages.trends import trends
from web.pages.widget import widget
from web.site.archive import init_archive
from web.site.assets import load_assets
from web.site.caching import init_answers
from web.site.preferences import init_preferences, preferences
from web.site.site import EXTENSION, Site
from web.site.urls import Urls
from web.text.i18n import init_languages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from index.library.library import Library
    from web.config import Config
    from web.operations.visits import Visits

PAGES = (search_pages, issue_pages, trends, lookup, static_pages, preferences, widget, missed)
MACHINES = (feeds, discovery, api, export, files)


def create_app(
    library: Library,
    config: Config,
    *,
    addresses: Urls | None = None,
    related: Mapping[str, tuple[str, ...]] | None = None,
    watching: Callable[[], str] | None = None,
    visits: Visits | None = None,
) -> Flask:
    """A WSGI application that answers from `library`; it opens nothing and keeps no state of its own.

    `addresses` and `related` are given by who writes its pages into files; `watching` tells what
    is amiss with following the source, and `visits` is shared with other processes.
    """
    app = Flask(__name__, static_folder=None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    assets = load_assets(brand_of(config))
    urls = addresses or Urls(config.site.prefix, config.site.base_url, assets.release)
    app.extensions[EXTENSION] = Site(library, config, urls, assets, related)
    init_languages(app)
    init_layout(app)
    for blueprint in (*PAGES, *MACHINES):
        app.register_blueprint(blueprint, url_prefix=urls.prefix or None)
    init_archive(app)
    report_health(app, library, watching)
    count_requests(app, library)
    log_requests(app, queries=config.log.queries)
    init_preferences(app)
    init_answers(app)
    init_errors(app)
    init_security(app, config, visits)
    trusted = config.site.trusted_proxies
    if trusted:
        app.wsgi_app = ProxyFix(app.wsgi_app, trusted, trusted, trusted)  # type: ignore[method-assign]
    return app
