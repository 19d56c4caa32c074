"""Query string → frozen pydantic models: one way in for pages, API, feeds and widget."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Annotated, TypeVar, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from index.query.parser import language_clauses
from index.search_request import MAX_CLAUSES, MAX_QUERY_LENGTH

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

IGNORED = frozenset({"lang"})
"""Parameters that every route knows and no model names: the language of the interface."""

_NUMBER = re.compile(r"[1-9][0-9]{0,6}")


class BadParameterError(ValueError):
    """A parameter that is unknown or malformed: its name, and the model that says what is allowed."""

    def __init__(self, name: str, model: type[Parameters], *, known: bool = True) -> None:
        super().__init__(name)
        self.name = name
        self.model = model
        self.known = known


class Parameters(BaseModel):
    """Base of all query string models: frozen, and nothing that is not named."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


def _whole_number(value: object) -> object:
    """Only plain digits: `+1`, `1_0`, ` 1` and other spellings that Python reads are mistakes in a URL."""
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise ValueError("not a whole number from 1")
    return value


PlainDigits = BeforeValidator(_whole_number)
"""For whole numbers from 1. Stands last in an annotation, so that bounds before it reach the schema."""


def printable(text: str) -> str:
    """Text without control characters and halves of surrogate pairs; they can be sent, but not meant."""
    kept = (" " if char in "\t\n\r" else char for char in text)
    return "".join(char for char in kept if unicodedata.category(char) not in ("Cc", "Cs")).strip()


def few_clauses(text: str) -> str:
    """Text with not more pieces of search language than are executed."""
    if language_clauses(text) > MAX_CLAUSES:
        raise ValueError(f"more than {MAX_CLAUSES} phrases, exclusions, fields and alternatives")
    return text


QueryText = Annotated[
    str,
    Field(max_length=MAX_QUERY_LENGTH, json_schema_extra={"x-max-clauses": MAX_CLAUSES}),
    AfterValidator(printable),
    AfterValidator(few_clauses),
]
"""What a reader typed."""


def each_once(values: tuple[str, ...]) -> tuple[str, ...]:
    """Values without repetitions, in their order. Counted before: a bound is on what was sent."""
    return tuple(dict.fromkeys(values))


P = TypeVar("P", bound=Parameters)


def read_parameters(model: type[P], args: MultiDict[str, str], *, strict: bool) -> P:
    """Parameters of a request as a frozen value.

    Strict (API): an unknown name, a repeated single value or an empty one is a mistake. Otherwise
    (pages, whose forms send empty fields and whose links come from anywhere) these are passed over.
    Raises BadParameterError for the first mistake.
    """
    names = {field.alias or name: field for name, field in model.model_fields.items()}
    raw: dict[str, object] = {}
    for name, values in args.lists():
        if name in IGNORED:
            continue
        if name not in names:
            if strict:
                raise BadParameterError(name, model, known=False)
            continue
        kept = values if strict else [value for value in values if value.strip()]
        if get_origin(names[name].annotation) is tuple:
            raw[name] = tuple(kept)
        elif strict and len(kept) > 1:
            raise BadParameterError(name, model)
        elif kept:
            raw[name] = kept[0]
    try:
        return model.model_validate(raw, context={"strict": strict})
    except ValidationError as error:
        raise BadParameterError(str(error.errors()[0]["loc"][0]), model) from error
