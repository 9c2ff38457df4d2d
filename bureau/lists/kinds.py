"""What a kind of list is: its headings, how a row becomes a record, what makes two rows the same record.

Each app declares its kinds in its ``lists.py`` and registers them when Django starts.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db import models

from bureau.text import fold

from .cells import UNITS, Reader, amount_reader

_WHITE = re.compile(r"\s+")
_UNIT = re.compile(rf"^(.+)\(({'|'.join(UNITS)})\)$")

Check = Callable[[dict[str, list]], Iterable[tuple[int, str, str]]]
"""Takes whole columns (None where a cell could not be read), yields (position of the row, heading, reason)."""


def heading_key(heading: object) -> str:
    """A heading as it is compared: no spaces or line breaks, brackets and letters in half-width form."""
    return _WHITE.sub("", fold(heading)) if isinstance(heading, str) else ""


class CountyReader:
    """A column that names a place; ``strict`` rejects a row whose place is unknown or empty. ``whole`` is how it calls the city."""

    def __init__(self, *, strict: bool = False, whole: str = ""):
        self.strict, self.whole = strict, whole


class CodeReader:
    """A column of credit codes where a bad code is noted and left out, not rejected."""


class ReferenceReader:
    """A column that names a record of another kind by its number; an unknown number rejects the row."""

    def __init__(self, model: str):
        self.model = model  # "app.Model", looked up by its field ``number``


@dataclass(frozen=True)
class Column:
    """One heading of a list. ``stores`` names the database columns that its value fills; the first tells a change."""

    heading: str
    field: str
    read: Reader | CountyReader | CodeReader | ReferenceReader
    required: bool = False
    aliases: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    blank: object = None  # What an empty cell is read as, and what a new record gets.
    negative: bool = True
    says_blank: bool = False  # An empty cell says ``blank`` as if it were written, and so overwrites.
    telling: bool = True  # Whether its heading helps to tell this kind of list from others.
    titled: Reader | None = None  # Reads the value from a title above the headings, where no column tells it.

    @property
    def stored(self) -> tuple[str, ...]:
        """The database columns that the value fills."""
        return self.stores or (self.field,)

    @property
    def is_private(self) -> bool:
        """Whether it holds personal data: stored encrypted, with a blind index that tells a change."""
        return self.stored[0].endswith("_index")


@dataclass(frozen=True)
class Party:
    """A unit named in the row: the columns of its name and code, and the foreign key that they fill."""

    name: str
    link: str = "organisation_id"
    key: str = "organisation_key"
    code: str = ""
    dated: str = ""
    derived_from: tuple[str, ...] = ()  # The columns that tell the name where the list has no column of it,
    name_of: Callable[[models.Model], str] | None = None  # and how a record tells it then.

    @property
    def told_by(self) -> tuple[str, ...]:
        """The columns that say which unit it is: when one changes, so may the unit."""
        return (self.name, self.code, *self.derived_from)

    def name_in(self, record: models.Model) -> str:
        """The unit's name as the record says it."""
        return self.name_of(record) if self.name_of else getattr(record, self.name)


@dataclass(frozen=True)
class Kind:
    """One of the lists a bureau receives."""

    code: str
    label: str
    model: type[models.Model]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rank: int  # Lists that others refer to come first.
    parties: tuple[Party, ...] = ()
    check: Check | None = None
    derive: Callable[[dict[str, list]], dict[str, list]] | None = None
    named: Callable[[dict[str, list]], list[bool]] | None = None  # Which rows' units belong on the work list of names.
    is_stacked: bool = (
        False  # A table whose headings may stand in two or three rows, the upper over several of the lower,
    )
    # and whose totals row counts: it is the city's own.

    @cached_property
    def required(self) -> tuple[Column, ...]:
        """The columns that a sheet must have. What a title may tell is none of them."""
        return tuple(column for column in self.columns if column.required and column.titled is None)

    @cached_property
    def telling(self) -> tuple[Column, ...]:
        """The required columns by which a sheet is known for such a list."""
        return tuple(column for column in self.required if column.telling)

    @property
    def referred(self) -> set[str]:
        """The models whose records its rows name; lists bring them too."""
        return {column.read.model for column in self.columns if isinstance(column.read, ReferenceReader)}

    def headings(self, extra: Iterable[tuple[str, str]] = ()) -> dict[str, tuple[Column, Reader | None]]:
        """Every accepted heading, as compared, to its column. ``extra`` are (heading, alias) pairs that staff added."""
        found = {}
        by_heading = {heading_key(column.heading): column for column in self.columns}
        pairs = [(heading_key(alias), by_heading.get(heading_key(heading))) for heading, alias in extra]
        for column in self.columns:
            pairs += [(heading_key(name), column) for name in (column.heading, *column.aliases)]
        for name, column in pairs:
            if column is None:
                continue
            found.setdefault(name, (column, None))
            if unit := _UNIT.match(name):
                for other in UNITS:
                    reader = amount_reader(other, negative=column.negative)
                    found.setdefault(f"{unit[1]}({other})", (column, reader))
        return found

    def __str__(self):
        return self.label


_registered: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known to the reader, the commands and the upload page."""
    for kind in kinds:
        _registered[kind.code] = kind


def all_kinds() -> list[Kind]:
    """Every kind, in the order in which lists must be loaded."""
    return sorted(_registered.values(), key=lambda kind: kind.rank)


def get_kind(code: str) -> Kind:
    """The kind of that code. Raises KeyError."""
    return _registered[code]


def loading_order(kinds: Collection[Kind]) -> tuple[int, int]:
    """Where a file of those kinds stands among others: first those that refer to nothing, then those referred to."""
    referred = set().union(*(kind.referred for kind in all_kinds()))
    if not any(kind.referred for kind in kinds):
        return 0, max(kind.rank for kind in kinds)
    return (1 if any(kind.model._meta.label in referred for kind in kinds) else 2), 0
