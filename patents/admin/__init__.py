"""The browser admin of patents."""

from .patent import PatentAdmin
from .summaries import CitySummaryAdmin, MonthlySummaryAdmin, PopulationAdmin, StockSummaryAdmin

__all__ = ["CitySummaryAdmin", "MonthlySummaryAdmin", "PatentAdmin", "PopulationAdmin", "StockSummaryAdmin"]
