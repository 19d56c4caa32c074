"""What every page shows around its content, and the filters that templates use."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import g, request

from index.errors import EngineError
from web.site import newsletter
from web.site.preferences import THEMES, theme
from web.site.site import site, urls
from web.text.i18n import LANGUAGES, language
from web.text.i18n import gettext as _
from web.text.markup import bdi, footer_lines, host_of, language_of, safe_url, visible
from web.view.answer_words import answer_words, lookup_words, trend_words
from web.view.components import Choice
from web.view.examples import season

if TYPE_CHECKING:
    from flask import Flask
    from markupsafe import Markup

    from web.config import NewsletterConfig
    from web.site.assets import Assets
    from web.site.urls import Urls


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src {pictures}; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; manifest-src 'self'"
)
"""As `operations.security` sends it, without what only a header may say."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`base.html`"""

    title: str
    description: str
    newsletter: NewsletterConfig
    sample: bool
    urls: Urls
    lang: str
    theme: str
    themes: tuple[tuple[str, str], ...]
    nav: tuple[Choice, ...]
    languages: tuple[tuple[str, str, str], ...]
    """Tag, name, and this page's URL in that language."""

    here: str
    canonical: str
    policy: str
    """What a page may load, where no server sends it as a header."""
    placeholder: str
    """What an empty box suggests: words of the season."""

    words: dict[str, str]
    """What scripts say, in the reader's language."""

    assets: Assets
    footer: tuple[Markup, ...]
    """The editor's own lines."""

    def absolute(self, path: str) -> str:
        """A path of this site as a full URL."""
        return site().absolute(path)


def init_layout(app: Flask) -> None:
    """Give templates `layout` and the filters that make text of issues safe to show."""
    app.context_processor(lambda: {"layout": _layout()})
    app.jinja_env.globals |= {
        "answer_words": answer_words,
        "lookup_words": lookup_words,
        "trend_words": trend_words,
    }
    app.jinja_env.filters.update(
        bdi=bdi,
        visible=visible,
        safe_url=safe_url,
        host=host_of,
        lang_of=language_of,
        thousands=_thousands,
    )


def _thousands(number: int) -> str:
    return f"{number:,}"


def _layout() -> Layout:
    config = site().config
    here = request.full_path.rstrip("?")
    return Layout(
        title=newsletter.title(),
        description=config.site.description or config.newsletter.description,
        newsletter=config.newsletter,
        sample=config.sample,
        urls=urls(),
        lang=language(),
        theme=theme(),
        themes=tuple(zip(THEMES, (_("跟随系统"), _("浅色"), _("深色")), strict=True)),
        nav=_nav(),
        languages=tuple((tag, name, _in_language(tag)) for tag, name in LANGUAGES.items()),
        here=here,
        canonical=site().absolute(_without_language()),
        policy=POLICY.format(pictures=config.site.picture_sources),
        placeholder=_placeholder(),
        words=_words(),
        assets=site().assets,
        footer=footer_lines(config.site.footer),
    )


def _nav() -> tuple[Choice, ...]:
    pages = (
        (_("搜索"), urls().home()),
        (_("期次"), urls().issues()),
        (_("趋势"), urls().trends()),
        (_("已收录？"), urls().lookup()),
        (_("帮助"), urls().help()),
    )
    return tuple(Choice(label, url, selected=request.path == url) for label, url in pages)


def _placeholder() -> str:
    """Words of the latest issues; what can be searched where there are none, or no index."""
    terms: tuple[str, ...] = ()
    if not g.get(newsletter.FAILED):
        with suppress(EngineError):  # a page that says so has a box, too
            terms = season(2)
    return _("、").join(map(visible, terms)) + "……" if terms else _("标题、正文、来源……")


def _words() -> dict[str, str]:
    return {
        "kinds": "|".join((_("标题"), _("来源"), _("标签"), _("栏目"), _("词"))),
        "hits": _("%(count)s 条", count="{}"),
        "copy": _("复制"),
        "copied": _("已复制"),
        "filter": _("在“%(title)s”里找", title="{}"),
        "whole": _("已经是全文。"),
        "offline": _("连不上服务器。"),
        "retry": _("再试一次"),
    }


def _asked() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]


def _page_path() -> str:
    return quote(request.path.removeprefix(urls().prefix)) or "/"


def _without_language() -> str:
    return urls().path(_page_path(), _asked())


def _in_language(tag: str) -> str:
    return urls().language(tag, _page_path(), _asked())
