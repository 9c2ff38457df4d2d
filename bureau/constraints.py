"""The invariants that every table with a workflow repeats."""

from django.db.models import CheckConstraint, Q


def iff(left: Q, right: Q) -> Q:
    """Both or neither."""
    return (left & right) | (~left & ~right)


def signed_or_timed(verb: str) -> CheckConstraint:
    """Who did it is told only of what was done. Done with nobody named: the clock did it, as the book says."""
    return CheckConstraint(
        condition=Q(**{f"{verb}_by__isnull": True}) | Q(**{f"{verb}_at__isnull": False}),
        name=f"%(app_label)s_%(class)s_{verb}_signed",
    )


def signed(verb: str) -> CheckConstraint:
    """``<verb>_by`` and ``<verb>_at`` are written together or not at all."""
    return CheckConstraint(
        condition=iff(Q(**{f"{verb}_by__isnull": False}), Q(**{f"{verb}_at__isnull": False})),
        name=f"%(app_label)s_%(class)s_{verb}_signed",
    )
