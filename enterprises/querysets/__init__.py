"""Adjectives, divided as the models are."""

from .recognition import RecognitionQuerySet
from .yearly import AssessmentQuerySet, PartQuerySet, YearlyDataQuerySet

__all__ = ["AssessmentQuerySet", "PartQuerySet", "RecognitionQuerySet", "YearlyDataQuerySet"]
