"""The browser admin, divided as the models are."""

from .recognition import RecognitionAdmin
from .yearly import AssessmentAdmin, YearlyDataAdmin

__all__ = ["AssessmentAdmin", "RecognitionAdmin", "YearlyDataAdmin"]
