"""The registers beside the certificates in the browser admin: read, searched, exported, corrected and voided."""

from django.contrib import admin
from django.utils import timezone
from unfold.decorators import display

from bureau.lists.record_admin import RecordAdmin, VoidedFilter, year_filter
from enterprises.choices import FinanceKind
from enterprises.models import Commissioner, FinanceRecord, Incubator, Park, Platform, StartupGrant, TalentBase

BUILDING, DUE, OVERDUE, ACCEPTED, ENDED = "建设中", "临近验收", "已到期未验收", "已验收", "已撤销"


class AcceptanceFilter(admin.SimpleListFilter):
    """Platforms whose building period ends soon or has ended, not accepted yet."""

    title, parameter_name = "验收", "acceptance"

    def lookups(self, request, model_admin):
        return [("due", "到期或三个月内到期待验收"), ("overdue", "建设期满未验收"), ("building", "在建")]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        match self.value():
            case "due":
                return queryset.to_accept(today)
            case "overdue":
                return queryset.overdue_on(today)
            case "building":
                return queryset.building_on(today)
        return queryset


class ListedAdmin(RecordAdmin):
    """What the seven have in common."""

    def get_list_display(self, request):
        return [*super().get_list_display(request), "state"]


@admin.register(Platform)
class PlatformAdmin(ListedAdmin):
    list_display = ["name", "kind", "level", "organisation_name", "county", "approved_on", "due_on", "acceptance"]
    list_filter = [AcceptanceFilter, VoidedFilter, "kind", "level", year_filter("approved_on", "批准年度"), "division"]
    search_fields = ["name"]
    search_help_text = "平台名称、依托单位中任意两个字以上"

    def get_fields(self, request, obj=None):
        return [*super().get_fields(request, obj), "acceptance"]

    @display(
        description="验收",
        label={BUILDING: "info", DUE: "warning", OVERDUE: "danger", ACCEPTED: "success", ENDED: "info"},
    )
    def acceptance(self, obj):
        """The three-year alert of one row."""
        today = timezone.localdate()
        if obj.ended_on and obj.ended_on <= today:
            return ENDED
        if obj.accepted_on and obj.accepted_on <= today:
            return ACCEPTED
        if obj.due_on <= today:
            return OVERDUE
        return DUE if obj.is_due_soon(today) else BUILDING


@admin.register(Park)
class ParkAdmin(ListedAdmin):
    list_display = ["name", "kind", "level", "county", "approved_on", "ended_on"]
    list_filter = [VoidedFilter, "kind", "level", "division"]
    search_fields = ["name"]
    search_help_text = "园区名称中任意两个字以上"


@admin.register(Incubator)
class IncubatorAdmin(ListedAdmin):
    list_display = ["name", "kind", "level", "organisation_name", "park_name", "county", "tenants", "approved_on"]
    list_filter = [VoidedFilter, "kind", "level", year_filter("approved_on", "认定年度"), "division"]
    search_fields = ["name"]
    search_help_text = "载体名称、运营单位中任意两个字以上"


@admin.register(TalentBase)
class TalentBaseAdmin(ListedAdmin):
    list_display = ["name", "kind", "level", "organisation_name", "county", "leader", "approved_on"]
    list_filter = [VoidedFilter, "kind", "level", year_filter("approved_on", "设立年度"), "division"]
    search_fields = ["name"]
    search_help_text = "站点、团队或单位名称中任意两个字以上"


@admin.register(StartupGrant)
class StartupGrantAdmin(ListedAdmin):
    list_display = ["number", "title", "founder", "organisation_name", "county", "amount", "granted_on"]
    list_filter = [VoidedFilter, year_filter("granted_on", "扶持年度"), "division"]
    search_fields = ["title"]
    search_help_text = "项目、企业名称中任意两个字以上，或扶持编号开头"
    identifiers = ("number",)


@admin.register(FinanceRecord)
class FinanceRecordAdmin(ListedAdmin):
    list_display = ["number", "kind", "organisation_name", "institution", "amount", "began_on", "ends_on", "overdue"]
    list_filter = [VoidedFilter, "kind", "is_overdue", year_filter("began_on", "起始年度"), "division"]
    search_fields = ["organisation_name"]
    search_help_text = "单位、机构名称中任意两个字以上，或业务编号开头"
    identifiers = ("number",)

    @display(description="还款", label={"逾期": "danger", "正常": "success"})
    def overdue(self, obj):
        """Of what is to be paid back; nothing else."""
        if obj.kind not in (FinanceKind.LOAN, FinanceKind.PLEDGE):
            return ""
        return "逾期" if obj.is_overdue else "正常"


@admin.register(Commissioner)
class CommissionerAdmin(ListedAdmin):
    list_display = ["number", "name", "year", "organisation_name", "served_unit", "county", "services", "grade"]
    list_filter = [VoidedFilter, year_filter("year", "选派年度"), "grade", "division"]
    search_fields = ["name"]
    search_help_text = "姓名、单位、服务对象中任意两个字以上，或编号开头"
    identifiers = ("number",)
