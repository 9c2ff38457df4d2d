"""Achievements, demands, contacts, attendance, contracts and appraisals in the browser admin."""

from django.contrib import admin

from bureau.admin import BureauAdmin
from bureau.lists.record_admin import RecordAdmin, VoidedFilter, year_filter

from .challenge_admin import ChallengeAdmin
from .contract_admin import ContractFilingAdmin, FollowUpAdmin, StatisticFilter
from .dealing_admin import CellFilter, DealAdmin, InterestAdmin
from .event_admin import EventAdmin, EventFilter, ParticipantAdmin
from .models import (
    Achievement,
    Appraisal,
    Attendance,
    Contact,
    Demand,
    Judgement,
    Synonym,
    TechnologyContract,
)
from .result_admin import ResultRegistrationAdmin
from .review_admin import ProfileAdmin, QueueFilter
from .schedule_admin import SlotMeetingAdmin

__all__ = [
    "ChallengeAdmin",
    "ContractFilingAdmin",
    "DealAdmin",
    "EventAdmin",
    "FollowUpAdmin",
    "InterestAdmin",
    "ParticipantAdmin",
    "ResultRegistrationAdmin",
    "SlotMeetingAdmin",
]


@admin.register(Achievement)
class AchievementAdmin(ProfileAdmin):
    list_display = ["number", "title", "organisation_name", "technology_field", "stage", "masked_contact_person", "masked_contact_phone", "collected_on", "status", "state"]  # fmt: skip
    list_filter = [
        CellFilter,
        QueueFilter,
        "status",
        VoidedFilter,
        year_filter("collected_on", "征集年度"),
        "field",
        "division",
    ]
    search_fields = ["title"]
    search_help_text = "成果名称、完成单位中任意两个字以上，或成果编号开头"
    identifiers = ("number",)


@admin.register(Demand)
class DemandAdmin(ProfileAdmin):
    list_display = ["number", "title", "organisation_name", "county", "technology_field", "masked_contact_person", "masked_contact_phone", "collected_on", "status", "state"]  # fmt: skip
    list_filter = [
        CellFilter,
        QueueFilter,
        "status",
        VoidedFilter,
        year_filter("collected_on", "征集年度"),
        "field",
        "division",
    ]
    search_fields = ["title"]
    search_help_text = "需求名称、企业名称中任意两个字以上，或需求编号开头"
    identifiers = ("number",)


@admin.register(Contact)
class ContactAdmin(RecordAdmin):
    list_display = ["achievement", "demand", "met_on", "result", "intended_amount", "state"]
    list_filter = [CellFilter, EventFilter, VoidedFilter, "result", year_filter("met_on", "对接年度")]
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
    list_filter = [StatisticFilter, VoidedFilter, "kind", year_filter("registered_on", "登记年度")]
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
