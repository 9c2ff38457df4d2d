"""The patent register in the browser admin."""

from django.contrib import admin
from django.http import QueryDict

from bureau.lists.record_admin import RecordAdmin, VoidedFilter, year_filter
from patents.models import Patent
from patents.pivot import rows_of
from patents.questions import Question, Unanswerable

from .pivot import PivotPages
from .reconciliation import ReconciliationPages
from .special import SpecialPages
from .targets import TargetPages
from .value import HighValueFilter, ValuePages


class CellFilter(admin.SimpleListFilter):
    """The patents of one cell of a statistical table; shown only to who came from there."""

    title, parameter_name = "统计表中的一格", "cell"

    def lookups(self, request, model_admin):
        return [(self.value(), "只看这一格")] if self.value() else []

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        try:
            cell = rows_of(Question.of(QueryDict(self.value()).dict()))
        except Unanswerable:
            return queryset.none()
        return queryset.filter(pk__in=cell.order_by().values("pk"))


@admin.register(Patent)
class PatentAdmin(PivotPages, ReconciliationPages, TargetPages, ValuePages, SpecialPages, RecordAdmin):
    actions_list = [
        "pivot_page",
        {"title": "专题统计", "items": ["views_page", "shares_page", "leaders_page", "zero_page", "value_page"]},
        {"title": "目标与核对", "items": ["completion_page", "targets_page", "cities_page", "reconciliation_page"]},
    ]
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
        CellFilter,
        VoidedFilter,
        HighValueFilter,
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
