"""What waits for a person, as each app tells it: the workspace's one list. Apps register in their ``todos.py``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: in words, where it is done, until when; ``urgent`` when it is late or holds others up."""

    text: str
    url: str
    action: str = "去办理"
    hint: str = ""
    due_on: date | None = None
    urgent: bool = False


Provider = Callable[[object], Iterable[Todo]]
_providers: list[Provider] = []


def provider(function: Provider) -> Provider:
    """Make known what tells a person's to-dos. It asks a constant number of queries, at any number of rows."""
    if function not in _providers:
        _providers.append(function)
    return function


def todos_of(user) -> list[Todo]:
    """All that waits for the person: urgent first, then by date, those without one last."""
    found = [todo for tell in _providers for todo in tell(user)]
    return sorted(found, key=lambda todo: (not todo.urgent, todo.due_on or date.max))
