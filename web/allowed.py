"""What each parameter may be, in a sentence: for readers of a 400."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.request import MAX_LIMIT, MAX_QUERY_LENGTH
from web.i18n import gettext as _
from web.search_request import MAX_PAGE, MAX_VALUE_LENGTH, MAX_VALUES

if TYPE_CHECKING:
    from web.parameters import Parameters


def parameter_names(model: type[Parameters]) -> tuple[str, ...]:
    """Names of all parameters of a model, as they stand in URLs."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def allowed_values(name: str) -> str:
    """What a parameter accepts."""
    date = _("YYYY、YYYY-MM 或 YYYY-MM-DD")
    values = _("最多 %(count)s 个值，每个最多 %(length)s 个字符", count=MAX_VALUES, length=MAX_VALUE_LENGTH)
    allowed = {
        "q": _("最多 %(count)s 个字符", count=MAX_QUERY_LENGTH),
        "from": date,
        "to": date,
        "sort": "relevance / newest / oldest",
        "page": _("1 到 %(count)s 的整数", count=MAX_PAGE),
        "limit": _("1 到 %(count)s 的整数", count=MAX_LIMIT),
        "literal": _("0 或 1"),
        "url": _("一个 http 或 https 网址"),
    }
    return allowed.get(name, values)
