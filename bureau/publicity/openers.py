"""Who makes things public: an app says so in its ``publicities.py`` and names the task that hears the end.

The arrows point down: publicity knows no app above it. When what an opener opened has ended, the task of that name is rung
with the publicity's id, again and again until the app has said ``acknowledge``: it ends its own subject in a task of its own.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opener:
    """``code`` as a publicity keeps it, what it is in Chinese, the Celery task that hears the end."""

    code: str
    name: str
    task: str


_registered: dict[str, Opener] = {}


def register(*openers: Opener) -> None:
    """Make openers known."""
    for opener in openers:
        _registered[opener.code] = opener


def get_opener(code: str) -> Opener:
    """The opener of that code. Raises KeyError."""
    return _registered[code]
