"""The adjectives of matchmaking, divided as its nouns are."""

from .recommending import JudgementQuerySet, RecommendationQuerySet, SynonymQuerySet
from .registers import (
    AppraisalQuerySet,
    AttendanceQuerySet,
    CollectedQuerySet,
    ContactQuerySet,
    ContractQuerySet,
)

__all__ = [
    "AppraisalQuerySet", "AttendanceQuerySet", "CollectedQuerySet", "ContactQuerySet", "ContractQuerySet",
    "JudgementQuerySet", "RecommendationQuerySet", "SynonymQuerySet",
]  # fmt: skip
