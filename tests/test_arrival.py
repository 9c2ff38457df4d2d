"""When a request arrived: what our own proxy noted, never what a stranger writes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from bureau.arrival import arrival_middleware, read_start


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("t=1767225599.5", datetime(2025, 12, 31, 23, 59, 59, 500_000, UTC)),
        ("1767225599500", datetime(2025, 12, 31, 23, 59, 59, 500_000, UTC)),
        ("t=1767225599500000", datetime(2025, 12, 31, 23, 59, 59, 500_000, UTC)),
        ("", None),
        ("yesterday", None),
        ("nan", None),
        ("t=inf", None),
    ],
)
def test_a_proxy_says_it_in_seconds_or_smaller(text, moment):
    assert read_start(text) == moment


@pytest.mark.parametrize(
    ("behind", "ago", "is_believed"), [(True, 5, True), (True, 3600, False), (True, -60, False), (False, 5, False)]
)
def test_only_our_proxy_is_believed_and_only_about_the_last_minutes(behind, ago, is_believed, rf, settings):
    settings.BEHIND_PROXY = behind
    noted = timezone.now() - timedelta(seconds=ago)
    request = rf.get("/", headers={"X-Request-Start": f"t={noted.timestamp():.6f}"})
    arrival_middleware(lambda request: request)(request)

    assert (abs(request.arrived_at - noted) < timedelta(seconds=1)) == is_believed
