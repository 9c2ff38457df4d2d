"""The browser admin, divided as the models are."""

from .recognition import RecognitionAdmin, RegisterEventAdmin, YearlyFilingAdmin
from .reserve import ReserveAdmin, ReserveRuleAdmin, TicketAdmin
from .yearly import AssessmentAdmin, YearlyDataAdmin

__all__ = [
    "AssessmentAdmin",
    "RecognitionAdmin",
    "RegisterEventAdmin",
    "ReserveAdmin",
    "ReserveRuleAdmin",
    "TicketAdmin",
    "YearlyDataAdmin",
    "YearlyFilingAdmin",
]
