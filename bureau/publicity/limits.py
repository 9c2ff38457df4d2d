"""How often one address may knock at a door that needs no sign-in."""

from django.core.cache import cache

from bureau.audit.book import origin


def allows(door: str, *, times: int, seconds: int) -> bool:
    """Count one knock; whether it is among the first ``times`` of the address in ``seconds``."""
    key = f"knocks:{door}:{origin.get()}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return cache.incr(key) <= times
    except ValueError:  # It ran out between the two calls.
        return cache.add(key, 1, seconds)
