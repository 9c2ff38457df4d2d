"""A unit becomes known by a name: apps that keep names as they were written hear of it, in the verb's transaction.

An app registers what it does then in its ``naming.py``, which is read when all apps are ready.
"""

from collections.abc import Callable

from .models import Organisation

Hearer = Callable[[Organisation], object]
_hearers: list[Hearer] = []


def hearer(function: Hearer) -> Hearer:
    """Make known who hears of it."""
    if function not in _hearers:
        _hearers.append(function)
    return function


def tell_named(unit: Organisation) -> None:
    """Tell all of a unit that is saved under a name which the portal did not know as its own before."""
    for hear in _hearers:
        hear(unit)
