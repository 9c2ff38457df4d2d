"""公示 for the public: the list, the page, the print, the objection and what became of it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bureau.caching import cached_page
from bureau.personal import blind_index
from bureau.workflow import Refused

from . import workflow
from .checks import calendar_note, counted
from .choices import ANSWERED, PublicityKind, PublicityStatus
from .forms import ObjectionForm, QueryForm, TakeBackForm
from .limits import allows
from .models import Objection, Publicity

PER_PAGE, HOUR = 20, 3600
OBJECTIONS_AN_HOUR, QUESTIONS_AN_HOUR = 5, 20
SALT, TAKE_BACK_SALT = "publicity.receipt", "publicity.take-back"


@login_not_required
@require_safe
@cached_page
def publicity_list(request):
    """公示公告: under way and ended, by kind and by words."""
    rows = Publicity.objects.public().for_list()
    state, kind, words = request.GET.get("state", ""), request.GET.get("kind", ""), request.GET.get("q", "").strip()
    rows = rows.under_way() if state == "open" else rows.over() if state == "closed" else rows
    rows = rows.filter(kind=kind) if kind in PublicityKind.values else rows
    rows = rows.search(words[:50]) if words else rows
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "kind": kind, "words": words, "kinds": PublicityKind.choices}
    return render(request, "publicity/list.html", context | {"today": timezone.localdate()})


def _shown(request, pk: int) -> dict:
    """What the page of one publicity says. Staff see drafts too: the page is their preview."""
    publicity = get_object_or_404(Publicity.objects.visible_to(request.user), pk=pk)
    today = timezone.localdate()
    withdrawn = publicity.status == PublicityStatus.WITHDRAWN
    return {
        "publicity": publicity,
        "items": [] if withdrawn else [(i.position, [(code, heading, i.values.get(code, "")) for code, heading in publicity.headings]) for i in publicity.items.order_by("position")],
        "is_withdrawn": withdrawn,
        "is_preview": publicity.published_at is None,
        "is_under_way": publicity.status == PublicityStatus.OPEN and today <= publicity.ends_on,
        "is_over": publicity.status == PublicityStatus.CLOSED or (publicity.status == PublicityStatus.OPEN and today > publicity.ends_on),
        "days": counted(publicity.starts_on, publicity.ends_on),
        "days_left": counted(today, publicity.ends_on),
        "calendar_note": calendar_note(publicity.starts_on, publicity.ends_on),
    }  # fmt: skip


@login_not_required
@require_safe
def publicity_detail(request, pk: int):
    """One publicity: while it runs, how to object; when it is over, that it is."""
    return render(request, "publicity/detail.html", _shown(request, pk))


@login_not_required
@require_safe
def publicity_print(request, pk: int):
    """The same words on paper."""
    return render(request, "publicity/print.html", _shown(request, pk))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection_raise(request, pk: int):
    """The form of an objection. Late or anonymous ones are refused with the reason; nothing typed is lost."""
    publicity = get_object_or_404(Publicity.objects.public(), pk=pk)
    form = ObjectionForm(request.POST or None, request.FILES or None)
    today, status = timezone.localdate(), 200
    is_open = publicity.status == PublicityStatus.OPEN and today <= publicity.ends_on
    if request.method == "POST" and form.is_valid():
        if not allows("objection", times=OBJECTIONS_AN_HOUR, seconds=HOUR):
            form.add_error(
                None, f"同一网络一小时内最多提交 {OBJECTIONS_AN_HOUR} 份异议，请稍后再提交，或直接向监督科室书面提出。"
            )
            status = 429
        else:
            try:
                objection = workflow.raise_objection(publicity, **form.values())
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("publicity:objection-receipt", signing.dumps(objection.pk, salt=SALT))
    context = {"publicity": publicity, "form": form, "is_open": is_open}
    return render(request, "publicity/objection_raise.html", context, status=status)


@login_not_required
@never_cache
@require_safe
def objection_receipt(request, signed: str):
    """The receipt: the number to keep, and what happens next. Its address cannot be guessed."""
    try:
        pk = signing.loads(signed, salt=SALT, max_age=24 * HOUR)
    except signing.BadSignature as error:
        raise Http404 from error
    objection = get_object_or_404(Objection.objects.select_related("publicity"), pk=pk)
    context = {
        "objection": objection,
        "accept_days": settings.OBJECTION_ACCEPT_DAYS,
        "decide_days": settings.OBJECTION_DECIDE_DAYS,
    }
    return render(request, "publicity/objection_receipt.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection_query(request):
    """What became of an objection, for whoever has its number and the telephone it was made with."""
    form = QueryForm(request.POST or None)
    objection, status = None, 200
    if request.method == "POST" and form.is_valid():
        if not allows("objection-query", times=QUESTIONS_AN_HOUR, seconds=HOUR):
            form.add_error(None, "查询过于频繁，请一小时后再试。")
            status = 429
        else:
            number, phone = form.cleaned_data["number"].strip().upper(), blind_index(form.cleaned_data["phone"])
            rows = Objection.objects.select_related("publicity")
            objection = rows.filter(number=number, phone_index=phone).first()
            if objection is None:
                form.add_error(None, "没有找到。请核对受理号和提出异议时填写的电话。")
    context = {"form": form, "objection": objection, "steps": _steps(objection) if objection else []}
    if objection and workflow.may_take_back(objection):
        context["take_back"] = signing.dumps(objection.pk, salt=TAKE_BACK_SALT)
    return render(request, "publicity/objection_query.html", context, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def objection_take_back(request, signed: str):
    """The objector takes it back, after one more question. The address comes from the query page and is good for an hour."""
    try:
        pk = signing.loads(signed, salt=TAKE_BACK_SALT, max_age=HOUR)
    except signing.BadSignature as error:
        raise Http404 from error
    objection = get_object_or_404(Objection.objects.select_related("publicity"), pk=pk)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.take_back(objection)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"objection": objection, "form": form, "is_done": objection.taken_back_at is not None}
    return render(request, "publicity/objection_take_back.html", context)


def _steps(objection: Objection) -> list[dict]:
    """How far it is. The answer stands there once the objector has been told."""
    raised = {"label": "提出", "state": "done", "at": _moment(objection.received_at)}
    if objection.taken_back_at:
        return [raised, {"label": "撤回", "state": "done", "at": _moment(objection.taken_back_at)}]
    told = objection.told_at is not None
    declined = objection.accepted_at is None and objection.status in ANSWERED
    accepted = {"label": "受理", "state": "done", "at": _moment(objection.accepted_at)}
    if objection.accepted_at is None:
        accepted = {"label": "审查是否受理", "state": "done" if declined and told else "current"}
        accepted["note"] = f"应在{workflow.day_words(objection.due_on)}前决定。" if objection.due_on else ""
    investigated = {"label": "调查核实", "state": "waiting"}
    if objection.accepted_at is not None:
        investigated["state"] = "done" if told else "current"
        investigated["note"] = f"应在{workflow.day_words(objection.due_on)}前作出处理决定。" if objection.due_on else ""
    answer = {"label": "告知处理结果", "state": "waiting"}
    if told:
        answer = {
            "label": objection.get_status_display(), "state": "failed" if declined else "done",
            "at": _moment(objection.told_at), "note": objection.opinion,
        }  # fmt: skip
    middle = [] if declined and told else [investigated]
    return [raised, accepted, *middle, answer]


def _moment(value) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""
