"""The site's own way to Redis: one lasting client for each process, for what is asked on every page."""

from functools import cache

from django.conf import settings
from django.db import connection
from redis import Redis


def redis() -> Redis:
    """The client of the configured address; answers are bytes."""
    return _client(settings.REDIS_URL)


@cache
def _client(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)


def key(*parts: object) -> str:
    """A name of this database: two databases on one Redis do not answer for each other."""
    return ":".join(["bureau", connection.settings_dict["NAME"], *map(str, parts)])
