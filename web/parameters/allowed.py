"""What each parameter may be, in a sentence, read from its model: for readers of a 400."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from web.text.i18n import gettext as _

if TYPE_CHECKING:
    from web.parameters.query_string import Parameters


def parameter_names(model: type[Parameters]) -> tuple[str, ...]:
    """Names of all parameters of a model, as they stand in URLs."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def allowed_values(model: type[Parameters], name: str) -> str:
    """What a parameter accepts."""
    return _of(model.model_json_schema(by_alias=True)["properties"][name])


def _of(schema: dict[str, Any]) -> str:
    """A JSON Schema in words; `Any`, since that is what pydantic makes it of."""
    if "anyOf" in schema:
        return _of(schema["anyOf"][0])
    if "enum" in schema:
        return " / ".join(schema["enum"])
    if schema["type"] == "integer":
        return _("%(least)s 到 %(most)s 的整数", least=schema["minimum"], most=schema["maximum"])
    if schema["type"] == "array":
        each = schema["items"]["maxLength"]
        return _("最多 %(count)s 个值，每个最多 %(length)s 个字符", count=schema["maxItems"], length=each)
    if "pattern" in schema:
        is_url = "http" in schema["pattern"]
        return _("一个 http 或 https 网址") if is_url else _("YYYY、YYYY-MM 或 YYYY-MM-DD，如 2020-05")
    if "x-max-clauses" in schema:
        return _(
            "一个值，最多 %(length)s 个字符，其中引号、减号、OR 和“栏目:”之类最多 %(count)s 处",
            length=schema["maxLength"],
            count=schema["x-max-clauses"],
        )
    return _("一个值，最多 %(count)s 个字符", count=schema["maxLength"])
