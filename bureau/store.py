"""The site's own way to Redis: lasting clients, for what is asked on every page."""

from functools import cache, cached_property

from django.conf import settings
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
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


class _LastingClient(RedisCacheClient):
    @cached_property
    def _lasting(self) -> Redis:
        return super().get_client()

    def get_client(self, key=None, *, write=False):
        return self._lasting


class Cache(RedisCache):
    """Django's cache with a client that lasts. Django makes a new one for each question, which takes longer than the answer."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = _LastingClient
