"""Adjectives, by stage of the process."""

from .calls import CallPartQuerySet, CallQuerySet, RestrictionQuerySet
from .records import AwardCandidateQuerySet, ProjectQuerySet

__all__ = ["AwardCandidateQuerySet", "CallPartQuerySet", "CallQuerySet", "ProjectQuerySet", "RestrictionQuerySet"]
