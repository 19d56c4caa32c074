"""Error responses: one JSON shape for the API, one page for browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, jsonify, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, default_exceptions

from index.errors import EngineError, SearchUnfinishedError
from web.operations.logs import log
from web.parameters.allowed import allowed_values, parameter_names
from web.parameters.query_string import BadParameterError
from web.site.responses import html
from web.site.site import site
from web.text.i18n import gettext as _
from web.text.i18n import lazy_gettext
from web.text.markup import visible
from web.view.contexts import ErrorPage

if TYPE_CHECKING:
    from flask import Flask, Response
    from werkzeug.wrappers import Response as BaseResponse

RETRY_SECONDS = 5
"""Value of Retry-After with a 503: swapping an index takes less."""

TITLES = {
    400: lazy_gettext("这个请求看不懂"),
    404: lazy_gettext("没有这一页"),
    405: lazy_gettext("这里不能这样请求"),
    413: lazy_gettext("请求太长"),
    414: lazy_gettext("地址太长"),
    429: lazy_gettext("请求太频繁"),
    500: lazy_gettext("出错了"),
    503: lazy_gettext("暂时不能检索"),
}
DETAILS = {
    400: lazy_gettext("请检查网址，或者从首页重新搜索。"),
    404: lazy_gettext("网址可能写错了，也可能这一页已经不在了。"),
    405: lazy_gettext("这个地址不接受这种请求方法。"),
    413: lazy_gettext("请缩短之后再试。"),
    414: lazy_gettext("请缩短之后再试。"),
    429: lazy_gettext("请稍等片刻再试。"),
    500: lazy_gettext("这是我们的问题，已经记录下来。请稍后再试。"),
    503: lazy_gettext("索引正在重建或暂时读不到，请稍后再试。"),
}


def init_errors(app: Flask) -> None:
    """Register handlers for all errors."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(EngineError, _engine_error)
    app.register_error_handler(SearchUnfinishedError, _unfinished_search)
    app.register_error_handler(BadParameterError, _bad_parameter)


def error_body(status: int, title: str, detail: str) -> dict[str, dict[str, object]]:
    """The one JSON shape of an error."""
    return {"error": {"status": status, "title": title, "detail": detail}}


def wants_json() -> bool:
    """Whether the client expects JSON: below the API, or preferring JSON to HTML."""
    if request.path.startswith(f"{site().urls.prefix}/api/"):
        return True
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def _answer(status: int, detail: str = "") -> Response:
    g.failed = status >= 500
    title = str(TITLES.get(status) or default_exceptions[status]().name)
    detail = detail or str(DETAILS.get(status, ""))
    if wants_json():
        response = jsonify(error_body(status, title, detail))
    else:
        retry = request.full_path.rstrip("?") if status >= 429 and request.method == "GET" else ""
        response = html(render_template("error.html", page=ErrorPage(status, title, detail, retry)))
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def _http_error(error: HTTPException) -> BaseResponse:
    """Any status of HTTP. Redirects are no errors; our own words are kept, Werkzeug's English is not."""
    status = error.code or 500
    if status < 400:
        return error.get_response()
    own = error.description if status == 404 and error.description != NotFound.description else ""
    response = _answer(status, own or "")
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.allow.update(error.valid_methods)
    return response


def _engine_error(error: EngineError) -> Response:
    """503 where the index cannot be read. The reason is in the log and in /healthz."""
    log.error("index cannot answer: %s", error, extra={"request_id": g.get("request_id", "")})
    response = _answer(503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _unfinished_search(error: SearchUnfinishedError) -> Response:
    """503 for an export or a feed that would be a part of what it is taken for."""
    log.warning("%s", error, extra={"request_id": g.get("request_id", "")})
    return _answer(503, _("这次搜索太费时间，没能找全。请搜得具体一些。"))


def _bad_parameter(error: BadParameterError) -> Response:
    """Which parameter, and what is allowed."""
    name = visible(error.name)[:80]
    if not error.known:
        known = _("、").join(parameter_names(error.model)) or _("没有参数")
        return _answer(400, _("没有参数 %(name)s。可用的参数：%(known)s。", name=name, known=known))
    allowed = allowed_values(error.model, error.name)
    return _answer(400, _("参数 %(name)s 不对。允许的是：%(allowed)s。", name=name, allowed=allowed))
