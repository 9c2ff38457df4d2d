"""The registry's desk for technology contracts, and the year's statistics, in the browser admin."""

from django import forms as django_forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from unfold.decorators import action

from bureau.admin import BureauAdmin
from bureau.files import hand_out
from bureau.verbpages import VerbPages

from . import contractforms as forms
from .contractrules import rules_on
from .contractstats import Cell, tables
from .models import ContractFiling, FollowUp
from .workflow import contracts


class FilingTodoFilter(admin.SimpleListFilter):
    """What waits for the registry."""

    title, parameter_name = "待办", "todo"

    def lookups(self, request, model_admin):
        return [("waiting", "待办理"), ("overdue", "超过办理期限")]

    def queryset(self, request, queryset):
        if self.value() == "waiting":
            return queryset.awaiting_work()
        return queryset.overdue(timezone.localdate()) if self.value() == "overdue" else queryset


class StatisticFilter(admin.SimpleListFilter):
    """The rows of one line of the year's statistics; shown only to who came from there."""

    title, parameter_name = "年度统计中的一行", "statistic"

    def lookups(self, request, model_admin):
        cell = Cell.read(self.value() or "")
        return [(self.value(), cell.words)] if cell else []

    def queryset(self, request, queryset):
        cell = Cell.read(self.value() or "")
        return queryset.filter(pk__in=cell.rows().order_by().values("pk")) if cell else queryset


class YearForm(django_forms.Form):
    """Which year."""

    year = django_forms.IntegerField(label="年度", min_value=1985, max_value=2100)


@admin.register(ContractFiling)
class ContractFilingAdmin(VerbPages, BureauAdmin):
    """受理 → 初审 → 审核 → 登记, and what follows; each step a page with its form."""

    shapes = {"registered": "good", "refused": "bad", "cancelled": "bad", "correcting": "warn"}
    offered = {
        "accept_page": contracts.ACCEPT, "ask_page": contracts.ASK, "check_page": contracts.CHECK, "register_page": contracts.REGISTER,
        "refuse_page": contracts.REFUSE, "change_page": contracts.CHANGE, "cancel_page": contracts.CANCEL,
    }  # fmt: skip
    actions_list = ["statistics_page"]
    actions_detail = [*offered, "paper_page"]
    list_display = ["title", "organisation", "kind", "value", "technology_value", "state", "submitted_at", "due_on"]
    list_filter = [FilingTodoFilter, "status", "kind"]
    list_select_related = ["organisation"]
    exclude = ["file"]
    ordering = ["-pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_check_permission(self, request, obj=None):
        """Whether the person accepts and checks."""
        return request.user.has_perm("matchmaking.check_contractfiling")

    def has_register_permission(self, request, obj=None):
        """Whether the person decides."""
        return request.user.has_perm("matchmaking.register_contractfiling")

    @action(description="受理", permissions=["check"], url_path="accept")
    def accept_page(self, request, object_id):
        rules = rules_on(timezone.localdate())
        return self.say(request, object_id, "受理", contracts.accept, asks=f"适用：{rules.basis}。")

    @action(description="通知补正", permissions=["check"], url_path="ask")
    def ask_page(self, request, object_id):
        return self.say(
            request, object_id, "通知补正", contracts.ask_correction, forms.CorrectionForm(request.POST or None)
        )

    @action(description="通过初审", permissions=["check"], url_path="check")
    def check_page(self, request, object_id):
        return self.say(request, object_id, "通过初审", contracts.check, forms.CheckForm(request.POST or None))

    @action(description="登记", permissions=["register"], url_path="register")
    def register_page(self, request, object_id):
        return self.say(request, object_id, "登记", contracts.register, forms.RegisterForm(request.POST or None))

    @action(description="不予登记", permissions=["register"], url_path="refuse")
    def refuse_page(self, request, object_id):
        form = forms.CorrectionForm(request.POST or None)
        return self.say(request, object_id, "不予登记", contracts.refuse, form, danger=True)

    @action(description="变更登记", permissions=["register"], url_path="change-contract")
    def change_page(self, request, object_id):
        return self.say(request, object_id, "变更登记", contracts.change, forms.ChangeForm(request.POST or None))

    @action(description="注销登记", permissions=["register"], url_path="cancel")
    def cancel_page(self, request, object_id):
        form = forms.CorrectionForm(request.POST or None)
        return self.say(request, object_id, "注销登记", contracts.cancel, form, danger=True)

    @action(description="合同全文", permissions=["view"], url_path="paper")
    def paper_page(self, request, object_id):
        """The contract as it was handed in."""
        filing = get_object_or_404(self.get_queryset(request).exclude(file=""), pk=object_id)
        return hand_out(filing.file, filing.name, mime=filing.mime)

    @action(description="年度统计", permissions=["view"], url_path="statistics", icon="bar_chart")
    def statistics_page(self, request):
        """The year by kind, field and party: what lists brought and what was registered here, together."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        first = {"year": timezone.localdate().year}
        form = YearForm({"year": request.GET.get("year") or first["year"]})
        year = form.cleaned_data["year"] if form.is_valid() else first["year"]
        context = {
            **self.admin_site.each_context(request), "title": "技术合同年度统计", "opts": self.opts, "form": form, "tables": tables(year),
            "year": year,
        }  # fmt: skip
        return render(request, "admin/matchmaking/contracts.html", context)


class DueFilter(admin.SimpleListFilter):
    """Follow-ups that are owed."""

    title, parameter_name = "待办", "todo"

    def lookups(self, request, model_admin):
        return [("outstanding", "应填未填")]

    def queryset(self, request, queryset):
        return queryset.outstanding(timezone.localdate()) if self.value() == "outstanding" else queryset


@admin.register(FollowUp)
class FollowUpAdmin(BureauAdmin):
    """What became of registered contracts."""

    list_display = ["filing", "months", "due_on", "paid", "is_in_production", "output", "reported_at"]
    list_filter = [DueFilter, "months", "is_in_production"]
    list_select_related = ["filing"]
    ordering = ["-pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
