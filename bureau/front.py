"""What the apps show on the public front page and in the site's search, without the portal knowing them.

An app says it in a module ``front.py``, which is read when all apps are ready::

    front.show(front.Section("calls", "正在申报", 10, open_calls, more="projects:call-list"))
    front.find(front.Source("calls", "申报指南", search_calls))

A verb that changes what they show says ``front.changed()``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a section: what it is, where it leads, and until when (a countdown is shown for it)."""

    title: str
    url: str
    on: date | None = None
    until: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A block of the front page. ``items(limit)`` gives its lines; with none the block is left out."""

    code: str
    title: str
    position: int
    items: Callable[[int], list[Item]]
    more: str = ""  # The name of the address with all of them.
    ends: str = "申报"  # What the countdown counts down to the end of.


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: ``text`` is what the words are looked up in for the excerpt."""

    title: str
    url: str
    kind: str
    on: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Something that the site's search looks through. ``search(text, limit)`` gives the best first."""

    code: str
    label: str
    search: Callable[[str, int], list[Hit]]


_sections: dict[str, Section] = {}
_heard: list[Callable[[], None]] = []
_sources: dict[str, Source] = {}


def show(section: Section) -> None:
    """Let the front page have this section."""
    _sections[section.code] = section


def find(source: Source) -> None:
    """Let the search look here."""
    _sources[source.code] = source


def on_change(hear: Callable[[], None]) -> None:
    """Let whoever keeps finished pages hear that one of them is no longer true."""
    if hear not in _heard:
        _heard.append(hear)


def changed() -> None:
    """Said by a verb, inside its transaction: what the public pages show is another from its commit on."""
    for hear in _heard:
        hear()


def sections() -> list[Section]:
    """Every section, in the order of the page."""
    return sorted(_sections.values(), key=lambda section: section.position)


def sources() -> list[Source]:
    """Every source, in the order in which the apps named them."""
    return list(_sources.values())
