"""The least that a Flask app can answer, on the server that serves jianbao: what a request costs unasked.

python -m tests.benchmarks.empty_flask PORT
"""

from __future__ import annotations

import sys

from flask import Flask

from web.config import Config, ServerConfig
from web.server.gunicorn_server import Server, listen


class EmptyServer(Server):
    """One worker with an app of one route."""

    def load(self) -> Flask:
        app = Flask(__name__)
        app.add_url_rule("/", view_func=lambda: "")
        return app


if __name__ == "__main__":
    EmptyServer(Config(server=ServerConfig(workers=1)), listen("127.0.0.1", int(sys.argv[1])), None).run()
