"""What people do with patents and their statistics: keep views, run campaigns, mark what is of high value, remind of fees.

The register itself has no verbs but those of every list.
"""

from .campaigns import ASSIGN, CLEAR, CLOSE, HELP, UNABLE, assign, clear, close, help_, keep_cohort, start, unable
from .prizes import accept, close_round, forward, nominate, open_round, rank, refuse
from .reminding import fees_due, remind_of_fees
from .targets import set_targets
from .valuing import WITHDRAW, Marked, mark, withdraw
from .views import drop_view, keep_view

__all__ = [
    "ASSIGN",
    "CLEAR",
    "CLOSE",
    "HELP",
    "UNABLE",
    "WITHDRAW",
    "Marked",
    "accept",
    "assign",
    "clear",
    "close",
    "close_round",
    "drop_view",
    "fees_due",
    "forward",
    "help_",
    "keep_cohort",
    "keep_view",
    "mark",
    "nominate",
    "open_round",
    "rank",
    "refuse",
    "remind_of_fees",
    "set_targets",
    "start",
    "unable",
    "withdraw",
]
