"""Adjectives, by stage of the process."""

from .applications import ApplicationPartQuerySet, ApplicationQuerySet
from .calls import CallPartQuerySet, CallQuerySet, RestrictionQuerySet
from .records import AwardCandidateQuerySet, ProjectQuerySet

__all__ = [
    "ApplicationPartQuerySet",
    "ApplicationQuerySet",
    "AwardCandidateQuerySet",
    "CallPartQuerySet",
    "CallQuerySet",
    "ProjectQuerySet",
    "RestrictionQuerySet",
]
