"""Sessions in PostgreSQL, at hand in Redis; while Redis cannot be asked, PostgreSQL alone answers."""

from django.contrib.sessions.backends import cached_db, db
from redis.exceptions import RedisError


class SessionStore(cached_db.SessionStore):
    """Who has signed in stays so without Redis. Ending a session does not pretend: what Redis may still hold must be deleted there."""

    def load(self):
        """The session's values."""
        try:
            return super().load()
        except RedisError:
            stored = self._get_session_from_db()
            return self.decode(stored.session_data) if stored else {}

    def exists(self, session_key):
        """Whether the number is taken."""
        try:
            return super().exists(session_key)
        except RedisError:
            return db.SessionStore.exists(self, session_key)
