"""The pages of matchmaking, divided as its nouns are."""
