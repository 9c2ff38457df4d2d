"""The officers' pages, by stage of the process."""

from . import applications, calls, records

__all__ = ["applications", "calls", "records"]
