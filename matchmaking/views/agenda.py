"""One's agenda at an event: when the unit can come, whom it meets at which table, and all of it for one's own calendar."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bureau.registration.active import acting_for
from bureau.workflow import Refused
from matchmaking import calendars
from matchmaking.agendas import agenda
from matchmaking.choices import ScheduleStatus
from matchmaking.models import Absence, Event
from matchmaking.slotforms import WhenForm
from matchmaking.workflow import attending, slots


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def event_agenda(request, pk: int):
    """The person's agenda; posted to, it says to which slots the unit can come."""
    event = get_object_or_404(Event.objects.public(), pk=pk)
    membership = acting_for(request)
    unit = membership.organisation if membership else None
    every, form = list(event.slots.all()), None
    is_open = bool(every and unit and event.status in attending.REGISTRABLE and timezone.now() < event.ends_at)
    if is_open:
        away = set(Absence.objects.filter(slot__event=event, organisation=unit).values_list("slot", flat=True))
        here = [slot.pk for slot in every if slot.pk not in away]
        form = WhenForm(request.POST if request.method == "POST" else None, event=event, initial={"slots": here})
        if request.method == "POST" and form.is_valid():
            try:
                slots.say_when(event, unit, by=request.user, slots=set(form.cleaned_data["slots"]))
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, "已保存贵单位能到场的时段。")
            return redirect("matchmaking:event-agenda", pk)
    lines = agenda(event, request.user)
    context = {
        "event": event, "unit": unit, "form": form, "slots": every, "lines": lines, "own": sum(line.is_own for line in lines),
        "is_published": event.schedules.filter(status=ScheduleStatus.PUBLISHED).exists(),
    }  # fmt: skip
    return render(request, "matchmaking/event_agenda.html", context)


@never_cache
@require_safe
def event_calendar(request, pk: int):
    """The whole agenda for the person's own calendar."""
    event = get_object_or_404(Event.objects.public(), pk=pk)
    text = calendars.whole(agenda(event, request.user), timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="event-{event.pk}.ics"'
    return response
