"""Results that units ask to have registered, in the browser admin."""

from django.contrib import admin
from django.shortcuts import get_object_or_404
from unfold.decorators import action

from bureau.admin import BureauAdmin
from bureau.files import hand_out
from bureau.verbpages import VerbPages

from .models import ResultRegistration
from .resultforms import ReasonForm
from .workflow import results


class WaitingFilter(admin.SimpleListFilter):
    """What waits for a decision."""

    title, parameter_name = "待办", "todo"

    def lookups(self, request, model_admin):
        return [("waiting", "待审核")]

    def queryset(self, request, queryset):
        return queryset.awaiting_decision() if self.value() == "waiting" else queryset


@admin.register(ResultRegistration)
class ResultRegistrationAdmin(VerbPages, BureauAdmin):
    """登记 or 退回, after reading what was handed in."""

    shapes = {"registered": "good", "returned": "warn"}
    offered = {"enter_page": results.REGISTER, "return_page": results.RETURN}
    actions_detail = [*offered, "evidence_page"]
    list_display = ["title", "number", "organisation", "category", "level", "state", "submitted_at"]
    list_filter = [WaitingFilter, "status", "category", "level"]
    list_select_related = ["organisation"]
    exclude = ["file"]
    ordering = ["-pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_decide_permission(self, request, obj=None):
        """Whether the person registers results."""
        return request.user.has_perm("matchmaking.decide_resultregistration")

    @action(description="登记", permissions=["decide"], url_path="register")
    def enter_page(self, request, object_id):
        asks = "请核对：材料规范完整，评价结论为肯定性意见，不涉密，不违背法律政策。"
        return self.say(request, object_id, "登记", results.register, asks=asks)

    @action(description="退回", permissions=["decide"], url_path="return")
    def return_page(self, request, object_id):
        return self.say(request, object_id, "退回", results.return_, ReasonForm(request.POST or None))

    @action(description="评价材料", permissions=["view"], url_path="evidence")
    def evidence_page(self, request, object_id):
        """What was handed in."""
        result = get_object_or_404(self.get_queryset(request).exclude(file=""), pk=object_id)
        return hand_out(result.file, result.name, mime=result.mime)
