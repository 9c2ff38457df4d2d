"""Tokens of firms' systems: who holds which, when it was last used; an officer takes one back."""

from django.contrib import admin
from django.utils import timezone
from unfold.decorators import action, display

from bureau.registration.admin import VerbAdmin
from enterprises.forms import ReasonForm
from enterprises.models import ApiToken
from enterprises.workflow import tokens


@admin.register(ApiToken)
class ApiTokenAdmin(VerbAdmin):
    list_display = ["organisation", "name", "hint", "standing", "expires_on", "used_at", "created_by", "created_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["organisation", "created_by"]
    search_fields = ["organisation"]
    searched_unit = "organisation"
    search_help_text = "单位名称中任意两个字以上，或信用代码开头"
    export_permission = "enterprises.view_apitoken"
    fields = [
        "organisation", "name", "hint", "expires_on", "used_at", "created_by", "created_at", "revoked_by", "revoked_at", "reason",
    ]  # fmt: skip
    actions_detail = ["revoke_page"]
    ordering = ["-pk"]

    def has_revoke_permission(self, request, obj=None):
        """Whether the person may take tokens back."""
        return request.user.has_perm("enterprises.revoke_apitoken")

    @display(description="状态", label={"有效": "success", "已过期": "warning", "已吊销": "danger"})
    def standing(self, obj):
        if obj.revoked_at:
            return "已吊销"
        return "有效" if obj.expires_on >= timezone.localdate() else "已过期"

    @action(description="吊销", permissions=["revoke"], url_path="revoke")
    def revoke_page(self, request, object_id):
        return self.say(request, object_id, "吊销", tokens.revoke, ReasonForm(request.POST or None), danger=True)
