"""The browser admin of patents."""

from .campaigns import CampaignAdmin, ZeroFirmAdmin
from .patent import PatentAdmin
from .summaries import CitySummaryAdmin, MonthlySummaryAdmin, PopulationAdmin, StockSummaryAdmin
from .value import ValueMarkAdmin

__all__ = [
    "CampaignAdmin",
    "CitySummaryAdmin",
    "MonthlySummaryAdmin",
    "PatentAdmin",
    "PopulationAdmin",
    "StockSummaryAdmin",
    "ValueMarkAdmin",
    "ZeroFirmAdmin",
]
