"""A person's feed by tags: read, take, leave."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.accounts.models import User
from bureau.messaging.models import left_by
from bureau.messaging.views import push_key
from bureau.portal.choices import Tag
from bureau.registration.active import acting_for

from . import workflow
from .forms import TagsForm
from .matching import achievements_for
from .models import Item

PER_PAGE = 20


@require_safe
def feed(request):
    """What is out and bears one of the person's tags, newest first; ``?tag=`` one of them."""
    taken = [Tag(tag) for tag in request.user.news_subscriptions.values_list("tag", flat=True)]
    taken.sort(key=list(Tag).index)
    chosen = request.GET.get("tag", "")
    rows = Item.objects.out().filter(tags__overlap=[chosen] if chosen in taken else taken)
    page = Paginator(rows.with_read(request.user).for_list(), PER_PAGE).get_page(request.GET.get("page"))
    field, achievements = "", []
    if Tag.RESULTS in taken and chosen in ("", Tag.RESULTS):
        post = acting_for(request)
        field, achievements = achievements_for(post.organisation if post else None)
    context = {"page": page, "taken": taken, "chosen": chosen, "field": field, "achievements": achievements}
    return render(request, "news/feed.html", context)


@require_safe
def item(request, pk: int):
    """One item; that it was opened is kept, so that the office knows."""
    found = get_object_or_404(Item.objects.visible_to(request.user), pk=pk)
    if request.method == "GET" and not request.user.is_staff:
        workflow.read(found, by=request.user)
    mine = set(request.user.news_subscriptions.values_list("tag", flat=True))
    return render(request, "news/item.html", {"item": found, "mine": mine})


@require_POST
def item_leave(request, pk: int, tag: str):
    """One press: no more of this tag."""
    get_object_or_404(Item.objects.visible_to(request.user), pk=pk)
    if tag not in Tag.values:
        raise Http404
    workflow.leave(request.user, [tag])
    messages.success(request, f"已退订“{Tag(tag).label}”，不再推送这一类。可在“推送设置”中重新订阅。")
    return redirect("news:feed")


@require_http_methods(["GET", "HEAD", "POST"])
def tags(request):
    """Which tags the person takes, and whether on this device."""
    own = list(request.user.news_subscriptions.values_list("tag", flat=True))
    form = TagsForm(request.POST or None, initial={"tags": own})
    if request.method == "POST" and form.is_valid():
        workflow.choose(by=request.user, tags=form.cleaned_data["tags"])
        messages.success(request, "已保存推送设置。")
        return redirect("news:feed")
    return render(request, "news/tags.html", {"form": form, "push_key": push_key()})


@csrf_exempt  # The signed word in the address is the authority: it opens from a letter, without signing in.
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, signed: str):
    """The link of a message: what it stops, and one press to stop it. Looking at it changes nothing: mail scanners look too."""
    try:
        user_id, key = left_by(signed)
        found = Item.objects.get(pk=int(key.removeprefix("item:")))
    except (signing.BadSignature, ValueError, TypeError, Item.DoesNotExist) as error:
        raise Http404 from error
    user = get_object_or_404(User, pk=user_id)
    left = workflow.leave(user, found.tags) if request.method == "POST" else None
    return render(request, "news/leave.html", {"item": found, "left": left, "done": request.method == "POST"})
