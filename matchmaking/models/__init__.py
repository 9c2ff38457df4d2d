"""The nouns of matchmaking, divided by stage: the registers, recommendations, searches, what two units do together, events and their meetings."""

from .challenges import Bid, BidPart, Challenge, ChallengeKey, Opening
from .contracts import ContractFiling, FollowUp
from .dealing import Deal, Disclosure, Intention, Interest, Mandate, Meeting, Remark
from .events import (
    Booth,
    Event,
    EventMinute,
    EventSession,
    EventSnapshot,
    EventVisitor,
    Participant,
    Presence,
    SubVenue,
)
from .files import ProfileFile
from .recommending import Judgement, Recommendation, Synonym
from .registers import Achievement, Appraisal, Attendance, Contact, Demand, TechnologyContract
from .results import ResultRegistration
from .searching import SavedSearch
from .slots import Absence, MeetingSlot, PairRule, SchedulePlan, SlotMeeting

__all__ = [
    "Absence", "Achievement", "Appraisal", "Attendance", "Bid", "BidPart", "Booth", "Challenge", "ChallengeKey", "Contact", "ContractFiling", "Deal", "Demand", "Disclosure", "Event", "EventMinute", "EventSession", "EventSnapshot", "EventVisitor", "FollowUp", "Intention", "Interest", "Judgement", "Mandate", "Meeting", "MeetingSlot", "Opening", "PairRule", "Participant", "Presence", "ProfileFile", "Recommendation", "Remark", "ResultRegistration", "SavedSearch", "SchedulePlan", "SlotMeeting", "SubVenue", "Synonym", "TechnologyContract",
]  # fmt: skip
