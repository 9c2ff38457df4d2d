"""The adjectives of matchmaking, divided as its nouns are."""

from .recommending import JudgementQuerySet, RecommendationQuerySet, SynonymQuerySet
from .registers import (
    AppraisalQuerySet,
    AttendanceQuerySet,
    CollectedQuerySet,
    ContactQuerySet,
    ContractQuerySet,
)
from .searching import SavedSearchQuerySet

__all__ = [
    "AppraisalQuerySet", "AttendanceQuerySet", "CollectedQuerySet", "ContactQuerySet", "ContractQuerySet",
    "JudgementQuerySet", "RecommendationQuerySet", "SavedSearchQuerySet", "SynonymQuerySet",
]  # fmt: skip
