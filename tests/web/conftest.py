"""Pages over the sample newsletter, in memory."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from archive.conventions import load_conventions
from archive.newsletter import open_newsletter
from tests.web.stand_in import StandIn
from web.app import create_app
from web.config import SAMPLE, Config


@pytest.fixture(scope="session")
def library() -> StandIn:
    files = open_newsletter(str(SAMPLE), load_conventions("embedded-ai-report")).files
    return StandIn(tuple(file.read() for file in files))


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.chdir(tmp_path)
    return Config()


@pytest.fixture
def app(library: StandIn, config: Config) -> Flask:
    return create_app(library, config)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
