"""The officers' pages, by stage of the process."""

from . import (
    applications,
    board,
    calls,
    composing,
    decisions,
    draws,
    experts,
    opinions,
    panels,
    records,
    reviewing,
    similarity,
    soliciting,
    visits,
)

__all__ = [
    "applications",
    "board",
    "calls",
    "composing",
    "decisions",
    "draws",
    "experts",
    "opinions",
    "panels",
    "records",
    "reviewing",
    "similarity",
    "soliciting",
    "visits",
]
