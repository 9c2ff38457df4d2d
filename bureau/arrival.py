"""When a request reached the portal: what the bureau's own proxy noted, else the first middleware."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

OLDEST = timedelta(minutes=10)  # A proxy that names an earlier moment has its clock wrong.


def arrival_middleware(get_response):
    """Note the moment as ``request.arrived_at``, before anything else has taken its time."""

    def middleware(request):
        now = timezone.now()
        noted = read_start(request.headers.get("X-Request-Start", "")) if settings.BEHIND_PROXY else None
        request.arrived_at = noted if noted and now - OLDEST <= noted <= now else now
        return get_response(request)

    return middleware


def read_start(text: str) -> datetime | None:
    """A proxy's ``t=1767225599.123``, in seconds, milliseconds or microseconds since 1970."""
    try:
        number = float(text.strip().removeprefix("t="))
        for _ in range(2):
            number = number / 1000 if number > 1e11 else number
        return datetime.fromtimestamp(number, UTC)
    except (ValueError, OverflowError, OSError):
        return None
