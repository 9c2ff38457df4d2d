"""发起 → 分派 → 辅导 → 已消零 or 暂不能 → 结束. That a firm has a patent is counted, never typed."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.workflow import Refused, Transition, keep
from patents.choices import CampaignStatus, Cohort, ZeroStatus
from patents.models import Campaign, SavedCohort, ZeroFirm
from patents.questions import Measure
from patents.zeroing import Firm, Firms, Holdings, zeroing

_Z = ZeroStatus
_OPEN = (_Z.WAITING, _Z.HELPED, _Z.UNABLE)
ASSIGN = Transition("assign_zerofirm", "分派", (_Z.WAITING, _Z.HELPED, _Z.UNABLE), None, "patents.run_campaign")
HELP = Transition("help_zerofirm", "登记辅导", _OPEN, _Z.HELPED, "patents.record_zerofirm")
CLEAR = Transition("clear_zerofirm", "登记消零", _OPEN, _Z.CLEARED, "patents.record_zerofirm")
UNABLE = Transition("unable_zerofirm", "登记暂不能消零", (_Z.WAITING, _Z.HELPED), _Z.UNABLE, "patents.record_zerofirm")
CLOSE = Transition("close_campaign", "结束", (CampaignStatus.OPEN,), CampaignStatus.CLOSED, "patents.run_campaign")


@transaction.atomic
def start(
    *, by: User, name: str, cohort: Firms, as_of: date, measure: Measure, only_inventions: bool = False
) -> Campaign:
    """发起: draw up the list of the cohort's firms without a patent on a day. Refused when there is none, or the name is taken."""
    if not by.has_perm("patents.run_campaign"):
        raise PermissionDenied("start_campaign")
    firms = zeroing(cohort, as_of, measure, only_inventions=only_inventions).zero
    saved = cohort if isinstance(cohort, SavedCohort) else None
    campaign = Campaign(
        name=name.strip(), cohort=Cohort.SAVED if saved else cohort, saved_cohort=saved, as_of=as_of, measure=measure, only_inventions=only_inventions,
        firms_on_list=len(firms), started_by=by, started_at=timezone.now(),
    )  # fmt: skip
    if not firms:
        raise Refused(f"{as_of} 的{cohort.label}中没有无专利的企业，不需要发起消零行动。")
    keep(campaign, {})
    ZeroFirm.objects.bulk_create(
        ZeroFirm(campaign=campaign, organisation_id=firm.pk, division_id=firm.place) for firm in firms
    )
    record(campaign, "start_campaign", by=by, reason=f"列入企业 {len(firms)} 家")
    return campaign


def keep_cohort(*, by: User, name: str, registers: list[str], without: list[str], divisions) -> SavedCohort:
    """Keep a question to the registers under a name. Refused when the name is taken, or a register is both in and out."""
    if not by.has_perm("patents.run_campaign"):
        raise PermissionDenied("keep_cohort")
    saved = SavedCohort(name=name.strip(), registers=list(registers), without=list(without), created_by=by)
    with transaction.atomic():
        keep(saved, {})
        saved.divisions.set(divisions)
        record(saved, "add", by=by, reason="、".join(str(place) for place in divisions))
    return saved


def assign(firm: ZeroFirm, *, by: User, to: User) -> None:
    """分派: name who helps the firm. Refused once the campaign is over."""
    with ASSIGN(firm, by=by):
        _demand_running(firm)
        if not (to.is_active and to.is_staff and to.has_perm("patents.record_zerofirm")):
            raise Refused(f"{to}不能登记消零情况，请另选责任人。")
        firm.assignee, firm.assigned_by, firm.assigned_at = to, by, timezone.now()


def help_(firm: ZeroFirm, *, by: User, result: str) -> None:
    """登记辅导: say what was done for the firm."""
    with HELP(firm, by=by, reason=result):
        _demand_running(firm)
        _demand_words(result, "请写明辅导情况。")
        _record(firm, by, result)


def clear(firm: ZeroFirm, *, by: User, result: str = "") -> None:
    """登记消零: the firm now has a patent of the kind the campaign counts. Refused where the register knows of none."""
    with CLEAR(firm, by=by, reason=result):
        _demand_running(firm)
        campaign, today = firm.campaign, timezone.localdate()
        held = Holdings(
            [Firm(firm.organisation_id, firm.division_id)],
            Measure(campaign.measure),
            only_inventions=campaign.only_inventions,
        )
        if not held.has_on(firm.organisation_id, today):
            what = f"{'发明' if campaign.only_inventions else ''}专利{Measure(campaign.measure).label.split('量')[0]}"
            raise Refused(
                f"专利清单中还没有“{firm}”的{what}记录，不能登记消零。请先导入含有该专利的清单，或核对申请人名称。"
            )
        _record(firm, by, result)


def unable(firm: ZeroFirm, *, by: User, result: str) -> None:
    """登记暂不能消零, saying why."""
    with UNABLE(firm, by=by, reason=result):
        _demand_running(firm)
        _demand_words(result, "请写明暂不能消零的原因。")
        _record(firm, by, result)


def close(campaign: Campaign, *, by: User) -> None:
    """结束: nothing of it is recorded any more."""
    with CLOSE(campaign, by=by):
        campaign.closed_by, campaign.closed_at = by, timezone.now()


def _record(firm: ZeroFirm, by: User, result: str) -> None:
    firm.result, firm.recorded_by, firm.recorded_at = result.strip(), by, timezone.now()


def _demand_running(firm: ZeroFirm) -> None:
    if firm.campaign.status != CampaignStatus.OPEN:
        raise Refused(f"“{firm.campaign}”已结束，不能再登记。")


def _demand_words(words: str, sentence: str) -> None:
    if not words.strip():
        raise Refused(sentence)
