"""现场考察: planned with two experts and an officer at least, written down, signed by everybody who went, closed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.messaging.workflow import send
from bureau.workflow import Refused, Transition
from projects import letters
from projects.choices import (
    APPROVED_PROPOSALS,
    VISIT_POINTS,
    ApplicationStatus,
    DecisionOutcome,
    VisitConclusion,
    VisitStatus,
    VisitVerdict,
)
from projects.models import Application, Expert, Proposal, ProposalLine, Recusal, SiteVisit, VisitMember
from projects.models.visits import EXPERTS_AT_LEAST

from .submitting import said

_S = VisitStatus
RUN = "projects.run_sitevisit"
PLAN = Transition("plan_visit", "安排现场考察", (ApplicationStatus.ACCEPTED,), None, RUN)
CHANGE = Transition("change_visit", "修改", (_S.PLANNED,), None, RUN)
CANCEL = Transition("cancel_visit", "取消", (_S.PLANNED,), _S.CANCELLED, RUN)
RECORD = Transition("record_visit", "记录", (_S.PLANNED,), None, RUN)
SIGN = Transition("sign_visit", "签字", (_S.PLANNED,), None, "projects.review_assignment", rows="gone_on_by")
SIGN_AS_OFFICER = Transition("sign_visit", "签字", (_S.PLANNED,), None, RUN)
FINISH = Transition("finish_visit", "办结", (_S.PLANNED,), _S.DONE, RUN)
ALL = (CHANGE, CANCEL, RECORD, SIGN, SIGN_AS_OFFICER, FINISH)


def plan(
    application: Application,
    *,
    by: User,
    starts_at: datetime,
    place: str,
    experts: Iterable[Expert],
    officers: Iterable[User],
    note: str = "",
) -> SiteVisit:
    """Arrange a visit and tell the unit, the experts and the officers. Basis: domain.md 2.2 step 12.

    Raises PermissionDenied; Refused unless two experts of the bank who need not step aside and an officer go, in future, to an
    accepted application of which nothing is decided yet.
    """
    with PLAN(application, by=by, reason=f"{timezone.localtime(starts_at):%Y-%m-%d %H:%M}　{place}"):
        _demand_undecided(application)
        visit = SiteVisit(
            application=application, starts_at=starts_at, place=place.strip(), note=note.strip(), created_by=by,
            created_at=timezone.now(),
        )  # fmt: skip
        _demand_future(starts_at)
        try:
            visit.full_clean()
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        visit.save()
        _seat(visit, list(experts), list(officers))
        record(visit, "plan_visit", by=by)
        _tell_all(visit)
    return visit


def _demand_undecided(application: Application) -> None:
    decided = Proposal.objects.filter(status__in=APPROVED_PROPOSALS, lines__application=application)
    if decided.exists():
        raise Refused("该项目的立项建议已审定，不再安排现场考察。")


def _demand_future(starts_at: datetime) -> None:
    if starts_at <= timezone.now():
        raise Refused("考察时间须在今后。")


def _seat(visit: SiteVisit, experts: list[Expert], officers: list[User]) -> None:
    """Let exactly these go; whoever stays keeps the row."""
    if len({expert.pk for expert in experts}) < EXPERTS_AT_LEAST:
        raise Refused(f"现场考察的专家不少于 {EXPERTS_AT_LEAST} 名。")
    if not officers:
        raise Refused("现场考察须有本局人员参加。")
    for expert in experts:
        _demand_may_go(visit, expert)
    known = set(User.objects.holding(RUN).filter(pk__in=[o.pk for o in officers]).values_list("pk", flat=True))
    if strange := [str(officer) for officer in officers if officer.pk not in known]:
        raise Refused(f"“{'、'.join(strange)}”不是负责现场考察的本局人员。")
    stay = Q(expert__in=experts) | Q(officer__in=officers)
    visit.members.exclude(stay).delete()
    held = {(m.expert_id, m.officer_id) for m in visit.members.all()}
    wanted = [VisitMember(visit=visit, expert=e) for e in experts] + [
        VisitMember(visit=visit, officer=o) for o in officers
    ]
    for member in wanted:
        if (member.expert_id, member.officer_id) not in held:
            _add(member)
            held.add((member.expert_id, member.officer_id))


def _demand_may_go(visit: SiteVisit, expert: Expert) -> None:
    if not Expert.objects.active_on(timezone.localdate(visit.starts_at)).filter(pk=expert.pk).exists():
        raise Refused(f"专家“{expert}”当天不在库、暂停或信息过期，不能参加。")
    if Recusal.objects.live().filter(expert=expert, application=visit.application).exists():
        raise Refused(f"专家“{expert}”须回避该项目，请另选专家。")
    blind = expert.assignments.unfinished().filter(application=visit.application, round__is_blind=True)
    if blind.exists():
        raise Refused(f"专家“{expert}”正在盲评该项目，提交评分后才能参加考察。")


def _add(member: VisitMember) -> None:
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:  # A recusal came at the same moment.
        raise Refused(f"专家“{member}”须回避该项目，请另选专家。") from error


def told_when(visit: SiteVisit) -> str:
    """The moment in words."""
    return f"{timezone.localtime(visit.starts_at):%Y年%-m月%-d日 %H:%M}"


def _tell_all(visit: SiteVisit) -> None:
    words = {"title": visit.application, "at": told_when(visit), "place": visit.place}
    stamp = timezone.now().isoformat()
    unit = visit.application.organisation
    page = reverse("projects:application-detail", args=[visit.application_id])
    note = f"请准备：{visit.note}" if visit.note else "请项目负责人在场，备好设备、场地和经费凭证。"
    send("visit.planned", to=letters.members_of(unit), key=f"visit:{visit.pk}:planned:{stamp}", context=words | {"note": note}, url=page)  # fmt: skip
    _tell_members(visit, "visit.invited", **words, unit=unit)


def _tell_members(visit: SiteVisit, kind: str, **words) -> None:
    stamp = timezone.now().isoformat()
    members = list(visit.members.select_related("expert", "officer"))
    experts = User.objects.filter(pk__in=[m.expert.user_id for m in members if m.expert_id and m.expert.user_id])
    officers = [m.officer for m in members if m.officer_id]
    own = reverse("projects:visit", args=[visit.pk])
    desk = reverse("admin:projects_sitevisit_change", args=[visit.pk])
    send(kind, to=experts, key=f"visit:{visit.pk}:{kind}:{stamp}", context=words, url=own)
    send(kind, to=officers, key=f"visit:{visit.pk}:{kind}:{stamp}:bureau", context=words, url=desk)


def change(
    visit: SiteVisit, *, by: User, starts_at: datetime, place: str, experts: Iterable[Expert], officers: Iterable[User], note: str = ""
) -> None:  # fmt: skip
    """Another time, place or other people, before anything was written down; everybody is told again."""
    with CHANGE(visit, by=by):
        if visit.recorded_at:
            raise Refused("已记录考察情况，不能再改安排。")
        _demand_future(starts_at)
        visit.starts_at, visit.place, visit.note = starts_at, place.strip(), note.strip()
        _seat(visit, list(experts), list(officers))
        _tell_all(visit)


def cancel(visit: SiteVisit, *, by: User, reason: str) -> None:
    """Call it off; the unit is told why."""
    with CANCEL(visit, by=by, reason=reason):
        visit.reason = said(reason, "请写明取消的理由。")
        words = {"title": visit.application, "at": told_when(visit), "place": visit.place, "reason": visit.reason}
        page = reverse("projects:application-detail", args=[visit.application_id])
        send("visit.called_off", to=letters.members_of(visit.application.organisation), key=f"visit:{visit.pk}:off", context=words, url=page)  # fmt: skip
        _tell_members(visit, "visit.called_off", **words)


def write_down(
    visit: SiteVisit, *, by: User, points: Mapping[str, tuple[str, str]], opinion: str, conclusion: str, amount: Decimal | None = None
) -> None:  # fmt: skip
    """What was found: for each of VISIT_POINTS a verdict and a note; opinion, conclusion, amount in yuan.

    Written again, it is to be signed again. Raises Refused for what is missing, or before the visit has begun.
    """
    with RECORD(visit, by=by):
        if visit.starts_at > timezone.now():
            raise Refused("考察时间未到，不能记录考察情况。")
        found = []
        for text in VISIT_POINTS:
            verdict, note = points.get(text, ("", ""))
            if verdict not in VisitVerdict.values:
                raise Refused(f"请填写“{text}”是否符合。")
            if verdict == VisitVerdict.BAD and not note.strip():
                raise Refused(f"“{text}”不符合的，请写明情况。")
            found.append({"text": text, "verdict": verdict, "note": note.strip()})
        if conclusion not in VisitConclusion.values:
            raise Refused("请选择结论。")
        if conclusion == VisitConclusion.REFUSE and amount is not None:
            raise Refused("不建议支持的不写建议资助经费。")
        visit.points, visit.conclusion, visit.amount = found, conclusion, amount
        visit.opinion = said(opinion, "请写明考察意见。")
        visit.recorded_by, visit.recorded_at = by, timezone.now()
        for member in visit.members.exclude(signed_at=None):  # What they signed has changed.
            member.signed_by = member.signed_at = None
            member.is_on_paper = False
            member.save()
        _tell_members(visit, "visit.to_sign", title=visit.application)


def sign(visit: SiteVisit, *, by: User) -> None:
    """Somebody who went stands for what was written down."""
    with (SIGN_AS_OFFICER if by.is_staff else SIGN)(visit, by=by):
        member = visit.members.signed_for(by).first()
        if member is None:
            raise Refused("您没有参加本次考察，不能签字。")
        _sign(visit, member, by=by, is_on_paper=False)


def sign_for(visit: SiteVisit, *, by: User, member: VisitMember) -> None:
    """Note that an expert without an account has signed on paper, which is kept."""
    with SIGN_AS_OFFICER(visit, by=by, reason=f"{member} 纸质签字"):
        if member.visit_id != visit.pk or member.expert_id is None:
            raise Refused("请选择参加本次考察的专家。")
        if member.expert.user_id is not None:
            raise Refused(f"专家“{member}”有登录账号，请其本人在系统中签字。")
        _sign(visit, member, by=by, is_on_paper=True)


def _sign(visit: SiteVisit, member: VisitMember, *, by: User, is_on_paper: bool) -> None:
    if visit.recorded_at is None:
        raise Refused("还没有记录考察情况和意见，不能签字。")
    if member.signed_at:
        raise Refused("已经签过字。")
    if member.expert_id and Recusal.objects.live().filter(expert=member.expert_id, application=visit.application).exists():  # fmt: skip
        raise Refused(f"专家“{member}”须回避该项目，不能签字。")
    member.signed_by, member.signed_at, member.is_on_paper = by, timezone.now(), is_on_paper
    member.save()


def finish(visit: SiteVisit, *, by: User) -> None:
    """Close it: everybody who went has signed."""
    with FINISH(visit, by=by):
        if visit.recorded_at is None:
            raise Refused("请先记录考察情况和意见。")
        if lacking := [str(member) for member in visit.members.unsigned().select_related("expert", "officer")]:
            raise Refused(f"还没有签字：{'、'.join(lacking)}。")
        aside = Recusal.objects.live().filter(application=visit.application, expert__visits__visit=visit)
        if names := list(aside.values_list("expert__name", flat=True).distinct()):
            raise Refused(f"考察后认定须回避：{'、'.join(names)}。请取消本次考察，另行安排。")
        visit.finished_by, visit.finished_at = by, timezone.now()


def unvisited(proposal: Proposal) -> list[ProposalLine]:
    """Whom the call wants visited before they are proposed (名次、金额), and nobody has."""
    call, wanted = proposal.call, Q()
    if call.visit_places:
        wanted |= Q(place__lte=call.visit_places)
    if call.visit_from:
        wanted |= Q(application__requested_amount__gte=call.visit_from)
    if not wanted:
        return []
    rows = proposal.lines.filter(wanted, outcome=DecisionOutcome.APPROVE)
    done = SiteVisit.objects.done().values("application")
    return list(rows.exclude(application__in=done).select_related("application"))
