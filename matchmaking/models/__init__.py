"""The nouns of matchmaking, divided by stage: the registers, recommendations, searches, and what two units do together."""

from .contracts import ContractFiling, FollowUp
from .dealing import Deal, Disclosure, Intention, Interest, Mandate, Meeting, Remark
from .files import ProfileFile
from .recommending import Judgement, Recommendation, Synonym
from .registers import Achievement, Appraisal, Attendance, Contact, Demand, TechnologyContract
from .results import ResultRegistration
from .searching import SavedSearch

__all__ = [
    "Achievement", "Appraisal", "Attendance", "Contact", "ContractFiling", "Deal", "Demand", "Disclosure", "FollowUp", "Intention", "Interest",
    "Judgement", "Mandate", "Meeting", "ProfileFile", "Recommendation", "Remark", "ResultRegistration", "SavedSearch", "Synonym", "TechnologyContract",
]  # fmt: skip
