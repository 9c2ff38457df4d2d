"""The browser admin, divided as the models are."""

from .recognition import RecognitionAdmin
from .reserve import ReserveAdmin, ReserveRuleAdmin, TicketAdmin
from .yearly import AssessmentAdmin, YearlyDataAdmin

__all__ = [
    "AssessmentAdmin",
    "RecognitionAdmin",
    "ReserveAdmin",
    "ReserveRuleAdmin",
    "TicketAdmin",
    "YearlyDataAdmin",
]
