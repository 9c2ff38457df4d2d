"""What may be done with a 公示 and with an objection to it."""

from .objections import (
    ACCEPT,
    DECLINE,
    DISMISS,
    TELL,
    UPHOLD,
    accept,
    day_words,
    decline,
    dismiss,
    may_take_back,
    raise_objection,
    remind,
    take_back,
    tell,
    uphold,
)
from .publicities import (
    APPROVE,
    RETURN,
    REVISE,
    SUBMIT,
    TIMER,
    WITHDRAW,
    acknowledge,
    approve,
    begin,
    close,
    draft,
    faults_of,
    list_items,
    outcome,
    return_,
    revise,
    submit,
    turn,
    withdraw,
)

__all__ = [
    "ACCEPT", "APPROVE", "DECLINE", "DISMISS", "RETURN", "REVISE", "SUBMIT", "TELL", "TIMER", "UPHOLD", "WITHDRAW", "accept",
    "acknowledge", "approve", "begin", "close", "day_words", "decline", "dismiss", "draft", "faults_of", "list_items", "may_take_back", "outcome", "raise_objection",
    "remind", "return_", "revise", "submit", "take_back", "tell", "turn", "uphold", "withdraw",
]  # fmt: skip
