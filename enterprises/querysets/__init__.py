"""Adjectives, divided as the models are."""

from .recognition import RecognitionQuerySet
from .reserve import ReservePartQuerySet, ReserveQuerySet, TicketQuerySet
from .yearly import AssessmentQuerySet, PartQuerySet, YearlyDataQuerySet

__all__ = [
    "AssessmentQuerySet",
    "PartQuerySet",
    "RecognitionQuerySet",
    "ReservePartQuerySet",
    "ReserveQuerySet",
    "TicketQuerySet",
    "YearlyDataQuerySet",
]
