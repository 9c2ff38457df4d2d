"""意见反馈 and 网站找错: writing, the receipt, asking for the answer."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bureau.audit.book import origin
from bureau.portal.forms import FeedbackForm, QueryForm
from bureau.portal.models import Channel, Feedback
from bureau.portal.workflow import feedback as workflow

MESSAGES_AN_HOUR = 10
QUESTIONS_AN_HOUR = 60
SHOWN_ANSWERS = 10


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request, code: str = "message"):
    """The form of a channel. Sent, the sender gets a number and the day by which there is an answer."""
    channel = get_object_or_404(Channel, code=code)
    start = {"token": uuid.uuid4(), "page_url": request.GET.get("page", "")[:500]}
    form = FeedbackForm(request.POST or None, initial=start, channel=channel)
    if request.method == "POST" and form.is_valid():
        if _is_too_much("feedback", MESSAGES_AN_HOUR):
            form.add_error(None, "一小时内提交的意见太多了，请过一会儿再提交，或致电本局。您写的内容还在下面。")
        else:
            message = workflow.receive(channel, **form.cleaned_data)
            return redirect(f"{reverse('portal:feedback-query')}?receipt={message.receipt}&new=1")
    context = {
        "form": form,
        "channel": channel,
        "channels": Channel.objects.all(),
        "answers": Feedback.objects.shown().filter(channel=channel)[:SHOWN_ANSWERS],
    }
    return render(request, "portal/feedback.html", context, status=422 if form.errors else 200)


@login_not_required
@require_safe
@never_cache
def feedback_query(request):
    """How far a message is, by its number."""
    form = QueryForm(request.GET if "receipt" in request.GET else None)
    message = None
    if form.is_bound and form.is_valid():
        if _is_too_much("feedback-query", QUESTIONS_AN_HOUR):
            form.add_error(None, "查询太频繁，请过一会儿再查。")
        else:
            rows = Feedback.objects.select_related("channel").filter(receipt=form.cleaned_data["receipt"])
            message = rows.first()
            if message is None:
                form.add_error("receipt", "没有这个受理编号。请核对后再查，编号形如 20261124-AB2CD-EF3GH。")
    context = {"form": form, "message": message, "is_new": bool(message and request.GET.get("new"))}
    return render(request, "portal/feedback_query.html", context)


def _is_too_much(what: str, an_hour: int) -> bool:
    """Whether this address asked more often than a person would; counted for an hour from the first time."""
    key = f"portal:limit:{what}:{origin.get()}"
    cache.add(key, 0, 3600)
    try:
        return cache.incr(key) > an_hour
    except ValueError:  # The hour ended in between.
        return False
