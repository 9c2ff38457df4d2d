"""The registers on personal information in the browser admin: drafted by one person, approved by another."""

from django.contrib import admin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import action

from bureau.admin import BureauAdmin
from bureau.audit.book import note
from bureau.files import hand_out
from bureau.verbpages import VerbPages

from . import workflow
from .choices import AssessmentStatus, BreachStatus, Clause, Occasion, ProcessorStatus
from .forms import (
    AssessmentForm,
    AuthorityForm,
    BreachForm,
    ContractForm,
    EndForm,
    PersonsForm,
    ProcessorForm,
    ReasonForm,
)
from .models import Breach, ImpactAssessment, Processor


class RegisterAdmin(VerbPages, BureauAdmin):
    """Changed while it is a draft; each step after that is a page, shown to whoever may take it while it may be taken."""

    open_status = ""
    shapes = {
        "approved": "good",
        "in_force": "good",
        "closed": "good",
        "submitted": "warn",
        "closing": "warn",
        "open": "bad",
    }
    told: list[str] = []  # What is shown beside what people enter.

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.status == self.open_status)

    def get_readonly_fields(self, request, obj=None):
        """What people enter is theirs to change in a draft alone."""
        return self.get_fields(request, obj) if obj and not self.has_change_permission(request, obj) else self.told

    def get_fields(self, request, obj=None):
        return [*self.form._meta.fields, *(self.told if obj else ())]

    def may(self, request, verb: str) -> bool:
        """Whether the person has the permission of a verb of this noun."""
        return request.user.has_perm(f"{self.opts.app_label}.{verb}_{self.opts.model_name}")

    def has_submit_permission(self, request, object_id=None):
        """Whether the person may hand drafts in."""
        return self.may(request, "submit")

    def has_approve_permission(self, request, object_id=None):
        """Whether the person may approve."""
        return self.may(request, "approve")

    def _added(self, request, obj):
        """Sign whoever drafts."""
        obj.drafted_by, obj.drafted_at = request.user, timezone.now()

    def save_model(self, request, obj, form, change):
        if not change:
            self._added(request, obj)
        super().save_model(request, obj, form, change)


class ReviewFilter(admin.SimpleListFilter):
    """What has to be looked at again."""

    title, parameter_name = "复核", "review"

    def lookups(self, request, model_admin):
        return [("due", "已到复核日期")]

    def queryset(self, request, queryset):
        return queryset.to_review(timezone.localdate()) if self.value() else queryset


@admin.register(ImpactAssessment)
class ImpactAssessmentAdmin(RegisterAdmin):
    form = AssessmentForm
    list_display = ["title", "state", "conclusion", "review_on", "drafted_at", "approved_at", "kept"]
    list_filter = ["status", ReviewFilter]
    ordering = ["-pk"]
    told = [
        "chosen",
        "state",
        "reason",
        "drafted_by",
        "submitted_by",
        "submitted_at",
        "approved_by",
        "approved_at",
        "kept",
    ]
    open_status = AssessmentStatus.DRAFT
    offered = {
        "submit_page": workflow.SUBMIT,
        "approve_page": workflow.APPROVE_ASSESSMENT,
        "return_page": workflow.RETURN,
    }
    actions_detail = ["submit_page", "approve_page", "return_page"]

    @admin.display(description="评估情形")
    def chosen(self, obj):
        return "；".join(Occasion(code).label for code in obj.occasions)

    @admin.display(description="至少保存至")
    def kept(self, obj):
        return obj.kept_until or "—"

    @action(description="提交审批", permissions=["submit"], url_path="submit")
    def submit_page(self, request, object_id):
        return self.say(request, object_id, "提交审批", workflow.submit, asks="提交后由局领导审批，退回前不能修改。")

    @action(description="批准", permissions=["approve"], url_path="approve")
    def approve_page(self, request, object_id):
        asks = "批准后不能修改，保存至少三年；情况变化的另行评估。"
        return self.say(request, object_id, "批准", workflow.approve, asks=asks)

    @action(description="退回", permissions=["approve"], url_path="return")
    def return_page(self, request, object_id):
        return self.say(request, object_id, "退回", workflow.return_, ReasonForm(request.POST or None))


class ExpiredFilter(admin.SimpleListFilter):
    """Outsourcings that are over, with nothing said of the data."""

    title, parameter_name = "到期", "expired"

    def lookups(self, request, model_admin):
        return [("1", "已到期未登记终止")]

    def queryset(self, request, queryset):
        return queryset.expired(timezone.localdate()) if self.value() else queryset


@admin.register(Processor)
class ProcessorAdmin(RegisterAdmin):
    form = ProcessorForm
    list_display = ["name", "purpose", "state", "starts_on", "ends", "approved_at", "ended_at"]
    list_filter = ["status", ExpiredFilter]
    ordering = ["-pk"]
    told = [
        "chosen", "scan", "state", "reason", "drafted_by", "submitted_by", "submitted_at", "approved_by", "approved_at",
        "disposal", "disposed_on", "disposal_note", "ended_by", "ended_at",
    ]  # fmt: skip
    open_status = ProcessorStatus.DRAFT
    offered = {
        "attach_page": workflow.ATTACH,
        "submit_page": workflow.SUBMIT,
        "approve_page": workflow.APPROVE_PROCESSOR,
        "return_page": workflow.RETURN,
        "end_page": workflow.END,
    }
    actions_detail = ["attach_page", "submit_page", "approve_page", "return_page", "end_page", "contract_page"]

    def has_end_permission(self, request, object_id=None):
        """Whether the person may say that an outsourcing is over."""
        return self.may(request, "end")

    def has_attach_permission(self, request, object_id=None):
        """Whether the person may hand in the contract."""
        return self.may(request, "change")

    @admin.display(description="合同已约定")
    def chosen(self, obj):
        return "；".join(Clause(code).label for code in obj.clauses) or "—"

    @admin.display(description="截止日期", ordering="ends_on")
    def ends(self, obj):
        if obj.is_expired:
            return format_html('{} <span class="bureau-tag bad">已到期，请登记终止</span>', obj.ends_on)
        return obj.ends_on

    @admin.display(description="合同扫描件")
    def scan(self, obj):
        url = reverse("admin:privacy_processor_contract_page", args=[obj.pk])
        return format_html('<a href="{}" target="_blank">{}</a>', url, obj.contract_name) if obj.contract else "未上传"

    @action(description="上传合同", permissions=["attach"], url_path="attach")
    def attach_page(self, request, object_id):
        form = ContractForm(request.POST or None, request.FILES or None)
        return self.say(request, object_id, "上传合同", workflow.attach_contract, form)

    @action(description="提交审批", permissions=["submit"], url_path="submit")
    def submit_page(self, request, object_id):
        return self.say(request, object_id, "提交审批", workflow.submit, asks="提交后由局领导审批，退回前不能修改。")

    @action(description="批准", permissions=["approve"], url_path="approve")
    def approve_page(self, request, object_id):
        asks = "批准后受托方和委托目的公开在“个人信息处理清单”中。请先核对合同。"
        return self.say(request, object_id, "批准", workflow.approve, asks=asks)

    @action(description="退回", permissions=["approve"], url_path="return")
    def return_page(self, request, object_id):
        return self.say(request, object_id, "退回", workflow.return_, ReasonForm(request.POST or None))

    @action(description="登记终止", permissions=["end"], url_path="end")
    def end_page(self, request, object_id):
        return self.say(request, object_id, "登记终止", workflow.end, EndForm(request.POST or None), danger=True)

    @action(description="查看合同", permissions=["view"], url_path="contract")
    def contract_page(self, request, object_id):
        """The scan, noted in the book."""
        obj = get_object_or_404(self.get_queryset(request).exclude(contract=""), pk=object_id)
        note("view_document", by=request.user, subject=str(obj), model=self.opts.label_lower, object_id=obj.pk)
        return hand_out(obj.contract, obj.contract_name, mime=obj.contract_type, inline=True)


@admin.register(Breach)
class BreachAdmin(RegisterAdmin):
    form = BreachForm
    list_display = ["title", "state", "found_at", "persons", "authority_clock", "persons_clock", "closed_at"]
    list_filter = ["status"]
    ordering = ["-found_at"]
    told = [
        "state", "reason", "authority", "authority_clock", "persons_told_how", "persons_exempt", "persons_clock", "opened_by",
        "opened_at", "proposed_by", "proposed_at", "closed_by", "closed_at",
    ]  # fmt: skip
    open_status = BreachStatus.OPEN
    offered = {
        "authority_page": workflow.TELL_AUTHORITY,
        "persons_page": workflow.TELL_PERSONS,
        "propose_page": workflow.PROPOSE,
        "close_page": workflow.CLOSE,
        "return_page": workflow.REOPEN,
    }
    actions_detail = ["authority_page", "persons_page", "propose_page", "close_page", "return_page"]

    def has_tell_permission(self, request, object_id=None):
        """Whether the person enters who was told."""
        return self.may(request, "tell")

    def has_propose_permission(self, request, object_id=None):
        """Whether the person may ask for closing."""
        return self.may(request, "propose")

    def has_close_permission(self, request, object_id=None):
        """Whether the person may close."""
        return self.may(request, "close")

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            workflow.open_breach(obj, by=request.user)

    def _clock(self, told_at, due):
        if told_at:
            shape = "good" if told_at <= due else "bad"
            words = "按时" if told_at <= due else "超时"
            return format_html('{} <span class="bureau-tag {}">{}</span>', _moment(told_at), shape, words)
        shape, words = ("bad", "已超时") if timezone.now() > due else ("warn", "时限")
        return format_html('<span class="bureau-tag {}">{}</span> {}', shape, words, _moment(due))

    @admin.display(description="向部门报告")
    def authority_clock(self, obj):
        return self._clock(obj.authority_told_at, obj.authority_due)

    @admin.display(description="通知个人")
    def persons_clock(self, obj):
        return "不通知" if obj.persons_exempt else self._clock(obj.persons_told_at, obj.persons_due)

    @action(description="登记向部门报告", permissions=["tell"], url_path="authority")
    def authority_page(self, request, object_id):
        form = AuthorityForm(request.POST or None)
        return self.say(request, object_id, "登记向部门报告", workflow.tell_authority, form)

    @action(description="登记通知个人", permissions=["tell"], url_path="persons")
    def persons_page(self, request, object_id):
        return self.say(request, object_id, "登记通知个人", workflow.tell_persons, PersonsForm(request.POST or None))

    @action(description="提请结案", permissions=["propose"], url_path="propose")
    def propose_page(self, request, object_id):
        return self.say(
            request, object_id, "提请结案", workflow.propose_closing, asks="提请后由局领导批准，退回前不能修改。"
        )

    @action(description="批准结案", permissions=["close"], url_path="close")
    def close_page(self, request, object_id):
        return self.say(request, object_id, "批准结案", workflow.close, asks="结案后不能修改，保存至少三年。")

    @action(description="退回", permissions=["close"], url_path="return")
    def return_page(self, request, object_id):
        return self.say(request, object_id, "退回", workflow.return_, ReasonForm(request.POST or None))


def _moment(at) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
