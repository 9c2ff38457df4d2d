"""Achievements, demands, contacts, attendance, contracts and appraisals in the browser admin."""

from django.contrib import admin
from django.utils import timezone

from bureau.admin import BureauAdmin
from bureau.lists.record_admin import RecordAdmin, VoidedFilter, year_filter

from .models import (
    Achievement,
    Appraisal,
    Attendance,
    Contact,
    Deal,
    Demand,
    Interest,
    Judgement,
    Synonym,
    TechnologyContract,
)
from .review_admin import ProfileAdmin, QueueFilter


@admin.register(Achievement)
class AchievementAdmin(ProfileAdmin):
    list_display = ["number", "title", "organisation_name", "technology_field", "stage", "masked_contact_person", "masked_contact_phone", "collected_on", "status", "state"]  # fmt: skip
    list_filter = [QueueFilter, "status", VoidedFilter, year_filter("collected_on", "征集年度"), "field", "division"]
    search_fields = ["title"]
    search_help_text = "成果名称、完成单位中任意两个字以上，或成果编号开头"
    identifiers = ("number",)


@admin.register(Demand)
class DemandAdmin(ProfileAdmin):
    list_display = ["number", "title", "organisation_name", "county", "technology_field", "masked_contact_person", "masked_contact_phone", "collected_on", "status", "state"]  # fmt: skip
    list_filter = [QueueFilter, "status", VoidedFilter, year_filter("collected_on", "征集年度"), "field", "division"]
    search_fields = ["title"]
    search_help_text = "需求名称、企业名称中任意两个字以上，或需求编号开头"
    identifiers = ("number",)


@admin.register(Contact)
class ContactAdmin(RecordAdmin):
    list_display = ["achievement", "demand", "met_on", "result", "intended_amount", "state"]
    list_filter = [VoidedFilter, "result", year_filter("met_on", "对接年度")]
    list_select_related = ["achievement", "demand"]
    search_fields = ["pk"]
    search_help_text = "成果或需求的名称、单位中任意两个字以上"


@admin.register(Attendance)
class AttendanceAdmin(RecordAdmin):
    list_display = ["held_on", "county", "organisation_type", "people", "state"]
    list_filter = [VoidedFilter, year_filter("held_on", "年度"), "division"]
    search_fields = ["county"]
    search_help_text = "所在地、单位类型中任意两个字以上"


@admin.register(TechnologyContract)
class TechnologyContractAdmin(RecordAdmin):
    list_display = [
        "number",
        "title",
        "kind",
        "seller_name",
        "buyer_name",
        "value",
        "technology_value",
        "registered_on",
        "state",
    ]
    list_filter = [VoidedFilter, "kind", year_filter("registered_on", "登记年度")]
    search_fields = ["title"]
    search_help_text = "项目名称、卖方、买方名称中任意两个字以上，或登记编号开头"
    identifiers = ("number",)


@admin.register(Appraisal)
class AppraisalAdmin(RecordAdmin):
    list_display = ["number", "title", "organisation_name", "level", "appraised_on", "state"]
    list_filter = [VoidedFilter, year_filter("appraised_on", "鉴定年度")]
    search_fields = ["title"]
    search_help_text = "成果名称、完成单位中任意两个字以上"


@admin.register(Judgement)
class JudgementAdmin(BureauAdmin):
    """What units said of their recommendations: the set by which matching is evaluated, taken away as Excel."""

    list_display = ["achievement", "demand", "side", "grade", "rank", "made_by", "made_at"]
    list_filter = ["side", "grade"]
    list_select_related = ["achievement", "demand", "made_by"]
    ordering = ["-pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Synonym)
class SynonymAdmin(BureauAdmin):
    """The bureau's table of words that mean the same."""

    list_display = ["word", "other"]
    ordering = ["word", "other"]


class OverdueFilter(admin.SimpleListFilter):
    """What should have been answered."""

    title, parameter_name = "待办", "todo"

    def lookups(self, request, model_admin):
        return [("overdue", "超期未答复")]

    def queryset(self, request, queryset):
        return queryset.overdue(timezone.localdate()) if self.value() == "overdue" else queryset


@admin.register(Interest)
class InterestAdmin(BureauAdmin):
    """Who asked whom, and how it stands. What the two say to each other is theirs: no officer reads it."""

    list_display = ["achievement", "demand", "asker", "answerer", "broker", "status", "asked_at", "due_on"]
    list_filter = [OverdueFilter, "status", "side", "achievement__field", "demand__division"]
    list_select_related = ["achievement", "demand", "asker", "answerer", "broker"]
    exclude = ["unclear", "introduction", "cooperation_sought"]
    ordering = ["-pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Deal)
class DealAdmin(BureauAdmin):
    """Deals that two units put before each other, with how far they are."""

    list_display = ["title", "interest", "organisation", "kind", "amount", "status", "agreed_at", "signed_on"]
    list_filter = ["status", "kind"]
    list_select_related = ["interest__achievement", "interest__demand", "organisation"]
    ordering = ["-pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
