"""Verbs, by stage of the process."""
