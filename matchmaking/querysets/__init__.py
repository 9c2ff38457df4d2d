"""The adjectives of matchmaking, divided as its nouns are."""

from .contracts import FilingQuerySet, FollowUpQuerySet
from .dealing import DealQuerySet, InterestQuerySet, MandateQuerySet, PartQuerySet, RemarkQuerySet
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

__all__ = [
    "AppraisalQuerySet", "AttendanceQuerySet", "CollectedQuerySet", "ContactQuerySet", "ContractQuerySet",
    "DealQuerySet", "FilingQuerySet", "FollowUpQuerySet", "InterestQuerySet", "JudgementQuerySet", "MandateQuerySet", "PartQuerySet", "ProfileFileQuerySet", "RecommendationQuerySet", "RemarkQuerySet", "ResultQuerySet",
    "SavedSearchQuerySet", "SynonymQuerySet",
]  # fmt: skip
