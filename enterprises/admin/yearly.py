"""What firms handed in, and what the rules say of it: officers confirm, give back, enter points."""

from django.contrib import admin
from django.db.models import Max, Min
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.admin import TabularInline
from unfold.decorators import action

from bureau.lists.record_admin import year_filter
from bureau.registration.admin import VerbAdmin
from enterprises import assessing, bulk
from enterprises.assessment.engine import Unreadable
from enterprises.assessment.rulesets import RULE_SETS
from enterprises.checks import findings
from enterprises.forms import BeginForm, JudgementForm, ReasonForm
from enterprises.models import Activity, Assessment, Conversion, Product, Right, YearlyData
from enterprises.workflow import yearly

_TONES = {"met": "good", "not_met": "bad"}


class WaitingFilter(admin.SimpleListFilter):
    """What is to be decided."""

    title, parameter_name = "待办", "todo"

    def lookups(self, request, model_admin):
        return [("waiting", "待确认")]

    def queryset(self, request, queryset):
        return queryset.waiting() if self.value() == "waiting" else queryset


class _RowsInline(TabularInline):
    """Rows of the data, to be read."""

    extra = 0
    can_delete = False
    tab = True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("enterprises.view_yearlydata")


class RightInline(_RowsInline):
    model = Right
    fields = ["code", "name", "kind", "obtained", "authorised_on", "owners", "used_before", "in_force"]


class ProductInline(_RowsInline):
    model = Product
    fields = ["code", "name", "income", "ip"]


class ActivityInline(_RowsInline):
    model = Activity
    fields = ["code", "name", "began_on", "ended_on", "source", "way", "spent"]


class ConversionInline(_RowsInline):
    model = Conversion
    fields = ["result", "source", "form", "outcome", "proof"]


@admin.register(YearlyData)
class YearlyDataAdmin(VerbAdmin):
    list_display = ["organisation", "year", "state", "outcome", "sales_told", "submitted_at"]
    list_filter = [WaitingFilter, "status", year_filter("year", "年度"), "organisation__division"]
    list_select_related = ["organisation"]
    search_fields = ["organisation"]
    searched_unit = "organisation"
    search_help_text = "企业名称中任意两个字以上，或信用代码开头"
    export_permission = "enterprises.view_yearlydata"
    inlines = [RightInline, ProductInline, ActivityInline, ConversionInline]
    actions_detail = ["assessment_page", "confirm_page", "return_page", "judge_page"]
    ordering = ["-year", "-submitted_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("assessments")

    def get_fields(self, request, obj=None):
        hidden = {"id", "organisation", "year", "explanations", "status", "created_at"}
        plain = [field.name for field in self.opts.concrete_fields if field.name not in hidden]
        return ["organisation", "year", "state", "outcome", "differences", *plain]

    @admin.display(description="预评估")
    def outcome(self, obj):
        shown = [
            format_html(
                '<span class="bureau-tag {}">{}</span> {}—{} 分',
                _TONES.get(found.status, ""),
                found.get_status_display(),
                found.score_min.normalize(),
                found.score_max.normalize(),
            )
            for found in obj.assessments.all()
        ]
        return shown[0] if shown else "未评估"

    @admin.display(description="销售收入（元）")
    def sales_told(self, obj):
        return obj.sales

    @admin.display(description="差异及企业说明")
    def differences(self, obj):
        lines = [f"{f.sentence}{obj.explanations.get(f.code, '')}" for f in findings(obj, yearly.previous_of(obj))]
        return "\n".join(lines) or "没有差异。"

    @action(description="看评估", permissions=["view"], url_path="assessment")
    def assessment_page(self, request, object_id):
        """Every line of the rules, as the firm sees it."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        try:
            _, answer = assessing.answer_for(obj)
            context = {"answer": answer, "gaps": [line for line in answer.conditions if line.status != "met"]}
        except Unreadable as unreadable:
            context = {"answer": None, "problems": [str(problem) for problem in unreadable.problems]}
        back = reverse("admin:enterprises_yearlydata_change", args=[obj.pk])
        page = {"title": f"预评估：{obj}", "opts": self.opts, "back": back}
        return render(
            request, "admin/enterprises/assessment.html", {**self.admin_site.each_context(request), **page, **context}
        )

    @action(description="确认", permissions=["decide"], url_path="confirm")
    def confirm_page(self, request, object_id):
        """Find the data in order."""
        return self.say(request, object_id, "确认", yearly.confirm, asks="确认后数据计入评估和统计，企业不能再改。")

    @action(description="退回", permissions=["decide"], url_path="return")
    def return_page(self, request, object_id):
        """Give the data back."""
        return self.say(request, object_id, "退回", yearly.return_, ReasonForm(request.POST or None))

    @action(description="评分", permissions=["judge"], url_path="judge")
    def judge_page(self, request, object_id):
        """Enter what experts or the section decided."""
        obj = get_object_or_404(self.get_queryset(request).select_related("judgement"), pk=object_id)
        held = getattr(obj, "judgement", None)
        rules, parts = assessing.judged_parts(obj)
        form = JudgementForm(request.POST or None, values=held.values if held else {}, rules=rules, parts=parts)
        return self.say(request, object_id, "评分", yearly.judge, form)

    def has_judge_permission(self, request, obj=None):
        """Whether the person may enter points."""
        return request.user.has_perm("enterprises.judge_yearlydata")


class RuleSetFilter(admin.SimpleListFilter):
    """By the rules that were asked; which there are, the rules say and not a million rows."""

    title, parameter_name = "规则", "rule_set"

    def lookups(self, request, model_admin):
        return [(code, rules.title) for code, rules in RULE_SETS.items()]

    def queryset(self, request, queryset):
        return queryset.filter(rule_set=self.value()) if self.value() else queryset


class AssessedYearFilter(admin.SimpleListFilter):
    """By the year of the data; the years come from the two ends of the data's index."""

    title, parameter_name = "年度", "year"

    def lookups(self, request, model_admin):
        ends = YearlyData._base_manager.aggregate(first=Min("year"), last=Max("year"))
        if ends["first"] is None:
            return []
        return [(str(year), f"{year}年") for year in range(ends["last"], ends["first"] - 1, -1)]

    def queryset(self, request, queryset):
        return queryset.filter(data__year=int(self.value())) if (self.value() or "").isdigit() else queryset


@admin.register(Assessment)
class AssessmentAdmin(VerbAdmin):
    list_display = ["organisation", "year", "rule_set", "verdict", "score_min", "score_max", "lacking", "made_at"]
    list_filter = ["status", RuleSetFilter, AssessedYearFilter, "data__organisation__division"]
    list_select_related = ["data__organisation"]
    search_fields = ["data"]
    searched_unit = "data__organisation"
    search_help_text = "企业名称中任意两个字以上，或信用代码开头"
    export_permission = "enterprises.view_assessment"
    fields = [
        "organisation", "year", "rule_set", "version", "apply_on", "verdict", "score_min", "score_max", "lacking", "made_at",
    ]  # fmt: skip
    ordering = ["-made_at", "-pk"]
    actions_list = ["assess_all_page"]

    def has_assess_permission(self, request):
        """Whether the person may have a whole year assessed."""
        return request.user.has_perm("enterprises.judge_yearlydata")

    @action(description="评估全部企业", permissions=["assess"], url_path="assess-all", icon="calculate")
    def assess_all_page(self, request):
        """Have every firm of a year assessed by the workers; how far that is."""
        form = BeginForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            year = form.cleaned_data["year"]
            yearly.assess_all(year, by=request.user)
            return HttpResponseRedirect(f"{request.path}?year={year}")
        asked = request.GET.get("year", "")
        year = int(asked) if asked.isdigit() and len(asked) == 4 else timezone.localdate().year - 1
        context = {
            **self.admin_site.each_context(request),
            "title": f"评估全部企业：{year} 年度",
            "form": BeginForm(initial={"year": year}) if request.method == "GET" else form,
            "waiting": len(bulk.waiting(year)),
            "progress": bulk.progress(year),
            "year": year,
            "opts": self.opts,
        }
        return render(request, "admin/enterprises/assess_all.html", context)

    @admin.display(description="企业", ordering="data__organisation__name")
    def organisation(self, obj):
        return obj.data.organisation

    @admin.display(description="年度", ordering="data__year")
    def year(self, obj):
        return obj.data.year

    @admin.display(description="结论", ordering="status")
    def verdict(self, obj):
        return format_html(
            '<span class="bureau-tag {}">{}</span>', _TONES.get(obj.status, ""), obj.get_status_display()
        )

    @admin.display(description="不符合的条件")
    def lacking(self, obj):
        return "、".join(f"条件 {code}" for code in obj.failing) or "无"
