"""How one newsletter writes its issues, as data from TOML. `docs/conventions.md` explains every key."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from archive.conventions.tables import (
    ERA_TABLES,
    Bylines,
    Entries,
    Era,
    Files,
    FrontMatter,
    Heading,
    Labels,
    Lead,
    Links,
    Schedule,
    Sections,
    Special,
    Table,
    Text,
    Texts,
)
from archive.errors import ConventionsError

SHIPPED = Path(__file__).parent
GENERIC = "generic"
"""Conventions that suit any list of links under headings: used where no others fit better."""

Publishers = dict[Text, Texts]
"""`[publishers]`: publishers that only this newsletter knows, each with its aliases and hosts."""


class Conventions(Table):
    """Everything that the reader knows about one newsletter."""

    name: str = Field(default="", max_length=100)
    """Name of the file, without its ending."""

    title: Text
    """What the newsletter is called."""

    files: Files = Files()
    front_matter: FrontMatter = FrontMatter()
    heading: Heading = Heading()
    schedule: Schedule = Schedule()
    lead: Lead = Lead()
    sections: Sections = Sections()
    entries: Entries = Entries()
    bylines: Bylines = Bylines()
    labels: Labels = Labels()
    links: Links = Links()
    publishers: Publishers = Field(default_factory=dict)
    eras: tuple[Era, ...] = ()

    @field_validator("eras")
    @classmethod
    def _eras_have_known_keys(cls, eras: tuple[Era, ...]) -> tuple[Era, ...]:
        for era in eras:
            for name in ERA_TABLES:
                try:
                    _TABLES[name].model_validate(getattr(era, name))
                except ValidationError as error:
                    raise ValueError(f"{name}.{_mistakes(error)}") from error
        return eras

    def at(self, number: int | None, date: dt.date | None) -> Conventions:
        """The conventions that hold for an issue: those of its era."""
        rules = [era for era in self.eras if era.has(number, date)]
        if not rules:
            return self.model_copy(update={"eras": ()}) if self.eras else self
        table = self.model_dump(exclude={"eras"})
        for era in rules:
            for name in ERA_TABLES:
                table[name] = {**table[name], **getattr(era, name)}
        return Conventions.model_validate(table)


def load_conventions(name_or_path: str) -> Conventions:
    """Conventions shipped under a name (`embedded-ai-report`), or those of a TOML file.

    Raises ConventionsError, whose one line names the file, the key and the allowed values.
    """
    path = _path(name_or_path)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        return Conventions.model_validate({**table, "name": path.stem})
    except (OSError, UnicodeDecodeError) as error:
        raise ConventionsError(
            f"cannot be read ({error})", file=str(path), remedy="check the path"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ConventionsError(f"is not TOML: {error}", file=str(path), remedy="correct that line") from error
    except ValidationError as error:
        raise ConventionsError(_mistakes(error), file=str(path), remedy="see docs/conventions.md") from error


def shipped() -> tuple[str, ...]:
    """Names of the conventions that come with jianbao, in alphabetical order."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def _path(name_or_path: str) -> Path:
    if re.fullmatch(r"[\w-]+", name_or_path):
        path = SHIPPED / f"{name_or_path}.toml"
        if not path.is_file():
            raise ConventionsError(
                f"no conventions are called {name_or_path!r}",
                remedy=f"take one of {', '.join(shipped())}, or the path of a .toml file",
            )
        return path
    return Path(name_or_path)


def _mistakes(error: ValidationError) -> str:
    return "; ".join(_mistake(mistake) for mistake in error.errors())


def _mistake(mistake: ErrorDetails) -> str:
    location = mistake["loc"]
    key = ".".join(str(step) for step in location)
    if mistake["type"] == "extra_forbidden":
        return f"{key}: is no key of conventions; allowed here: {', '.join(_keys_beside(location))}"
    plain = mistake["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{key}: {_PLAIN.get(mistake['type'], plain)}"


_PLAIN = {
    "missing": "is missing",
    "tuple_type": "is a list, in square brackets",
    "string_type": "is a text, in quotation marks",
    "bool_type": "is true or false",
    "bool_parsing": "is true or false",
    "int_type": "is a whole number",
    "string_too_short": "must not be empty",
    "model_type": "is a table",
}


def _keys_beside(location: tuple[int | str, ...]) -> list[str]:
    """Keys that are allowed in the table of an unknown key."""
    table: type[BaseModel] = Conventions
    for step in location[:-1]:
        if isinstance(step, str):
            table = _TABLES.get(step, table)
    return sorted(key for key in table.model_fields if (table, key) != (Conventions, "name"))


_TABLES: dict[str, type[BaseModel]] = {
    "files": Files,
    "front_matter": FrontMatter,
    "heading": Heading,
    "schedule": Schedule,
    "eras": Era,
    "lead": Lead,
    "sections": Sections,
    "special": Special,
    "entries": Entries,
    "bylines": Bylines,
    "labels": Labels,
    "links": Links,
}
