"""Calls in the browser admin: composed in rows, previewed as an applicant sees them, published, revised."""

import json

from django.contrib import admin
from django.db.models import prefetch_related_objects
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import action

from bureau.admin import BureauAdmin, told_once
from bureau.personal import mask
from bureau.registration.admin import VerbAdmin
from projects import budget
from projects.choices import APART_KINDS, CallStatus
from projects.forms.applications import ReasonForm
from projects.forms.calls import CallForm, CancelForm, CopyForm, ReadyForm, ReadySchemeForm, ReviseForm, WindowForm
from projects.forms.sections import SectionForm, conditions
from projects.models import (
    Call,
    Restriction,
)
from projects.workflow import calls as workflow

from .composing import (
    CheckLineInline,
    ComposingAdmin,
    RuleInline,
    SchemeInline,
    SectionInline,
    WindowInline,
    is_composed,
)

_MONEY = {"ceiling": "ceiling_told", "visit_from": "visit_from_told"}
_TONES = {CallStatus.PUBLISHED: "good", CallStatus.CANCELLED: "bad"}


@admin.register(Call)
class CallAdmin(ComposingAdmin):
    form = CallForm
    list_display = ["title", "plan_year", "category", "state", "opens_at", "closes_at", "recommend_until"]
    list_filter = ["status", "plan_year", "support_kind"]
    search_fields = ["title"]
    search_help_text = "批次名称、类别、指南中任意两个字以上"
    export_permission = "projects.view_call"
    inlines = [SectionInline, RuleInline, CheckLineInline, SchemeInline, WindowInline]
    actions_detail = [
        "preview_page", "send_page", "publish_page", "return_page", "recall_page", "use_form_page", "use_scheme_page", "window_page",
        "revise_page", "copy_page", "cancel_page",
    ]  # fmt: skip
    offered = {
        "send_page": workflow.SEND,
        "publish_page": workflow.PUBLISH,
        "return_page": workflow.RETURN,
        "recall_page": workflow.RECALL,
        "use_form_page": workflow.COMPOSE,
        "use_scheme_page": workflow.COMPOSE,
        "window_page": workflow.COMPOSE,
        "revise_page": workflow.REVISE,
        "cancel_page": workflow.CANCEL,
    }
    ordering = ["-plan_year", "-pk"]
    say = VerbAdmin.say
    fieldsets = [
        (None, {"fields": ["title", ("plan_year", "notice_number"), "category", "solicited_told", "lacking"]}),
        ("期限", {"fields": ["opens_at", "closes_at", "recommend_until", ("check_days", "correction_days")]}),
        ("支持与限制", {"fields": [("support_kind", "ceiling"), "budget_rules", "applicant_kinds", "recommend_quota"]}),
        ("现场考察", {"fields": ["visit_places", "visit_from"]}),
        ("指南", {"fields": ["guide", "contact"]}),
        (
            "审签与发布",
            {
                "fields": [
                    ("sent_by", "sent_at"),
                    "returned",
                    ("published_by", "published_at"),
                    "versions_told",
                    "reason",
                ]
            },
        ),
    ]

    def get_readonly_fields(self, request, obj=None):
        own = [
            "solicited_told",
            "lacking",
            "versions_told",
            "sent_by",
            "sent_at",
            "returned",
            "published_by",
            "published_at",
            "reason",
        ]
        if obj is None or obj.status == CallStatus.DRAFT:
            return own
        return [*own, *_MONEY.values(), *(field.name for field in self.opts.concrete_fields if field.editable)]

    def get_fieldsets(self, request, obj=None):
        """What can no longer be typed is told in 万元 too."""
        if obj is None or obj.status == CallStatus.DRAFT:
            return self.fieldsets

        def told(name):
            return tuple(map(told, name)) if isinstance(name, tuple) else _MONEY.get(name, name)

        return [(words, rest | {"fields": [told(name) for name in rest["fields"]]}) for words, rest in self.fieldsets]

    @admin.display(description="单项财政经费上限（万元）")
    def ceiling_told(self, obj):
        return "不限" if obj.ceiling is None else budget.wan(obj.ceiling)

    @admin.display(description="申请经费达到多少须现场考察（万元）")
    def visit_from_told(self, obj):
        return "不按金额要求" if obj.visit_from is None else budget.wan(obj.visit_from)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("published_by", "sent_by", "solicited__solicitation")

    def get_object(self, request, object_id, from_field=None):
        if (
            request.method == "POST" and str(object_id).isdecimal()
        ):  # Nobody sends or publishes it while it is being saved.
            list(Call.objects.select_for_update(of=("self",)).filter(pk=object_id).order_by())
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "GET":  # Composed and shown out of the same rows.
            prefetch_related_objects([found], "sections__fields", "rules", "check_lines")
        return found

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and is_composed(obj)

    def has_compose_permission(self, request, obj=None):
        """Whether the person may compose."""
        return request.user.has_perm(workflow.COMPOSE.permission)

    def has_copy_permission(self, request, obj=None):
        """Whether the person may begin calls."""
        return request.user.has_perm("projects.add_call")

    def has_publish_permission(self, request, obj=None):
        """Whether the person may sign, return, revise, cancel."""
        return request.user.has_perm(workflow.PUBLISH.permission)

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        return format_html(
            '<span class="bureau-tag {}">{}</span>', _TONES.get(obj.status, ""), obj.get_status_display()
        )

    @admin.display(description="由征集建立")
    def solicited_told(self, obj):
        if not obj.pk or not hasattr(obj, "solicited"):
            return "不是由征集建立的。"
        solicitation = obj.solicited.solicitation
        url = reverse("admin:projects_solicitation_change", args=[solicitation.pk])
        return format_html('<a href="{}">{}</a>', url, solicitation)

    @admin.display(description="发布前还缺")
    @told_once
    def lacking(self, obj):
        if not obj.pk:
            return "保存后选用现成表单，或自行编制分节和字段。"
        found = "\n".join(workflow.faults(obj))
        if obj.status == CallStatus.SIGNING:
            return found or "不缺什么。审签中，签发或退回之前不能改动。"
        if obj.status == CallStatus.PUBLISHED:
            return found or "已发布。下面各页签的改动在“修订”后生效。"
        return found or "不缺什么，可以送审签。"

    @admin.display(description="版次")
    @told_once
    def versions_told(self, obj):
        if not obj.pk:
            return ""
        return "\n".join(f"第 {v.number} 版 {v.published_at:%Y-%m-%d} {v.note}" for v in obj.versions.all()) or "未发布"

    @action(description="预览", permissions=["view"], url_path="preview")
    def preview_page(self, request, object_id):
        """The form as an applicant sees it, out of what is composed now."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        terms = workflow.composed(obj)
        sections = [
            (
                {"code": s.code, "title": s.title, "help": s.help, "conditions": json.dumps(conditions(terms.form, s))},
                SectionForm(s, {}, rules=terms.rules_of_budget),
                [field for field in s.fields if field.kind in APART_KINDS],
            )
            for s in terms.form.sections
        ]
        back = reverse("admin:projects_call_change", args=[obj.pk])
        context = {"call": obj, "sections": sections, "faults": workflow.faults(obj, terms), "back": back}
        return render(request, "projects/preview.html", context)

    @action(description="选用现成表单", permissions=["compose"], url_path="use-form")
    def use_form_page(self, request, object_id):
        """Begin with a form that is ready."""
        asks = "现在编制的分节和字段会被替换。"
        return self.say(
            request, object_id, "选用现成表单", workflow.use_form, ReadyForm(request.POST or None), asks=asks
        )

    @action(description="选用评审方案", permissions=["compose"], url_path="use-scheme")
    def use_scheme_page(self, request, object_id):
        """Begin with a review scheme that is ready."""
        asks = "现在编制的评审方案和指标会被替换；选用后可在“评审方案”中修改。"
        form = ReadySchemeForm(request.POST or None)
        return self.say(request, object_id, "选用评审方案", workflow.use_scheme, form, asks=asks)

    @action(description="推荐单位期限", permissions=["compose"], url_path="window")
    def window_page(self, request, object_id):
        asks = "为一个推荐单位单独定期限和名额，错开最后一天的拥挤；再定一次就是修改。"
        form = WindowForm(request.POST or None)
        return self.say(request, object_id, "设定推荐单位期限", workflow.set_window, form, asks=asks)

    @action(description="送审签", permissions=["compose"], url_path="send")
    def send_page(self, request, object_id):
        asks = "送审签后，签发或退回之前谁也不能改动；须由另一位有签发权限的人签发。"
        return self.say(request, object_id, "送审签", workflow.send, asks=asks)

    @action(description="撤回审签", permissions=["compose"], url_path="recall")
    def recall_page(self, request, object_id):
        return self.say(request, object_id, "撤回审签", workflow.recall, asks="撤回后回到草稿，可继续编制。")

    @action(description="退回", permissions=["publish"], url_path="return")
    def return_page(self, request, object_id):
        """Back to whoever sent it, with what is to be changed."""
        return self.say(request, object_id, "退回", workflow.return_, ReasonForm(request.POST or None))

    @action(description="签发", permissions=["publish"], url_path="publish")
    def publish_page(self, request, object_id):
        asks = "发布后公众可见，到开始时间即可申报；表单、条件和清单固定为第 1 版，以后的改动另成新版。"
        return self.say(request, object_id, "签发并发布", workflow.publish, asks=asks)

    @action(description="修订", permissions=["publish"], url_path="revise")
    def revise_page(self, request, object_id):
        """Change what is published, together with whatever was composed since."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = ReviseForm(request.POST or None, instance=obj)
        return self.say(request, object_id, "修订", workflow.revise, form, asks="修订另成新版，并告知正在申报的单位。")

    @action(description="复制为下一年", permissions=["copy"], url_path="copy")
    def copy_page(self, request, object_id):
        """Next year's call out of this one."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        year = obj.plan_year + 1
        initial = {"plan_year": year, "title": obj.title.replace(str(obj.plan_year), str(year))}
        form = CopyForm(request.POST or None, initial=initial)
        return self.say(request, object_id, "复制", workflow.copy, form)

    @action(description="取消批次", permissions=["publish"], url_path="cancel")
    def cancel_page(self, request, object_id):
        return self.say(request, object_id, "取消", workflow.cancel, CancelForm(request.POST or None), danger=True)


@admin.register(Restriction)
class RestrictionAdmin(BureauAdmin):
    list_display = ["who", "kind", "about", "source", "starts_on", "ends_on"]
    list_filter = ["kind", ("ends_on", admin.EmptyFieldListFilter)]
    list_select_related = ["organisation"]
    searched_unit = "organisation"
    search_fields = ["organisation__name"]
    search_help_text = "单位名称的一部分或信用代码开头"
    raw_id_fields = ["organisation"]
    export_permission = "projects.view_restriction"
    actions_detail = ["unmask_page"]
    ordering = ["-starts_on", "-pk"]

    def get_exclude(self, request, obj=None):
        return ["person_number"] if obj else []

    def get_readonly_fields(self, request, obj=None):
        return ["number_told"] if obj else []

    @admin.display(description="对象")
    def who(self, obj):
        return obj.person_name or obj.organisation

    @admin.display(description="个人身份证号")
    def number_told(self, obj):
        return mask(obj.person_number)
