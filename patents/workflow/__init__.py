"""What people do with statistics: keep views of them, and run campaigns on what they show.

The register itself has no verbs but those of every list.
"""

from .campaigns import ASSIGN, CLEAR, CLOSE, HELP, UNABLE, assign, clear, close, help_, start, unable
from .views import drop_view, keep_view

__all__ = [
    "ASSIGN",
    "CLEAR",
    "CLOSE",
    "HELP",
    "UNABLE",
    "assign",
    "clear",
    "close",
    "drop_view",
    "help_",
    "keep_view",
    "start",
    "unable",
]
