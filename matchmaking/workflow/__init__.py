"""The verbs of matchmaking, divided as its nouns are."""
