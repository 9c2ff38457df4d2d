"""Rounds of reviews, who reviews what and who steps aside, in the browser admin."""

from django.contrib import admin, messages
from django.db.models import Case, Value, When
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from unfold.decorators import action

from bureau.admin import BureauAdmin, told_once
from bureau.registration.admin import VerbAdmin
from bureau.workflow import Refused
from projects.choices import STANDING, AssignmentStatus, PlanStatus, RoundStatus, TieStatus
from projects.forms.applications import ReasonForm
from projects.forms.reviewing import AssignForm, GroupForm, PairForm, TakeInForm
from projects.models import Assignment, AssignmentPlan, Recusal, ReviewRound, Tie
from projects.reviewpages import plan_told
from projects.workflow import assigning, deriving, materials, recusing, reviewing, rounds, solving

FILES_SHOWN = 20
_SHAPES = {
    RoundStatus.REVIEWING: "good",
    AssignmentStatus.SUBMITTED: "good",
    AssignmentStatus.RECUSED: "bad",
}


@admin.register(ReviewRound)
class ReviewRoundAdmin(BureauAdmin):
    list_display = ["name", "call", "kind", "state", "per_application", "is_blind", "due_at"]
    list_filter = ["status", "kind", ("call", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["call"]
    ordering = ["-pk"]
    say = VerbAdmin.say
    fields = [
        "call",
        "name",
        "kind",
        "per_application",
        "is_blind",
        "due_at",
        "state",
        "told",
        "lacking",
        "files_told",
        "plans_told",
    ]
    actions_detail = [
        {"title": "编排", "items": ["take_in_page", "group_page"]},
        {"title": "分配专家", "items": ["derive_page", "pair_page", "solve_page", "assign_page"]},
        {"title": "启动与结束", "items": ["start_page", "end_page"]},
    ]
    offered = {"start_page": rounds.START, "end_page": rounds.END}

    def get_readonly_fields(self, request, obj=None):
        own = ["state", "told", "lacking", "files_told", "plans_told"]
        if obj is None:
            return own
        return [*own, "call"] if obj.status == RoundStatus.PREPARING else [*own, "call", "kind", "is_blind"]

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.status != RoundStatus.ENDED)

    def has_compose_permission(self, request, obj=None):
        """Whether the person composes rounds."""
        return request.user.has_perm(rounds.COMPOSE.permission)

    def has_assign_permission(self, request, obj=None):
        """Whether the person says who reviews what."""
        return request.user.has_perm(assigning.ASSIGN.permission)

    def has_run_permission(self, request, obj=None):
        """Whether the person begins and ends rounds."""
        return request.user.has_perm(rounds.START.permission)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        shape, words = _SHAPES.get(obj.status, ""), obj.get_status_display()
        return format_html('<span class="bureau-tag {}">{}</span>', shape, words)

    @admin.display(description="项目与专家")
    @told_once
    def told(self, obj):
        if not obj.pk:
            return "保存后加入已受理的申报。"
        items, seats, reviews = obj.items.count(), obj.seats.held().count(), obj.assignments.standing().count()
        left = (obj.assignments.blocked() | obj.assignments.unplaced()).count()
        told = f"；{left} 项因回避须改派" if left else "。"
        return f"{items} 个项目，{seats} 名专家，{reviews} 项评审任务{told}"

    @admin.display(description="启动前还缺")
    @told_once
    def lacking(self, obj):
        if not obj.pk or obj.status != RoundStatus.PREPARING:
            return ""
        found = rounds.lacking_reviewers(obj)
        return f"{len(found)} 个项目的专家不足 {obj.per_application} 名。" if found else "不缺专家。"

    @admin.display(description="盲评附件核对")
    @told_once
    def files_told(self, obj):
        """Attachments that no machine can read wholly and nobody has looked at: each with its application."""
        if not obj.pk or not reviewing.is_blind_round(obj):
            return ""
        if obj.status != RoundStatus.PREPARING:
            return "启动前已核对。"
        left, unread = materials.waiting(obj), materials.not_read(obj).count()
        rows = [
            (reverse("admin:projects_application_change", args=[one.attachment.application_id]), one.attachment.application, one, "；".join(one.unread))
            for one in left[:FILES_SHOWN]
        ]  # fmt: skip
        told = format_html_join("", '<p><a href="{}">{}</a>　{}：{}</p>', rows)
        count = left.count() if len(rows) == FILES_SHOWN else len(rows)
        if not count and not unread:
            return "全部附件的文字都能自动识别，或已人工核对。"
        head = (
            f"{count} 份附件须人工核对后才能启动" + (f"，{unread} 份还没有识别（启动时识别）" if unread else "") + "。"
        )
        return format_html("<p>{}</p>{}", head, told)

    @action(description="加入项目", permissions=["compose"], url_path="take-in")
    def take_in_page(self, request, object_id):
        """Accepted applications of the call."""
        obj = self.get_object(request, object_id)
        form = TakeInForm(request.POST or None, round=obj)
        asks = "只列出本批次已受理、还没有加入的申报。"
        if not form.rows:
            asks = "本批次已受理的申报都已加入本轮，现在没有可加入的。"
        return self.say(request, object_id, "加入项目", rounds.take_in, form, asks=asks)

    @action(description="分组", permissions=["compose"], url_path="group")
    def group_page(self, request, object_id):
        """A group, with the applications that belong to it."""
        obj = self.get_object(request, object_id)
        form = GroupForm(request.POST or None, round=obj)
        return self.say(request, object_id, "建立分组", rounds.compose_group, form, asks="所选项目移到这个组。")

    @action(description="指定专家", permissions=["assign"], url_path="assign")
    def assign_page(self, request, object_id):
        """One pair by hand."""
        obj = self.get_object(request, object_id)
        form = AssignForm(request.POST or None, round=obj)
        return self.say(request, object_id, "指定专家", assigning.assign, form, asks="须回避的配对数据库会拒绝。")

    @admin.display(description="分配方案")
    @told_once
    def plans_told(self, obj):
        if not obj.pk:
            return ""
        rows = [
            (reverse("admin:projects_reviewround_plan", args=[plan.pk]), plan.number, plan.get_status_display())
            for plan in obj.plans.defer("instance", "pairs")[:10]
        ]
        return format_html_join("", '<p><a href="{}">第 {} 次求解：{}</a></p>', rows) or "还没有求解。"

    @action(description="核对回避", permissions=["decide"], url_path="derive")
    def derive_page(self, request, object_id):
        """What the records say of everybody in the bank and of the round's applications."""
        asks = "按单位、项目组、申报、合作、专家登记和申报人名单逐一核对；确定的写入回避，疑似的列入“疑似关系”待认定。"
        return self.say(request, object_id, "核对回避", deriving.check, asks=asks)

    def has_decide_permission(self, request, obj=None):
        """Whether the person says who steps aside."""
        return request.user.has_perm(deriving.RECUSE.permission)

    @action(description="固定或禁止配对", permissions=["assign"], url_path="pair")
    def pair_page(self, request, object_id):
        """A pair that the next computation keeps, or avoids."""
        obj = self.get_object(request, object_id)
        asks = "对下一次求解起作用；同一对再登记一次就是修改。"
        return self.say(
            request, object_id, "登记配对", solving.pair, PairForm(request.POST or None, round=obj), asks=asks
        )

    @action(description="求解分配", permissions=["assign"], url_path="solve")
    def solve_page(self, request, object_id):
        """Ask, then watch the plan."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        if request.method == "POST":
            try:
                plan = solving.ask(obj, by=request.user)
            except Refused as refusal:
                messages.error(request, str(refusal))
                return redirect("admin:projects_reviewround_change", obj.pk)
            return redirect("admin:projects_reviewround_plan", plan.pk)
        asks = (
            f"为每个项目选 {obj.per_application} 名专家：先使每名专家的任务数尽量相等，再使领域与关键词的匹配度合计最高；"
            f"回避和禁止的配对不选，已分配和固定的保留。现有 {len(solving.pool(obj))} 名专家可用。"
        )
        return self.say(request, object_id, "求解分配", None, asks=asks)

    def get_urls(self):
        page = path("plans/<int:pk>/", self.admin_site.admin_view(self.plan_view), name="projects_reviewround_plan")
        return [page, *super().get_urls()]

    def plan_view(self, request, pk: int):
        """A plan beside the best possible, its weakest pairs; adopted from here."""
        plan = get_object_or_404(AssignmentPlan.objects.visible_to(request.user).select_related("round"), pk=pk)
        if request.method == "POST":
            return self._plan_verb(request, plan)
        context = {
            **self.admin_site.each_context(request), "title": f"{plan}（{plan.round.call}）", "plan": plan, "opts": self.opts,
            "here": request.path, "back": reverse("admin:projects_reviewround_change", args=[plan.round_id]),
            "may_adopt": self.has_assign_permission(request), **plan_told(plan),
        }  # fmt: skip
        if "part" not in request.GET:
            return TemplateResponse(request, "admin/projects/plan.html", context)
        response = TemplateResponse(request, "admin/projects/plan_part.html", context)
        if plan.status != PlanStatus.WAITING:
            response["HX-Refresh"] = "true"  # The whole page, with what may be done now.
        return response

    def _plan_verb(self, request, plan: AssignmentPlan):
        """Adopt the plan, or have its computation stopped."""
        try:
            if "stop" in request.POST:
                solving.stop(plan, by=request.user)
                words = "已取消求解。"
            else:
                words = f"已采用，新增 {solving.adopt(plan, by=request.user)} 项评审任务。"
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, words)
        return redirect("admin:projects_reviewround_plan", plan.pk)

    @action(description="启动评审", permissions=["run"], url_path="start")
    def start_page(self, request, object_id):
        asks = "启动后专家可以看到分配给自己的项目并开始评审。"
        return self.say(request, object_id, "启动评审", rounds.start, asks=asks)

    @action(description="结束评审", permissions=["run"], url_path="end")
    def end_page(self, request, object_id):
        asks = "结束后不再接收评审；没有提交的保持原样。"
        return self.say(request, object_id, "结束评审", rounds.end, asks=asks, danger=True)


class DoneFilter(admin.SimpleListFilter):
    """What is to be done about them."""

    title, parameter_name = "情况", "standing"

    def lookups(self, request, model_admin):
        return [("unfinished", "没有完成"), ("blocked", "因回避停止，须改派"), ("unplaced", "已回避，没有人接替")]

    def queryset(self, request, queryset):
        if self.value() in dict(self.lookup_choices):
            return getattr(queryset, self.value())()
        return queryset


@admin.register(Assignment)
class AssignmentAdmin(VerbAdmin):
    list_display = ["application", "number", "expert", "round", "source", "state", "assigned_at"]
    list_filter = [DoneFilter, "status", "source", ("round", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["round__call", "application", "expert"]
    ordering = ["-pk"]
    fields = [
        "application", "expert", "number", "round", "source", "state", "assigned_by", "assigned_at", "blocked_at",
        "submitted_at", "reason", "passed_to",
    ]  # fmt: skip
    actions_detail = ["cancel_page"]
    offered = {"cancel_page": assigning.CANCEL}

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("round__call", "application", "expert", "assigned_by")

    def has_assign_permission(self, request, obj=None):
        """Whether the person says who reviews what."""
        return request.user.has_perm(assigning.CANCEL.permission)

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        if obj.blocked_at and obj.status in STANDING:
            return format_html('<span class="bureau-tag bad">{}</span>', "须回避，已停止评分")
        shape, words = _SHAPES.get(obj.status, ""), obj.get_status_display()
        return format_html('<span class="bureau-tag {}">{}</span>', shape, words)

    @action(description="取消分配", permissions=["assign"], url_path="cancel")
    def cancel_page(self, request, object_id):
        return self.say(request, object_id, "取消分配", assigning.cancel, ReasonForm(request.POST or None), danger=True)


@admin.register(Recusal)
class RecusalAdmin(VerbAdmin):
    list_display = ["expert", "application", "ground", "source", "evidence", "lifted", "created_at"]
    list_filter = ["ground", "source", ("lifted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["expert", "application"]
    ordering = ["-pk"]
    fields = [
        "expert", "application", "ground", "source", "evidence", "created_by", "created_at", "lifted_by", "lifted_at",
        "reason",
    ]  # fmt: skip
    actions_detail = ["lift_page"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("expert", "application", "created_by", "lifted_by")

    @admin.display(description="已解除", boolean=True)
    def lifted(self, obj):
        return obj.lifted_at is not None

    @action(description="解除", permissions=["decide"], url_path="lift")
    def lift_page(self, request, object_id):
        asks = "只在核实不存在该情形时解除；理由写入台账。"
        return self.say(request, object_id, "解除回避", recusing.lift, ReasonForm(request.POST or None), asks=asks)


@admin.register(Tie)
class TieAdmin(VerbAdmin):
    list_display = ["expert", "application", "ground", "evidence", "state", "found_at"]
    list_filter = ["status", "ground"]
    list_select_related = ["expert", "application"]
    fields = ["expert", "application", "ground", "evidence", "state", "found_at", "decided_by", "decided_at", "reason"]
    actions_detail = ["confirm_page", "dismiss_page"]
    offered = {"confirm_page": deriving.CONFIRM, "dismiss_page": deriving.DISMISS}

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("expert", "application", "decided_by")

    def get_ordering(self, request):
        return [Case(When(status=TieStatus.OPEN, then=Value(0)), default=Value(1)), "-pk"]

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        shape = "bad" if obj.status == TieStatus.OPEN else ""
        return format_html('<span class="bureau-tag {}">{}</span>', shape, obj.get_status_display())

    @action(description="须回避", permissions=["decide"], url_path="confirm")
    def confirm_page(self, request, object_id):
        asks = "认定后写入回避；已分配的立即停止评分，并提示改派。"
        return self.say(request, object_id, "认定须回避", deriving.confirm, asks=asks)

    @action(description="不用回避", permissions=["decide"], url_path="dismiss")
    def dismiss_page(self, request, object_id):
        form = ReasonForm(request.POST or None)
        return self.say(request, object_id, "认定不用回避", deriving.dismiss, form)
