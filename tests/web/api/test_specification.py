"""The API does what its specification says, tried with whatever the specification allows and forbids."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from index.library.library import Library
from tests.web.reading import HAN
from web.app import create_app
from web.config import Config, SiteConfig

EXAMPLES = 25
SEED = 20201130
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")


@pytest.fixture(scope="module")
def unlimited(library: Library) -> Flask:
    return create_app(library, Config(site=SiteConfig(rate_limit="", hosts=("archive.example",))))


@pytest.fixture(scope="module")
def running(unlimited: Flask) -> Iterator[str]:
    """Address of the app on a free port; it reads longer addresses than the tool makes."""
    server = make_server("127.0.0.1", 0, unlimited, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_answer_keeps_to_the_specification(running: str, tmp_path: Path) -> None:
    tool = Path(sys.executable).with_name("st")
    specification = f"{running}/api/v1/openapi.json"
    options = ["--max-examples", EXAMPLES, "--seed", SEED]
    command = [tool, "--config-file", CONFIGURATION, "run", specification, *options]
    result = subprocess.run(
        [str(part) for part in command], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout[-5000:]


def test_the_specification_names_every_route_of_the_api(unlimited: Flask) -> None:
    document = unlimited.test_client().get("/api/v1/openapi.json").json
    named = {path.replace("{", "<").replace("}", ">").replace("<id>", "<key>") for path in document["paths"]}
    routes = {
        rule.rule.replace("<path:", "<")
        for rule in unlimited.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }

    assert routes - named == {"/api/v1/", "/api/v1/openapi.json"}


def test_the_specification_says_where_it_is_served(unlimited: Flask) -> None:
    document = unlimited.test_client().get("/api/v1/openapi.json", base_url="https://archive.example/").json

    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "https://archive.example"}]


def descriptions(part: object) -> Iterator[str]:
    """Everything that a specification says in words."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from [value] if name in ("description", "summary") and isinstance(value, str) else ()
            yield from descriptions(value)
    elif isinstance(part, list):
        for item in part:
            yield from descriptions(item)


@pytest.mark.parametrize(("tag", "han"), [("zh-CN", True), ("zh-TW", True), ("en", False)])
def test_the_specification_speaks_the_readers_language(unlimited: Flask, tag: str, han: bool) -> None:
    answer = unlimited.test_client().get("/api/v1/openapi.json", headers={"Accept-Language": tag})
    said = list(descriptions(answer.json))

    assert len(said) > 60
    assert [text for text in said if bool(HAN.search(text)) != han] == []
    assert "Accept-Language" in answer.headers["Vary"]
