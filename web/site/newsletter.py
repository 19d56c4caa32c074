"""What the newsletter is called and where its files are, with fallbacks where nothing is configured."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import g

from index.errors import EngineError
from web.site.archive import archive
from web.site.site import site
from web.text.i18n import gettext as _
from web.text.markup import safe_url, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

FAILED = "failed"
"""Set in Flask's `g` while a fault is being explained: then nothing more is asked of the library."""

RECENT = 12
"""Issues that a name is read from: newsletters have changed theirs."""

_COUNTING = re.compile(r"[\s\d#（(\[【第:：\-—,，|｜]*$")
_BRACKETS = str.maketrans("", "", "《》")


def title() -> str:
    """Name of the newsletter: as configured, or else what the titles of its latest issues begin with."""
    configured = site().config.newsletter.title
    return configured or ("" if g.get(FAILED) else _from_issues()) or _("简报")


def common_name(titles: Iterable[str]) -> str:
    """What titles have in common before they count or date themselves; "" if that is no name."""
    ordered = sorted(titles) or [""]
    pairs = zip(ordered[0], ordered[-1], strict=False)
    shared = "".join(one for one, _other in takewhile(lambda pair: pair[0] == pair[1], pairs))
    name = _COUNTING.sub("", shared).translate(_BRACKETS).strip()
    return visible(name) if len(name) > 1 else ""


def original_url(file: str, line: int = 0) -> str:
    """Where a file can be read as it was written, at a line; "" if not configured."""
    template = site().config.newsletter.source_url
    if not template:
        return ""
    url = template.replace("{file}", quote(file))
    # GitHub shows Markdown rendered, where lines have no anchors, unless asked for its plain text.
    if line and "github.com/" in url:
        url += f"?plain=1#L{line}"
    return safe_url(url)


def _from_issues() -> str:
    try:
        recent = archive().catalogue.issue_summaries(limit=RECENT)
    except EngineError:  # a page that says so needs a name as well
        return ""
    return common_name(issue.title for issue in recent) if len(recent) > 1 else ""
