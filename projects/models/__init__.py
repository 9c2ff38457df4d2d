"""Nouns: calls and their forms; the registers of projects and award candidates."""

from .calls import Call, CallRule, CheckLine, FormField, FormSection, FormVersion, Restriction, Window
from .records import AwardCandidate, Project

__all__ = [
    "AwardCandidate",
    "Call",
    "CallRule",
    "CheckLine",
    "FormField",
    "FormSection",
    "FormVersion",
    "Project",
    "Restriction",
    "Window",
]
