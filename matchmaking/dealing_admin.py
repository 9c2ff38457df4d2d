"""Who asked whom, deals, and the funnel of the year, in the browser admin. What two units say to each other is theirs."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action

from bureau.admin import BureauAdmin

from .event_admin import EventFilter
from .funnel import DIMENSIONS, FIELD, STAGES, Cell, funnel
from .models import Achievement, Deal, Demand, Interest


class CellFilter(admin.SimpleListFilter):
    """The rows of one figure of the funnel; shown only to who came from there."""

    title, parameter_name = "漏斗中的一格", "cell"

    def lookups(self, request, model_admin):
        cell = Cell.read(self.value() or "")
        return [(self.value(), cell.words)] if cell else []

    def queryset(self, request, queryset):
        cell = Cell.read(self.value() or "")
        if cell is None:
            return queryset
        if cell.stage.model is not queryset.model:
            return queryset.none()
        return queryset.filter(pk__in=cell.rows().order_by().values("pk"))


class TodoFilter(admin.SimpleListFilter):
    """What an officer should look after."""

    title, parameter_name = "待办", "todo"

    def lookups(self, request, model_admin):
        return [("overdue", "超期未答复"), ("stuck", "洽谈停滞 30 天")]

    def queryset(self, request, queryset):
        if self.value() == "overdue":
            return queryset.overdue(timezone.localdate())
        return queryset.stuck(timezone.now()) if self.value() == "stuck" else queryset


class FunnelForm(forms.Form):
    """Which year, told apart by what."""

    year = forms.IntegerField(label="年度", min_value=1985, max_value=2100)
    by = forms.ChoiceField(label="按", choices=DIMENSIONS)


class ShownOnly(BureauAdmin):
    """Rows that units make; officers look."""

    ordering = ["-pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Interest)
class InterestAdmin(ShownOnly):
    """Who asked whom, and how it stands. What the two say to each other is theirs: no officer reads it."""

    actions_list = ["funnel_page"]
    list_display = ["achievement", "demand", "asker", "answerer", "broker", "status", "asked_at", "due_on"]
    list_filter = [CellFilter, EventFilter, TodoFilter, "status", "side"]
    list_select_related = ["achievement", "demand", "asker", "answerer", "broker"]
    exclude = ["unclear", "introduction", "cooperation_sought"]

    @action(description="对接漏斗", permissions=["view"], url_path="funnel", icon="filter_alt")
    def funnel_page(self, request):
        """What came of how much, by field or county; every figure leads to its rows."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        first = {"year": timezone.localdate().year, "by": FIELD}
        form = FunnelForm(first | {name: request.GET[name] for name in first if request.GET.get(name)})
        asked = form.cleaned_data if form.is_valid() else first
        context = {
            **self.admin_site.each_context(request), "title": "对接漏斗", "opts": self.opts, "form": form,
            "stages": STAGES.values(), "lines": funnel(asked["year"], asked["by"]), "dimension": DIMENSIONS[asked["by"]],
            "watched": _watched(),
        }  # fmt: skip
        return render(request, "admin/matchmaking/funnel.html", context)


def _watched() -> list[tuple[str, str, int]]:
    """What should be looked after: words, the list with exactly these rows, how many."""
    now, today = timezone.now(), timezone.localdate()
    found = (
        ("超期未答复的意向", "interest", "overdue", Interest.objects.overdue(today)),
        ("洽谈停滞 30 天", "interest", "stuck", Interest.objects.stuck(now)),
        ("从未对接的技术需求", "demand", "unmet", Demand.objects.unmet()),
        ("从未进入推荐的科技成果", "achievement", "never_listed", Achievement.objects.never_listed()),
    )
    return [
        (words, f"{reverse(f'admin:matchmaking_{noun}_changelist')}?todo={todo}", rows.count())
        for words, noun, todo, rows in found
    ]


@admin.register(Deal)
class DealAdmin(ShownOnly):
    """Deals that two units put before each other, with how far they are."""

    list_display = ["title", "interest", "organisation", "kind", "amount", "status", "agreed_at", "signed_on"]
    list_filter = [CellFilter, EventFilter, "status", "kind"]
    list_select_related = ["interest__achievement", "interest__demand", "organisation"]
