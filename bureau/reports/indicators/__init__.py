"""What the annual report counts. Indicators are data: code, name, unit, precision, definition, how measured, which rows.

Three sorts: *counted* (``measure``) from the registers, *derived* (``derive``) from other figures of the same report,
*entered* (neither) by staff with a source document.
"""

from . import enterprises, listed, matchmaking, others, patents, projects
from .kinds import GROWTH_NOTE as GROWTH_NOTE
from .kinds import Indicator as Indicator
from .kinds import Values as Values

INDICATORS: list[Indicator] = [
    indicator
    for subject in (projects, enterprises, patents, matchmaking, listed, others)
    for indicator in subject.INDICATORS
]
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
ENTERED = [indicator for indicator in INDICATORS if indicator.is_entered or indicator.may_be_entered]
RANKED = ["patents.applications", "patents.grants"]
"""Indicators of which other cities' figures are entered."""


def group_of(code: str) -> str:
    """The subject under which an indicator stands."""
    return BY_CODE[code].group if code in BY_CODE else others.SUBJECT


def choices(indicators=INDICATORS) -> list[tuple[str, str]]:
    """(code, name) for a form."""
    return [(indicator.code, f"{indicator.name}（{indicator.unit}）") for indicator in indicators]
