"""While a panel sits: attendance, an item put to it, who leaves the room, votes and marks, the result as the rule computes it."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.messaging.workflow import send
from bureau.workflow import Refused, Transition
from projects import panels
from projects.choices import Ground, ItemStatus, PanelMode, PanelResult, PanelStatus, RecusalSource, Vote
from projects.formdata.scheme import Scheme
from projects.models import AgendaItem, Ballot, Leaving, Opinion, Panel, PanelMember, PanelView, Pledge, Recusal

from . import convening, ranking, recusing
from .submitting import said

_P, _I = PanelStatus, ItemStatus
ATTEND = Transition("take_attendance", "签到", (_P.CALLED, _P.SITTING), None, "projects.run_panel")
BEGIN = Transition("begin_panel", "宣布开始", (_P.CALLED,), _P.SITTING, "projects.run_panel")
END = Transition("end_panel", "宣布结束", (_P.SITTING,), _P.ENDED, "projects.run_panel")
RUN = "projects.run_panel"
OPEN = Transition("open_item", "开始评议", (_I.WAITING,), _I.OPEN, RUN)
CLOSE = Transition("close_item", "结束评议", (_I.OPEN,), _I.CLOSED, RUN)
AGAIN = Transition("judge_again", "重新评议", (_I.OPEN, _I.CLOSED), _I.OPEN, RUN)
NAME_ACTING = Transition("name_acting", "指定代组长", (_I.WAITING, _I.OPEN, _I.CLOSED), None, RUN)
JUDGE = Transition("cast_ballot", "评议", (_I.OPEN,), None, "projects.sit_panel", rows="judged_by")
ENTER = Transition("enter_ballot", "代录", (_I.OPEN,), None, RUN)
LEAVE = Transition(
    "leave_room", "声明回避", (_I.WAITING, _I.OPEN), None, "projects.sit_panel", rows="judged_by"
)  # fmt: skip
ALL = (ATTEND, BEGIN, END)
OF_ITEMS = (OPEN, CLOSE, AGAIN, NAME_ACTING, JUDGE, ENTER, LEAVE)
_REFUSALS = {
    "projects_ballot_recused": "您须回避该项目，请在评议时离场。",
    "projects_ballot_closed": "该项目没有在评议中，不能提交。",
    "projects_ballot_absent": "您还没有签到，请与工作人员联系。",
    "projects_ballot_one_each": "您已提交，每人一票，不能再改。",
}
_REFUSED_FOR = {
    "projects_ballot_recused": "该专家须回避本项，不能代录。",
    "projects_ballot_closed": _REFUSALS["projects_ballot_closed"],
    "projects_ballot_absent": "该专家还没有签到，不能代录。",
    "projects_ballot_one_each": "该专家的票已录入，不能再改。",
    "projects_ballot_own_hand": "该专家有登录账号，须由本人提交。",
}
ON_PAPER = "按专家本人签字的纸质评分表（表决票）代录"


def attend(panel: Panel, *, by: User, present: Iterable[PanelMember]) -> int:
    """Write who has come; whoever is not named has not. Refused while an item is being judged."""
    with ATTEND(panel, by=by):
        if panel.items.open().exists():
            raise Refused("有项目正在评议，请结束后再改签到。")
        there, now = {member.pk for member in present}, timezone.now()
        for member in panel.members.coming().select_related("expert"):
            if member.is_present == (member.pk in there):
                continue
            if panel.status == _P.SITTING and member.is_chair:
                raise Refused("会议已开始，组长不能离会；组长须回避的项目请指定代组长。")
            member.is_present = member.pk in there
            member.attended_by, member.attended_at = (by, now) if member.is_present else (None, None)
            member.save(update_fields=["is_present", "attended_by", "attended_at"])
            record(member, "take_attendance", by=by, reason="到会" if member.is_present else "未到会")
    return panel.members.present().count()


def begin(panel: Panel, *, by: User) -> None:
    """Declare it open: the 组长 and enough of the others have come."""
    with BEGIN(panel, by=by):
        present = panel.members.present()
        if not present.filter(is_chair=True).exists():
            raise Refused("组长还没有签到。")
        if present.count() < panel.least_present:
            raise Refused(f"到会 {present.count()} 人，少于 {panel.least_present} 人，不能开始。")
        if not panel.items.exists():
            raise Refused("议程中还没有项目。")
        panel.begun_by, panel.begun_at = by, timezone.now()


def end(panel: Panel, *, by: User) -> None:
    """Declare it closed: nothing is being judged. What was not taken up stays so, to be seen."""
    with END(panel, by=by):
        if panel.items.open().exists():
            raise Refused("有项目正在评议，请先结束。")
        if not panel.items.filter(status=_I.CLOSED).exists():
            raise Refused("还没有评议任何项目。")
        panel.ended_by, panel.ended_at = by, timezone.now()


def chair_of(item: AgendaItem) -> PanelMember | None:
    """Who leads this item and signs its opinion: named for it, or else the 组长."""
    return item.acting or item.panel.members.filter(is_chair=True).select_related("expert").first()


def name_acting(item: AgendaItem, *, by: User, member: PanelMember | None) -> None:
    """Where the 组长 steps aside, another who stays leads this item; None: the 组长 again."""
    with NAME_ACTING(item, by=by, reason=str(member or "")):
        if Opinion.objects.signed().filter(item=item).exists():
            raise Refused("专家组意见已签字。")
        if member is not None and (member.panel_id != item.panel_id or not _stays(item, member)):
            raise Refused("代组长须是到会、不用回避该项目的专家。")
        if member is not None and member.expert.user_id is None:
            raise Refused(f"代组长须在系统中签署专家组意见，专家“{member.expert}”没有登录账号。")
        item.acting = member


def _aside(item: AgendaItem):
    return Recusal.objects.live().filter(application=item.application_id)


def _stays(item: AgendaItem, member: PanelMember) -> bool:
    is_there = PanelMember.objects.staying_for(item).filter(pk=member.pk).exists()
    return is_there and not _aside(item).filter(expert=member.expert_id).exists()


def open_item(item: AgendaItem, *, by: User) -> None:
    """Put it to the panel: whoever steps aside leaves the room first, and enough have to stay."""
    with OPEN(item, by=by):
        _demand_sitting(item.panel)
        _send_out(item)
        _demand_led(item)
        staying = PanelMember.objects.staying_for(item).count()
        if staying < item.panel.least_present:
            raise Refused(f"回避离场后在场 {staying} 人，少于 {item.panel.least_present} 人，不能评议。")
        item.opened_by, item.opened_at = by, timezone.now()


def _demand_sitting(panel: Panel) -> None:
    if panel.status != _P.SITTING:
        raise Refused(f"会评{panel.get_status_display()}，请先宣布开始。")


def _send_out(item: AgendaItem) -> None:
    grounds: dict[int, str] = {}
    for recusal in _aside(item):
        grounds.setdefault(recusal.expert_id, f"{recusal.get_ground_display()}（{recusal.evidence}）"[:300])
    for member in PanelMember.objects.staying_for(item).filter(expert__in=grounds):
        Leaving.objects.create(item=item, member=member, reason=grounds[member.expert_id], left_at=timezone.now())


def _demand_led(item: AgendaItem) -> None:
    chair = chair_of(item)
    if chair is None or not _stays(item, chair):
        raise Refused("组长须回避本项，请先指定代组长。")


def close_item(item: AgendaItem, *, by: User) -> None:
    """End the judging: what counts is counted, the rule decides, the opinion may be written."""
    with CLOSE(item, by=by):
        if item.panel.is_secret and item.ballots.filter(turn=item.turn).exclude(blocked_at=None).exists():
            raise Refused("有专家投票后须回避，无记名票不能剔除，请重新评议。")
        outcome = _counted(item)
        item.result, item.score, item.arithmetic = outcome.result, outcome.score, outcome.arithmetic
        item.closed_by, item.closed_at = by, timezone.now()
    _begin_opinion(item)


def _counted(item: AgendaItem) -> panels.Outcome:
    panel, cast = item.panel, Ballot.objects.filter(item=item, turn=item.turn, blocked_at=None)
    item.present = PanelMember.objects.staying_for(item).count()
    known = {"least_present": panel.least_present, "present": item.present}
    if panel.mode == PanelMode.SCORES:
        totals = list(cast.values_list("total", flat=True))
        aggregation = ranking.scheme_for(panel.round.call).aggregation
        return panels.of_scores(aggregation=aggregation, pass_score=panel.pass_score, totals=totals, **known)
    if not panel.is_secret:  # A secret vote was counted by the database, one by one.
        votes = cast.aggregate(**{vote: Count("pk", filter=Q(choice=vote)) for vote in Vote.values})
        item.agree, item.oppose, item.abstain = (votes[vote] for vote in Vote.values)
    counts = {vote: getattr(item, vote) for vote in Vote.values}
    return panels.of_votes(rule=panel.rule, **counts, **known)


def _begin_opinion(item: AgendaItem) -> None:
    opinion = Opinion.objects.filter(item=item).first() or Opinion(item=item)
    opinion.result = item.result
    opinion.amount = opinion.amount if item.result == PanelResult.PASSED else None
    opinion.save()


def judge_again(item: AgendaItem, *, by: User, reason: str) -> None:
    """Put it to the panel once more, for a reason; what was given before is kept and does not count."""
    with AGAIN(item, by=by, reason=said(reason, "请写明重新评议的理由。")):
        _demand_sitting(item.panel)
        if Opinion.objects.signed().filter(item=item).exists():
            raise Refused("专家组意见已签字，请先退回专家组意见。")
        _send_out(item)
        _demand_led(item)
        item.turn += 1
        item.agree = item.oppose = item.abstain = 0
        item.present = item.score = item.closed_by = item.closed_at = None
        item.result = item.arithmetic = ""
        item.opened_by, item.opened_at = by, timezone.now()


# Members.


def member_of(panel: Panel, user: User) -> PanelMember | None:
    """The person's own place in the panel."""
    return panel.members.filter(expert__user_id=user.pk).select_related("expert").first()


def has_pledged(panel: Panel, user: User) -> bool:
    """Whether the person signed before seeing anything."""
    return Pledge.objects.filter(round=panel.round_id, expert__user=user).exists()


def look(item: AgendaItem, *, by: User, what: str) -> None:
    """Write that a member opened a material; who steps aside sees none, nobody before the pledge."""
    if not JUDGE.is_allowed(item, by):
        raise PermissionDenied("look")
    if not has_pledged(item.panel, by):
        raise Refused("请先签署评审承诺书。")
    PanelView.objects.create(item=item, what=what[:255], viewed_by=by, viewed_at=timezone.now())


def vote(item: AgendaItem, *, by: User, choice: str) -> Ballot:
    """One vote each, and it stays. Of a secret one the database adds the choice up and forgets it."""
    if choice not in Vote.values:
        raise Refused("请选择同意、不同意或弃权。")
    with transaction.atomic():
        member = _demand_may_judge(item, by, PanelMode.VOTES)
        ballot = Ballot(item=item, member=member, turn=item.turn, choice=choice, cast_at=timezone.now())
        _cast(ballot)
        record(ballot, JUDGE.verb, by=by)
    return ballot


def _demand_may_judge(item: AgendaItem, by: User, mode: str) -> PanelMember:
    if not JUDGE.is_allowed(item, by):
        raise PermissionDenied(JUDGE.verb)
    _demand_open(item, mode, JUDGE)
    if not has_pledged(item.panel, by):
        raise Refused("请先签署评审承诺书。")
    member = member_of(item.panel, by)
    if not member.is_present:
        raise Refused(_REFUSALS["projects_ballot_absent"])
    return member


def _demand_open(item: AgendaItem, mode: str, verb: Transition) -> None:
    # The item before the expert, as declaring a conflict holds them: the two never wait for each other.
    item.refresh_from_db(from_queryset=AgendaItem.objects.select_for_update(no_key=True, of=("self",)))
    if item.status not in verb.sources or item.panel.status != _P.SITTING:
        raise Refused(f"“{item}”{item.get_status_display()}，不能{verb.label}。")
    if item.panel.mode != mode:
        raise Refused(f"本次会评的方式是{item.panel.get_mode_display()}。")


def _cast(ballot: Ballot, refusals: Mapping[str, str] = _REFUSALS) -> None:
    try:
        with transaction.atomic():
            ballot.save()
    except IntegrityError as error:
        words = next((words for name, words in refusals.items() if name in str(error)), "")
        if not words:
            raise
        raise Refused(words) from error
    ballot.refresh_from_db()  # What the database keeps: of a secret vote not the choice.


def mark(item: AgendaItem, *, by: User, typed: Mapping[str, str], comment: str = "") -> Ballot:
    """Marks by the call's scheme; given once more while the item is open they take the place of the first."""
    with transaction.atomic():
        member = _demand_may_judge(item, by, PanelMode.SCORES)
        ballot = _marked(item, member, typed, comment)
        _cast(ballot)
        record(ballot, JUDGE.verb, by=by)
    return ballot


def _marked(item: AgendaItem, member: PanelMember, typed: Mapping[str, str], comment: str) -> Ballot:
    reading = panels.read_marks(scheme_of(item), typed)
    if reading.lacks:
        raise Refused("还不能提交：" + "".join(reading.lacks))
    ballot = Ballot.objects.filter(item=item, member=member, turn=item.turn).first()
    ballot = ballot or Ballot(item=item, member=member, turn=item.turn)
    ballot.marks = {code: str(one) for code, one in reading.marks.items()}
    ballot.total, ballot.comment = reading.total, comment.strip()[: panels.COMMENT_AT_MOST]
    ballot.cast_at = timezone.now()
    return ballot


def on_paper(item: AgendaItem) -> list[PanelMember]:
    """Who stays for the item and has no account: what they sign on paper is entered by an officer."""
    rows = PanelMember.objects.staying_for(item).filter(expert__user=None)
    return [] if item.panel.is_secret else list(rows.select_related("expert"))


def enter(
    item: AgendaItem, member: PanelMember, *, by: User, choice: str = "", typed: Mapping[str, str] = MappingProxyType({}),
    comment: str = "",
) -> Ballot:  # fmt: skip
    """An officer enters the vote or the marks that a member without an account has signed on paper, and that it was so.

    The first one entered says that the pledge was signed on paper too. Raises Refused for who has an account, and where the vote
    is secret: whoever entered it would know it.
    """
    with transaction.atomic():
        if not ENTER.is_allowed(item, by):
            raise PermissionDenied(ENTER.verb)
        _demand_open(item, item.panel.mode, ENTER)
        if member.panel_id != item.panel_id or member.expert.user_id is not None:
            raise Refused(_REFUSED_FOR["projects_ballot_own_hand"])
        if item.panel.is_secret:
            raise Refused("无记名表决不能代录。")
        if item.panel.mode == PanelMode.SCORES:
            ballot = _marked(item, member, typed, comment)
        elif choice in Vote.values:
            ballot = Ballot(item=item, member=member, turn=item.turn, choice=choice, cast_at=timezone.now())
        else:
            raise Refused("请选择同意、不同意或弃权。")
        ballot.entered_by, ballot.entered_at = by, timezone.now()
        _cast(ballot, _REFUSED_FOR)
        convening.pledge(member, by=by)
        record(ballot, ENTER.verb, by=by, reason=ON_PAPER)
    return ballot


def scheme_of(item: AgendaItem) -> Scheme:
    """By which the call's applications are judged. Raises Refused without one."""
    return ranking.scheme_for(item.panel.round.call)


def leave(item: AgendaItem, *, by: User, reason: str) -> None:
    """Declare a conflict at the session: from now on nothing of it is shown, and the member leaves the room for it."""
    with LEAVE(item, by=by, reason=reason):
        member = member_of(item.panel, by)
        evidence = said(reason, "请写明回避的理由。")[:300]
        known = {"ground": Ground.DECLARED, "source": RecusalSource.EXPERT, "evidence": evidence}
        recusing.alert([recusing.write(member.expert, item.application, by=by, **known)])
        if item.status == _I.OPEN:  # By the database, unless the member had not signed in yet.
            Leaving.objects.get_or_create(
                item=item, member=member, defaults={"reason": evidence, "left_at": timezone.now()}
            )
        send(
            "panel.conflict",
            to=User.objects.holding(RUN),
            key=f"panel:{item.panel_id}:item:{item.pk}:member:{member.pk}",
            context={"title": item.application, "panel": item.panel, "name": member.expert, "reason": evidence},
            url=reverse("admin:projects_panel_live_page", args=[item.panel_id]),
        )
