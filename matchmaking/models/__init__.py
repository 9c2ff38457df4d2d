"""The nouns of matchmaking, divided by stage: the registers, what is recommended to whom, what people look for."""

from .recommending import Judgement, Recommendation, Synonym
from .registers import Achievement, Appraisal, Attendance, Contact, Demand, TechnologyContract
from .searching import SavedSearch

__all__ = [
    "Achievement", "Appraisal", "Attendance", "Contact", "Demand", "Judgement", "Recommendation", "SavedSearch",
    "Synonym", "TechnologyContract",
]  # fmt: skip
