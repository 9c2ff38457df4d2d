"""The browser admin, divided as the models are."""

from .listed import (
    CommissionerAdmin,
    FinanceRecordAdmin,
    IncubatorAdmin,
    ParkAdmin,
    PlatformAdmin,
    StartupGrantAdmin,
    TalentBaseAdmin,
)
from .recognition import RecognitionAdmin, RegisterEventAdmin, YearlyFilingAdmin
from .reserve import ReserveAdmin, ReserveRuleAdmin, TicketAdmin
from .tokens import ApiTokenAdmin
from .yearly import AssessmentAdmin, YearlyDataAdmin

__all__ = [
    "ApiTokenAdmin",
    "AssessmentAdmin",
    "CommissionerAdmin",
    "FinanceRecordAdmin",
    "IncubatorAdmin",
    "ParkAdmin",
    "PlatformAdmin",
    "RecognitionAdmin",
    "RegisterEventAdmin",
    "ReserveAdmin",
    "ReserveRuleAdmin",
    "StartupGrantAdmin",
    "TalentBaseAdmin",
    "TicketAdmin",
    "YearlyDataAdmin",
    "YearlyFilingAdmin",
]
