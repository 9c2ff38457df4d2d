"""The portal in the browser admin, by subject."""

from . import articles, columns, feedback, findings

__all__ = ["articles", "columns", "feedback", "findings"]
