"""The adjectives of matchmaking, divided as its nouns are."""

from .challenges import BidPartQuerySet, BidQuerySet, ChallengeQuerySet
from .contracts import FilingQuerySet, FollowUpQuerySet
from .dealing import DealQuerySet, InterestQuerySet, MandateQuerySet, PartQuerySet, RemarkQuerySet
from .events import EventQuerySet, ParticipantQuerySet, PresenceQuerySet, SubVenueQuerySet
from .files import ProfileFileQuerySet
from .recommending import JudgementQuerySet, RecommendationQuerySet, SynonymQuerySet
from .registers import (
    AppraisalQuerySet,
    AttendanceQuerySet,
    CollectedQuerySet,
    ContactQuerySet,
    ContractQuerySet,
)
from .results import ResultQuerySet
from .searching import SavedSearchQuerySet
from .slots import EventPartQuerySet, SlotMeetingQuerySet

__all__ = [
    "AppraisalQuerySet", "AttendanceQuerySet", "BidPartQuerySet", "BidQuerySet", "ChallengeQuerySet", "CollectedQuerySet", "ContactQuerySet", "ContractQuerySet", "DealQuerySet", "EventPartQuerySet", "EventQuerySet", "FilingQuerySet", "FollowUpQuerySet", "InterestQuerySet", "JudgementQuerySet", "MandateQuerySet", "PartQuerySet", "ParticipantQuerySet", "PresenceQuerySet", "ProfileFileQuerySet", "RecommendationQuerySet", "RemarkQuerySet", "ResultQuerySet", "SavedSearchQuerySet", "SlotMeetingQuerySet", "SubVenueQuerySet", "SynonymQuerySet",
]  # fmt: skip
