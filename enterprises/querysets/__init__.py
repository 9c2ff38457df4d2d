"""Adjectives, divided as the models are."""

from .listed import (
    ALERT_DAYS,
    CommissionerQuerySet,
    FinanceQuerySet,
    GrantQuerySet,
    IncubatorQuerySet,
    ParkQuerySet,
    PlatformQuerySet,
    TalentQuerySet,
)
from .recognition import RecognitionQuerySet
from .register import RegisterEventQuerySet, YearlyFilingQuerySet, due_day
from .reserve import MeasureQuerySet, ReservePartQuerySet, ReserveQuerySet, ServiceFileQuerySet, TicketQuerySet
from .tokens import ApiTokenQuerySet
from .yearly import AssessmentQuerySet, PartQuerySet, YearlyDataQuerySet

__all__ = [
    "ALERT_DAYS",
    "ApiTokenQuerySet",
    "AssessmentQuerySet",
    "CommissionerQuerySet",
    "FinanceQuerySet",
    "GrantQuerySet",
    "IncubatorQuerySet",
    "MeasureQuerySet",
    "ParkQuerySet",
    "PartQuerySet",
    "PlatformQuerySet",
    "RecognitionQuerySet",
    "RegisterEventQuerySet",
    "ReservePartQuerySet",
    "ReserveQuerySet",
    "ServiceFileQuerySet",
    "TalentQuerySet",
    "TicketQuerySet",
    "YearlyDataQuerySet",
    "YearlyFilingQuerySet",
    "due_day",
]
