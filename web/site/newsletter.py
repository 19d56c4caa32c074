"""Names of the site and its newsletters, and addresses of issues elsewhere, with fallbacks."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from flask import g

from index.errors import EngineError
from web.config import NewsletterConfig
from web.site.archive import archive
from web.site.site import site
from web.text.i18n import gettext as _
from web.text.markup import safe_url, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from index.library.snapshot import Snapshot
    from web.config import Config

FAILED = "failed"
"""Set in Flask's `g` while a fault is being explained: then nothing more is asked of the library."""

_NAMES = "newsletter_names"

_COUNTING = re.compile(r"[\s\d#（(\[【第:：\-—,，|｜]*$")
_BRACKETS = str.maketrans("", "", "《》")


def title() -> str:
    """Name of the site: as configured, or else that of its only newsletter."""
    config = site().config
    alone = "" if config.newsletters else config.newsletter.title
    return config.site.title or alone or ("" if g.get(FAILED) else _only_name()) or _("简报")


def more_than_one() -> bool:
    """Whether the archive has more than one newsletter."""
    return len(archive().catalogue.newsletters) > 1


def profile(slug: str) -> NewsletterConfig:
    """Configuration of a newsletter; the defaults if it is not configured."""
    config = site().config
    listed = next((configured for configured in config.newsletters if configured.slug == slug), None)
    if listed is not None:
        return listed
    alone = not config.newsletters and not more_than_one()
    return config.newsletter if alone else NewsletterConfig()


def name_of(slug: str) -> str:
    """Name of a newsletter: as configured, or else what the titles of its latest issues begin with."""
    return profile(slug).title or _from_issues(slug, archive()) or visible(slug)


def names_of_several(config: Config, snapshot: Snapshot) -> dict[str, str]:
    """Slug of every newsletter → its name, where there are several; outside of a request, too."""
    slugs = snapshot.catalogue.newsletters
    titles = {configured.slug: configured.title for configured in config.newsletters}
    if len(slugs) < 2:
        return {}
    return {slug: titles.get(slug) or _from_issues(slug, snapshot) or visible(slug) for slug in slugs}


def names() -> dict[str, str]:
    """Slug of every newsletter → its name, in the order of the configuration; read once a request."""
    if _NAMES not in g:
        slugs = archive().catalogue.newsletters
        listed = [configured.slug for configured in site().config.newsletters if configured.slug in slugs]
        setattr(g, _NAMES, {slug: name_of(slug) for slug in dict.fromkeys([*listed, *slugs])})
    return cast("dict[str, str]", g.get(_NAMES))


def common_name(titles: Iterable[str]) -> str:
    """Common prefix of titles before their number or date; "" if that is no name."""
    ordered = sorted(titles) or [""]
    pairs = zip(ordered[0], ordered[-1], strict=False)
    shared = "".join(character for character, _other in takewhile(lambda pair: pair[0] == pair[1], pairs))
    name = _COUNTING.sub("", shared).translate(_BRACKETS).strip()
    return visible(name) if len(name) > 1 else ""


def original_url(slug: str, file: str, line: int = 0) -> str:
    """Where a file of a newsletter can be read as it was written, at a line; "" if not configured."""
    template = profile(slug).source_url
    if not template:
        return ""
    url = template.replace("{file}", quote(file))
    # GitHub shows Markdown rendered, where lines have no anchors, unless asked for its plain text.
    if line and "github.com/" in url:
        url += f"?plain=1#L{line}"
    return safe_url(url)


def web_url(slug: str, *, file: str, date: str, number: int | None) -> str:
    """Where an issue stands on the newsletter's own site; "" if not configured, or not all of it is known."""
    template = profile(slug).issue_url
    if not template:
        return ""
    values = {
        "date": date,
        "year": date[:4],
        "month": date[5:7],
        "day": date[8:],
        "number": "" if number is None else str(number),
        "slug": PurePosixPath(file).stem,
        "file": file,
    }
    wanted = re.findall(r"\{(\w+)\}", template)
    if not all(values[name] for name in wanted):
        return ""
    return safe_url(re.sub(r"\{(\w+)\}", lambda match: quote(values[match[1]]), template))


def _only_name() -> str:
    try:
        slugs = archive().catalogue.newsletters
        return name_of(slugs[0]) if len(slugs) == 1 else ""
    except EngineError:  # a page that says so needs a name as well
        return ""


def _from_issues(slug: str, snapshot: Snapshot) -> str:
    recent = snapshot.catalogue.latest_titles(slug)
    return common_name(recent) if len(recent) > 1 else ""
