"""The tables of other offices in the browser admin: rows as they came, corrected and voided with reasons."""

from django.contrib import admin
from unfold.decorators import display

from bureau.lists.record_admin import RecordAdmin, VoidedFilter, year_filter
from patents.models import CitySummary, CumulativeSummary, MonthlySummary, Population, StockSummary


class _SummaryAdmin(RecordAdmin):
    ordering = ["-month", "pk"]
    search_fields = ["county"]
    search_help_text = "县（市、区）、功能区名称中任意两个字以上，或“全市”"
    list_filter = [VoidedFilter, year_filter("month", "年度"), "division"]

    @display(description="统计月份", ordering="month")
    def of_month(self, obj):
        return f"{obj.month:%Y-%m}"


@admin.register(MonthlySummary)
class MonthlySummaryAdmin(_SummaryAdmin):
    list_display = [
        "of_month",
        "county",
        "filed",
        "filed_invention",
        "filed_ytd",
        "filed_ytd_before",
        "granted",
        "granted_invention",
        "granted_ytd",
        "granted_ytd_before",
        "state",
    ]


@admin.register(CumulativeSummary)
class CumulativeSummaryAdmin(_SummaryAdmin):
    list_display = [
        "of_month", "county", "filed", "filed_invention", "filed_before", "granted", "granted_invention", "granted_before", "state",
    ]  # fmt: skip


@admin.register(StockSummary)
class StockSummaryAdmin(_SummaryAdmin):
    list_display = ["of_month", "county", "invention", "service", "enterprises", "individuals", "state"]


@admin.register(CitySummary)
class CitySummaryAdmin(_SummaryAdmin):
    list_display = ["of_month", "city", "measure", "ytd", "total", "invention", "enterprises", "state"]
    list_filter = [VoidedFilter, year_filter("month", "年度"), "measure", "city"]
    search_fields = ["city"]
    search_help_text = "设区市名称中任意两个字以上"


@admin.register(Population)
class PopulationAdmin(RecordAdmin):
    list_display = ["year", "county", "residents", "state"]
    list_filter = [VoidedFilter, year_filter("year", "人口年度"), "division"]
    ordering = ["-year", "pk"]
    search_fields = ["county"]
    search_help_text = "县（市、区）名称中任意两个字以上，或“全市”"
