"""The numbers that the portal gives to what units write here; what lists bring has numbers of its own."""

import re
from datetime import datetime

_OWN = re.compile(r"MH\d{11,}")


def number_of(now: datetime, pk: int) -> str:
    """The number of the profile with that key, written in that year: MH, year, seven digits."""
    return f"MH{now:%Y}{pk:07d}"


def is_own(number: str) -> bool:
    """Whether the portal might have given the number."""
    return _OWN.fullmatch(number) is not None
