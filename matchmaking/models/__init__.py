"""The nouns of matchmaking, divided by stage: the registers, what is recommended to whom."""

from .recommending import Judgement, Recommendation, Synonym
from .registers import Achievement, Appraisal, Attendance, Contact, Demand, TechnologyContract

__all__ = [
    "Achievement", "Appraisal", "Attendance", "Contact", "Demand", "Judgement", "Recommendation", "Synonym",
    "TechnologyContract",
]  # fmt: skip
