"""The book in the browser admin: read, never written; and the check of its chain."""

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from unfold.decorators import action

from bureau.admin import BureauAdmin

from .book import faults
from .choices import VERBS
from .models import Entry


def model_words(label: str) -> str:
    """The Chinese name of a model by its label, as the book keeps it; the label where the model is gone."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


class VerbFilter(admin.SimpleListFilter):
    """Lines of one verb; the verbs in use are read off the index, one step for each."""

    title, parameter_name, column = "操作", "verb", "verb"

    def lookups(self, request, model_admin):
        return [(value, self.words(value)) for value in Entry.objects.distinct_values(self.column) if value]

    def words(self, value: str) -> str:
        """The value as people read it."""
        return VERBS.get(value, value)

    def queryset(self, request, queryset):
        return queryset.filter(**{self.column: self.value()}) if self.value() else queryset


class ModelFilter(VerbFilter):
    """Lines about one kind of object."""

    title, parameter_name, column = "对象类型", "model", "model"

    def words(self, value):
        return model_words(value)


class BookPaginator(admin.ModelAdmin.paginator):
    """The book only grows: pages count the newest ten thousand lines."""

    @property
    def count(self):
        return min(self.object_list.order_by()[:10_001].count(), 10_000)


@admin.register(Entry)
class EntryAdmin(BureauAdmin):
    list_display = ["at", "signature", "origin", "verb_words", "model_words", "subject", "reason"]
    list_filter = [VerbFilter, ModelFilter]
    search_fields = ["subject"]
    search_help_text = "对象、署名、理由中任意两个字以上"
    ordering = ["-pk"]
    paginator = BookPaginator
    actions_list = ["verify"]

    def get_search_results(self, request, queryset, search_term):
        return queryset.search(search_term), False

    @admin.display(description="操作", ordering="verb")
    def verb_words(self, obj):
        return VERBS.get(obj.verb, obj.verb)

    @admin.display(description="对象类型", ordering="model")
    def model_words(self, obj):
        return model_words(obj.model)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
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
