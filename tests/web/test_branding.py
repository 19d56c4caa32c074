"""A site shows whose it is: logo, icon, style, footer, and a picture beside a shared link."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pydantic import ValidationError

from index.library.library import Library
from web.app import create_app
from web.branding import brand_of
from web.config import Config, ConfigError, SiteConfig
from web.site.mark import mark_png

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><circle r="9"/></svg>'


def configured(config: Config, folder: Path, **site: Any) -> Config:
    return config.model_copy(update={"folder": folder, "site": SiteConfig(**site)})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "logo.svg").write_bytes(SVG)
    (tmp_path / "icon.png").write_bytes(mark_png(180, 180, 180, "#1f5f8b"))
    (tmp_path / "extra.css").write_text("/* @import */ .top { border-top: 3px solid }", encoding="utf8")
    return tmp_path


@pytest.fixture
def branded(library: Library, config: Config, folder: Path) -> FlaskClient:
    site = {
        "logo": "logo.svg", "favicon": "icon.png", "share_image": "icon.png", "extra_css": "extra.css",
        "footer": "编辑：<b>我</b>\n[京ICP备1号](https://beian.miit.gov.cn/) 保留",
    }  # fmt: skip
    return create_app(library, configured(config, folder, **site)).test_client()


def linked(page: str, pattern: str) -> str:
    match = re.search(pattern, page)
    assert match, pattern
    return match[1]


def test_logo_icon_and_style_are_served_by_us_under_names_that_hold_their_hash(
    branded: FlaskClient, folder: Path
) -> None:
    page = branded.get("/").text
    logo = linked(page, r'class="brand"[^>]*><img src="([^"]+)" width="96" height="32" alt=""')
    icon = linked(page, r'rel="icon" href="([^"]+)" type="image/png"')
    style = linked(page, r'site\.css">\s*<link rel="stylesheet" href="([^"]+)"')

    assert branded.get(logo).data == SVG
    assert branded.get(icon).data == (folder / "icon.png").read_bytes()
    assert "border-top" in branded.get(style).text
    assert all("immutable" in branded.get(path).headers["Cache-Control"] for path in (logo, icon, style))
    assert branded.get("/favicon.ico").mimetype == "image/png"
    assert 'type="image/png"' in branded.get("/opensearch.xml").text


def test_lines_of_the_footer_are_text_with_links(branded: FlaskClient) -> None:
    foot = branded.get("/help").text.split('class="own-lines"')[1].split("</div>")[0]

    assert "<p>编辑：&lt;b&gt;我&lt;/b&gt;</p>" in foot
    assert '<a href="https://beian.miit.gov.cn/" rel="noopener noreferrer">京ICP备1号</a> 保留' in foot


@pytest.mark.parametrize("link", ["[x](javascript:alert(1))", "[x](//y)", '[x](https://y" z)', "[x](y"])
def test_a_link_of_the_footer_that_leads_nowhere_is_refused(link: str) -> None:
    with pytest.raises(ValidationError, match="a link is written"):
        SiteConfig(footer=link)


def test_a_shared_link_has_a_picture_even_where_nothing_is_configured(client: FlaskClient) -> None:
    page = client.get("/").text
    picture = linked(page, r'property="og:image" itemprop="image" content="http://localhost([^"]+)"')
    touch = linked(page, r'rel="apple-touch-icon" href="([^"]+)"')

    assert size(client.get(picture).data) == (1200, 630)
    assert size(client.get(touch).data) == (180, 180)
    assert client.get(picture).mimetype == "image/png"


def size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_the_mark_is_drawn_in_white_on_the_colour() -> None:
    png = mark_png(48, 48, 48, "#1f5f8b")
    rows = zlib.decompress(png[png.index(b"IDAT") + 4 : png.index(b"IEND") - 8])
    palette = png[png.index(b"PLTE") + 4 :]
    at = {y: rows[y * 49 + 1 : y * 49 + 49] for y in range(48)}

    assert palette[:3] == bytes.fromhex("1f5f8b")
    assert palette[64 * 3 : 65 * 3] == b"\xff\xff\xff"
    assert {at[0][0], at[20][24], at[31][40]} == {0}  # a corner, between two lines, behind the short one
    assert at[16][24] == at[24][24] == at[32][20] == 64


@pytest.mark.parametrize(
    ("site", "said"),
    [
        ({"logo": "none.svg"}, "site.logo: .*none.svg: cannot be read"),
        ({"logo": "icon.ico"}, "ends in .png, .svg"),
        ({"favicon": "fake.png"}, "holds no png picture"),
        ({"share_image": "logo.svg"}, "ends in .jpeg, .jpg, .png"),
        ({"extra_css": "imports.css"}, "fetches '@import'"),
        ({"extra_css": "fetches.css"}, "fetches .URL.*https://evil"),
        ({"extra_css": "latin.css"}, "is not UTF-8"),
        ({"extra_css": "large.css"}, "more than 100 kB"),
    ],
)
def test_a_file_that_cannot_serve_is_told_with_its_key(
    config: Config, folder: Path, site: dict[str, str], said: str
) -> None:
    (folder / "fake.png").write_bytes(SVG)
    (folder / "imports.css").write_text('@import "https://evil.example/x.css";', encoding="utf8")
    (folder / "fetches.css").write_text(
        "a { background: URL( 'https://evil.example/x.png') }", encoding="utf8"
    )
    (folder / "latin.css").write_bytes(b"/* \xe9 */")
    (folder / "large.css").write_bytes(b" " * 100_001)

    with pytest.raises(ConfigError, match=said):
        brand_of(configured(config, folder, **site))


def test_a_name_in_latin_letters_stands_apart_from_the_chinese_before_it(
    library: Library, config: Config
) -> None:
    for title, heading in (("HelloGit", "检索 HelloGit"), ("周报", "检索周报")):
        named = config.model_copy(update={"site": config.site.model_copy(update={"title": title})})
        page = create_app(library, named).test_client().get("/").text
        text = re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", page)[1])

        assert text.replace("\u2068", "").replace("\u2069", "") == heading
