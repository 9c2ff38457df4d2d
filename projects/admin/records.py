"""Projects and award candidates in the browser admin."""

from django.contrib import admin

from bureau.lists.record_admin import RecordAdmin, VoidedFilter, year_filter
from projects.models import AwardCandidate, Project


@admin.register(Project)
class ProjectAdmin(RecordAdmin):
    list_display = [
        "number",
        "title",
        "organisation_name",
        "level",
        "category",
        "county",
        "granted_amount",
        "approved_on",
        "state",
    ]
    list_filter = [VoidedFilter, "level", year_filter("approved_on", "立项年度"), "division"]
    search_fields = ["title"]
    search_help_text = "项目名称、承担单位中任意两个字以上，或项目编号开头"
    identifiers = ("number",)


@admin.register(AwardCandidate)
class AwardCandidateAdmin(RecordAdmin):
    list_display = [
        "year",
        "title",
        "organisation_name",
        "online_score",
        "online_result",
        "is_recommended",
        "provincial_grade",
        "state",
    ]
    list_display_links = ["title"]
    list_filter = [VoidedFilter, year_filter("year", "年度"), "online_result", "is_recommended"]
    search_fields = ["title"]
    search_help_text = "项目名称、完成单位中任意两个字以上"
