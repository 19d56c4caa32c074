"""Pages over the sample newsletter, indexed once for all tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from index.library.library import Library
from index.library.snapshot import Snapshot
from web.app import create_app
from web.config import Config
from web.opening import library_of
from web.origin import origin_of
from web.wiring import build


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A configuration whose data folder holds the sample's index."""
    config = Config(folder=tmp_path_factory.mktemp("sample"))
    build(config, origin_of(config))
    return config


@pytest.fixture(scope="session")
def library(indexed: Config) -> Library:
    return library_of(indexed)


@pytest.fixture
def archive(library: Library) -> Iterator[Snapshot]:
    """What the sample's index holds."""
    with library.snapshot() as snapshot:
        yield snapshot


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(folder=tmp_path)


@pytest.fixture
def app(library: Library, config: Config) -> Flask:
    return create_app(library, config)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
