"""The lists that fill this app: single patents, the tables that others send ready-made, and the history of subsidies."""

from . import detail, subsidies, summaries

__all__ = ["detail", "subsidies", "summaries"]
