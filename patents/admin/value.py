"""高价值发明专利 in the browser admin: the statistic, marking a paste of application numbers, taking a mistake back."""

from datetime import date

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import action

from bureau.admin import BureauAdmin
from bureau.lists.record_admin import ReasonForm
from bureau.workflow import Refused
from patents import workflow
from patents.forms import DayForm, MarkForm
from patents.models import ValueMark
from patents.valuing import high_value_table


class HighValueFilter(admin.SimpleListFilter):
    """Valid inventions that are of high value on a day: today, or the day of a table."""

    title, parameter_name = "高价值发明专利", "high_value"

    def lookups(self, request, model_admin):
        today = f"{timezone.localdate()}"
        asked = self.value() or ""
        return [(day, "今日" if day == today else f"{day}") for day in dict.fromkeys([today, asked]) if day]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        try:
            day = date.fromisoformat(self.value())
        except ValueError:
            return queryset.none()
        return queryset.effective().high_value_on(day, settings.HIGH_VALUE_YEARS)


class ValuePages:
    """Mixed into the register's admin page."""

    @action(description="高价值发明专利", permissions=["view"], url_path="value", icon="diamond")
    def value_page(self, request):
        """By place and ground on a day."""
        return self._special(request, DayForm, lambda asked: [high_value_table(asked["day"])])


@admin.register(ValueMark)
class ValueMarkAdmin(BureauAdmin):
    list_display = ["patent", "ground", "held_from", "source_document", "amount", "state", "marked_by", "marked_at"]
    list_filter = ["ground"]
    list_select_related = ["patent", "marked_by"]
    ordering = ["-pk"]
    actions_list = ["mark_page"]
    actions_detail = ["withdraw_page"]
    fields = readonly_fields = [
        "patent", "ground", "held_from", "source_document", "amount", "state", "marked_by", "marked_at", "withdrawn_by",
        "withdrawn_at", "withdrawal_reason",
    ]  # fmt: skip

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_write_permission(self, request, obj=None):
        """Whether the person may mark, and take marks back."""
        return request.user.has_perm(workflow.WITHDRAW.permission)

    @admin.display(description="效力", ordering="withdrawn_at")
    def state(self, obj):
        shape, words = ("bad", "✗ 已撤销") if obj.withdrawn_at else ("good", "✓ 有效")
        return format_html('<span class="bureau-tag {}">{}</span>', shape, words)

    @action(description="标注高价值发明专利", permissions=["write"], url_path="mark", icon="add")
    def mark_page(self, request):
        """Paste application numbers, say on which ground and by which document."""
        if not self.has_write_permission(request):
            raise PermissionDenied
        form = MarkForm(request.POST or None)
        back = reverse("admin:patents_valuemark_changelist")
        if request.method == "POST" and form.is_valid():
            try:
                marked = workflow.mark(by=request.user, **form.cleaned_data)
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                _tell(request, marked)
                return redirect(back)
        context = {
            **self.admin_site.each_context(request), "title": "标注高价值发明专利", "form": form, "back": back, "opts": self.opts,
            "action": "标注",
        }  # fmt: skip
        return render(request, "admin/reason.html", context)

    @action(description="撤销标注", permissions=["write"], url_path="withdraw")
    def withdraw_page(self, request, object_id):
        """The mark was a mistake."""
        mark = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = ReasonForm(request.POST or None)
        back = reverse("admin:patents_valuemark_change", args=[mark.pk])
        if request.method == "POST" and form.is_valid():
            try:
                workflow.withdraw(mark, by=request.user, reason=form.cleaned_data["reason"])
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"已撤销“{mark}”，不再计入任何统计。")
            return redirect(back)
        context = {
            **self.admin_site.each_context(request), "title": f"撤销标注：{mark}", "form": form, "back": back, "opts": self.opts,
            "action": "撤销", "danger": True,
        }  # fmt: skip
        return render(request, "admin/reason.html", context)


def _tell(request, marked: workflow.Marked) -> None:
    same = f"，{marked.same} 件原已标注" if marked.same else ""
    messages.success(request, f"已标注 {marked.new} 件{same}。")
    if marked.unknown:
        messages.warning(
            request, f"登记中没有的申请号 {len(marked.unknown)} 个，没有标注：{'、'.join(marked.unknown[:20])}"
        )
    if marked.no_inventions:
        messages.warning(request, f"不是发明专利，没有标注：{'、'.join(marked.no_inventions[:20])}")
