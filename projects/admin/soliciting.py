"""需求与指南建议征集 in the browser admin: composed, published, summed up; its suggestions answered one by one or together."""

import io

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from unfold.decorators import action

from bureau.admin import BureauAdmin, told_once
from bureau.audit.book import note
from bureau.lists import batches
from bureau.registration.admin import VerbAdmin
from bureau.registration.checks import Finding
from bureau.verbpages import VerbPages
from bureau.workflow import Refused
from projects import budget
from projects.alike import alike
from projects.choices import SolicitationStatus, SuggestionStatus
from projects.forms.soliciting import (
    AnswerAllForm,
    AnswerForm,
    CancelForm,
    EnterForm,
    ExtendForm,
    MakeCallForm,
    SolicitationForm,
    SumUpForm,
)
from projects.models import Solicitation, Suggestion
from projects.querysets.soliciting import ANSWER_FIRST
from projects.suggestiontables import write_suggestions
from projects.workflow import soliciting, suggesting


@admin.register(Solicitation)
class SolicitationAdmin(VerbPages, BureauAdmin):
    form = SolicitationForm
    shapes = {
        SolicitationStatus.OPEN: "good",
        SolicitationStatus.SUMMED_UP: "good",
        SolicitationStatus.CANCELLED: "bad",
    }
    list_display = ["title", "plan_year", "state", "opens_at", "closes_at", "received", "waiting"]
    list_filter = ["status", "plan_year"]
    search_fields = ["title"]
    search_help_text = "征集名称、计划类别、通知中任意两个字以上"
    ordering = ["-plan_year", "-pk"]
    actions_detail = [
        "publish_page",
        "enter_page",
        "extend_page",
        "sum_up_page",
        "make_call_page",
        "table_page",
        "cancel_page",
    ]
    offered = {
        "publish_page": soliciting.PUBLISH, "enter_page": soliciting.EXTEND, "extend_page": soliciting.EXTEND,
        "sum_up_page": soliciting.SUM_UP, "make_call_page": soliciting.MAKE_CALL, "cancel_page": soliciting.CANCEL,
    }  # fmt: skip
    fieldsets = [
        (None, {"fields": ["title", ("plan_year", "notice_number"), "categories"]}),
        ("期限", {"fields": ["opens_at", "closes_at", "window_told"]}),
        ("通知", {"fields": ["notice", "contact"]}),
        ("办理", {"fields": [("state", "suggestions_told"), "calls_told", "summary", "reason", ("published_by", "published_at"), ("summed_up_by", "summed_up_at")]}),
    ]  # fmt: skip
    readonly_fields = [
        "state", "window_told", "suggestions_told", "calls_told", "summary", "reason", "published_by", "published_at",
        "summed_up_by", "summed_up_at",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("published_by", "summed_up_by").with_counts()

    def get_object(self, request, object_id, from_field=None):
        if request.method == "POST" and str(object_id).isdecimal():  # Nobody publishes it while it is being saved.
            list(Solicitation.objects.select_for_update(of=("self",)).filter(pk=object_id))
        return super().get_object(request, object_id, from_field)

    def has_change_permission(self, request, obj=None):
        """What was published changes by its verbs alone."""
        return super().has_change_permission(request, obj) and (obj is None or obj.status == SolicitationStatus.DRAFT)

    def has_publish_permission(self, request, obj=None):
        """Whether the person publishes, prolongs, cancels."""
        return request.user.has_perm(soliciting.PUBLISH.permission)

    def has_enter_permission(self, request, obj=None):
        """Whether the person suggests for a 科室."""
        return request.user.has_perm(suggesting.ENTER.permission)

    def has_sum_up_permission(self, request, obj=None):
        """Whether the person sums up."""
        return request.user.has_perm(soliciting.SUM_UP.permission)

    def has_make_permission(self, request, obj=None):
        """Whether the person begins calls."""
        return request.user.has_perm(soliciting.MAKE_CALL.permission)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if told := SolicitationForm.window_told(obj.opens_at, obj.closes_at):
            messages.warning(request, told)

    @admin.display(description="收到（条）")
    def received(self, obj):
        return obj.count_received

    @admin.display(description="待答复（条）")
    def waiting(self, obj):
        return obj.count_waiting

    @admin.display(description="征集时间")
    def window_told(self, obj):
        if not obj.pk:
            least, most = SolicitationForm.usual_window
            return f"通常 {least}—{most} 天，默认 {SolicitationForm.usual_days} 天。"
        return SolicitationForm.window_told(obj.opens_at, obj.closes_at) or f"{(obj.closes_at - obj.opens_at).days} 天"

    @admin.display(description="建议")
    def suggestions_told(self, obj):
        if not obj.pk:
            return "发布后单位和个人可以提出建议。"
        url = f"{reverse('admin:projects_suggestion_changelist')}?solicitation__id__exact={obj.pk}"
        return format_html('<a href="{}">收到 {} 条，待答复 {} 条</a>', url, obj.count_received, obj.count_waiting)

    @admin.display(description="由此建立的批次")
    @told_once
    def calls_told(self, obj):
        rows = obj.made.select_related("call").order_by("pk") if obj.pk else ()
        lines = [
            (reverse("admin:projects_call_change", args=[row.call_id]), row.call, row.call.get_status_display())
            for row in rows
        ]
        return format_html_join("", '<p><a href="{}">{}</a>（{}）</p>', lines) or "还没有。"

    @action(description="发布", permissions=["publish"], url_path="publish")
    def publish_page(self, request, object_id):
        """The question, and whether the window is usual."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        asks = "发布后公众可见，到开始时间即可提出建议；发布后内容不能再改，只能延期或取消。"
        asks += SolicitationForm.window_told(obj.opens_at, obj.closes_at)
        return self.say(request, object_id, "发布", soliciting.publish, asks=asks)

    @action(description="科室建议", permissions=["enter"], url_path="enter")
    def enter_page(self, request, object_id):
        """What the person's own 科室 suggests."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = EnterForm(request.POST or None, solicitation=obj)
        asks = f"以{request.user.section or '本人所在科室'}的名义提出，提交即收到编号；由另一人答复。"
        return self.say(request, object_id, "提出科室建议", suggesting.enter, form, asks=asks)

    @action(description="延期", permissions=["publish"], url_path="extend")
    def extend_page(self, request, object_id):
        asks = "已截止、还没有汇总的，延期后重新接受建议。"
        return self.say(request, object_id, "延期", soliciting.extend, ExtendForm(request.POST or None), asks=asks)

    @action(description="汇总", permissions=["sum_up"], url_path="sum-up")
    def sum_up_page(self, request, object_id):
        """The words above the public list."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = SumUpForm(request.POST or None, solicitation=obj)
        asks = f"汇总后公开每条建议的方向、采纳情况和答复，不能再改。现有 {obj.count_waiting} 条待答复。"
        return self.say(request, object_id, "汇总", soliciting.sum_up, form, asks=asks)

    @action(description="建立申报批次", permissions=["make"], url_path="make-call")
    def make_call_page(self, request, object_id):
        """A call whose guide begins with what was adopted."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = MakeCallForm(request.POST or None, solicitation=obj)
        asks = "建立一个编制中的批次，指南以采纳的方向开头；随后到“申报批次”中选用表单、定条件。每个计划类别一个批次。"
        if not form.fields["category"].choices:
            messages.warning(request, "没有可建立的批次：须有采纳的建议，每个计划类别只建立一个批次。")
            return redirect("admin:projects_solicitation_change", obj.pk)
        return self.say(request, object_id, "建立申报批次", soliciting.make_call, form, asks=asks)

    @action(description="导出建议汇总表", permissions=["export"], url_path="table")
    def table_page(self, request, object_id):
        """The workbook, noted in the book."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        file = io.BytesIO()
        count = write_suggestions(obj, file)
        file.seek(0)
        told = {"subject": str(obj), "model": self.opts.label_lower, "object_id": obj.pk, "reason": f"{count} 条建议"}
        note("export", by=request.user, **told)
        return FileResponse(file, as_attachment=True, filename=f"{obj}-建议汇总表.xlsx")

    @action(description="取消征集", permissions=["publish"], url_path="cancel")
    def cancel_page(self, request, object_id):
        form = CancelForm(request.POST or None)
        return self.say(request, object_id, "取消", soliciting.cancel, form, danger=True)


class AnswerFilter(admin.SimpleListFilter):
    """What the bureau is to do."""

    title, parameter_name = "待办", "todo"

    def lookups(self, request, model_admin):
        return [("answer", "待答复"), ("overdue", "已截止，待答复")]

    def queryset(self, request, queryset):
        if self.value() == "answer":
            return queryset.awaiting_answer()
        return queryset.overdue() if self.value() == "overdue" else queryset


@admin.register(Suggestion)
class SuggestionAdmin(VerbAdmin):
    shapes = {SuggestionStatus.ADOPTED: "good", SuggestionStatus.PARTLY: "good", SuggestionStatus.DECLINED: "bad"}
    list_display = ["number", "title", "suggester_told", "category", "field", "state", "submitted_at"]
    list_display_links = ["title"]
    list_filter = [
        AnswerFilter, "status", ("solicitation", admin.RelatedOnlyFieldListFilter), ("field", admin.RelatedOnlyFieldListFilter),
        ("organisation", admin.EmptyFieldListFilter),
    ]  # fmt: skip
    list_select_related = ["organisation", "section", "created_by", "field"]
    searched_unit = "organisation"
    search_fields = ["title"]
    search_help_text = "建议方向、问题、目标、编号、单位中任意两个字以上，或信用代码开头"
    actions = ["answer_selected"]
    actions_detail = ["answer_page", "take_back_page"]
    offered = {"answer_page": suggesting.ADOPT, "take_back_page": suggesting.TAKE_BACK}
    fields = [
        "number", "state", "solicitation", "suggester_told", "category", "title", "field", "problem", "goals", "amount_told",
        "years", "wording", "shows_name", "alike_told", "submitted_by", "submitted_at", "reply", "adopted_text",
        "answered_by", "answered_at",
    ]  # fmt: skip

    def get_queryset(self, request):
        people = ("organisation", "section", "created_by", "submitted_by", "answered_by")
        return super().get_queryset(request).select_related("solicitation", "field", *people)

    def get_ordering(self, request):
        return [ANSWER_FIRST, "submitted_at", "pk"]

    def has_answer_permission(self, request, obj=None):
        """Whether the person answers suggestions."""
        return request.user.has_perm(suggesting.ADOPT.permission)

    def has_take_back_permission(self, request, object_id=None):
        """Whether the suggestion is of the person's own 科室."""
        may = request.user.has_perm(suggesting.TAKE_BACK.permission)
        return may and (object_id is None or Suggestion.objects.of_section(request.user).filter(pk=object_id).exists())

    @admin.display(description="建议人", ordering="organisation__name")
    def suggester_told(self, obj):
        return obj.suggester

    @admin.display(description="预计经费（万元）", ordering="amount")
    def amount_told(self, obj):
        return "" if obj.amount is None else budget.wan(obj.amount)

    @admin.display(description="相近的建议")
    @told_once
    def alike_told(self, obj):
        rows = [
            (
                reverse("admin:projects_suggestion_change", args=[one.pk]),
                one.number,
                one.title,
                f"{one.share:.0%}",
                one.words,
            )
            for one in alike(obj)
        ]
        return format_html_join("", '<p><a href="{}">{}　{}</a>（方向相近 {}，{}）</p>', rows) or "没有方向相近的建议。"

    @action(description="答复", permissions=["answer"], url_path="answer")
    def answer_page(self, request, object_id):
        """What comes of it; what resembles it stands above the form."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        initial = {"outcome": obj.status, "reply": obj.reply, "adopted_text": obj.adopted_text or obj.wording}
        told = [Finding(f"{one.number}“{one.title}”方向相近 {one.share:.0%}，{one.words}。") for one in alike(obj)]
        asks = f"{obj.suggester}：{obj.problem}　目标：{obj.goals}"
        form = AnswerForm(request.POST or None, initial=initial)
        return self.say(request, object_id, "答复", suggesting.answer, form, asks=asks, told=told)

    @action(description="撤回", permissions=["take_back"], url_path="take-back")
    def take_back_page(self, request, object_id):
        """One's own 科室 thinks again."""
        return self.say(
            request, object_id, "撤回", suggesting.take_back, asks="撤回后不再答复，也不公布；需要时重新提出。"
        )

    @admin.action(description="答复所选……", permissions=["answer"])
    def answer_selected(self, request, queryset):
        """First say which suggestions will be answered and which skipped and why; then each in its own transaction."""
        token = request.POST.get("confirmed")
        form = AnswerAllForm(request.POST if token else None)
        try:
            if token:
                key, pks = batches.unseal(token, model=self.model, by=request.user)
                if form.is_valid():
                    suggesting.answer_many(key, pks, by=request.user, **form.cleaned_data)
                    return redirect("admin:projects_suggestion_batch", key)
                queryset = self.get_queryset(request).filter(pk__in=pks)
            plan = batches.plan(
                queryset, queryset.awaiting_answer(), lambda row: row.get_status_display(), by=request.user
            )
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": f"答复 {plan.taken_count} 条建议",
            "plan": plan,
            "more_taken": plan.taken_count - len(plan.taken),
            "more_skipped": plan.skipped_count - len(plan.skipped),
            "at_once": batches.AT_ONCE,
            "form": form,
            "back": request.get_full_path(),
            "opts": self.opts,
        }
        return render(request, "admin/projects/answer_selected.html", context)

    def get_urls(self):
        page = path("batch/<str:key>/", self.admin_site.admin_view(self.batch_view), name="projects_suggestion_batch")
        return [page, *super().get_urls()]

    def batch_view(self, request, key: str):
        """How far the person's batch is, and what became of it."""
        told = batches.progress(key, by=request.user) if self.has_answer_permission(request) else None
        if told is None:
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request), "title": "批量答复建议", "told": told, "here": request.path,
            "back": reverse("admin:projects_suggestion_changelist"), "opts": self.opts,
        }  # fmt: skip
        part = "admin/lists/batch_part.html" if request.GET.get("part") else "admin/lists/batch.html"
        return render(request, part, context)
