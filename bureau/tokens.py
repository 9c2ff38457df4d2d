"""Links that only one person has: what is kept of their tokens."""

import hashlib


def token_hash(token: str) -> str:
    """What is stored of a link's token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
