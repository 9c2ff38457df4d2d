"""起草 → 送审 → 审核 → 发布, return and correction. What is published is frozen with its hash; of a month one version is in force."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from bureau import front
from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.workflow import Refused, Transition, keep

from . import files
from .choices import BulletinStatus
from .figures import compute
from .models import Bulletin

MONTH_LOCK = 7331

_S = BulletinStatus
COMPUTE = Transition("compute_bulletin", "重新统计", (_S.DRAFT,), None, "bulletins.draft_bulletin")
SUBMIT = Transition("submit_bulletin", "送审", (_S.DRAFT,), _S.SUBMITTED, "bulletins.draft_bulletin")
REVIEW = Transition("review_bulletin", "审核通过", (_S.SUBMITTED,), _S.REVIEWED, "bulletins.review_bulletin")
RETURN_SUBMITTED = Transition("return_bulletin", "退回", (_S.SUBMITTED,), _S.DRAFT, "bulletins.review_bulletin")
RETURN_REVIEWED = Transition("return_bulletin", "退回", (_S.REVIEWED,), _S.DRAFT, "bulletins.publish_bulletin")
PUBLISH = Transition("publish_bulletin", "发布", (_S.REVIEWED,), _S.PUBLISHED, "bulletins.publish_bulletin")
SUPERSEDE = Transition(
    "supersede_bulletin", "由更正版替代", (_S.PUBLISHED,), _S.SUPERSEDED, "bulletins.publish_bulletin"
)


def draft(month: date, *, by: User) -> Bulletin:
    """起草: count a month that is over and open its bulletin. Refused for a month to come or one that has a version already."""
    _demand(by, "bulletins.draft_bulletin")
    month = month.replace(day=1)
    if month > timezone.localdate().replace(day=1):
        raise Refused(f"{month.year}年{month.month}月还没有到，不能编制月报。")
    with _month_held(month):
        newest = Bulletin.objects.newest_of(month)
        if newest and newest.status in (_S.PUBLISHED, _S.SUPERSEDED):
            raise Refused(f"《{newest}》已发布，不能重新起草。需要修改时请发起更正。")
        if newest:
            raise Refused(f"《{newest}》{newest.get_status_display()}，请在这一版上继续。")
        return _opened(Bulletin(month=month), by, "draft_bulletin")


def recompute(bulletin: Bulletin, *, by: User) -> None:
    """重新统计: count again, as the lists now are."""
    with COMPUTE(bulletin, by=by):
        _count(bulletin)


def submit(bulletin: Bulletin, *, by: User) -> None:
    """送审: vouch for the figures."""
    with SUBMIT(bulletin, by=by):
        bulletin.submitted_by, bulletin.submitted_at, bulletin.return_reason = by, timezone.now(), ""


def review(bulletin: Bulletin, *, by: User) -> None:
    """审核: pass it on to be published. Refused to whoever sent it in."""
    with REVIEW(bulletin, by=by):
        if by == bulletin.submitted_by:
            raise Refused("送审人不能审核自己送审的月报，请由另一位审核。")
        bulletin.reviewed_by, bulletin.reviewed_at = by, timezone.now()


def return_(bulletin: Bulletin, *, by: User, reason: str) -> None:
    """退回 with a reason; the signatures so far are void."""
    _demand_reason(reason, "退回")
    verb = RETURN_REVIEWED if bulletin.status == _S.REVIEWED else RETURN_SUBMITTED
    with verb(bulletin, by=by, reason=reason):
        bulletin.submitted_by = bulletin.submitted_at = bulletin.reviewed_by = bulletin.reviewed_at = None
        bulletin.return_reason = reason


def publish(bulletin: Bulletin, *, by: User) -> None:
    """发布: freeze data, hash and files, and put the version in the place of the one before. What tells of few applicants stays inside."""
    with _month_held(bulletin.month):
        for older in Bulletin.objects.published().filter(month=bulletin.month).exclude(pk=bulletin.pk):
            with SUPERSEDE(older, by=by, reason=bulletin.correction_reason):
                pass
        with PUBLISH(bulletin, by=by):
            newer = Bulletin.objects.published().around(bulletin.month).filter(published_at__gt=bulletin.computed_at)
            if other := newer.first():
                raise Refused(
                    f"《{other}》在本期统计之后发布，两期合起来可能推算出不公布的数。请退回，重新统计后再发布。"
                )
            bulletin.published_by, bulletin.published_at = by, timezone.now()
            bulletin.sha256 = files.digest(bulletin.told)
            _freeze(bulletin)
        front.changed()


def correct(bulletin: Bulletin, *, by: User, reason: str) -> Bulletin:
    """更正: open a new version of what is published, counted anew, saying why; the old one stays in force until that is published."""
    _demand(by, "bulletins.draft_bulletin")
    _demand_reason(reason, "更正")
    with _month_held(bulletin.month):
        newest = Bulletin.objects.newest_of(bulletin.month)
        if newest.status != _S.PUBLISHED or newest.pk != bulletin.pk:
            raise Refused(f"《{newest}》{newest.get_status_display()}，请在这一版上继续。")
        fresh = Bulletin(month=newest.month, version=newest.version + 1, correction_reason=reason)
        return _opened(fresh, by, "correct_bulletin", reason)


def _count(bulletin: Bulletin) -> None:
    """Count the month, and hide what it and the other bulletins would tell together."""
    others = Bulletin.objects.published().around(bulletin.month)
    bulletin.data = compute(bulletin.month, others.values_list("data", flat=True))
    bulletin.computed_at = timezone.now()


def _opened(bulletin: Bulletin, by: User, verb: str, reason: str = "") -> Bulletin:
    _count(bulletin)
    keep(bulletin, {})
    record(bulletin, verb, by=by, reason=reason)
    return bulletin


def _freeze(bulletin: Bulletin) -> None:
    for name, write, suffix in (
        ("workbook", files.write_workbook, "xlsx"),
        ("narrative", files.write_narrative, "docx"),
    ):
        content = io.BytesIO()
        write(bulletin, bulletin.told, content)
        file = ContentFile(content.getvalue())
        getattr(bulletin, name).save(f"{bulletin.month:%Y-%m}-v{bulletin.version}.{suffix}", file, save=False)


@contextmanager
def _month_held(month: date) -> Iterator[None]:
    """A transaction in which nobody else opens or publishes a version of the month."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [MONTH_LOCK, month.year * 12 + month.month])
        yield


def _demand(user: User, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied(permission)


def _demand_reason(reason: str, word: str) -> None:
    if not reason.strip():
        raise Refused(f"请写明{word}理由。")
