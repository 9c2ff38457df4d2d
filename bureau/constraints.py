"""The invariants that every table with a workflow repeats."""

from django.db.models import CheckConstraint, Q


def iff(left: Q, right: Q) -> Q:
    """Both or neither."""
    return (left & right) | (~left & ~right)


def signed(verb: str) -> CheckConstraint:
    """``<verb>_by`` and ``<verb>_at`` are written together or not at all."""
    return CheckConstraint(
        condition=iff(Q(**{f"{verb}_by__isnull": False}), Q(**{f"{verb}_at__isnull": False})),
        name=f"%(app_label)s_%(class)s_{verb}_signed",
    )
