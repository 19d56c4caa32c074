"""Whether a page that shows what attackers wrote is only that: a page that shows it."""

from __future__ import annotations

import json
import urllib.request

from playwright.sync_api import Page, Request

CHECK = r"""() => {
  // Not a.origin: links inside SVG have none.
  const target = a => new URL(a.getAttribute('href'), location);
  const outside = [...document.querySelectorAll('a[href]')].filter(a => target(a).origin !== location.origin)
    .filter(a => !(a.className === 'bookmarklet' && location.pathname === '/lookup'));  // ours, made of our address
  return {
    ran: 'pwned' in window,
    wide: document.documentElement.scrollWidth - innerWidth,
    smuggled: [...document.querySelectorAll('base,iframe,frame,object,embed,portal,meta[http-equiv]:not(head > [http-equiv="Content-Security-Policy"]),[onerror],[onload],[onfocus],[onclick],[onmouseover],main svg script,[srcdoc]')].map(e => e.outerHTML.slice(0, 200)),
    scripts: [...document.scripts].filter(s => !/^application\/(ld\+)?json$/.test(s.type) && !s.src.startsWith(location.origin)).length,
    forms: [...document.forms].filter(f => new URL(f.action).origin !== location.origin).length,
    schemes: outside.filter(a => !/^https?:$/.test(target(a).protocol)).map(a => a.outerHTML.slice(0, 200)),
    bare: outside.filter(a => !/noopener/.test(a.rel) || !/noreferrer/.test(a.rel)).map(a => a.outerHTML.slice(0, 200)),
    mains: document.querySelectorAll('main').length,
    footer: document.body.querySelector(':scope > footer') !== null,
  };
}"""  # noqa: E501
CLEAN = {
    "ran": False,
    "smuggled": [],
    "scripts": 0,
    "forms": 0,
    "schemes": [],
    "bare": [],
    "mains": 1,
    "footer": True,
}


def assert_harmless(page: Page, url: str, *, pictures: bool = False) -> None:
    """Open `url` and see that nothing ran, was smuggled in, was asked of others, or is too wide. Where
    `pictures` are shown they may be asked for, and nothing else."""
    asked: list[str] = []
    dialogs: list[str] = []

    def note(request: Request) -> None:
        if not (pictures and request.resource_type == "image"):
            asked.append(request.url)

    page.on("request", note)
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(url)
    found = page.evaluate(CHECK)
    page.remove_listener("request", note)
    origin = "/".join(url.split("/")[:3])
    wide = found.pop("wide")

    assert found == CLEAN, f"{url}: {found}"
    assert wide <= 0, f"{url} is {wide} px too wide"
    assert dialogs == []
    assert [address for address in asked if not address.startswith((origin, "data:"))] == []
    assert page.url.startswith(origin)


def read_json(url: str) -> dict[str, object]:
    with urllib.request.urlopen(url) as answer:
        found: dict[str, object] = json.load(answer)
    return found
