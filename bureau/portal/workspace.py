"""The workspace's first page: one list of what waits for a person, whichever app it comes from, and their units."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from bureau.registration.pages import TONES
from bureau.registration.todos import own_registrations
from bureau.todos import todos_of


@require_safe
def home(request):
    """工作台."""
    todos = todos_of(request.user)
    registrations = own_registrations(request.user)
    for registration in registrations:
        registration.tone = TONES[registration.status]
    context = {
        "todos": todos,
        "memberships": [] if request.user.is_staff else request.user.current_memberships,
        "registrations": registrations,
    }
    return render(request, "workspace/home.html", context)
