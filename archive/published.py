"""Permanent addresses of issues: each published address always leads to the same issue.

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
"""Slugs that no newsletter may have, since they are addresses of lists of issues."""


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
    """All newsletters that were ever published."""

    newsletters: tuple[PublishedNewsletter, ...] = ()


@dataclass(frozen=True, slots=True)
class CurrentIssue:
    """An issue as it was just read, which is to be published."""

    path: str
    name: str
    """The name that its own number or date gives it."""

    sketch: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CurrentNewsletter:
    """A newsletter as it was just read, which is to be published."""

    slug: str
    """As configured; "" where it may be made from `label`."""

    label: str
    sources: tuple[str, ...]
    issues: tuple[CurrentIssue, ...]


def sketch_of(lines: Iterable[str]) -> tuple[str, ...]:
    """MinHash sketch of a text: its lines with the smallest hashes, stable while most lines are unchanged."""
    texts = {line.strip() for line in lines} - {""}
    return tuple(sorted(map(_hashed, texts))[:LINES])


def _hashed(line: str) -> str:
    return hashlib.blake2b(line.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def similarity(sketch: Sequence[str], other: Sequence[str]) -> float:
    """Estimated Jaccard similarity of two texts, 0 to 1, from their sketches."""
    smallest = sorted({*sketch, *other})[:LINES]
    return len({*sketch} & {*other} & {*smallest}) / len(smallest) if smallest else 0.0


def publish(register: Register, current: Sequence[CurrentNewsletter]) -> tuple[Register, tuple[str, ...]]:
    """Enter the current newsletters; returns the register and their slugs, in order."""
    known = _recognised(register, current)
    slugs = _slugs(register, current, known)
    alone = len(current) == 1
    plain_taken = any(published.plain for published in register.newsletters)
    taken = _Taken(register)
    entered = []
    for newsletter, before, slug in zip(current, known, slugs, strict=True):
        plain = before.plain if before else False
        plain = plain or (alone and not plain_taken)
        prefix = "" if alone and plain else f"{slug}/"
        issues = _named(newsletter.issues, before.issues if before else (), prefix, taken)
        old = tuple(old_slug for old_slug in (before.slugs if before else ()) if old_slug != slug)
        entered.append(PublishedNewsletter((*old, slug), newsletter.sources, issues, plain))
    present = [published for published in known if published is not None]
    away = (
        published for published in register.newsletters if not any(published is other for other in present)
    )
    return Register((*entered, *away)), slugs


def forwards(register: Register, slugs: Iterable[str]) -> dict[str, str]:
    """Former addresses of these newsletters' issues → current ones. Former and current slugs end with `/`."""
    current_slugs = frozenset(slugs)
    current = [newsletter for newsletter in register.newsletters if newsletter.slugs[-1] in current_slugs]
    moved = {
        address: issue.address
        for newsletter in current
        for issue in newsletter.issues
        for address in issue.addresses
        if address != issue.address
    }
    renamed = {
        f"{old}/": f"{newsletter.slugs[-1]}/"
        for newsletter in current
        for old in newsletter.slugs[:-1]
        if old not in current_slugs
    }
    return moved | renamed


def _recognised(
    register: Register, current: Sequence[CurrentNewsletter]
) -> tuple[PublishedNewsletter | None, ...]:
    """The published newsletter of each current one: by slug, else by source, else by issues."""
    left = list(register.newsletters)
    known: dict[int, PublishedNewsletter] = {}
    for is_same in (_has_slug, _had_slug, _has_source, _has_issues):
        for index, newsletter in enumerate(current):
            same = next(
                (published for published in left if index not in known and is_same(newsletter, published)),
                None,
            )
            if same is not None:
                known[index] = same
                left = [published for published in left if published is not same]
    return tuple(known.get(index) for index in range(len(current)))


def _has_slug(current: CurrentNewsletter, known: PublishedNewsletter) -> bool:
    return current.slug == known.slugs[-1]


def _had_slug(current: CurrentNewsletter, known: PublishedNewsletter) -> bool:
    return current.slug in known.slugs


def _has_source(current: CurrentNewsletter, known: PublishedNewsletter) -> bool:
    return bool({*current.sources} & {*known.sources})


def _has_issues(current: CurrentNewsletter, known: PublishedNewsletter) -> bool:
    """Whether half of the issues are the same: a newsletter may have moved to another source."""
    names = {issue.name: issue for issue in known.issues}
    same = sum(
        issue.name in names and similarity(issue.sketch, names[issue.name].sketch) >= EDITED
        for issue in current.issues
    )
    return same > 0 and same >= EDITED * min(len(current.issues), len(known.issues))


def _slugs(
    register: Register, current: Sequence[CurrentNewsletter], known: Sequence[PublishedNewsletter | None]
) -> tuple[str, ...]:
    """Slugs: as configured, else as published before, else derived from the source's name and unique."""
    taken = {newsletter.slug for newsletter in current if newsletter.slug}
    taken.update(slug for published in register.newsletters for slug in published.slugs)
    slugs = []
    for newsletter, before in zip(current, known, strict=True):
        slug = newsletter.slug or (before.slugs[-1] if before else "")
        if not slug:
            slug = next(
                candidate for candidate in _numbered(slug_of(newsletter.label)) if candidate not in taken
            )
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
    """Addresses that are or were in use, with the issue that owns each."""

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
        """Whether an issue may have an address: it was never used, or only by the issue itself."""
        return address not in self.owners or (issue is not None and self.owners[address] is issue)


def _named(
    current: Sequence[CurrentIssue], known: Sequence[PublishedIssue], prefix: str, taken: _Taken
) -> tuple[PublishedIssue, ...]:
    """Register entries of a newsletter's issues. Published issues are named first; absent ones come last."""
    before = _matched(current, known)
    wanted = Counter(f"{prefix}{issue.name}" for issue in current)
    entered: dict[int, PublishedIssue] = {}
    for index in sorted(range(len(current)), key=lambda at: (before[at] is None, at)):
        issue, old = current[index], before[index]
        name = _name_kept(issue, old)
        addresses = _numbered(f"{prefix}{name}")
        first = next(addresses)
        if not taken.is_free(first, old):
            first = next(
                candidate
                for candidate in addresses
                if taken.is_free(candidate, old) and candidate not in wanted
            )
        had = dict.fromkeys([*(old.addresses if old else ()), first])
        entered[index] = PublishedIssue(issue.path, issue.sketch, tuple(had), first)
        taken.owners[first] = old or entered[index]
    present_ids = {id(published) for published in before if published}
    away = (published for published in known if id(published) not in present_ids)
    return (*(entered[index] for index in range(len(current))), *away)


def _name_kept(issue: CurrentIssue, old: PublishedIssue | None) -> str:
    """The published name while the issue's own name is unchanged, including a suffix such as `-2`."""
    name = old.name if old else issue.name
    return name if _is_named(issue.name, name) else issue.name


def _is_named(wanted: str, name: str) -> bool:
    return name == wanted or (name.startswith(f"{wanted}-") and name[len(wanted) + 1 :].isdecimal())


def _matched(
    current: Sequence[CurrentIssue], known: Sequence[PublishedIssue]
) -> tuple[PublishedIssue | None, ...]:
    """The published issue of each current one.

    Matched in this order: same name and file; same text in any file; same name; similar text in the same file
    or under a former name, since its date was corrected. A file such as `latest.md`, which holds a new issue
    every week, matches in none of these ways.
    """
    left = {id(published): published for published in known}
    result: dict[int, PublishedIssue] = {}
    for keys_of, is_same in _WAYS:
        by_key: dict[object, list[PublishedIssue]] = {}
        for old in left.values():
            for key in keys_of(old):
                by_key.setdefault(key, []).append(old)
        for index, issue in enumerate(current):
            keys = keys_of(issue) if index not in result else ()
            candidates = (old for key in keys for old in by_key.get(key, ()) if id(old) in left)
            same = next((old for old in candidates if is_same(issue, old)), None)
            if same is not None:
                result[index] = left.pop(id(same))
    return tuple(result.get(index) for index in range(len(current)))


def _path(issue: CurrentIssue | PublishedIssue) -> tuple[object, ...]:
    return (issue.path,)


def _text(issue: CurrentIssue | PublishedIssue) -> tuple[object, ...]:
    return (issue.sketch,) if issue.sketch else ()


def _name(issue: CurrentIssue | PublishedIssue) -> tuple[object, ...]:
    return (issue.name,)


def _names(issue: CurrentIssue | PublishedIssue) -> tuple[object, ...]:
    if isinstance(issue, CurrentIssue):
        return (issue.name,)
    return tuple({address.rpartition("/")[2] for address in issue.addresses})


def _is_called(issue: CurrentIssue, old: PublishedIssue) -> bool:
    return _is_named(issue.name, old.name)


def _is_any(_issue: CurrentIssue, _old: PublishedIssue) -> bool:
    return True


def _is_edited(issue: CurrentIssue, old: PublishedIssue) -> bool:
    return similarity(issue.sketch, old.sketch) >= EDITED


_WAYS = (
    (_path, _is_called), (_text, _is_any), (_name, _is_any), (_path, _is_edited), (_names, _is_edited),
)  # fmt: skip
