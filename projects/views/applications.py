"""The unit's pages: open calls, its applications, one application with its verbs, its document."""

import io
import uuid

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.files import PDF, hand_out
from bureau.registration.active import acting_for
from bureau.workflow import Refused
from projects import deadlines
from projects.checking import problems, read_draft, why_not
from projects.choices import EDITABLE, ApplicationStatus
from projects.documents import shown_content, write_word
from projects.forms.applications import FinalForm, ReasonForm, TokenForm
from projects.models import Application, Call
from projects.pages import TONES, section_states, timeline
from projects.pdf import kept_pdf, write_pdf
from projects.workflow import drafts, submitting

PER_PAGE = 20
CALLS_AT_MOST = 30


def seen_application(request, pk: int) -> Application:
    """One that the person sees: the unit's own, or what came to one's recommending unit."""
    rows = Application.objects.visible_to(request.user).select_related("call", "organisation", "recommender", "version")
    return get_object_or_404(rows, pk=pk)


def own_application(request, pk: int) -> Application:
    """One of the person's units', with what the page shows beside it."""
    rows = Application.objects.owned_by(request.user)
    return get_object_or_404(rows.select_related("call", "organisation__division", "recommender", "version"), pk=pk)


@require_safe
def application_list(request):
    """Open calls that the unit may answer, and why not the others; its applications."""
    membership = acting_for(request)
    if membership is None:
        return render(request, "projects/application_list.html", {"organisation": None})
    organisation = membership.organisation
    rows = Application.objects.owned_by(request.user).filter(organisation=organisation).for_list()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.tone = TONES.get(row.status, "neutral")
    context = {"organisation": organisation, "calls": _open_calls(organisation), "page": page}
    return render(request, "projects/application_list.html", context)


def _open_calls(organisation) -> list[dict]:
    """Each open call with the days that are left, what keeps the unit from answering, and a token for the click."""
    today, now = timezone.localdate(), timezone.now()
    unit = deadlines.recommender_of(organisation)
    found = []
    for call in Call.objects.open_at(now).for_list().prefetch_related("versions")[:CALLS_AT_MOST]:
        until = deadlines.deadlines(call, unit.pk if unit else None).closes_at
        obstacles = why_not(call, list(call.versions.all())[-1].terms, organisation, today=today)
        closed = f"贵单位所属推荐单位的申报已于 {deadlines.told(until)} 截止。" if until < now else ""
        days = (timezone.localdate(until) - today).days
        found.append(
            {
                "call": call,
                "until": until,
                "days": days,
                "obstacles": obstacles,
                "closed": closed,
                "token": uuid.uuid4(),
            }
        )
    return found


@require_POST
def application_begin(request, pk: int):
    """Start from scratch, or from an earlier application of the unit."""
    call = get_object_or_404(Call.objects.public(), pk=pk)
    membership, form = acting_for(request), TokenForm(request.POST)
    if membership is None or not form.is_valid():
        raise Http404
    source = None
    if request.POST.get("source", "").isdecimal():
        source = get_object_or_404(
            Application.objects.owned_by(request.user),
            pk=request.POST["source"],
            organisation=membership.organisation_id,
        )
    try:
        application = drafts.begin(
            call, membership.organisation, by=request.user, token=form.cleaned_data["token"], source=source
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("projects:application-list")
    return redirect("projects:application-detail", application.pk)


@require_safe
def application_detail(request, pk: int):
    """How far it is, who has it, what can be done now."""
    application = seen_application(request, pk)
    user = request.user
    own, managed = (Exists(rows.filter(pk=pk)) for rows in (Application.objects.owned_by(user), Application.objects.managed_by(user)))  # fmt: skip
    is_own, is_manager = Application.objects.filter(pk=pk).values_list(own, managed).get()
    may_recommend = (
        application.status == ApplicationStatus.SUBMITTED
        and user.has_perm("projects.recommend_application")
        and Application.objects.recommended_by(user).filter(pk=pk).exists()
    )
    draft = read_draft(application)
    context = {
        "application": application,
        "tone": TONES.get(application.status, "neutral"),
        "tasks": section_states(draft) if is_own and application.status in drafts.FILLABLE else [],
        "is_own": is_own,
        "is_manager": is_manager,
        "may_recommend": may_recommend,
        "is_editable": application.status in EDITABLE,
        "edit_until": submitting.may_edit_until(application) if is_manager else None,
        "may_withdraw": is_manager and application.status in submitting.WITHDRAW.sources,
        "steps": timeline(application),
        "submission": application.submissions.last(),
    }
    return render(request, "projects/application_detail.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application_check(request, pk: int):
    """One list of what is missing or breaks a rule; without faults, the way on: to the 单位管理员, or in."""
    application = own_application(request, pk)
    if application.status not in (*submitting.SUBMIT.sources, ApplicationStatus.CORRECTING):
        return redirect("projects:application-detail", pk)
    is_manager = Application.objects.managed_by(request.user).filter(pk=pk).exists()
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _hand_on(request, application, form.cleaned_data["token"], is_manager)
        if done:
            return redirect("projects:application-detail", pk)
    found = problems(read_draft(application), today=timezone.localdate())
    context = {
        "application": application,
        "problems": found,
        "is_manager": is_manager,
        "is_correcting": application.status == ApplicationStatus.CORRECTING,
        "is_alone": is_manager and submitting.is_alone(application, request.user),
        "until": deadlines.closes_at(application),
        "token": uuid.uuid4(),
    }
    return render(request, "projects/application_check.html", context)


def _hand_on(request, application: Application, token, is_manager: bool) -> bool:
    """Say the verb that the button means; whether it was done."""
    try:
        if request.POST.get("verb") == "propose":
            submitting.propose(application, by=request.user)
            messages.success(request, "已送单位管理员审核。")
        elif application.status == ApplicationStatus.CORRECTING:
            submitting.hand_in_correction(application, by=request.user, token=token)
            messages.success(request, "补正已提交，等待形式审查。")
        else:
            submitting.submit(application, by=request.user, token=token, arrived_at=request.arrived_at)
            messages.success(request, f"已提交，受理编号 {application.number}。")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True


VERBS = {
    "unit-return": ("退回填报人", submitting.unit_return, ReasonForm, "退回后填报人可以修改，再次送审。"),
    "edit": ("收回修改", submitting.edit_again, None, "收回后可以修改，须在截止前再次提交；受理编号不变。"),
    "withdraw": ("撤回申报", submitting.withdraw, None, "撤回后不再进入推荐和评审；申报截止前可以恢复填写、再次提交。"),
    "resume": ("恢复填写", submitting.resume, None, "恢复后可以修改并再次提交。"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def application_verb(request, pk: int, verb: str):
    """A verb of the unit as a page: what it means, its reason where one is asked."""
    application = own_application(request, pk)
    if verb not in VERBS:
        raise Http404
    words, say, form_class, lead = VERBS[verb]
    if verb == "withdraw" and timezone.now() > deadlines.closes_at(application):
        form_class, lead = FinalForm, "申报已截止，撤回后不能再提交。"
    form = (form_class or forms.Form)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            say(application, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已{words}。")
        return redirect("projects:application-detail", pk)
    context = {"application": application, "form": form, "words": words, "lead": lead, "is_final": verb == "withdraw"}
    return render(request, "projects/application_verb.html", context)


@require_safe
def application_print(request, pk: int):
    """The whole document on one page, for reading, printing and keeping as PDF."""
    application = seen_application(request, pk)
    content, submission = shown_content(application)
    context = {"application": application, "content": content, "submission": submission}
    return render(request, "projects/application_print.html", context)


@require_safe
def application_word(request, pk: int):
    """The document as a Word file."""
    application = seen_application(request, pk)
    content, submission = shown_content(application)
    file = io.BytesIO()
    write_word(content, file, submission=submission)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{_file_name(application)}.docx")


def _file_name(application: Application) -> str:
    return f"{application.number or '草稿'}-{application}"


@require_safe
def application_pdf(request, pk: int):
    """The document as a PDF: what was handed in is made once and kept, a draft anew each time."""
    application = seen_application(request, pk)
    content, submission = shown_content(application)
    name = f"{_file_name(application)}.pdf"
    if submission:
        return hand_out(kept_pdf(submission), name, mime=PDF.mime)
    file = io.BytesIO()
    write_pdf(content, file, submission=None)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)
