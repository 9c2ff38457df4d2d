"""The meeting slots of an event in the browser admin: planned, solved, looked at as a board, decided by hand, adopted, published."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action

from bureau.admin import BureauAdmin
from bureau.verbpages import VerbPages
from bureau.workflow import Refused

from .choices import ScheduleStatus, SlotMeetingStatus
from .models import PairRule, SchedulePlan, SlotMeeting
from .scheduleboard import Board
from .slotforms import CancelForm, MoveForm, RuleForm, SlotsForm
from .workflow import events, scheduling, slots

HISTORY = 20


def board_address(event_pk: int, plan: SchedulePlan | None = None) -> str:
    """The page of an event's schedule, with one of its plans."""
    page = reverse("admin:matchmaking_event_schedule_page", args=[event_pk])
    return f"{page}?plan={plan.pk}" if plan else page


class SchedulePages:
    """The pages of an event that are about its meetings."""

    @action(description="洽谈时段", permissions=["run"], url_path="slots")
    def slots_page(self, request, object_id):
        event = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = SlotsForm(request.POST or None, event=event)
        hours = [f"{timezone.localtime(at):%Y-%m-%d %H:%M}" for at in (event.starts_at, event.ends_at)]
        asks = f"对接会时间：{hours[0]} 至 {hours[1]}。时段安排好后，各单位可以填写哪些时段不能到场。"
        return self.say(
            request, object_id, "安排洽谈时段", slots.plan_slots, form, asks=asks, back=board_address(event.pk)
        )

    @action(description="固定或不安排洽谈", permissions=["run"], url_path="rule")
    def rule_page(self, request, object_id):
        event = get_object_or_404(self.get_queryset(request), pk=object_id)
        first = {name: request.GET[name] for name in ("one", "other", "kind") if name in request.GET}
        form = RuleForm(request.POST or None, initial=first, event=event)
        asks = "对下一次求解起作用；同一对再登记一次就是修改。固定的不受到场时段和最多场数的限制。"
        return self.say(
            request, object_id, "登记固定或不安排", slots.rule, form, asks=asks, back=board_address(event.pk)
        )

    @action(description="洽谈排期", permissions=["view"], url_path="schedule")
    def schedule_page(self, request, object_id):
        """The board of the plan that is asked for, or of the newest; what may be done with it is posted here."""
        event = get_object_or_404(self.get_queryset(request), pk=object_id)
        if request.method == "POST":
            return self._schedule_verb(request, event)
        plans = list(event.schedules.select_related("asked_by").defer("content", "places")[:HISTORY])
        asked = request.GET.get("plan", "")
        chosen = int(asked) if asked.isdecimal() and len(asked) < 10 else plans[0].pk if plans else 0
        plan = event.schedules.select_related("asked_by", "published_by").filter(pk=chosen).first()
        is_part = "part" in request.GET and plan is not None
        context = {
            **self.admin_site.each_context(request), "title": f"洽谈排期：{event}", "opts": self.opts, "event": event, "plan": plan,
            "back": reverse("admin:matchmaking_event_change", args=[event.pk]), "here": request.path,
            "may_run": self.has_run_permission(request) and event.status in events.PLANNED,
            **(_progress(plan) if plan and plan.status == ScheduleStatus.WAITING else {}),
        }  # fmt: skip
        if is_part:
            response = render(request, "admin/matchmaking/schedule_part.html", context)
            if plan.status != ScheduleStatus.WAITING:
                response["HX-Refresh"] = "true"  # The whole page, with what may be done now.
            return response
        board = Board(event, plan)
        context |= {
            "plans": plans, "slots": len(board.slots), "wished": board.told(), "rules": board.rules, "board": board.shown(),
            "verbs": plan is not None and plan.status in (ScheduleStatus.WAITING, ScheduleStatus.SOLVED, ScheduleStatus.ADOPTED),
            "has_published": any(one.status == ScheduleStatus.PUBLISHED for one in plans),
            "meetings": f"{reverse('admin:matchmaking_slotmeeting_changelist')}?plan__id__exact={plan.pk if plan else 0}",
        }  # fmt: skip
        return render(request, "admin/matchmaking/schedule.html", context)

    def _schedule_verb(self, request, event):
        """Say one verb of the event's schedule."""
        if not self.has_run_permission(request):
            raise PermissionDenied
        plan, verb = event.schedules.filter(pk=_key(request, "plan")).first(), request.POST.get("verb", "")
        try:
            if verb == "solve":
                plan = scheduling.ask(event, by=request.user, keeps="keeps" in request.POST)
            elif verb == "lift":
                slots.lift(get_object_or_404(PairRule, event=event, pk=_key(request, "rule")), by=request.user)
                messages.success(request, "已取消。对下一次求解起作用。")
            elif plan is not None and verb == "stop":
                scheduling.stop(plan, by=request.user)
            elif plan is not None and verb == "adopt":
                messages.success(request, f"已采用，{scheduling.adopt(plan, by=request.user)} 场洽谈，各单位还看不到。")
            elif plan is not None and verb == "publish":
                messages.success(request, f"已公布，发出 {scheduling.publish(plan, by=request.user)} 条消息。")
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(board_address(event.pk, plan))


def _key(request, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0


def _progress(plan: SchedulePlan) -> dict:
    told = scheduling.progress(plan)
    return {"progress": told, "percent": round(told["share"] * 100) if told else 0}


@admin.register(SlotMeeting)
class SlotMeetingAdmin(VerbPages, BureauAdmin):
    """Who meets whom when at which table, by schedule; moved and cancelled one by one."""

    shapes = {SlotMeetingStatus.PLANNED: "good", SlotMeetingStatus.CANCELLED: "bad"}
    offered = {"move_page": scheduling.MOVE, "cancel_page": scheduling.CANCEL}
    actions_detail = [*offered]
    list_display = ["plan", "slot", "table_number", "one", "other", "state", "reason"]
    list_filter = ["plan__event", "plan__status", "status"]
    list_select_related = ["plan__event", "slot", "one", "other"]
    fields = ["plan", "slot", "table_number", "one", "other", "interest", "state", "reason"]
    readonly_fields = ["state"]
    ordering = ["-plan", "slot__starts_at", "table_number"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_run_permission(self, request, obj=None):
        """Whether the person arranges meetings."""
        return request.user.has_perm(events.RUN)

    def _back(self, request, object_id) -> tuple[SlotMeeting, str]:
        meeting = get_object_or_404(self.get_queryset(request).select_related("plan__event"), pk=object_id)
        return meeting, board_address(meeting.plan.event_id, meeting.plan)

    @action(description="改期", permissions=["run"], url_path="move")
    def move_page(self, request, object_id):
        meeting, back = self._back(request, object_id)
        form = MoveForm(request.POST or None, event=meeting.plan.event)
        asks = "改到另一个时段，并固定在那里。已公布的，双方会收到消息。"
        return self.say(request, object_id, "改期", scheduling.move, form, asks=asks, back=back)

    @action(description="取消洽谈", permissions=["run"], url_path="cancel")
    def cancel_page(self, request, object_id):
        _meeting, back = self._back(request, object_id)
        asks = "已公布的，双方会收到消息。"
        return self.say(
            request, object_id, "取消洽谈", scheduling.cancel, CancelForm(request.POST or None), asks=asks, danger=True, back=back
        )  # fmt: skip
