"""What waits for a unit's people, and for those who recommend."""

from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, FilteredRelation, Min, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.todos import Todo, provider

from .choices import (
    EDITABLE,
    ApplicationStatus,
    MemberStatus,
    OpinionStatus,
    PanelStatus,
    RoundStatus,
    SeatStatus,
    SuggestionStatus,
    VisitStatus,
)
from .models import Application, Assignment, Expert, Opinion, PanelMember, Solicitation, Suggestion, VisitMember
from .querysets.experts import stale_before
from .workflow.experts import REMIND_DAYS

SHOWN_AT_MOST = 20


@provider
def applications_at_the_unit(user):
    """Drafts, what was given back, what is to be corrected; for the 单位管理员 also what is to be reviewed and submitted."""
    if user.is_staff:
        return
    objects, waiting = Application.objects, (*EDITABLE, ApplicationStatus.CORRECTING)
    rows = objects.owned_by(user).filter(status__in=waiting)
    if any(post.role == MembershipRole.MANAGER for post in user.current_memberships):
        rows |= objects.managed_by(user).filter(status=ApplicationStatus.UNIT_REVIEW)
    for row in rows.for_list()[:SHOWN_AT_MOST]:
        url = reverse("projects:application-detail", args=[row.pk])
        if row.status == ApplicationStatus.UNIT_REVIEW:
            check = reverse("projects:application-check", args=[row.pk])
            yield Todo(f"审核并提交“{row}”", check, "去审核", f"{row.call}，填报人已送审。", urgent=True)
        elif row.status == ApplicationStatus.DRAFT:
            yield Todo(f"填写并提交“{row}”", url, "继续填写", f"{row.call}，尚未提交。")
        else:
            due = row.correction_due if row.status == ApplicationStatus.CORRECTING else None
            yield Todo(
                f"修改“{row}”（{row.get_status_display()}）", url, "去修改", f"理由：{row.reason}", due, urgent=True
            )


@provider
def applications_to_recommend(user):
    """At a recommending unit: how many wait."""
    if user.is_staff or not user.has_perm("projects.recommend_application"):
        return
    waiting = Application.objects.recommended_by(user).awaiting_recommendation().aggregate(count=Count("pk"))["count"]
    if waiting:
        yield Todo(f"{waiting} 项申报待推荐", reverse("projects:recommending-list"), "去推荐")


@provider
def suggestions_to_hand_in(user):
    """A unit's people and whoever suggests for themself: drafts, as long as they may be handed in."""
    if user.is_staff:
        return
    rows = Suggestion.objects.owned_by(user).filter(
        status=SuggestionStatus.DRAFT, solicitation__in=Solicitation.objects.open_at()
    )
    for row in rows.select_related("solicitation").order_by("pk")[:SHOWN_AT_MOST]:
        url, day = reverse("projects:suggestion-edit", args=[row.pk]), timezone.localdate(row.solicitation.closes_at)
        yield Todo(f"提交建议“{row}”", url, "继续填写", f"{row.solicitation}，尚未提交。", day)


@provider
def suggestions_to_answer(user):
    """At the bureau: what closed 征集 still owe an answer; nothing else closes them."""
    if not user.is_staff or not user.has_perm("projects.answer_suggestion"):
        return
    url = f"{reverse('admin:projects_suggestion_changelist')}?todo=overdue"
    if waiting := Suggestion.objects.visible_to(user).overdue().count():
        yield Todo(f"{waiting} 条建议已截止征集，待答复", url, "去答复", urgent=True)


@provider
def expert_work(user):
    """An expert's, in one statement: the own record to confirm, reviews that are owed, invitations, panels and their opinions."""
    if user.is_staff or not user.is_expert:
        return
    rows = list(_expert_rows(user)[:SHOWN_AT_MOST])
    for row in rows[:1]:
        yield from _as_an_expert(row)
        for panel in row["sessions"]:
            yield from _at_a_panel(panel)
        for visit in row["journeys"]:
            yield from _on_a_visit(visit)
    for row in rows:
        if row["invited__pk"]:
            url = reverse("projects:seat", args=[row["invited__pk"]])
            words, day = f"答复评审邀请“{row['invited__round__name']}”", row["invited__answer_by_day"]
            yield Todo(words, url, "去答复", row["invited__round__call__title"], day, urgent=True)


def _expert_rows(user):
    owed = Assignment.objects.owned_by(user).unfinished().filter(round__status=RoundStatus.REVIEWING)
    each = owed.filter(expert=OuterRef("pk")).order_by().values("expert")
    invited = FilteredRelation("seats", condition=Q(seats__status=SeatStatus.INVITED))
    rows = Expert.objects.owned_by(user).annotate(
        owed=Subquery(each.annotate(count=Count("pk")).values("count")),
        due=Subquery(each.annotate(due=Min("round__due_at")).values("due")),
        invited=invited,
        sessions=ArraySubquery(_panels().values(told=_PANEL)),
        journeys=ArraySubquery(_visits().values(told=_VISIT)),
    )
    shown = ("invited__pk", "invited__round__name", "invited__round__call__title", "invited__answer_by_day")
    return rows.order_by("invited__pk").values("confirmed_at", "owed", "due", "sessions", "journeys", *shown)


_PANEL = JSONObject(
    member="pk", panel="panel", name="panel__name", call="panel__round__call__title", status="status",
    at="panel__starts_at", is_waiting="is_waiting", sits=Q(panel__status=PanelStatus.SITTING),
)  # fmt: skip


def _panels():
    """The expert's panels that are still to come or sit, and those with an opinion that the expert is to sign."""
    drafts = Opinion.objects.filter(status=OpinionStatus.DRAFT, item__panel=OuterRef("panel"))
    led = Q(item__acting=OuterRef("pk")) | Q(item__acting=None, item__panel__members=OuterRef("pk")) & Q(
        item__panel__members__is_chair=True
    )
    held = (MemberStatus.INVITED, MemberStatus.ACCEPTED)
    rows = PanelMember.objects.filter(expert=OuterRef("pk"), status__in=held).exclude(
        panel__status=PanelStatus.CANCELLED
    )
    rows = rows.annotate(is_waiting=Exists(drafts.filter(led)))
    return rows.filter(Q(panel__status__in=(PanelStatus.CALLED, PanelStatus.SITTING)) | Q(is_waiting=True)).order_by(
        "pk"
    )


def _at_a_panel(row: dict):
    at = timezone.localtime(datetime.fromisoformat(row["at"]))
    page = reverse("projects:panel", args=[row["panel"]])
    if row["status"] == MemberStatus.INVITED:
        url = reverse("projects:panel-invitation", args=[row["member"]])
        yield Todo(f"答复会评邀请“{row['name']}”", url, "去答复", row["call"], at.date(), urgent=True)
    elif row["sits"]:
        yield Todo(f"“{row['name']}”正在进行", page, "进入会评", row["call"], at.date(), urgent=True)
    elif at >= timezone.now():
        yield Todo(f"参加会评“{row['name']}”", page, "看议程和材料", f"{at:%Y年%-m月%-d日 %H:%M}", at.date())
    if row["is_waiting"]:
        yield Todo(f"“{row['name']}”的专家组意见待签字", page, "去签字", row["call"], urgent=True)


_VISIT = JSONObject(
    pk="visit", title="visit__application__title", at="visit__starts_at", place="visit__place", recorded="visit__recorded_at"
)  # fmt: skip


def _visits():
    """Visits to applicants that the expert goes on, or is to sign."""
    rows = VisitMember.objects.unsigned().filter(expert=OuterRef("pk"), visit__status=VisitStatus.PLANNED)
    return rows.order_by("visit__starts_at", "pk")


def _on_a_visit(row: dict):
    url = reverse("projects:visit", args=[row["pk"]])
    if row["recorded"]:
        yield Todo(f"“{row['title']}”的现场考察意见待签字", url, "去签字", urgent=True)
    else:
        at = timezone.localtime(datetime.fromisoformat(row["at"]))
        yield Todo(
            f"参加“{row['title']}”的现场考察", url, "看安排", f"{at:%Y年%-m月%-d日 %H:%M}，{row['place']}", at.date()
        )


def _as_an_expert(row: dict):
    soon = stale_before(timezone.localdate() + timedelta(days=REMIND_DAYS))
    if row["confirmed_at"] and timezone.localdate(row["confirmed_at"]) <= soon:
        url = reverse("projects:expert-verb", args=["confirm"])
        yield Todo("确认您的专家信息", url, "去确认", "每年确认一次，逾期不再抽取。")
    if row["owed"]:
        day = timezone.localdate(row["due"])
        url = reverse("projects:review-list")
        yield Todo(f"{row['owed']} 项待评审", url, "去评审", "", day, urgent=day <= timezone.localdate())
