"""The two routes of the element: what they send, and to whom."""

from flask import Flask
from flask.testing import FlaskClient

from index.library.library import Library
from web.app import create_app
from web.config import Config, SiteConfig


def test_pages_of_any_origin_may_load_the_script(client: FlaskClient) -> None:
    answer = client.get("/widget.js", headers={"Origin": "null"})

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


def test_the_script_is_kept_for_an_hour_and_then_asked_for_by_its_tag(client: FlaskClient) -> None:
    first = client.get("/widget.js")

    again = client.get("/widget.js", headers={"If-None-Match": first.headers["ETag"]})

    assert "max-age=3600" in first.headers["Cache-Control"]
    assert again.status_code == 304


def test_the_page_names_the_script_by_its_full_address(client: FlaskClient) -> None:
    text = client.get("/widget").text

    assert 'src="http://localhost/widget.js"' in text
    assert "script-src http://localhost;" in text


def test_a_prefix_and_a_public_address_stand_in_the_lines(library: Library, config: Config) -> None:
    site = SiteConfig(base_url="https://news.example/archive", prefix="/archive")
    app: Flask = create_app(library, config.model_copy(update={"site": site}))

    text = app.test_client().get("/archive/widget").text

    assert 'src="https://news.example/archive/widget.js"' in text
    assert "connect-src https://news.example;" in text


def test_the_configurator_offers_what_the_archive_holds(client: FlaskClient) -> None:
    text = client.get("/widget").text

    assert '<option value="论文">' in text
    assert '<option value="GitHub">' in text
