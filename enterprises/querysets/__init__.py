"""Adjectives, divided as the models are."""

from .recognition import RecognitionQuerySet
from .register import RegisterEventQuerySet, YearlyFilingQuerySet, due_day
from .reserve import MeasureQuerySet, ReservePartQuerySet, ReserveQuerySet, ServiceFileQuerySet, TicketQuerySet
from .yearly import AssessmentQuerySet, PartQuerySet, YearlyDataQuerySet

__all__ = [
    "AssessmentQuerySet",
    "MeasureQuerySet",
    "PartQuerySet",
    "RecognitionQuerySet",
    "RegisterEventQuerySet",
    "ReservePartQuerySet",
    "ReserveQuerySet",
    "ServiceFileQuerySet",
    "TicketQuerySet",
    "YearlyDataQuerySet",
    "YearlyFilingQuerySet",
    "due_day",
]
