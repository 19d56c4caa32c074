"""Headers that guard every answer, whatever route or error it comes from."""

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from web.config import Config
from web.operations.security import HEADERS, init_security
from web.site.assets import STYLE, load_assets

PATHS = ["/", "/issues/", "/api/v1/issues", "/feed.atom", "/widget.js", "/healthz", "/nowhere", "/?page=x",
         f"/static/{load_assets().release}/{STYLE}"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_every_header_once(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers

    assert {name: headers.getlist(name) for name in HEADERS} == {
        name: [value] for name, value in HEADERS.items()
    }


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    policy = dict(part.strip().split(" ", 1) for part in HEADERS["Content-Security-Policy"].split(";"))

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"


@pytest.mark.parametrize(("address", "told"), [("http://localhost", False), ("https://localhost", True)])
def test_browsers_are_told_to_stay_with_https_only_over_https(
    client: FlaskClient, address: str, told: bool
) -> None:
    headers = client.get("/help", base_url=address).headers

    assert ("Strict-Transport-Security" in headers) == told


def test_a_header_that_a_route_sets_itself_stays() -> None:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: Response(headers={"Referrer-Policy": "no-referrer"}))
    init_security(app, Config())

    assert app.test_client().get("/").headers.getlist("Referrer-Policy") == ["no-referrer"]
