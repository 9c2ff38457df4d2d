"""The verbs of the portal, by subject."""
