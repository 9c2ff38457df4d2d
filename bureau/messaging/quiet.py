"""When people are left alone."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone


def may_go_at(now: datetime, *, is_urgent: bool) -> datetime:
    """``now``, or the end of the quiet hours that ``now`` lies in; what is urgent does not wait."""
    if is_urgent or not settings.MESSAGE_QUIET_HOURS:
        return now
    begin, end = settings.MESSAGE_QUIET_HOURS
    local = timezone.localtime(now)
    if not _is_quiet(local.time(), begin, end):
        return now
    day = local.date() + timedelta(days=1 if begin > end and local.time() >= begin else 0)
    return timezone.make_aware(datetime.combine(day, end))


def _is_quiet(moment: time, begin: time, end: time) -> bool:
    return begin <= moment < end if begin < end else moment >= begin or moment < end
