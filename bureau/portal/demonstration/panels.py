"""Two panels of the demonstration's second round: one has sat and its opinions are signed, one is called for next week.

What no verb can do is to let days pass: the finished panel's hour is set back after it was called.
"""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from projects.choices import PanelMode, PanelResult, RoundKind
from projects.formdata.scheme import plain
from projects.models import AgendaItem, Expert, Opinion, Panel, PanelMember, ReviewGroup, ReviewRound
from projects.workflow import convening, opining, ranking, sitting

from .judged import account_of
from .reviews import EXPERT

LEVELS = (88, 79, 56)  # By item, how good the panel takes it to be: the last one does not pass.
TEXTS = (
    "专家组听取了项目负责人的汇报，审阅了申报材料，经质询讨论，认为：项目选题符合指南方向，目标明确，技术路线可行，"
    "研究基础扎实，经费预算基本合理。专家组同意立项，建议细化考核指标。（演示）",
    "专家组听取了汇报，认为：项目面向本市产业需求，技术方案总体可行，团队结构合理；建议压减设备购置费，补充用户试用计划。"
    "专家组同意立项。（演示）",
    "专家组听取了汇报，认为：项目关键技术指标与现有产品差别不大，创新点不突出，考核指标不够具体。专家组不同意立项。（演示）",
)
AMOUNTS = (Decimal(350_000), Decimal(260_000), None)


@transaction.atomic
def make(users: dict[str, User]) -> None:
    """Make what is missing; panels that are there stay."""
    held = ReviewRound.objects.filter(kind=RoundKind.PANEL).first()
    if Panel.objects.exists() or held is None:
        return
    materials, machines = held.groups.order_by("pk")
    _finished(users["officer"], held, machines)
    _called(users["officer"], held, materials)
    ranking.rank(held.call, by=users["officer"])


def _planned(officer: User, held: ReviewRound, group: ReviewGroup, days: int, **values) -> Panel:
    at = timezone.localtime(timezone.now() + timedelta(days=days)).replace(hour=9, minute=0, second=0, microsecond=0)
    panel = convening.plan(
        held, by=officer, name=f"{group}答辩会", group=group, starts_at=at, place="市科技局三楼会议室", minutes_each=25, **values
    )  # fmt: skip
    for seat in held.seats.filter(group=group, status="accepted").select_related("expert"):
        account_of(seat.expert)
    convening.take_drawn(panel, by=officer)
    convening.make_agenda(panel, by=officer)
    return panel


def _person(member: PanelMember) -> User:
    return User.objects.get(pk=member.expert.user_id)


def _members(panel: Panel) -> list[PanelMember]:
    return list(panel.members.select_related("expert", "panel__round__call"))


def _finished(officer: User, held: ReviewRound, group: ReviewGroup) -> None:
    """It gave marks; one member stepped aside from the second item and left the room."""
    panel = _planned(officer, held, group, 1, mode=PanelMode.SCORES, least_present=3, pass_score=60)
    convening.appoint(panel, panel.members.first(), by=officer)
    convening.call_(panel, by=officer)
    for member in _members(panel):
        convening.accept(member, by=_person(member))
    Panel.objects.filter(pk=panel.pk).update(starts_at=panel.starts_at - timedelta(days=3))
    panel.refresh_from_db()
    sitting.attend(panel, by=officer, present=_members(panel))
    sitting.begin(panel, by=officer)
    for place, item in enumerate(panel.items.select_related("panel__round__call", "application")):
        _judged(item, place, officer)
    sitting.end(panel, by=officer)


def _judged(item: AgendaItem, place: int, officer: User) -> None:
    chair, *others = _members(item.panel)
    if place == 1:
        reason = "与项目组成员曾合作承担项目（演示）"
        sitting.leave(item, by=_person(others.pop()), reason=reason)
    sitting.open_item(item, by=officer)
    scheme = sitting.scheme_of(item)
    for number, member in enumerate((chair, *others)):
        level = Decimal(LEVELS[place % len(LEVELS)] + number * 5 % 7 - 3) / 100
        typed = {c.code: plain((c.most * level).quantize(Decimal("0.1"))) for c in scheme.criteria}
        sitting.mark(
            item, by=_person(member), typed=typed, comment="汇报清楚，答辩切题。（演示）" if number == 0 else ""
        )
    sitting.close_item(item, by=officer)
    opinion = Opinion.objects.select_related("item__panel__round__call", "item__application").get(item=item)
    amount = AMOUNTS[place % len(AMOUNTS)] if opinion.result == PanelResult.PASSED else None
    by = officer if place == 2 else _person(chair)
    opining.write(opinion, by=by, text=TEXTS[place % len(TEXTS)], amount=amount, seen=0)
    opining.sign(opinion, by=_person(chair))


def _called(officer: User, held: ReviewRound, group: ReviewGroup) -> None:
    """It will vote in secret; some have said yes, the expert whose account is printed is still to answer."""
    panel = _planned(
        officer, held, group, 6, mode=PanelMode.VOTES, least_present=4, link="https://meeting.example.cn/r/2026"
    )
    convening.appoint(panel, panel.members.first(), by=officer)
    known = Expert.objects.filter(user__username=EXPERT).first()
    if known and not panel.members.filter(expert=known).exists():
        convening.put_member(panel, known, by=officer)
    convening.call_(panel, by=officer)
    for member in _members(panel)[:3]:
        if member.expert != known:
            convening.accept(member, by=_person(member))
