"""The browser admin of patents."""

from .campaigns import CampaignAdmin, ZeroFirmAdmin
from .patent import PatentAdmin
from .prizes import NominationAdmin, PrizeRoundAdmin
from .subsidies import SubsidyAdmin
from .summaries import CitySummaryAdmin, CumulativeSummaryAdmin, MonthlySummaryAdmin, PopulationAdmin, StockSummaryAdmin
from .value import ValueMarkAdmin

__all__ = [
    "CampaignAdmin",
    "CitySummaryAdmin",
    "CumulativeSummaryAdmin",
    "MonthlySummaryAdmin",
    "NominationAdmin",
    "PatentAdmin",
    "PopulationAdmin",
    "PrizeRoundAdmin",
    "StockSummaryAdmin",
    "SubsidyAdmin",
    "ValueMarkAdmin",
    "ZeroFirmAdmin",
]
