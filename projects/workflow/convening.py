"""Before a panel sits: planned, its members found and asked, its agenda made from the ranking, everybody told of changes."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, Max
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.messaging.workflow import send
from bureau.workflow import Refused, Transition
from projects.choices import EXPECTED, HELD, ItemStatus, MemberStatus, PanelMode, PanelStatus, RoundStatus
from projects.models import AgendaItem, Application, Expert, Panel, PanelMember, Pledge, Recusal, ReviewRound, Seat
from projects.querysets.panels import TOLD

from . import reviewing
from .inviting import used_in
from .ranking import scheme_for
from .submitting import said

_P, _M = PanelStatus, MemberStatus
SYSTEM = "会评程序"
BEFORE, UNTIL_THE_END = (_P.PLANNING, _P.CALLED), (_P.PLANNING, _P.CALLED, _P.SITTING)
PLAN = Transition("plan_panel", "筹备会评", (RoundStatus.PREPARING, RoundStatus.REVIEWING), None, "projects.add_panel")
CHANGE = Transition("change_panel", "修改会评安排", BEFORE, None, "projects.change_panel")
COMPOSE = Transition("compose_panel", "编排专家和议程", UNTIL_THE_END, None, "projects.change_panel")
CALL = Transition("call_panel", "发出会议通知", (_P.PLANNING,), _P.CALLED, "projects.change_panel")
CANCEL = Transition("cancel_panel", "取消会评", BEFORE, _P.CANCELLED, "projects.change_panel")
RELIST = Transition("relist_member", "重新列入", (_M.DECLINED, _M.REMOVED), _M.LISTED, "projects.change_panel")
INVITE = Transition("invite_member", "邀请", (_M.LISTED,), _M.INVITED, "projects.change_panel")
ACCEPT = Transition("accept_panel", "接受邀请", (_M.INVITED,), _M.ACCEPTED, "projects.sit_panel", rows="owned_by")
ACCEPT_FOR = Transition("accept_panel", "代为接受", (_M.INVITED,), _M.ACCEPTED, "projects.change_panel")
DECLINE = Transition("decline_panel", "答复不能参加", (_M.INVITED, _M.ACCEPTED), _M.DECLINED, "projects.sit_panel", rows="owned_by")  # fmt: skip
DROP = Transition("drop_member", "调整", (_M.LISTED, *TOLD, _M.DECLINED), _M.REMOVED, "projects.change_panel")
ALL = (CHANGE, COMPOSE, CALL, CANCEL)
OF_MEMBERS = (RELIST, INVITE, ACCEPT, ACCEPT_FOR, DECLINE, DROP)
TOLD_OF = ("starts_at", "place", "link")


def plan(round: ReviewRound, *, by: User, **values) -> Panel:
    """A panel of the round. Its vote is secret where the scheme of the call says so."""
    with PLAN(round, by=by):
        panel = Panel(round=round, created_by=by, created_at=timezone.now(), **values)
        panel.is_secret = _is_secret(panel)
        _whole(panel)
        panel.save()
        record(panel, "add", by=by)
    return panel


def _is_secret(panel: Panel) -> bool:
    return panel.mode == PanelMode.VOTES and scheme_for(panel.round.call).panel_secret


def _on_paper(panel: Panel) -> list[str]:
    rows = panel.members.filter(status__in=EXPECTED, expert__user=None)
    return [str(member.expert) for member in rows.select_related("expert")]


def _whole(row) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error


def change(panel: Panel, *, by: User, **values) -> None:
    """Another time, place or rule; who was asked already is told of another time or place."""
    with CHANGE(panel, by=by):
        before = {name: getattr(panel, name) for name in TOLD_OF}
        for name, value in values.items():
            setattr(panel, name, value)
        panel.is_secret = _is_secret(panel)
        if panel.is_secret and (on_paper := _on_paper(panel)):
            raise Refused(f"无记名表决须专家本人投票，{'、'.join(on_paper)}没有登录账号，请先调整。")
        if panel.status == _P.CALLED and any(getattr(panel, name) != value for name, value in before.items()):
            _tell(panel, "panel.changed", panel.members.filter(status__in=TOLD))


def told_when(panel: Panel) -> str:
    """The day and the hour, as messages and papers say them."""
    return f"{timezone.localtime(panel.starts_at):%Y年%-m月%-d日 %H:%M}"


def told_where(panel: Panel) -> str:
    """The place; of an online session, that it is one."""
    return "；".join(filter(None, (panel.place, "线上举行，链接见会议页面" if panel.link else "")))


def _tell(panel: Panel, kind: str, members, **words) -> None:
    for member in members.select_related("expert__user"):
        if member.expert.user:
            context = {"panel": f"{panel.round.call}{panel}", "when": told_when(panel), "where": told_where(panel)}
            send(
                kind,
                to=member.expert.user,
                key=f"panel:{panel.pk}:{kind}:{member.pk}:{timezone.now().isoformat()}",
                context=context | words,
                url=reverse("projects:panel-invitation", args=[member.pk]),
            )


# Members.


def put_member(panel: Panel, expert: Expert, *, by: User, is_chair: bool = False) -> PanelMember:
    """An expert for the panel; refused for who is away, has judged often enough this year, or steps aside from everything.

    Who has no account comes too: an officer enters what they sign on paper. Not where the vote is secret, and not as the 组长,
    who signs the opinions.
    """
    with COMPOSE(panel, by=by):
        _demand_may_sit(panel, expert)
        member = panel.members.filter(expert=expert).first()
        if member is not None:
            relist(member, by=by)
        else:
            member = PanelMember(panel=panel, expert=expert, number=_number(panel, expert))
            _whole(member)
            member.save()
            record(member, "add", by=by)
        if is_chair:
            appoint(panel, member, by=by)
            member.refresh_from_db()
    return member


def relist(member: PanelMember, *, by: User) -> None:
    """Somebody who said no, or was taken off, stands on the list again."""
    with RELIST(member, by=by):
        member.reason, member.answered_at = "", None


def _demand_may_sit(panel: Panel, expert: Expert) -> None:
    if not Expert.objects.active_on(timezone.localdate()).filter(pk=expert.pk).exists():
        raise Refused(f"专家“{expert}”不在库、暂停或信息过期，不能邀请。")
    if expert.user_id is None and panel.is_secret:
        raise Refused(f"专家“{expert}”没有登录账号，不能无记名表决（代录的人会知道票），请先请其注册并认领专家记录。")
    today = timezone.localdate()
    sits = panel.round.seats.filter(expert=expert, status__in=HELD).exists()
    if not sits and used_in(today.year, [expert.pk])[expert.pk] >= settings.REVIEW_YEARLY_CAP:
        raise Refused(f"专家“{expert}”本年已参加 {settings.REVIEW_YEARLY_CAP} 次评审，不能再邀请。")
    items = candidates(panel).count()
    aside = Recusal.objects.live().filter(expert=expert, application__in=candidates(panel).values("pk"))
    if items and aside.values("application").distinct().count() == items:
        raise Refused(f"专家“{expert}”须回避本次会评的全部项目。")


def _number(panel: Panel, expert: Expert) -> int:
    taken = set(panel.members.values_list("number", flat=True))
    seat = Seat.objects.filter(round=panel.round, expert=expert).exclude(number__in=taken).first()
    return seat.number if seat else max(taken, default=0) + 1


def take_drawn(panel: Panel, *, by: User) -> tuple[int, list[str]]:
    """Everybody of the round (and group) who was drawn or appointed and said yes. Returns how many, and why others not."""
    with COMPOSE(panel, by=by):
        seats = panel.round.seats.filter(status="accepted").exclude(expert__panels__panel=panel)
        seats = seats.filter(group=panel.group) if panel.group_id else seats
        taken, left = 0, []
        for seat in seats.select_related("expert").order_by("number"):
            try:
                put_member(panel, seat.expert, by=by)
                taken += 1
            except Refused as refusal:
                left.append(str(refusal))
    return taken, left


def _no_chair(panel: Panel) -> None:
    PanelMember.objects.filter(panel=panel, is_chair=True).update(is_chair=False)


def appoint(panel: Panel, member: PanelMember, *, by: User) -> None:
    """Make a member the 组长; whoever was it before is a member like the others."""
    with COMPOSE(panel, by=by):
        if panel.status == _P.SITTING:
            raise Refused("会议已开始，组长不能更换；组长须回避的项目请指定代组长。")
        if member.panel_id != panel.pk or member.status not in EXPECTED:
            raise Refused("请在拟邀请、待确认或已确认的专家中指定组长。")
        if member.expert.user_id is None:
            raise Refused(f"组长须在系统中签署专家组意见，专家“{member.expert}”没有登录账号，请另行指定。")
        _no_chair(panel)
        PanelMember.objects.filter(pk=member.pk).update(is_chair=True)
        record(member, "appoint_chair", by=by)


def call_(panel: Panel, *, by: User) -> int:
    """Send the invitations to everybody on the list. Returns how many."""
    with CALL(panel, by=by):
        if not panel.members.filter(is_chair=True, status__in=EXPECTED).exists():
            raise Refused("请先指定组长。")
        if panel.members.filter(status__in=EXPECTED).count() < panel.least_present:
            raise Refused(f"专家少于 {panel.least_present} 人，请先补充。")
        if not panel.items.exists():
            raise Refused("请先编排议程。")
        if panel.starts_at <= timezone.now():
            raise Refused("会议时间已过，请先改期。")
        panel.called_by, panel.called_at = by, timezone.now()
        listed = list(panel.members.filter(status=_M.LISTED).select_related("expert__user"))
    for member in listed:
        invite(member, by=by)
    return len(listed)


def invite(member: PanelMember, *, by: User) -> None:
    """Ask one, once the panel was called."""
    with INVITE(member, by=by):
        if member.panel.status not in (_P.CALLED, _P.SITTING):
            raise Refused("请先发出会议通知。")
        member.invited_by, member.invited_at, member.answered_at, member.reason = by, timezone.now(), None, ""
        _tell(member.panel, "panel.invited", PanelMember.objects.filter(pk=member.pk))


def accept(member: PanelMember, *, by: User) -> None:
    """The expert comes, and signs to keep silence and to have no interest."""
    with ACCEPT(member, by=by):
        _demand_ahead(member.panel)
        member.answered_at = timezone.now()
        pledge(member, by=by)


def pledge(member: PanelMember, *, by: User) -> None:
    """Sign, for the whole round, in the words as they are now; twice is once. On paper for who has no account."""
    made, is_new = Pledge.objects.get_or_create(
        round_id=member.panel.round_id,
        expert_id=member.expert_id,
        defaults={
            "text": reviewing.PLEDGE, "signed_by": by, "signed_at": timezone.now(), "is_on_paper": member.expert.user_id is None,
        },
    )  # fmt: skip
    if is_new:
        record(made, "sign_pledge", by=by)


def accept_for(member: PanelMember, *, by: User) -> None:
    """An officer enters what an expert said on the telephone; the pledge is signed before the first material is shown, on paper
    before the first ballot is entered."""
    with ACCEPT_FOR(member, by=by):
        _demand_ahead(member.panel)
        member.answered_at = timezone.now()


def _demand_ahead(panel: Panel) -> None:
    if panel.status not in (_P.CALLED, _P.SITTING):
        raise Refused(f"会评{panel.get_status_display()}，不能再答复。")


def decline(member: PanelMember, *, by: User, reason: str) -> None:
    """The expert does not come; officers are told, so that they ask somebody else."""
    with DECLINE(member, by=by, reason=reason):
        if member.panel.status != _P.CALLED:
            raise Refused(f"会评{member.panel.get_status_display()}，不能再答复，请与工作人员联系。")
        member.reason, member.answered_at = said(reason, "请写明不能参加的理由。"), timezone.now()
        was_chair, member.is_chair = member.is_chair, False
        _tell_officers(member, was_chair=was_chair)


def _tell_officers(member: PanelMember, *, was_chair: bool) -> None:
    send(
        "panel.declined",
        to=User.objects.holding(COMPOSE.permission),
        key=f"panel-member:{member.pk}:declined:{timezone.now().isoformat()}",
        context={
            "panel": member.panel, "name": member.expert, "reason": member.reason,
            "chair": "该专家是组长，请另行指定。" if was_chair else "",
        },
        url=reverse("admin:projects_panel_members_page", args=[member.panel_id]),
    )  # fmt: skip


def lose(expert: Expert, *, reason: str) -> None:
    """An expert is out of the bank: off the list of every panel that has not seen them come; officers are told."""
    rows = PanelMember.objects.filter(expert=expert, status__in=EXPECTED, is_present=False)
    for member in rows.filter(panel__status__in=UNTIL_THE_END).select_related("panel__round__call", "expert__user"):
        was_chair = member.is_chair
        drop(member, by=SYSTEM, reason=reason)
        _tell_officers(member, was_chair=was_chair)


def drop(member: PanelMember, *, by: User | str, reason: str) -> None:
    """Take somebody off the list; who was asked is told."""
    was_told = member.status in TOLD
    with DROP(member, by=by, reason=reason):
        if member.is_present or member.panel.status not in UNTIL_THE_END:
            raise Refused("已到会的专家不能调整。")
        member.reason, member.is_chair = said(reason, "请写明调整的理由。"), False
    if was_told:
        _tell(member.panel, "panel.dropped", PanelMember.objects.filter(pk=member.pk), reason=member.reason)


def cancel(panel: Panel, *, by: User, reason: str) -> None:
    """Call it off; who was asked is told."""
    with CANCEL(panel, by=by, reason=reason):
        panel.reason = said(reason, "请写明取消的理由。")
        _tell(panel, "panel.cancelled", panel.members.filter(status__in=TOLD), reason=panel.reason)


# The agenda.


def candidates(panel: Panel):
    """The applications of the round, or of the panel's group, in the order of the ranking."""
    rows = Application.objects.filter(review_items__round=panel.round_id)
    rows = rows.filter(review_items__group=panel.group_id) if panel.group_id else rows
    return rows.order_by(F("standing__place").asc(nulls_last=True), "number", "pk").distinct()


def make_agenda(panel: Panel, *, by: User, top: int | None = None) -> int:
    """Everything that may be judged, by the ranking (the first ``top`` of it), anew. Returns how many items."""
    with COMPOSE(panel, by=by, reason="按排名编排议程"):
        _demand_untouched(panel)
        panel.items.all().delete()
        wanted = list(candidates(panel)[:top] if top else candidates(panel))
        if not wanted:
            raise Refused("本轮次（分组）还没有项目，请先在评审轮次中加入。")
        AgendaItem.objects.bulk_create(
            AgendaItem(panel=panel, application=application, position=place, minutes=panel.minutes_each)
            for place, application in enumerate(wanted, 1)
        )
    return len(wanted)


def _demand_untouched(panel: Panel) -> None:
    if panel.items.exclude(status=ItemStatus.WAITING).exists():
        raise Refused("已有项目开始评议，议程不能重新编排。")


def put_item(panel: Panel, application: Application, *, by: User) -> AgendaItem:
    """One more, at the end."""
    with COMPOSE(panel, by=by):
        if not candidates(panel).filter(pk=application.pk).exists():
            raise Refused(f"“{application}”不在本轮次（分组）中。")
        last = panel.items.aggregate(last=Max("position"))["last"] or 0
        item = AgendaItem(panel=panel, application=application, position=last + 1, minutes=panel.minutes_each)
        _whole(item)
        item.save()
        record(item, "add", by=by)
    return item


def leave_out(item: AgendaItem, *, by: User) -> None:
    """Take an item that was not begun off the agenda."""
    with COMPOSE(item.panel, by=by, reason=f"议程中去掉“{item}”"):
        if item.status != ItemStatus.WAITING:
            raise Refused("已经开始评议的项目不能去掉。")
        record(item, "take_out", by=by)
        item.delete()
        _renumber(list(item.panel.items.all()))


def arrange(panel: Panel, *, by: User, values: Mapping[int, Mapping[str, int]]) -> None:
    """By item, its position, minutes and the pause before it; equal positions stay in their present order."""
    with COMPOSE(panel, by=by, reason="调整议程"):
        items = list(panel.items.all())
        wanted = {item.pk: values.get(item.pk, {}).get("position", item.position) for item in items}
        for item in items:
            for name in ("minutes", "pause"):
                setattr(item, name, values.get(item.pk, {}).get(name, getattr(item, name)))
        _renumber(sorted(items, key=lambda item: (wanted[item.pk], item.position)))


def move(item: AgendaItem, *, by: User, up: bool) -> None:
    """One place earlier or later."""
    with COMPOSE(item.panel, by=by, reason="调整议程"):
        items = list(item.panel.items.all())
        place = next(n for n, one in enumerate(items) if one.pk == item.pk)
        other = place - 1 if up else place + 1
        if 0 <= other < len(items):
            items[place], items[other] = items[other], items[place]
        _renumber(items)


def _renumber(items: Iterable[AgendaItem]) -> None:
    kept = list(items)
    for place, item in enumerate(kept, 1):
        item.position = place
        item.clean_fields(exclude=["panel", "application"])
    AgendaItem.objects.bulk_update(kept, ["position", "minutes", "pause"])
