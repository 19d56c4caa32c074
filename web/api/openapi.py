"""OpenAPI 3.1 of the API, made from the models that validate requests and write answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from openapi_pydantic import OpenAPI
from pydantic.json_schema import models_json_schema

from web.api import schema as answers
from web.parameters.api_parameters import LookupRequest, NothingRequest, SuggestRequest, TrendsRequest
from web.parameters.search_request import SearchRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from web.parameters.query_string import Parameters

VERSION = "1.0.0"

PROMISE = {
    "zh-Hans": "v1 保持不变：这里写明的路径、参数和字段不会改名、改型、改义；可能增加新的字段和可选参数，"
    "不认识的请忽略。score、同分结果的先后、generation 和 took_ms 只对当次回答有意义。"
    "条目的 id 不因别的条目改动而变。",
    "en": "v1 stays: paths, parameters and the fields named here keep their names, types and meaning. New "
    "fields and new optional parameters may be added; please ignore what you do not know. score, the order "
    "of equal hits, generation and took_ms promise nothing beyond one answer. Entry ids survive edits to "
    "other entries.",
}
"""What stays as it is, by language: written on the readable page and in the specification."""

SCHEMAS = "#/components/schemas/{model}"
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Route:
    """A resource of the API."""

    path: str
    name: str
    summary: str
    request: type[Parameters] = NothingRequest
    answer: type[BaseModel] | None = None
    """None for exports, which are text."""

    mimetype: str = JSON
    key: str = ""
    """Name of the variable in the path."""

    missing: bool = False
    """Whether an honest request may find nothing there."""


ROUTES = (
    Route("search", "search", "检索 · Search", SearchRequest, answers.SearchAnswer, missing=True),
    Route("suggest", "suggest", "建议 · Completions while typing", SuggestRequest, answers.SuggestAnswer),
    Route("issues", "issues", "所有期次 · All issues", answer=answers.IssuesAnswer),
    Route("issues/{name}", "issue", "一期 · One issue", answer=answers.IssueAnswer, key="name", missing=True),
    Route("entries/{id}", "entry", "一条 · One entry", answer=answers.EntryAnswer, key="id", missing=True),
    Route("lookup", "lookup", "已收录？ · Has a URL appeared?", LookupRequest, answers.LookupAnswer),
    Route("trends", "trends", "趋势 · How often, by month", TrendsRequest, answers.TrendsAnswer),
    Route(
        "export.jsonl",
        "exportJsonl",
        "导出 JSON Lines · As JSON Lines",
        SearchRequest,
        None,
        "application/x-ndjson",
    ),
    Route("export.csv", "exportCsv", "导出 CSV · As CSV", SearchRequest, None, "text/csv"),
)


@lru_cache(maxsize=16)
def specification(title: str, server: str) -> dict[str, object]:
    """The whole document, checked against OpenAPI 3.1 and ready for JSON."""
    models = {route.answer for route in ROUTES if route.answer} | {answers.ErrorAnswer}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schemas = models_json_schema([(model, "serialization") for model in ordered], ref_template=SCHEMAS)
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": f"{title} API",
            "version": VERSION,
            "description": "\n\n".join(PROMISE.values()),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "paths": {f"/api/v1/{route.path}": {"get": _operation(route)} for route in ROUTES},
        "components": {"schemas": schemas["$defs"]},
    }
    checked = OpenAPI.model_validate(document)
    dumped: dict[str, object] = checked.model_dump(mode="json", by_alias=True, exclude_none=True)
    return dumped


def _operation(route: Route) -> dict[str, object]:
    return {
        "operationId": route.name,
        "summary": route.summary,
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
