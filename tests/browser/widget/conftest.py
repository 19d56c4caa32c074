"""A real archive over the sample newsletter, and pages of another origin that embed its element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import pytest
from playwright.sync_api import Browser

from tests.browser.widget.hosts import Host, Visit, host, warm
from tests.running import server


class Embed(Protocol):
    """Opens a page with this body in a fresh browser profile."""

    def __call__(
        self,
        body: str = "<jianbao-search></jianbao-search>",
        *,
        head: str = "",
        lang: str = "zh-CN",
        headers: dict[str, str] | None = None,
        width: int = 900,
        dark: bool = False,
        archive: str | None = None,
    ) -> Visit: ...


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(tmp_path_factory.mktemp("archive"), "--workers", "1") as running:
        yield warm(running.url)


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Host]:
    with host() as running:
        yield running


@pytest.fixture
def embed(browser: Browser, request: pytest.FixtureRequest, elsewhere: Host) -> Iterator[Embed]:
    visits: list[Visit] = []

    def opened(
        body: str = "<jianbao-search></jianbao-search>",
        *,
        head: str = "",
        lang: str = "zh-CN",
        headers: dict[str, str] | None = None,
        width: int = 900,
        dark: bool = False,
        archive: str | None = None,
    ) -> Visit:
        source = archive or request.getfixturevalue("archive")
        html = document(body, f'<script type="module" src="{source}/widget.js"></script>{head}', lang)
        address = elsewhere.put(f"/{request.node.name.split('[')[0]}", html, headers or {})
        visit = visited(browser, source, width, dark)
        visits.append(visit)
        visit.page.goto(address)
        visit.page.wait_for_function("!!customElements.get('jianbao-search')")
        return visit

    yield opened
    for visit in visits:
        said = [] if visit.noise else visit.console
        visit.page.context.close()
        assert said == [], "the console is not empty"


def document(body: str, head: str, lang: str) -> str:
    """A whole page."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>别处的网页</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def visited(browser: Browser, archive: str, width: int = 900, dark: bool = False) -> Visit:
    """A fresh profile whose console is listened to."""
    context = browser.new_context(
        viewport={"width": width, "height": 760}, color_scheme="dark" if dark else "light"
    )
    context.set_default_timeout(30_000)
    visit = Visit(context.new_page(), archive)
    visit.listen()
    return visit
