"""The patent register in the browser admin."""

from django.contrib import admin

from bureau.lists.record_admin import RecordAdmin, VoidedFilter, year_filter

from .models import Patent


@admin.register(Patent)
class PatentAdmin(RecordAdmin):
    list_display = [
        "full_number",
        "title",
        "kind",
        "applicants",
        "applicant_type",
        "county",
        "filed_on",
        "granted_on",
        "state",
    ]
    list_filter = [
        VoidedFilter,
        "kind",
        year_filter("filed_on", "申请年度"),
        year_filter("granted_on", "授权年度"),
        "division",
    ]
    search_fields = ["title"]
    search_help_text = "专利名称、申请人中任意两个字以上，或申请号开头"
    identifiers = ("application_number",)

    @admin.display(description="申请号", ordering="application_number")
    def full_number(self, obj):
        return obj.number
