"""专利奖: 建立 → 提名 → 审核 → 排序 → 报省 → 登记结果. What the province awarded is recorded, and the report counts it from here."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.workflow import Refused, Transition, keep
from patents.choices import NominationStatus, PrizeRoundStatus
from patents.models import Nomination, Patent, PrizeRound

_S, _N = PrizeRoundStatus, NominationStatus
RUN, SEND = "patents.run_prizeround", "patents.forward_prizeround"
NOMINATE = Transition("nominate_patent", "提名", (_S.OPEN,), None, RUN)
ACCEPT = Transition("accept_nomination", "审核通过", (_N.NOMINATED,), _N.ACCEPTED, RUN)
REFUSE = Transition("refuse_nomination", "不予推荐", (_N.NOMINATED,), _N.REFUSED, RUN)
RANK = Transition("rank_nominations", "排序", (_S.OPEN,), None, SEND)
FORWARD = Transition("forward_prizeround", "报省", (_S.OPEN,), _S.FORWARDED, SEND)
CLOSE_ROUND = Transition("close_prizeround", "登记结果", (_S.FORWARDED,), _S.CLOSED, RUN)


@transaction.atomic
def open_round(*, by: User, year: int, name: str, quota: int, notice: str) -> PrizeRound:
    """建立 a year's round by the province's notice. Refused where the year has one."""
    _demand(by, RUN)
    opened = PrizeRound(year=year, name=name.strip(), quota=quota, notice=notice.strip())
    opened.opened_by, opened.opened_at = by, timezone.now()
    keep(opened, {})
    record(opened, "open_prizeround", by=by, reason=notice)
    return opened


def nominate(round_: PrizeRound, *, by: User, number: str, grounds: str) -> Nomination:
    """提名 a patent by its application number (digits). Refused unless it is in force, and if it had the award before."""
    with NOMINATE(round_, by=by):
        patent = Patent.objects.effective().filter(application_number=number).first()
        if patent is None:
            raise Refused(f"专利登记中没有申请号 {number}，请先导入含有该专利的清单。")
        if not Patent.objects.in_force_on(timezone.localdate()).filter(pk=patent.pk).exists():
            raise Refused(f"{patent.number} 不是有效专利，不能推荐专利奖。")
        earlier = Nomination.objects.filter(patent=patent, status=_N.AWARDED).select_related("round").first()
        if earlier:
            raise Refused(f"{patent.number} 已在{earlier.round}获奖，不能再次推荐。")
        named = Nomination(round=round_, patent=patent, application_number=patent.number, title=patent.title)
        named.holder, named.grounds = patent.applicants, grounds.strip()
        named.nominated_by, named.nominated_at = by, timezone.now()
        keep(named, {})
        record(named, "add", by=by, reason=grounds)
    return named


def accept(nomination: Nomination, *, by: User) -> None:
    """审核通过. Refused to whoever named it."""
    with ACCEPT(nomination, by=by):
        _sign(nomination, by)


def refuse(nomination: Nomination, *, by: User, reason: str) -> None:
    """不予推荐, saying why."""
    with REFUSE(nomination, by=by, reason=reason):
        _sign(nomination, by)
        nomination.reason = reason.strip()


def rank(round_: PrizeRound, *, by: User, places: Mapping[int, int]) -> None:
    """排序: give every accepted nomination (by its number in the database) its place, from 1 without gaps."""
    with RANK(round_, by=by):
        accepted = list(round_.nominations.select_for_update().filter(status=_N.ACCEPTED).order_by("pk"))
        if set(places) != {one.pk for one in accepted}:
            raise Refused("须给每一件审核通过的提名排序，其他的不排。")
        if sorted(places.values()) != list(range(1, len(accepted) + 1)):
            raise Refused(f"排序须是 1 至 {len(accepted)}，不重复、不遗漏。")
        round_.nominations.update(place=None)
        for one in accepted:
            one.place = places[one.pk]
            one.save(update_fields=["place", "changed_at"])


def forward(round_: PrizeRound, *, by: User) -> None:
    """报省: the first by place, as many as the quota, go to the province. Refused while one is not reviewed or has no place."""
    with FORWARD(round_, by=by):
        named = round_.nominations.select_for_update()
        if named.filter(status=_N.NOMINATED).exists():
            raise Refused("还有提名没有审核，不能报省。")
        if not named.filter(status=_N.ACCEPTED).exists():
            raise Refused("没有审核通过的提名，不能报省。")
        if named.filter(status=_N.ACCEPTED, place=None).exists():
            raise Refused("还有审核通过的提名没有排序，不能报省。")
        named.filter(status=_N.ACCEPTED, place__lte=round_.quota).update(status=_N.FORWARDED, changed_at=timezone.now())
        round_.forwarded_by, round_.forwarded_at = by, timezone.now()


def close_round(
    round_: PrizeRound, *, by: User, grades: Mapping[int, str], province_total: int, result_document: str
) -> None:
    """登记结果: the grade of each that was awarded (by its number in the database; the others were not), and the province's total."""
    with CLOSE_ROUND(round_, by=by, reason=result_document):
        sent = {one.pk: one for one in round_.nominations.select_for_update().filter(status=_N.FORWARDED)}
        awarded = {pk: grade.strip() for pk, grade in grades.items() if grade.strip()}
        if set(awarded) - set(sent):
            raise Refused("只有报省的提名才能登记获奖。")
        if len(awarded) > province_total:
            raise Refused(f"本市获奖 {len(awarded)} 项，多于全省授奖总数 {province_total} 项，请核对。")
        for pk, one in sent.items():
            one.status, one.grade = (_N.AWARDED, awarded[pk]) if pk in awarded else (_N.NOT_AWARDED, "")
            keep(one, {"patent_id": one.patent_id, "round_id": one.round_id})
        round_.province_total, round_.result_document = province_total, result_document.strip()
        round_.closed_by, round_.closed_at = by, timezone.now()


def _sign(nomination: Nomination, by: User) -> None:
    if by.pk == nomination.nominated_by_id:
        raise Refused("登记提名的人不能审核，请由另一位审核。")
    nomination.decided_by, nomination.decided_at = by, timezone.now()


def _demand(user: User, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied(permission)
