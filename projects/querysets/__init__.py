"""Adjectives, by stage of the process."""

from .applications import ApplicationPartQuerySet, ApplicationQuerySet
from .calls import CallPartQuerySet, CallQuerySet, RestrictionQuerySet
from .decisions import ProposalPartQuerySet, ProposalQuerySet
from .experts import ExpertiseFieldQuerySet, ExpertPartQuerySet, ExpertQuerySet
from .panels import (
    AgendaItemQuerySet,
    BallotQuerySet,
    OpinionQuerySet,
    PanelMemberQuerySet,
    PanelPartQuerySet,
    PanelQuerySet,
)
from .records import AwardCandidateQuerySet, ProjectQuerySet
from .reviewing import (
    AssignmentPlanQuerySet,
    AssignmentQuerySet,
    DrawPartQuerySet,
    DrawQuerySet,
    MaterialPartQuerySet,
    RecusalQuerySet,
    ReviewRoundQuerySet,
    RoundPartQuerySet,
    SeatQuerySet,
    TieQuerySet,
)
from .scoring import ReviewPartQuerySet, StandingQuerySet
from .similarity import SimilarPairQuerySet
from .soliciting import SolicitationQuerySet, SolicitedCallQuerySet, SuggestionQuerySet
from .visits import SiteVisitQuerySet, VisitMemberQuerySet

__all__ = [
    "AgendaItemQuerySet",
    "ApplicationPartQuerySet",
    "ApplicationQuerySet",
    "AssignmentPlanQuerySet",
    "AssignmentQuerySet",
    "AwardCandidateQuerySet",
    "BallotQuerySet",
    "CallPartQuerySet",
    "CallQuerySet",
    "DrawPartQuerySet",
    "DrawQuerySet",
    "ExpertPartQuerySet",
    "ExpertQuerySet",
    "ExpertiseFieldQuerySet",
    "MaterialPartQuerySet",
    "OpinionQuerySet",
    "PanelMemberQuerySet",
    "PanelPartQuerySet",
    "PanelQuerySet",
    "ProjectQuerySet",
    "ProposalPartQuerySet",
    "ProposalQuerySet",
    "RecusalQuerySet",
    "RestrictionQuerySet",
    "ReviewPartQuerySet",
    "ReviewRoundQuerySet",
    "RoundPartQuerySet",
    "SeatQuerySet",
    "SimilarPairQuerySet",
    "SiteVisitQuerySet",
    "SolicitationQuerySet",
    "SolicitedCallQuerySet",
    "StandingQuerySet",
    "SuggestionQuerySet",
    "TieQuerySet",
    "VisitMemberQuerySet",
]
