"""Nouns: calls and their forms; applications; the registers of projects and award candidates."""

from .applications import Answer, Application, Attachment, FormalCheck, Submission, TeamMember
from .calls import Call, CallRule, CheckLine, FormField, FormSection, FormVersion, Restriction, Window
from .records import AwardCandidate, Project

__all__ = [
    "Answer",
    "Application",
    "Attachment",
    "AwardCandidate",
    "Call",
    "CallRule",
    "CheckLine",
    "FormField",
    "FormSection",
    "FormVersion",
    "FormalCheck",
    "Project",
    "Restriction",
    "Submission",
    "TeamMember",
    "Window",
]
