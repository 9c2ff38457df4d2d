"""Nouns: recognitions; a firm's yearly data and its parts; assessments; the reserve; the registers beside."""

from .assessment import Assessment, Judgement, Wording
from .listed import Commissioner, FinanceRecord, Incubator, Park, Platform, StartupGrant, TalentBase
from .recognition import Recognition, YearsLater
from .register import RegisterEvent, YearlyFiling
from .reserve import Measure, Reserve, ReserveRule, ServiceFile, ServiceRecord, Ticket
from .tokens import ApiToken
from .yearly import Activity, Conversion, Enterprise, Product, Right, StaffMonth, YearlyData

__all__ = [
    "Activity",
    "ApiToken",
    "Assessment",
    "Commissioner",
    "Conversion",
    "Enterprise",
    "FinanceRecord",
    "Incubator",
    "Judgement",
    "Measure",
    "Park",
    "Platform",
    "Product",
    "Recognition",
    "RegisterEvent",
    "Reserve",
    "ReserveRule",
    "Right",
    "ServiceFile",
    "ServiceRecord",
    "StaffMonth",
    "StartupGrant",
    "TalentBase",
    "Ticket",
    "Wording",
    "YearlyData",
    "YearlyFiling",
    "YearsLater",
]
