"""Patents, their counts, the views of them that people keep, and the tables that others send."""

from .campaigns import Campaign, SavedCohort, ZeroFirm
from .counts import (
    COUNTS,
    ClassCount,
    ClassFieldCount,
    ClassMonthCount,
    ClassParkCount,
    CoreCount,
    PlaceCount,
    PlaceMonthCount,
    UnitCount,
)
from .holdings import FeeReminder, ValueMark
from .patent import Patent
from .prizes import Nomination, PrizeRound
from .subsidies import Subsidy
from .summaries import CitySummary, CumulativeSummary, MonthlySummary, Population, StockSummary
from .targets import PlaceTarget
from .views import PivotView

__all__ = [
    "COUNTS",
    "Campaign",
    "CitySummary",
    "ClassCount",
    "ClassFieldCount",
    "ClassMonthCount",
    "ClassParkCount",
    "CoreCount",
    "CumulativeSummary",
    "FeeReminder",
    "MonthlySummary",
    "Nomination",
    "Patent",
    "PivotView",
    "PlaceCount",
    "PlaceMonthCount",
    "PlaceTarget",
    "Population",
    "PrizeRound",
    "SavedCohort",
    "StockSummary",
    "Subsidy",
    "UnitCount",
    "ValueMark",
    "ZeroFirm",
]
