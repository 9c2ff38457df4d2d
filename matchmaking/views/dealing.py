"""Two units in the workspace: asking, answering, talking, agreeing; and whom a unit lets act for it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.accounts.models import Organisation
from bureau.files import hand_out
from bureau.registration.active import acting_for
from bureau.workflow import Refused
from matchmaking import dealingforms as forms
from matchmaking.calendars import calendar
from matchmaking.choices import DealStatus, IntentionStatus, InterestStatus, MeetingStatus
from matchmaking.counterparts import other_side
from matchmaking.models import Deal, Interest, Mandate, Meeting, ProfileFile, Remark
from matchmaking.searching import MODELS
from matchmaking.workflow import binding, dealing, files, mandates, talking

PER_PAGE = 20
TONES = {
    InterestStatus.ASKED: "warning",
    InterestStatus.ACCEPTED: "info",
    InterestStatus.DECLINED: "danger",
}
MEETING_TONES = {MeetingStatus.PROPOSED: "warning", MeetingStatus.CONFIRMED: "info", MeetingStatus.HELD: "success"}
TABS = {"received": "收到的", "sent": "提出的"}
# By verb: the form that carries its values, what says it, what the person reads afterwards.
VERBS = {
    "accept": (None, dealing.accept, "已接受，可以查看对方的联系方式并开始洽谈。"),
    "decline": (forms.DeclineForm, dealing.decline, "已婉拒。"),
    "withdraw": (None, dealing.withdraw, "已撤回。"),
    "close": (forms.EndForm, dealing.close, "洽谈已结束。"),
    "say": (forms.RemarkForm, talking.say, "已发出。"),
    "propose": (forms.MeetingForm, talking.propose, "已提出预约，等待对方确认。"),
    "want": (forms.WantForm, binding.want, "已确认贵单位的合作意向。"),
    "draft": (forms.DealForm, binding.draft, "协议已提交对方确认。"),
}
DEAL_VERBS = {
    "agree": (None, binding.agree, "已达成协议。"),
    "return": (forms.NoteForm, binding.return_, "已要求对方修改。"),
    "sign": (forms.SignForm, binding.sign, "已登记签约。"),
}
MEETING_VERBS = {
    "confirm": (None, talking.confirm, "已确认预约。"),
    "cancel": (forms.EndForm, talking.cancel, "已取消预约。"),
    "hold": (None, talking.hold, "已登记。"),
}


@require_safe
def interest_list(request):
    """What was asked of the person's units, and what they asked; newest first."""
    chosen = request.GET.get("tab") if request.GET.get("tab") in TABS else "received"
    rows = {
        "received": Interest.objects.received_by(request.user),
        "sent": Interest.objects.sent_by(request.user),
    }
    page = Paginator(rows[chosen].for_list(), PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.stage, row.tone = _stage(row)
    tabs = [
        {"label": words, "url": f"?tab={tab}", "is_current": tab == chosen, "count": page.paginator.count if tab == chosen else rows[tab].count()}
        for tab, words in TABS.items()
    ]  # fmt: skip
    return render(request, "matchmaking/interest_list.html", {"page": page, "tabs": tabs})


def _stage(row: Interest) -> tuple[str, str]:
    """How far the two are: words and their tone."""
    deal, intention = getattr(row, "deal", None), getattr(row, "intention", None)
    if deal and deal.status in (DealStatus.AGREED, DealStatus.SIGNED):
        return deal.get_status_display(), "success"
    if row.status == InterestStatus.ACCEPTED and intention and intention.status == IntentionStatus.AGREED:
        return intention.get_status_display(), "success"
    return row.get_status_display(), TONES.get(row.status, "")


@require_http_methods(["GET", "HEAD", "POST"])
def interest_new(request, noun: str, pk: int):
    """Ask whoever offers or wants something: for which of one's own, and the three questions."""
    if noun not in MODELS:
        raise Http404
    rows = MODELS[noun].objects.published().select_related("division", "organisation")
    other = get_object_or_404(rows.defer("search", "contact_person", "contact_phone"), pk=pk)
    model = other_side(type(other))
    mine = _mine(request, model)
    form = forms.InterestForm(
        request.POST or None, own=[(row.pk, _named(row, request)) for row in mine], initial={"own": request.GET.get("own")}
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        chosen = values.pop("own")
        own = next(row for row in mine if str(row.pk) == chosen)
        try:
            interest = dealing.ask(own, other, by=request.user, **values)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已提出，对方应在 {interest.due_on:%Y-%m-%d} 前答复。")
            return redirect("matchmaking:interest-detail", interest.pk)
    context = {
        "other": other, "form": form, "mine": mine, "wanted": model._meta.verbose_name,
        "write": reverse(f"matchmaking:{model._meta.model_name}-new"), "days": dealing.ANSWER_DAYS,
        "public": reverse(f"matchmaking:market-{noun}", args=[pk]),
    }  # fmt: skip
    return render(request, "matchmaking/interest_new.html", context)


def _mine(request, model) -> list:
    """The public profiles for which the person may ask: the units' own, and the clients' of their broker."""
    if request.user.is_staff:
        return []
    own = request.user.memberships.filter(ended_at=None).values("organisation")
    clients = Mandate.objects.held_by(request.user).values("client")
    rows = model.objects.published().filter(organisation__in=own.union(clients)).select_related("organisation")
    return list(rows.defer("search", "contact_person", "contact_phone").order_by("-pk")[:200])


def _named(row, request) -> str:
    membership = acting_for(request)
    is_own = membership and row.organisation_id == membership.organisation_id
    return row.title if is_own else f"{row.title}（{row.organisation}）"


@never_cache
@require_safe
def interest_detail(request, pk: int):
    """Everything between the two, and what the person may do now."""
    return render(request, "matchmaking/interest_detail.html", _page(request, _interest(request, pk)))


def _interest(request, pk: int) -> Interest:
    return get_object_or_404(Interest.objects.party_to(request.user).for_list(), pk=pk)


def _page(request, interest: Interest, bound=None, verb: str = "") -> dict:
    """``bound``: the form of ``verb`` with what was typed and what is wrong with it."""
    side, user = dealing.side_of(interest, request.user), request.user
    is_answerer, talks = side == interest.answerer_id, interest.status == InterestStatus.ACCEPTED
    binds = Interest.objects.bound_by(user).filter(pk=interest.pk).exists() and user.has_perm(binding.COMMIT)
    intention, deal = getattr(interest, "intention", None), getattr(interest, "deal", None)
    confirmed = intention and (intention.answerer_confirmed_at if is_answerer else intention.asker_confirmed_at)
    agreed = intention is not None and intention.status == IntentionStatus.AGREED
    asked = interest.status == InterestStatus.ASKED
    may = {
        "accept": asked and is_answerer, "decline": asked and is_answerer, "withdraw": asked and not is_answerer,
        "say": talks, "propose": talks, "close": talks and not (deal and deal.agreed_at),
        "want": talks and binds and not confirmed,
        "draft": talks and binds and agreed and (deal is None or deal.status == DealStatus.RETURNED),
        "agree": talks and binds and deal is not None and deal.status == DealStatus.DRAFTED and deal.organisation_id != side,
        "sign": talks and binds and deal is not None and deal.status == DealStatus.AGREED,
    }  # fmt: skip
    may["return"] = may["agree"]
    may["file"] = deal is not None and deal.signed_on is not None and side == interest.achievement.organisation_id
    shown = {
        name: bound if name == verb else (form(auto_id=f"{name}_%s") if form else None)
        for name, (form, _say, _words) in (VERBS | DEAL_VERBS).items()
        if may.get(name)
    }
    meetings = list(interest.meetings.select_related("organisation").order_by("starts_at"))
    now = timezone.now()
    for meeting in meetings:
        is_open = talks and meeting.status in (MeetingStatus.PROPOSED, MeetingStatus.CONFIRMED)
        meeting.may_confirm = talks and meeting.status == MeetingStatus.PROPOSED and (
            meeting.organisation_id not in dealing.askers(interest) if not is_answerer else meeting.organisation_id != side
        )  # fmt: skip
        meeting.may_cancel, meeting.tone = is_open, MEETING_TONES.get(meeting.status, "")
        meeting.may_hold = is_open and meeting.status == MeetingStatus.CONFIRMED and meeting.starts_at <= now
    stage, tone = _stage(interest)
    return {
        "interest": interest, "stage": stage, "tone": tone, "is_answerer": is_answerer, "talks": talks, "may": may, "forms": shown, "return_form": shown.get("return"),
        "invalid": verb, "bound": bound, "intention": intention, "deal": deal, "meetings": meetings, "binds": binds, "agreed": agreed,
        "remarks": Remark.objects.read_by(user).filter(interest=interest).select_related("organisation", "said_by").order_by("pk"),
        "disclosures": interest.disclosures.select_related("organisation", "seen_by").order_by("-pk")[:20],
        "act": reverse("matchmaking:interest-act", args=[interest.pk]), "side": side,
    }  # fmt: skip


@require_POST
def interest_act(request, pk: int):
    """Say one verb of an interest, or of its deal."""
    interest, verb = _interest(request, pk), request.POST.get("verb", "")
    if verb in DEAL_VERBS:
        form_class, say, words = DEAL_VERBS[verb]
        subject = get_object_or_404(Deal.objects.party_to(request.user), interest=interest)
    elif verb in VERBS:
        form_class, say, words = VERBS[verb]
        subject = interest
    else:
        raise Http404
    form = form_class(request.POST, request.FILES, auto_id=f"{verb}_%s") if form_class else None
    if form is None or form.is_valid():
        try:
            say(subject, by=request.user, **(form.cleaned_data if form else {}))
        except Refused as refusal:
            if form is None:
                messages.error(request, str(refusal))
                return redirect("matchmaking:interest-detail", pk)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, words)
            return redirect("matchmaking:interest-detail", pk)
    return render(request, "matchmaking/interest_detail.html", _page(request, _interest(request, pk), form, verb))


@never_cache
@require_POST
def interest_contact(request, pk: int):
    """Whom to call at the other side: shown in the answer to the click, which is written down first."""
    interest = _interest(request, pk)
    try:
        profile = talking.disclose(interest, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("matchmaking:interest-detail", pk)
    profile = type(profile).objects.select_related("organisation").get(pk=profile.pk)
    context = {"interest": interest, "profile": profile, "files": ProfileFile.objects.of(profile).order_by("pk")}
    return render(request, "matchmaking/interest_contact.html", context)


@require_safe
def other_file(request, pk: int, file: int):
    """A file of the other side, to those whom it accepted and who have looked whom to call."""
    interest = _interest(request, pk)
    held = get_object_or_404(ProfileFile.objects.shown_to(request.user, interest), pk=file)
    files.hand_over(interest, held, by=request.user)
    return hand_out(held.file, held.name, mime=held.mime)


@require_safe
def remark_file(request, pk: int, remark: int):
    """A file of the talk, to those who may read the remark."""
    held = get_object_or_404(Remark.objects.read_by(request.user).exclude(file=""), interest=pk, pk=remark)
    return hand_out(held.file, held.name, mime=held.mime)


@require_safe
def deal_file(request, pk: int):
    """The file of a deal, to its two sides and to officers who may see deals."""
    rows = Deal.objects.visible_to(request.user)
    held = get_object_or_404(rows, interest=pk)
    return hand_out(held.file, held.name, mime=held.mime)


@require_POST
def meeting_act(request, pk: int, meeting: int):
    """Say one verb of an appointment."""
    held = get_object_or_404(Meeting.objects.party_to(request.user), interest=pk, pk=meeting)
    verb = request.POST.get("verb", "")
    if verb not in MEETING_VERBS:
        raise Http404
    form_class, say, words = MEETING_VERBS[verb]
    form = form_class(request.POST) if form_class else None
    if form is not None and not form.is_valid():
        messages.error(request, "请写明取消原因。")
        return redirect("matchmaking:interest-detail", pk)
    try:
        say(held, by=request.user, **(form.cleaned_data if form else {}))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("matchmaking:interest-detail", pk)


@require_safe
def meeting_calendar(request, pk: int, meeting: int):
    """The appointment for the person's own calendar."""
    rows = Meeting.objects.party_to(request.user).select_related("interest__achievement", "interest__demand")
    held = get_object_or_404(rows, interest=pk, pk=meeting)
    response = HttpResponse(calendar(held, timezone.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="meeting-{held.pk}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def mandate_list(request):
    """Whom the person's units let act for them, and for whom they may act."""
    form = forms.MandateForm(request.POST or None)
    membership = acting_for(request)
    if request.method == "POST" and form.is_valid() and membership:
        broker = Organisation.objects.filter(credit_code=form.cleaned_data["credit_code"].strip().upper()).first()
        try:
            if broker is None:
                raise Refused("没有登记过这个统一社会信用代码的单位。")
            mandates.grant(membership.organisation, broker, by=request.user)
        except Refused as refusal:
            form.add_error("credit_code", str(refusal))
        else:
            messages.success(request, f"已委托{broker}。")
            return redirect("matchmaking:mandate-list")
    rows = Mandate.objects.visible_to(request.user).in_force().select_related("client", "broker").order_by("-pk")
    own = membership.organisation_id if membership else None
    context = {
        "form": form, "given": [row for row in rows if row.client_id == own], "held": [row for row in rows if row.client_id != own],
        "may_grant": membership is not None and Organisation.objects.managed_by(request.user).filter(pk=own).exists(),
    }  # fmt: skip
    return render(request, "matchmaking/mandate_list.html", context)


@require_POST
def mandate_end(request, pk: int):
    """No longer."""
    mandate = get_object_or_404(Mandate.objects.given_by(request.user), pk=pk)
    try:
        mandates.end(mandate, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "委托已终止。")
    return redirect("matchmaking:mandate-list")
