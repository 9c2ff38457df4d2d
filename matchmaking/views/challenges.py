"""揭榜挂帅: what everybody reads of challenges, a unit's own challenges, and its bids with their receipts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.caching import cached_page
from bureau.registration.active import acting_for
from bureau.workflow import Refused
from matchmaking import criteria
from matchmaking.challengeforms import BidForm, ChallengeForm, NegotiateForm, WhyForm
from matchmaking.choices import EDITABLE_CHALLENGES, BidStatus, ChallengeStatus
from matchmaking.models import Bid, Challenge, Demand, Opening
from matchmaking.workflow import awarding, bidding, challenges

PER_PAGE = 20
_S = ChallengeStatus
TONES = {
    _S.SUBMITTED: "info", _S.RETURNED: "danger", _S.PUBLISHED: "success", _S.OPENED: "info", _S.CHOSEN: "info", _S.PUBLIC: "info",
    _S.AWARDED: "success", _S.FAILED: "warning", _S.WITHDRAWN: "warning",
}  # fmt: skip
BID_TONES = {BidStatus.SEALED: "info", BidStatus.OPENED: "success", BidStatus.BROKEN: "danger"}


def _dress(challenge: Challenge) -> Challenge:
    """With how it stands in words: what takes no more bids and is not opened yet has a word of its own."""
    challenge.is_open = challenge.status == _S.PUBLISHED and challenge.closes_at > timezone.now()
    challenge.tone, challenge.state = TONES.get(challenge.status, ""), challenge.get_status_display()
    if challenge.status == _S.PUBLISHED and not challenge.is_open:
        challenge.tone, challenge.state = "info", "已截止，待开封"
    today = timezone.localdate()
    challenge.days = (timezone.localdate(challenge.closes_at) - today).days if challenge.is_open else None
    return challenge


def _amount(challenge: Challenge) -> str:
    return f"{challenge.reward / 10_000:,.2f} 万元" if challenge.reward is not None else "—"


@login_not_required
@require_safe
@cached_page
def challenge_list(request):
    """What has been published: that takes bids now, and all that is over."""
    over = request.GET.get("tab") == "over"
    taking = Challenge.objects.taking_bids()
    rest = Challenge.objects.public().exclude(pk__in=taking.values("pk"))
    rows = rest.order_by("-closes_at", "-pk") if over else taking.order_by("closes_at", "pk")
    page = Paginator(rows.select_related("organisation"), PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        _dress(row).amount = _amount(row)
    tabs = [
        {"label": "揭榜中", "url": "?", "is_current": not over, "count": taking.count() if over else page.paginator.count},
        {"label": "已截止", "url": "?tab=over", "is_current": over, "count": page.paginator.count if over else rest.count()},
    ]  # fmt: skip
    return render(request, "matchmaking/challenges.html", {"page": page, "tabs": tabs, "over": over})


@login_not_required
@require_safe
@cached_page
def challenge(request, pk: int):
    """One challenge: what is asked, how it is judged, and once it is opened the receipts of all that was sealed."""
    rows = Challenge.objects.public().select_related("organisation", "chosen__organisation", "publicity")
    found = _dress(get_object_or_404(rows, pk=pk))
    context = {
        "challenge": found, "facts": _facts(found), "criteria": criteria.read(found.criteria),
        "opening": Opening.objects.filter(challenge=found).first(),
    }  # fmt: skip
    return render(request, "matchmaking/challenge.html", context)


def _facts(found: Challenge) -> list[tuple[str, object]]:
    closes = timezone.localtime(found.closes_at)
    facts = [
        ("发榜单位", found.organisation),
        ("榜额", _amount(found)),
        ("揭榜截止", f"{closes:%Y-%m-%d %H:%M}"),
        ("评审方式", "专家评审，盲评" if found.is_blind else "专家评审"),
        ("发布日期", f"{timezone.localdate(found.published_at):%Y-%m-%d}"),
    ]
    if found.status == _S.AWARDED:
        facts.append(("揭榜方", found.chosen.organisation))
    return facts


@require_safe
def own_list(request):
    """The unit's own challenges, or its bids; newest first."""
    membership, chosen = acting_for(request), "bids" if request.GET.get("tab") == "bids" else "challenges"
    rows = {
        "challenges": Challenge.objects.owned_by(request.user).with_counts().for_list(),
        "bids": Bid.objects.owned_by(request.user).for_list(),
    }
    page = Paginator(rows[chosen], PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        if chosen == "bids":
            row.tone = BID_TONES.get(row.status, "")
            row.words = "已揭榜" if row.challenge.chosen_id == row.pk and row.challenge.status == _S.AWARDED else row.get_status_display()  # fmt: skip
        else:
            row.tone = TONES.get(row.status, "")
    tabs = [
        {"label": words, "url": f"?tab={name}", "is_current": name == chosen, "count": page.paginator.count if name == chosen else rows[name].count()}
        for name, words in (("challenges", "本单位发的榜"), ("bids", "本单位的揭榜方案"))
    ]  # fmt: skip
    context = {"organisation": membership, "page": page, "tabs": tabs, "chosen": chosen}
    return render(request, "matchmaking/challenge_list.html", context)


@require_POST
def challenge_new(request, pk: int):
    """Open a draft out of a published demand."""
    demand = get_object_or_404(Demand.objects.owned_by(request.user), pk=pk)
    try:
        made = challenges.begin(demand, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("matchmaking:demand-detail", pk)
    return redirect("matchmaking:challenge-detail", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def challenge_detail(request, pk: int):
    """One's own challenge: to write on, then to follow. A bidder who comes by a message is led to the bid."""
    if not Challenge.objects.owned_by(request.user).filter(pk=pk).exists():
        get_object_or_404(Bid.objects.owned_by(request.user), challenge=pk)
        return redirect("matchmaking:bid", pk)
    rows = Challenge.objects.owned_by(request.user).with_counts().select_related("organisation", "demand", "chosen__organisation")  # fmt: skip
    found = get_object_or_404(rows, pk=pk)
    is_editable = found.status in EDITABLE_CHALLENGES
    form = ChallengeForm(request.POST or None, instance=found) if is_editable else None
    if request.method == "POST" and form is None:
        messages.error(request, f"“{found}”{found.get_status_display()}，不能修改。")
        return redirect("matchmaking:challenge-detail", pk)
    if request.method == "POST" and form.is_valid():
        try:
            challenges.fill(found, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存。")
            return redirect("matchmaking:challenge-detail", pk)
    return render(request, "matchmaking/challenge_detail.html", _own_page(request, found, form))


def _own_page(request, found: Challenge, form) -> dict:
    said = {"submit": challenges.SUBMIT, "withdraw": challenges.WITHDRAW}
    may = {name: found.status in verb.sources and verb.is_allowed(found, request.user) for name, verb in said.items()}
    lacking = challenges.lacks(found) if form and request.method != "POST" else []
    count = {"bids": found.bid_count}
    if form is None:
        _dress(found)
    else:
        found.tone, found.state = TONES.get(found.status, ""), found.get_status_display()
    rows = [] if form else [
        ("技术需求", found.demand.title), *((str(found._meta.get_field(name).verbose_name), getattr(found, name)) for name in ("problem", "indicators", "conditions")),
        ("榜额", _amount(found)), ("揭榜截止", f"{timezone.localtime(found.closes_at):%Y-%m-%d %H:%M}"), ("评审指标", found.criteria), ("盲评", "是" if found.is_blind else "否"),
    ]  # fmt: skip
    return {"challenge": found, "form": form, "may": may, "lacking": lacking, "rows": rows, "why": WhyForm()} | count


@require_POST
def challenge_act(request, pk: int):
    """Say one verb of one's challenge: ``verb`` is submit or withdraw."""
    found = get_object_or_404(Challenge.objects.owned_by(request.user), pk=pk)
    try:
        if request.POST.get("verb") == "submit":
            challenges.submit(found, by=request.user)
            messages.success(request, "已提交，等待审核。")
        elif request.POST.get("verb") == "withdraw":
            challenges.withdraw(found, by=request.user, reason=request.POST.get("reason", "")[:500])
            messages.success(request, "已撤榜，封存的方案不再开封。")
        else:
            raise Http404
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("matchmaking:challenge-detail", pk)


@sensitive_post_parameters()  # A report of an error shows nothing of what was to be sealed.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bid(request, pk: int):
    """Seal a bid, or read its receipt; what was sealed is on no page."""
    membership = acting_for(request)
    if membership is None:
        messages.error(request, "您还没有加入单位。")
        return redirect("matchmaking:challenge", pk)
    rows = Challenge.objects.public().select_related("organisation", "chosen")
    found, organisation = _dress(get_object_or_404(rows, pk=pk)), membership.organisation
    held = Bid.objects.owned_by(request.user).filter(challenge=found, organisation=organisation).select_related("sealed_by", "interest").first()  # fmt: skip
    form = BidForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            bidding.seal(found, organisation, by=request.user, **form.sealed())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "方案已封存，请保存回执。")
            return redirect("matchmaking:bid", pk)
    is_own = found.organisation_id == organisation.pk
    sealed = held is not None and held.status == BidStatus.SEALED
    context = {
        "challenge": found, "bid": held, "tone": BID_TONES.get(held.status, "") if held else "", "is_sealed": sealed, "is_own": is_own,
        "form": form if found.is_open and not is_own and (not sealed or request.method == "POST" or "replace" in request.GET) else None,
        "opening": Opening.objects.filter(challenge=found).first(), "organisation": organisation,
        "negotiate": _negotiate(found, held, organisation),
    }  # fmt: skip
    return render(request, "matchmaking/bid.html", context)


def _negotiate(found: Challenge, held: Bid | None, organisation) -> NegotiateForm | None:
    won = held is not None and found.status == _S.AWARDED and found.chosen_id == held.pk
    return NegotiateForm(organisation=organisation) if won and held.interest_id is None else None


@require_POST
def bid_act(request, pk: int):
    """Say one verb of one's bid: ``verb`` is withdraw, or negotiate with an achievement."""
    membership = acting_for(request)
    held = get_object_or_404(Bid.objects.owned_by(request.user), challenge=pk, organisation=membership and membership.organisation)  # fmt: skip
    try:
        if request.POST.get("verb") == "withdraw":
            bidding.withdraw(held, by=request.user)
            messages.success(request, "已撤回，封存的内容已删除。截止前可以重新封存。")
        elif request.POST.get("verb") == "negotiate":
            form = NegotiateForm(request.POST, organisation=held.organisation_id)
            if not form.is_valid():
                raise Refused("请选择本单位的一项已发布的成果。")
            interest = awarding.negotiate(held, form.cleaned_data["achievement"], by=request.user)
            return redirect("matchmaking:interest-detail", interest.pk)
        else:
            raise Http404
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("matchmaking:bid", pk)
