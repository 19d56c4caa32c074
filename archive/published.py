"""Addresses of issues, once published: each leads to the same issue for ever.

The register says which file every address belongs to. It is carried from reindex to reindex, so that neither
an added file of the same date, nor an added newsletter, nor another order of sources moves an address.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

LINES = 12
"""Lines of an issue that are remembered of it: two issues that share half of them are one, edited. Headings
and standing remarks are the same in all issues, but rarely are they half of the lines."""

EDITED = 0.5
"""Share of remembered lines in common from which on a file whose issue has another name than before is the
same issue with its date corrected."""


RESERVED = ("page", "year")
"""What no newsletter may be called in addresses: lists of issues are called so."""


@dataclass(frozen=True, slots=True)
class PublishedIssue:
    """An issue that was published."""

    path: str
    """Of its file in its newsletter, the last time."""

    sketch: tuple[str, ...]
    """What `sketch_of` made of its text, the last time."""

    addresses: tuple[str, ...]
    """All that it ever had. Ids of its entries are made from the first."""

    address: str
    """The one that holds."""

    @property
    def name(self) -> str:
        """Its address without the newsletter's slug."""
        return self.address.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class PublishedNewsletter:
    """A newsletter whose issues were published."""

    slugs: tuple[str, ...]
    """All that it ever had, the one that holds last."""

    sources: tuple[str, ...]
    issues: tuple[PublishedIssue, ...]
    plain: bool = False
    """Whether its addresses have no slug while it is alone: those of the first one that was alone. No other
    newsletter that is alone later may have them."""


@dataclass(frozen=True, slots=True)
class Register:
    """All that was ever published."""

    newsletters: tuple[PublishedNewsletter, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundIssue:
    """An issue that is to be published."""

    path: str
    name: str
    """What it wants to be called, by its own number or date."""

    sketch: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundNewsletter:
    """A newsletter that is to be published."""

    slug: str
    """As configured; "" where it may be made from `label`."""

    label: str
    sources: tuple[str, ...]
    issues: tuple[FoundIssue, ...]


def sketch_of(lines: Iterable[str]) -> tuple[str, ...]:
    """The lines with the smallest hashes: the same few whenever most of the text is the same."""
    said = {line.strip() for line in lines} - {""}
    return tuple(sorted(map(_hashed, said))[:LINES])


def _hashed(line: str) -> str:
    return hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """About how much two texts have in common, 0 to 1, judged by their sketches."""
    smallest = sorted({*one, *other})[:LINES]
    return len({*one} & {*other} & {*smallest}) / len(smallest) if smallest else 0.0


def publish(register: Register, found: Sequence[FoundNewsletter]) -> tuple[Register, tuple[str, ...]]:
    """Enter what was found; gives the register, and the slugs of the newsletters in their order."""
    known = _recognised(register, found)
    slugs = _slugs(register, found, known)
    alone = len(found) == 1
    plain_taken = any(one.plain for one in register.newsletters)
    taken = _Taken(register)
    entered = []
    for newsletter, before, slug in zip(found, known, slugs, strict=True):
        plain = before.plain if before else False
        plain = plain or (alone and not plain_taken)
        prefix = "" if alone and plain else f"{slug}/"
        issues = _named(newsletter.issues, before.issues if before else (), prefix, taken)
        old = tuple(one for one in (before.slugs if before else ()) if one != slug)
        entered.append(PublishedNewsletter((*old, slug), newsletter.sources, issues, plain))
    here = [one for one in known if one is not None]
    away = (one for one in register.newsletters if not any(one is other for other in here))
    return Register((*entered, *away)), slugs


def forwards(register: Register, slugs: Iterable[str]) -> dict[str, str]:
    """Every address of some newsletters' issues that no longer holds, and the one that does. Slugs that no
    longer hold, and those in their place, end with `/`."""
    here = frozenset(slugs)
    shown = [one for one in register.newsletters if one.slugs[-1] in here]
    moved = {
        address: issue.address
        for newsletter in shown
        for issue in newsletter.issues
        for address in issue.addresses
        if address != issue.address
    }
    renamed = {f"{old}/": f"{one.slugs[-1]}/" for one in shown for old in one.slugs[:-1] if old not in here}
    return moved | renamed


def _recognised(
    register: Register, found: Sequence[FoundNewsletter]
) -> tuple[PublishedNewsletter | None, ...]:
    """What each newsletter was the last time: by its slug, else by its source, else by its issues."""
    left = list(register.newsletters)
    known: dict[int, PublishedNewsletter] = {}
    for is_same in (_has_slug, _had_slug, _has_source, _has_issues):
        for place, newsletter in enumerate(found):
            same = next((one for one in left if place not in known and is_same(newsletter, one)), None)
            if same is not None:
                known[place] = same
                left = [one for one in left if one is not same]
    return tuple(known.get(place) for place in range(len(found)))


def _has_slug(found: FoundNewsletter, known: PublishedNewsletter) -> bool:
    return found.slug == known.slugs[-1]


def _had_slug(found: FoundNewsletter, known: PublishedNewsletter) -> bool:
    return found.slug in known.slugs


def _has_source(found: FoundNewsletter, known: PublishedNewsletter) -> bool:
    return bool({*found.sources} & {*known.sources})


def _has_issues(found: FoundNewsletter, known: PublishedNewsletter) -> bool:
    """Whether half of the issues are the same: a newsletter may have moved to another source."""
    names = {issue.name: issue for issue in known.issues}
    same = sum(
        issue.name in names and likeness(issue.sketch, names[issue.name].sketch) >= EDITED
        for issue in found.issues
    )
    return same > 0 and same >= EDITED * min(len(found.issues), len(known.issues))


def _slugs(
    register: Register, found: Sequence[FoundNewsletter], known: Sequence[PublishedNewsletter | None]
) -> tuple[str, ...]:
    """As configured, else as it was, else made from the source's name and unlike any other."""
    taken = {one.slug for one in found if one.slug}
    taken.update(slug for one in register.newsletters for slug in one.slugs)
    slugs = []
    for newsletter, before in zip(found, known, strict=True):
        slug = newsletter.slug or (before.slugs[-1] if before else "")
        if not slug:
            slug = next(one for one in _numbered(slug_of(newsletter.label)) if one not in taken)
            taken.add(slug)
        slugs.append(slug)
    return tuple(slugs)


def slug_of(label: str) -> str:
    """A slug from the name of a folder or repository."""
    slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")[:40].strip("-")
    return slug if slug and slug not in RESERVED else f"newsletter-{slug}".rstrip("-")


def _numbered(name: str) -> Iterator[str]:
    yield name
    count = 2
    while True:
        yield f"{name}-{count}"
        count += 1


@dataclass(slots=True)
class _Taken:
    """Addresses that somebody has, had, or wants."""

    register: Register
    owners: dict[str, PublishedIssue | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.owners = {
            address: issue
            for newsletter in self.register.newsletters
            for issue in newsletter.issues
            for address in issue.addresses
        }

    def is_free(self, address: str, issue: PublishedIssue | None) -> bool:
        """Whether an issue may have an address: nobody has or had it, or only the issue itself."""
        return address not in self.owners or (issue is not None and self.owners[address] is issue)


def _named(
    found: Sequence[FoundIssue], known: Sequence[PublishedIssue], prefix: str, taken: _Taken
) -> tuple[PublishedIssue, ...]:
    """The issues of a newsletter, those that are away now at the end. Whoever was published chooses first."""
    before = _matched(found, known)
    wanted = Counter(f"{prefix}{one.name}" for one in found)
    entered: dict[int, PublishedIssue] = {}
    for place in sorted(range(len(found)), key=lambda at: (before[at] is None, at)):
        issue, old = found[place], before[place]
        name = _name_kept(issue, old)
        addresses = _numbered(f"{prefix}{name}")
        first = next(addresses)
        if not taken.is_free(first, old):
            first = next(one for one in addresses if taken.is_free(one, old) and one not in wanted)
        had = dict.fromkeys([*(old.addresses if old else ()), first])
        entered[place] = PublishedIssue(issue.path, issue.sketch, tuple(had), first)
        taken.owners[first] = old or entered[place]
    here = {id(one) for one in before if one}
    away = (one for one in known if id(one) not in here)
    return (*(entered[place] for place in range(len(found))), *away)


def _name_kept(issue: FoundIssue, old: PublishedIssue | None) -> str:
    """The name that an issue has as long as it goes on wanting the same; `-2` behind it is not given back."""
    name = old.name if old else issue.name
    return name if _is_named(issue.name, name) else issue.name


def _is_named(wanted: str, name: str) -> bool:
    return name == wanted or (name.startswith(f"{wanted}-") and name[len(wanted) + 1 :].isdecimal())


def _matched(
    found: Sequence[FoundIssue], known: Sequence[PublishedIssue]
) -> tuple[PublishedIssue | None, ...]:
    """What each issue was the last time.

    First the same name in the same file; then the same text, wherever it stands; then the same name; then
    about the same text in the same file, or under a name of earlier: its date was corrected. A file such as
    `latest.md`, which is another issue every week, is none of these.
    """
    left = {id(one): one for one in known}
    result: dict[int, PublishedIssue] = {}
    for keys_of, is_same in _WAYS:
        places: dict[object, list[PublishedIssue]] = {}
        for old in left.values():
            for key in keys_of(old):
                places.setdefault(key, []).append(old)
        for place, issue in enumerate(found):
            keys = keys_of(issue) if place not in result else ()
            candidates = (old for key in keys for old in places.get(key, ()) if id(old) in left)
            same = next((old for old in candidates if is_same(issue, old)), None)
            if same is not None:
                result[place] = left.pop(id(same))
    return tuple(result.get(place) for place in range(len(found)))


def _path(issue: FoundIssue | PublishedIssue) -> tuple[object, ...]:
    return (issue.path,)


def _text(issue: FoundIssue | PublishedIssue) -> tuple[object, ...]:
    return (issue.sketch,) if issue.sketch else ()


def _name(issue: FoundIssue | PublishedIssue) -> tuple[object, ...]:
    return (issue.name,)


def _names(issue: FoundIssue | PublishedIssue) -> tuple[object, ...]:
    if isinstance(issue, FoundIssue):
        return (issue.name,)
    return tuple({address.rpartition("/")[2] for address in issue.addresses})


def _is_called(issue: FoundIssue, old: PublishedIssue) -> bool:
    return _is_named(issue.name, old.name)


def _is_any(_issue: FoundIssue, _old: PublishedIssue) -> bool:
    return True


def _is_edited(issue: FoundIssue, old: PublishedIssue) -> bool:
    return likeness(issue.sketch, old.sketch) >= EDITED


_WAYS = (
    (_path, _is_called), (_text, _is_any), (_name, _is_any), (_path, _is_edited), (_names, _is_edited),
)  # fmt: skip
