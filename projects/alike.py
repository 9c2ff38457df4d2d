"""Suggestions of one 征集 whose directions resemble each other: a hint for who answers, nothing follows from it."""

from dataclasses import dataclass

from bureau.similarity import likeness
from projects.choices import SuggestionStatus
from projects.models import Suggestion

AT_LEAST = 0.5  # Of the pairs of characters of two titles; below it directions of one field begin to look alike.
SHOWN, LOOKED_AT = 5, 2000


@dataclass(frozen=True, slots=True)
class Alike:
    """Another suggestion: how like its title is (0 to 1), and how it stands."""

    pk: int
    number: str
    title: str
    share: float
    words: str


def alike(suggestion: Suggestion) -> list[Alike]:
    """The most similar of the same 征集, the likest first."""
    rows = Suggestion.objects.received().filter(solicitation=suggestion.solicitation_id).exclude(pk=suggestion.pk)
    found = [
        Alike(pk, number, title, share, SuggestionStatus(status).label)
        for pk, number, title, status in rows.order_by("-pk").values_list("pk", "number", "title", "status")[:LOOKED_AT]
        if (share := likeness(suggestion.title, title)) >= AT_LEAST
    ]
    return sorted(found, key=lambda one: -one.share)[:SHOWN]
