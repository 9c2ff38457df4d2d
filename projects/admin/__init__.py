"""The officers' pages, by stage of the process."""

from . import applications, calls, records, similarity

__all__ = ["applications", "calls", "records", "similarity"]
