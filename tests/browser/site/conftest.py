"""The real server over the sample newsletter, and pages whose console must stay empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.running import server

PageMaker = Callable[..., Page]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the running site, without a trailing slash."""
    folder = tmp_path_factory.mktemp("site")
    with server(folder, env={"JIANBAO_SITE__RATE_LIMIT": "", "JIANBAO_SERVER__WORKERS": "1"}) as running:
        yield running.url


class Watched:
    """A page and everything that its console was told."""

    def __init__(self, context: BrowserContext) -> None:
        self.said: list[str] = []
        self.page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _console(self, message: ConsoleMessage) -> None:
        self.said.append(f"{message.type}: {message.text}")


@contextmanager
def watched(browser: Browser, site: str, expected: str = "", **options: object) -> Iterator[Page]:
    """A page of a fresh browser; at the end its console is empty but for what a scenario expects."""
    settings = {"locale": "zh-CN", "viewport": {"width": 1280, "height": 900}, "base_url": site, **options}
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    one = Watched(context)
    yield one.page
    context.close()
    assert [text for text in one.said if not expected or expected not in text] == []


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A desk with Chinese preferred."""
    with watched(browser, site) as one:
        yield one


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    """A narrow phone."""
    with watched(browser, site, viewport={"width": 360, "height": 740}, has_touch=True) as one:
        yield one


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A browser without scripts."""
    with watched(browser, site, java_script_enabled=False) as one:
        yield one
