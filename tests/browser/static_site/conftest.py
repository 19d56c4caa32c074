"""The sample newsletter as files below a path, and pages whose console must stay empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from index.lexicon.lexicon import load_lexicon
from tests.browser.site.conftest import watched
from tests.file_host import hosted
from web.config import Config
from web.opening import library_of
from web.origin import origin_of
from web.static_site.builder import build_site
from web.wiring import build

BASE = "/archive"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Config:
    folder = tmp_path_factory.mktemp("sample")
    config = Config(folder=folder)
    config = config.model_copy(update={"site": config.site.model_copy(update={"prefix": BASE})})
    build(config, origin_of(config))
    return config


@pytest.fixture(scope="session")
def built(sample: Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("static") / "_site"
    build_site(library_of(sample), sample, output, load_lexicon(None))
    return output


@pytest.fixture(scope="session")
def static(built: Path) -> Iterator[str]:
    """Address of the site, without a trailing slash."""
    with hosted(built, BASE) as address:
        yield address


@pytest.fixture
def page(browser: Browser, static: str) -> Iterator[Page]:
    with watched(browser, static) as one:
        yield one
