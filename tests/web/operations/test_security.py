"""Headers that guard every answer, whatever route or error it comes from."""

from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from index.library.library import Library
from web.app import create_app
from web.config import Config, SiteConfig
from web.opening import library_of
from web.operations.security import headers_of, init_security
from web.origin import origin_of
from web.site.assets import STYLE, load_assets
from web.wiring import build

PATHS = ["/", "/issues/", "/api/v1/issues", "/feed.atom", "/widget.js", "/healthz", "/nowhere", "/?page=x",
         f"/static/{load_assets().release}/{STYLE}"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_every_header_once(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers

    wanted = headers_of(Config())
    assert {name: headers.getlist(name) for name in wanted} == {
        name: [value] for name, value in wanted.items()
    }


@pytest.mark.parametrize(
    ("images", "sources"),
    [("off", "'self' data:"), ("link", "'self' data:"), ("on", "'self' data: https: http:")],
)
def test_the_policy_allows_nothing_inline_and_nobody_else_but_pictures_where_they_are_shown(
    images: str, sources: str
) -> None:
    config = Config(site=SiteConfig.model_validate({"images": images}))
    header = headers_of(config)["Content-Security-Policy"]
    policy = dict(part.strip().split(" ", 1) for part in header.split(";"))

    assert policy["img-src"] == sources
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


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [("https://a.example.org", True), ("https://a.b.example.org", True), ("https://plain.example", True),
     ("https://example.org", False), ("https://xexample.org", False),
     ("https://xexample.org.evil.com", False),
     ("https://a.example.org.evil.com", False), ("https://aXexampleXorg", False),
     ("http://a.example.org", False), ("https://evil.com/.example.org", False)],
)  # fmt: skip
def test_a_star_in_an_origin_means_sites_below_it_and_caches_are_told(
    library: Library, origin: str, allowed: bool
) -> None:
    origins = ["https://*.example.org", "https://plain.example"]
    config = Config(site=SiteConfig.model_validate({"cors_origins": origins}))
    answer = create_app(library, config).test_client().get("/api/v1/issues", headers={"Origin": origin})

    assert answer.headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)
    assert "Origin" in answer.vary


def test_a_star_elsewhere_in_an_origin_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="cors_origins"):
        SiteConfig.model_validate({"cors_origins": ["https://exa*mple.org"]})


def test_health_tells_what_is_wrong_and_no_path(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    config = Config(folder=folder)
    build(config, origin_of(config))
    (config.data / "current").write_text("x", encoding="utf8")

    answer = create_app(library_of(config), config).test_client().get("/healthz")

    assert answer.status_code == 503
    assert "damaged" in answer.get_json()["reason"]
    assert str(tmp_path) not in answer.get_data(as_text=True)
    assert "folder" not in answer.get_data(as_text=True)
