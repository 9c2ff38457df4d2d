"""The officers' pages, by stage of the process."""

from . import applications, board, calls, draws, experts, records, reviewing, similarity

__all__ = ["applications", "board", "calls", "draws", "experts", "records", "reviewing", "similarity"]
