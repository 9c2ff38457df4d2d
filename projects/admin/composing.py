"""What a call is composed of in the browser admin, row by row: sections and fields of its form, rules, its review scheme."""

from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from unfold.admin import StackedInline, TabularInline

from bureau.admin import BureauAdmin
from bureau.audit.book import record, snapshot
from projects.formdata.scheme import faults
from projects.models import (
    CallRule,
    CheckLine,
    FormField,
    FormSection,
    ReviewScheme,
    SchemeCriterion,
    Window,
)
from projects.workflow import calls as workflow


def is_composed(obj) -> bool:
    """Whether a call, or the call of one of its parts, may be composed as it stands; of no row in particular: yes."""
    call = getattr(obj, "call", obj)
    return call is None or call.status in workflow.COMPOSE.sources


SCHEME_FIELDS = [
    "aggregation", "least_reviews", "spread_limit", "comment_least", "is_blind", "asks_amount", "replaces_recused", "panel_use",
    "panel_share", "panel_secret",
]  # fmt: skip


class Composed:
    """Rows that are composed by whoever may change calls; what is published changes by the next version only."""

    extra = 0

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("projects.view_call")

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("projects.change_call") and is_composed(obj)

    has_add_permission = has_delete_permission = has_change_permission


class HeldFormSet(BaseInlineFormSet):
    """Shows the rows that were fetched with their call; what is sent is compared with the database."""

    def get_queryset(self):
        held = getattr(self.instance, "_prefetched_objects_cache", {}).get(self.fk.remote_field.related_name)
        if held is not None and not self.is_bound:
            self._queryset = held
        return super().get_queryset()


class RuleInline(Composed, TabularInline):
    formset = HeldFormSet
    model = CallRule
    tab = True


class CheckLineInline(Composed, TabularInline):
    formset = HeldFormSet
    model = CheckLine
    tab = True


class SectionInline(Composed, TabularInline):
    formset = HeldFormSet
    model = FormSection
    fields = ["position", "code", "title", "help"]
    show_change_link = True
    tab = True


class SchemeInline(Composed, StackedInline):
    """By which scheme experts judge; its criteria stand on a page of their own."""

    model = ReviewScheme
    fields = ["criteria_told", *SCHEME_FIELDS]
    readonly_fields = ["criteria_told"]
    tab = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("call")

    @admin.display(description="评审指标")
    def criteria_told(self, obj):
        """Where the criteria stand."""
        if not obj.pk:
            return "用“选用评审方案”建立，再逐项调整。"
        url = reverse("admin:projects_reviewscheme_change", args=[obj.pk])
        return format_html('<a href="{}">查看和修改指标、权重与评分档</a>', url)


class CriterionInline(Composed, StackedInline):
    model = SchemeCriterion
    fields = [("position", "code", "label"), ("weight", "most", "tie", "comment_least"), "help", "anchors"]
    collapsible = True


class WindowInline(Composed, TabularInline):
    """To be read: each is set by a verb of its own, which also tells those whom it touches."""

    model = Window
    tab = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("call", "unit")

    def has_change_permission(self, request, obj=None):
        return False

    has_add_permission = has_delete_permission = has_change_permission


class FieldInline(Composed, StackedInline):
    model = FormField
    fields = [
        ("position", "code", "label", "kind"), ("is_required", "least", "most"), "help", "choices",
        ("meaning", "shown_if", "shown_value"), "clause",
    ]  # fmt: skip
    collapsible = True


class ComposingAdmin(BureauAdmin):
    """The book also has what is composed in rows."""

    def save_formset(self, request, form, formset, change):
        rows = [kept.instance for kept in formset.initial_forms if kept.instance.pk]
        before = {id(row): (row.pk, snapshot(type(row)._base_manager.get(pk=row.pk))) for row in rows}
        super().save_formset(request, form, formset, change)
        for row in formset.new_objects:
            record(row, "add", by=request.user)
        for row, _names in formset.changed_objects:
            record(row, "change", by=request.user, before=before[id(row)][1])
        for row in formset.deleted_objects:
            row.pk, gone = before[id(row)]
            record(row, "take_out", by=request.user, before=gone)


@admin.register(FormSection)
class FormSectionAdmin(ComposingAdmin):
    list_display = ["title", "call", "position", "code"]
    list_filter = [("call", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["call"]
    fields = ["position", "code", "title", "help"]
    inlines = [FieldInline]
    ordering = ["call", "position"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and is_composed(obj)

    def has_add_permission(self, request):
        """Sections are added on their call's page."""
        return False

    def response_post_save_change(self, request, obj):
        """Back to the call, where composing goes on."""
        return HttpResponseRedirect(reverse("admin:projects_call_change", args=[obj.call_id]))


@admin.register(ReviewScheme)
class ReviewSchemeAdmin(ComposingAdmin):
    list_display = ["call", "aggregation", "least_reviews", "is_blind"]
    list_filter = ["aggregation", "is_blind"]
    list_select_related = ["call"]
    fieldsets = [(None, {"fields": [*SCHEME_FIELDS, "lacking"]})]
    readonly_fields = ["lacking"]
    inlines = [CriterionInline]
    ordering = ["-call__plan_year", "-pk"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and is_composed(obj)

    def has_add_permission(self, request):
        """A scheme begins on its call's page."""
        return False

    @admin.display(description="还须改正")
    def lacking(self, obj):
        return "\n".join(faults(obj.as_scheme())) or "没有问题。权重合计 100，修改在批次发布或修订时固定。"

    def response_post_save_change(self, request, obj):
        """Back to the call, where composing goes on."""
        return HttpResponseRedirect(reverse("admin:projects_call_change", args=[obj.call_id]))
