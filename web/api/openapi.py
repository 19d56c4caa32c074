"""OpenAPI 3.1 of the API, made from the models that validate requests and write answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic.json_schema import models_json_schema

from web.api import schema as answers
from web.parameters.api_parameters import (
    ExplainedSearchRequest,
    IssueListRequest,
    LookupRequest,
    NothingRequest,
    SuggestRequest,
    TrendsRequest,
)
from web.parameters.search_request import SearchRequest
from web.text.i18n import LazyMessage, from_english, language, lazy_gettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from web.parameters.query_string import Parameters

VERSION = "1.0.0"

PROMISE = lazy_gettext(
    "v1 保持不变：这里写明的路径、参数和字段不会改名、改型、改义；可能增加新的字段和可选参数，"
    "不认识的请忽略。score、同分结果的先后、generation 和 took_ms 只对当次回答有意义。"
    "条目的 id 不因别的条目改动而变。"
)
"""The stability policy, shown on the readable page and in the specification."""

SCHEMAS = "#/components/schemas/{model}"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Route:
    """A resource of the API."""

    path: str
    name: str
    summary: LazyMessage
    request: type[Parameters] = NothingRequest
    answer: type[BaseModel] | None = None
    """None for exports, which are text."""

    mimetype: str = JSON
    key: str = ""
    """Name of the variable in the path."""

    missing: bool = False
    """Whether an honest request may find nothing there."""


ROUTES = (
    Route(
        "search", "search", lazy_gettext("检索"), ExplainedSearchRequest, answers.SearchAnswer, missing=True
    ),
    Route("suggest", "suggest", lazy_gettext("建议"), SuggestRequest, answers.SuggestAnswer),
    Route("issues", "issues", lazy_gettext("所有期次"), IssueListRequest, answers.IssuesAnswer, missing=True),
    Route(
        "issues/{name}", "issue", lazy_gettext("一期"), answer=answers.IssueAnswer, key="name", missing=True
    ),
    Route("entries/{id}", "entry", lazy_gettext("一条"), answer=answers.EntryAnswer, key="id", missing=True),
    Route("lookup", "lookup", lazy_gettext("已收录？"), LookupRequest, answers.LookupAnswer),
    Route("trends", "trends", lazy_gettext("趋势"), TrendsRequest, answers.TrendsAnswer),
    Route(
        "export.jsonl",
        "exportJsonl",
        lazy_gettext("导出 JSON Lines"),
        SearchRequest,
        None,
        "application/x-ndjson",
    ),
    Route("export.csv", "exportCsv", lazy_gettext("导出 CSV"), SearchRequest, None, "text/csv"),
)


def specification(title: str, server: str) -> dict[str, object]:
    """The whole document in the reader's language, checked against OpenAPI 3.1 and ready for JSON."""
    return _specification(title, server, language())


@lru_cache(maxsize=16)
def _specification(title: str, server: str, _language: str) -> dict[str, object]:
    # 3 MB of every worker, for what few readers ask.
    from openapi_pydantic import OpenAPI  # noqa: PLC0415

    models = {route.answer for route in ROUTES if route.answer} | {answers.ErrorAnswer}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schemas = models_json_schema([(model, "serialization") for model in ordered], ref_template=SCHEMAS)
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title} API",
            "version": VERSION,
            "description": str(PROMISE),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "paths": {f"/api/v1/{route.path}": {"get": _translated(_operation(route))} for route in ROUTES},
        "components": {"schemas": _translated(schemas["$defs"])},
    }
    checked = OpenAPI.model_validate(document)
    dumped: dict[str, object] = checked.model_dump(mode="json", by_alias=True, exclude_none=True)
    return dumped


def _translated(part: object) -> object:
    """A part of the document with its descriptions in the reader's language."""
    if isinstance(part, dict):
        return {
            name: from_english(value)
            if name == "description" and isinstance(value, str)
            else _translated(value)
            for name, value in part.items()
        }
    return [_translated(item) for item in part] if isinstance(part, list | tuple) else part


def _operation(route: Route) -> dict[str, object]:
    return {
        "operationId": route.name,
        "summary": str(route.summary),
        "parameters": [*_path_parameters(route), *_query_parameters(route.request)],
        "responses": _responses(route),
    }


def _responses(route: Route) -> dict[str, object]:
    content = {route.mimetype: {"schema": _reference(route.answer) if route.answer else {"type": "string"}}}
    if route.name == "suggest":
        content["application/x-suggestions+json"] = {"schema": {"type": "array"}}
    answers_of = {
        "200": {"description": "OK", "content": content},
        "400": _error("A parameter is unknown or malformed; `detail` names it and says what is allowed."),
        "404": _error("There is none."),
        "414": {"description": "The address is longer than the server reads."},
        "429": _error("Too many requests; wait as `Retry-After` says."),
        "503": _error("The index cannot answer just now; wait as `Retry-After` says."),
    }
    return {status: answer for status, answer in answers_of.items() if status != "404" or route.missing}


def _error(description: str) -> dict[str, object]:
    return {"description": description, "content": {JSON: {"schema": _reference(answers.ErrorAnswer)}}}


def _reference(model: type[BaseModel]) -> dict[str, object]:
    return {"$ref": SCHEMAS.format(model=model.__name__)}


def _path_parameters(route: Route) -> Iterator[dict[str, object]]:
    if route.key:
        yield {
            "name": route.key,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "minLength": 1},
        }


def _query_parameters(model: type[Parameters]) -> Iterator[dict[str, object]]:
    """The fields of a request's model, each with the JSON Schema that pydantic gives it."""
    schema = model.model_json_schema(by_alias=True)
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        kept = {key: value for key, value in field.items() if key not in ("description", "title")}
        yield {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": field.get("description", ""),
            "schema": _without_null(kept),
        }


def _without_null(schema: dict[str, object]) -> dict[str, object]:
    """A query string has no null: an optional value is one that is left out."""
    options = schema.get("anyOf")
    if not isinstance(options, list):
        return schema
    return next(dict(option) for option in options if option.get("type") != "null")
