"""Nouns: calls and their forms; applications; experts, rounds of reviews; the registers of projects and award candidates."""

from .applications import Answer, Application, Attachment, FormalCheck, Submission, TeamMember
from .ballots import Ballot, Leaving, Opinion, PanelView
from .calls import Call, CallRule, CheckLine, FormField, FormSection, FormVersion, Restriction, Window
from .decisions import Proposal, ProposalLine
from .draws import Draw, DrawChoice, DrawLine
from .experts import Avoidance, Expert, Expertise, ExpertiseField, ExpertPaper
from .materials import ExpertCopy, Reading
from .panels import AgendaItem, Panel, PanelMember
from .records import AwardCandidate, Project
from .recusals import Tie, Unwanted
from .reviewing import Assignment, Recusal, ReviewGroup, ReviewItem, ReviewRound, Seat
from .scoring import MaterialView, Pledge, ReviewScheme, SchemeCriterion, Sheet, Standing
from .similarity import ComparedText, Shingle, SimilarPair
from .soliciting import Solicitation, SolicitedCall, Suggestion
from .solving import AssignmentPlan, Pairing
from .visits import SiteVisit, VisitMember

__all__ = [
    "AgendaItem",
    "Answer",
    "Application",
    "Assignment",
    "AssignmentPlan",
    "Attachment",
    "Avoidance",
    "AwardCandidate",
    "Ballot",
    "Call",
    "CallRule",
    "CheckLine",
    "ComparedText",
    "Draw",
    "DrawChoice",
    "DrawLine",
    "Expert",
    "ExpertCopy",
    "ExpertPaper",
    "Expertise",
    "ExpertiseField",
    "FormField",
    "FormSection",
    "FormVersion",
    "FormalCheck",
    "Leaving",
    "MaterialView",
    "Opinion",
    "Pairing",
    "Panel",
    "PanelMember",
    "PanelView",
    "Pledge",
    "Project",
    "Proposal",
    "ProposalLine",
    "Reading",
    "Recusal",
    "Restriction",
    "ReviewGroup",
    "ReviewItem",
    "ReviewRound",
    "ReviewScheme",
    "SchemeCriterion",
    "Seat",
    "Sheet",
    "Shingle",
    "SimilarPair",
    "SiteVisit",
    "Solicitation",
    "SolicitedCall",
    "Standing",
    "Submission",
    "Suggestion",
    "TeamMember",
    "Tie",
    "Unwanted",
    "VisitMember",
    "Window",
]
