"""A person's inbox: read, open, choose the ways."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from bureau.webpush import public_text
from bureau.workflow import Refused

from . import workflow
from .forms import PreferenceForm
from .models import Message

PER_PAGE = 20


@require_safe
def inbox(request):
    """What the portal has told this person, newest first; ``?unread=1`` what is not opened yet."""
    only_unread = request.GET.get("unread") == "1"
    rows = Message.objects.visible_to(request.user).for_list()
    page = Paginator(rows.unread() if only_unread else rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "messaging/inbox.html", {"page": page, "only_unread": only_unread})


@require_GET
def message_open(request, pk: int):
    """Read it, and go where something is to be done; a message without such a page shows itself."""
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    workflow.read(message, by=request.user)
    if message.url:
        return redirect(message.url)
    return render(request, "messaging/message.html", {"message": message})


@require_POST
def message_read_all(request):
    """Nothing is unread any more."""
    count = workflow.read_all(by=request.user)
    messages.success(request, f"已将 {count} 条消息标为已读。" if count else "没有未读消息。")
    return redirect("messaging:inbox")


@require_POST
def device_add(request):
    """The browser tells where it is pushed to."""
    try:
        workflow.add_device(
            by=request.user, **{name: request.POST.get(name, "") for name in ("endpoint", "key", "secret")}
        )
    except Refused as refusal:
        return JsonResponse({"words": str(refusal)}, status=400)
    return JsonResponse({"words": "已在此设备上开通推送。"})


@require_POST
def device_drop(request):
    """The browser gives it up."""
    workflow.drop_device(by=request.user, endpoint=request.POST.get("endpoint", ""))
    return JsonResponse({"words": "已在此设备上关闭推送。"})


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    """Which kinds reach the person on which ways."""
    words = workflow.usual_channels()
    form = PreferenceForm(request.POST or None, user=request.user, words=words)
    if request.method == "POST" and form.is_valid():
        workflow.prefer(by=request.user, wanted=form.wanted())
        messages.success(request, "已保存消息设置。")
        return redirect("messaging:preferences")
    return render(request, "messaging/preferences.html", {"form": form, "push_key": push_key()})


def push_key() -> str:
    """What a browser is told before it may be pushed to; empty: push is off."""
    return public_text(settings.PUSH_KEY) if settings.PUSH_KEY else ""
