"""The history of subsidies in the browser admin: looked up and exported, never made or changed."""

from django.contrib import admin

from bureau.lists.record_admin import RecordAdmin, year_filter
from patents.models import Subsidy


@admin.register(Subsidy)
class SubsidyAdmin(RecordAdmin):
    list_display = ["year", "application_number", "title", "stage", "recipient", "county", "amount", "paid_on"]
    list_filter = [year_filter("year", "资助年度"), "stage", "division"]
    ordering = ["-year", "pk"]
    actions = []
    actions_detail = []
    search_fields = ["title"]
    search_help_text = "专利名称、受资助人中任意两个字以上，或申请号开头"
    identifiers = ("application_number",)
    list_before_template = "admin/patents/subsidies_why.html"
    change_form_before_template = "admin/patents/subsidies_why.html"
