"""Events in the browser admin: planned with their programme, booths and sub-venues; published, opened, closed; counted."""

import json

from django.contrib import admin
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from unfold.admin import TabularInline
from unfold.decorators import action

from bureau.admin import BureauAdmin
from bureau.audit.book import record, snapshot
from bureau.personal import mask
from bureau.verbpages import VerbPages

from . import eventfigures
from .choices import EventStatus
from .eventforms import BoothForm, ClerksForm, SessionForm
from .models import Booth, Contact, Deal, Event, EventSession, Interest, Participant, SubVenue
from .schedule_admin import SchedulePages
from .workflow import events

# What came of an event, by the code in an address: words, the list that opens on it, which of its rows.
STAGES = {
    "interests": ("提出对接意向", Interest, lambda event: Interest.objects.filter(event=event)),
    "contacts": ("技术对接", Contact, eventfigures.met_at),
    "intentions": ("产生意向", Contact, lambda event: eventfigures.met_at(event).with_intention()),
    "agreements": ("达成协议", Contact, lambda event: eventfigures.met_at(event).with_agreement()),
    "signed": (
        "签约",
        Deal,
        lambda event: Deal.objects.filter(interest__contact__event=event, signed_on__isnull=False),
    ),
}


class EventFilter(admin.SimpleListFilter):
    """The rows of one figure of an event; shown only to who came from its page."""

    title, parameter_name = "对接会", "of_event"

    def _asked(self) -> tuple[Event | None, str]:
        pk, _dot, stage = (self.value() or "").partition(".")
        known = pk.isdecimal() and len(pk) < 10 and stage in STAGES
        return (Event.objects.filter(pk=pk).first() if known else None), stage

    def lookups(self, request, model_admin):
        event, stage = self._asked()
        return [(self.value(), f"{event}：{STAGES[stage][0]}")] if event else []

    def queryset(self, request, queryset):
        event, stage = self._asked()
        if event is None:
            return queryset
        _words, model, rows = STAGES[stage]
        return (
            queryset.filter(pk__in=rows(event).order_by().values("pk")) if model is queryset.model else queryset.none()
        )


class _Part(TabularInline):
    """A part of an event, changed as long as the event is not over."""

    extra = 0
    tab = True

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("matchmaking.view_event")

    def has_change_permission(self, request, obj=None):
        return request.user.has_perm("matchmaking.change_event") and (obj is None or obj.status in events.PLANNED)

    has_add_permission = has_delete_permission = has_change_permission


class SessionInline(_Part):
    model, form = EventSession, SessionForm


class BoothInline(_Part):
    model, form = Booth, BoothForm
    fields = ["number", "unit", "introduction"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation")

    def get_fields(self, request, obj=None):
        """Who may only look sees the unit itself."""
        return self.fields if self.has_change_permission(request, obj) else ["number", "organisation", "introduction"]


class VenueInline(_Part):
    model = SubVenue
    fields = ["name", "division", "place"]


@admin.register(Event)
class EventAdmin(SchedulePages, VerbPages, BureauAdmin):
    shapes = {EventStatus.OPEN: "good", EventStatus.PUBLISHED: "warn"}
    offered = {"publish_page": events.PUBLISH, "open_page": events.OPEN, "close_page": events.CLOSE}
    actions_detail = [*offered, "schedule_page", "figures_page", "clerks_page", "slots_page", "rule_page"]
    list_display = ["name", "edition", "state", "starts_at", "ends_at", "counting"]
    list_filter = ["status"]
    ordering = ["-starts_at", "-pk"]
    inlines = [SessionInline, BoothInline, VenueInline]
    fields = ["name", "edition", "notice", "collect_from", "collect_until", "starts_at", "ends_at", "counting", "names_parties", "is_by_hand", "state"]  # fmt: skip
    readonly_fields = ["state"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or obj.status in events.PLANNED)

    def has_run_permission(self, request, obj=None):
        """Whether the person publishes, opens and closes events."""
        return request.user.has_perm(events.RUN)

    def save_formset(self, request, form, formset, change):
        """Each part with its own line in the book."""
        before = {part.pk: snapshot(type(part)._base_manager.get(pk=part.pk)) for part, _names in _changed(formset)}
        for part in formset.deleted_forms:
            record(part.instance, "remove", by=request.user)
        super().save_formset(request, form, formset, change)
        for part in formset.new_objects:
            record(part, "add", by=request.user)
        for part, _names in formset.changed_objects:
            record(part, "change", by=request.user, before=before.get(part.pk))

    @action(description="发布", permissions=["run"], url_path="publish")
    def publish_page(self, request, object_id):
        return self.say(
            request, object_id, "发布", events.publish, asks="发布后网站上可以看到通知、议程和展位，并可登记参会。"
        )

    @action(description="开幕", permissions=["run"], url_path="open")
    def open_page(self, request, object_id):
        return self.say(request, object_id, "开幕", events.open_, asks="开幕后会场开放，分会场可以签到。")

    @action(description="闭幕", permissions=["run"], url_path="close")
    def close_page(self, request, object_id):
        asks = "闭幕后参会人数冻结，写入参会签到，供年度报告引用；会场关闭，分会场不能再签到。不能撤销。"
        return self.say(request, object_id, "闭幕", events.close, asks=asks, danger=True)

    @action(description="分会场工作人员", permissions=["run"], url_path="clerks")
    def clerks_page(self, request, object_id):
        event = get_object_or_404(self.get_queryset(request), pk=object_id)
        form = ClerksForm(request.POST or None, venues=event.venues.prefetch_related("clerks"))
        return self.say(request, object_id, "指定分会场工作人员", events.name_clerks, form)

    @action(description="参会与成果", permissions=["view"], url_path="figures")
    def figures_page(self, request, object_id):
        """The figures with their definitions; of a closed event the frozen ones, and whether the rows still say the same."""
        event = get_object_or_404(self.get_queryset(request), pk=object_id)
        frozen = getattr(event, "snapshot", None)
        told = json.loads(frozen.content) if frozen else events.told(event)
        lines = [(one, told["figures"][one["code"]]) for one in told["definitions"]]
        met = [
            (words, told["dealings"][code], f"{reverse(f'admin:matchmaking_{model._meta.model_name}_changelist')}?of_event={event.pk}.{code}")
            for code, (words, model, _rows) in STAGES.items()
        ]  # fmt: skip
        context = {
            **self.admin_site.each_context(request), "title": f"参会与成果：{event}", "opts": self.opts, "event": event, "lines": lines,
            "met": met, "told": told, "snapshot": frozen, "faults": events.faults(frozen) if frozen else [],
            "tables": [("身份", told["by_role"]), ("县（市、区）", told["by_place"]), ("时间", told["by_hour"])],
            "people": f"{reverse('admin:matchmaking_participant_changelist')}?event__id__exact={event.pk}",
            "back": reverse("admin:matchmaking_event_change", args=[event.pk]),
        }  # fmt: skip
        return render(request, "admin/matchmaking/event_figures.html", context)


def _changed(formset):
    """The stored parts that a form changes."""
    forms = getattr(formset, "initial_forms", [])
    return [(form.instance, form.changed_data) for form in forms if form.instance.pk and form.has_changed()]


@admin.register(Participant)
class ParticipantAdmin(BureauAdmin):
    """Who came to an event; the numbers as masks."""

    list_display = ["event", "name", "masked_mobile", "role", "division", "organisation_name", "registered_at"]
    list_filter = ["event", "role"]
    list_select_related = ["event", "division"]
    fields = ["event", "name", "masked_mobile", "role", "division", "organisation_name", "registered_at", "times"]
    ordering = ["-pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="手机号")
    def masked_mobile(self, obj):
        return mask(obj.mobile)

    @admin.display(description="参会时段")
    def times(self, obj):
        rows = obj.presences.select_related("venue").order_by("started_at")
        return "；".join(
            f"{row.get_source_display()}{f'（{row.venue}）' if row.venue else ''} {row.started_at:%m-%d %H:%M}—{row.last_seen:%H:%M}" for row in rows
        )  # fmt: skip
