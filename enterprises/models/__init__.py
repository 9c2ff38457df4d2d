"""Nouns: recognitions; a firm's yearly data and its parts; assessments; the reserve."""

from .assessment import Assessment, Judgement, Wording
from .recognition import Recognition, YearsLater
from .register import RegisterEvent, YearlyFiling
from .reserve import Measure, Reserve, ReserveRule, ServiceFile, ServiceRecord, Ticket
from .yearly import Activity, Conversion, Enterprise, Product, Right, StaffMonth, YearlyData

__all__ = [
    "Activity",
    "Assessment",
    "Conversion",
    "Enterprise",
    "Judgement",
    "Measure",
    "Product",
    "Recognition",
    "RegisterEvent",
    "Reserve",
    "ReserveRule",
    "Right",
    "ServiceFile",
    "ServiceRecord",
    "StaffMonth",
    "Ticket",
    "Wording",
    "YearlyData",
    "YearlyFiling",
    "YearsLater",
]
