"""The lists that fill this app: single patents, and the tables that others send ready-made."""

from . import detail, summaries

__all__ = ["detail", "summaries"]
