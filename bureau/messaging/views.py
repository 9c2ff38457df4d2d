"""A person's inbox: read, open, choose the ways."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

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


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request):
    """Which kinds reach the person on which ways."""
    words = workflow.usual_channels()
    form = PreferenceForm(request.POST or None, user=request.user, words=words)
    if request.method == "POST" and form.is_valid():
        workflow.prefer(by=request.user, wanted=form.wanted())
        messages.success(request, "已保存消息设置。")
        return redirect("messaging:preferences")
    return render(request, "messaging/preferences.html", {"form": form})
