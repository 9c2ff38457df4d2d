"""The book in the browser admin: read, never written; and the check of its chain."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from unfold.admin import ModelAdmin
from unfold.decorators import action

from .book import faults
from .models import Entry


class BookPaginator(admin.ModelAdmin.paginator):
    """The book only grows: pages count the newest ten thousand lines."""

    @property
    def count(self):
        return min(self.object_list.order_by()[:10_001].count(), 10_000)


@admin.register(Entry)
class EntryAdmin(ModelAdmin):
    list_display = ["at", "signature", "origin", "verb", "model", "subject", "reason"]
    list_filter = ["verb", "model"]
    ordering = ["-pk"]
    list_per_page = 50
    show_full_result_count = False
    paginator = BookPaginator
    actions_list = ["verify"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_search_results(self, request, queryset, search_term):
        return queryset.filter(subject__icontains=search_term), False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_verify_permission(self, request):
        """Whether the person may read the book against its chain."""
        return request.user.has_perm("audit.verify_entry")

    @action(description="核验台账", permissions=["verify"], url_path="verify", icon="verified")
    def verify(self, request):
        """Read the whole book and say what is not as it was written."""
        if not self.has_verify_permission(request):
            raise PermissionDenied
        found = faults()
        for fault in found[:20]:
            messages.error(request, fault)
        if not found:
            messages.success(request, "审计台账完好：没有被改动、删除或插入的记录。")
        return redirect("admin:audit_entry_changelist")
