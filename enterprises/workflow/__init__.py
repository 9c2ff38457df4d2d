"""Verbs, divided as the models are."""
