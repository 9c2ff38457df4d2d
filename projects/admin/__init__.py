"""The officers' pages, by stage of the process."""

from . import applications, calls, experts, records, reviewing, similarity

__all__ = ["applications", "calls", "experts", "records", "reviewing", "similarity"]
