"""The officers' pages, by stage of the process."""

from . import calls, records

__all__ = ["calls", "records"]
