"""Nouns: recognitions; a firm's yearly data and its parts; assessments."""

from .assessment import Assessment, Judgement
from .recognition import Recognition, YearsLater
from .yearly import Activity, Conversion, Enterprise, Product, Right, StaffMonth, YearlyData

__all__ = [
    "Activity",
    "Assessment",
    "Conversion",
    "Enterprise",
    "Judgement",
    "Product",
    "Recognition",
    "Right",
    "StaffMonth",
    "YearlyData",
    "YearsLater",
]
