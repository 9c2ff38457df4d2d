"""The officers' pages, by stage of the process."""

from . import (
    applications,
    board,
    calls,
    decisions,
    draws,
    experts,
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
    "decisions",
    "draws",
    "experts",
    "panels",
    "records",
    "reviewing",
    "similarity",
    "soliciting",
    "visits",
]
