"""A person registers their unit: begin, fill in part by part, check, hand in, follow."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from bureau.accounts.choices import OrganisationKind
from bureau.accounts.models import Division
from bureau.audit.book import note
from bureau.codes import normalise_credit_code
from bureau.files import hand_out
from bureau.registration import pages
from bureau.registration.checks import Finding, code_fault, findings, said
from bureau.registration.choices import EDITABLE, OPEN, RegistrationStatus
from bureau.registration.forms import PART_NAMES, PARTS
from bureau.registration.models import Registration
from bureau.registration.workflow import registrations as workflow
from bureau.text import fold
from bureau.workflow import Refused


def _own(request, pk: int) -> Registration:
    rows = Registration.objects.owned_by(request.user).select_related("division", "created_by", "organisation")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def registration_begin(request):
    """What one needs for it; then the one draft."""
    if request.method != "POST":
        return render(request, "registration/registration_begin.html", {"parts": PART_NAMES})
    try:
        draft = workflow.begin(by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workspace")
    return redirect("registration:registration-detail", draft.pk)


@require_safe
def registration_detail(request, pk: int):
    """The task list while it is being filled in; afterwards where it stands. To who decides, what was handed in."""
    rows = Registration.objects.visible_to(request.user).select_related("division", "created_by", "organisation")
    registration = get_object_or_404(rows, pk=pk)
    own = registration.created_by_id == request.user.pk
    context = {
        "registration": registration,
        "own": own,
        "tone": pages.TONES[registration.status],
        "steps": pages.timeline(registration),
        "is_editable": own and registration.status in EDITABLE,
        "is_open": own and registration.status in OPEN,
    }
    if context["is_editable"]:
        return render(request, "registration/registration_tasks.html", context | {"tasks": pages.tasks(registration)})
    context |= {
        "answers": pages.answers(registration, own=own),
        "may_decide": not request.user.is_staff and workflow.may_decide(registration, request.user),
    }
    if context["may_decide"]:
        context["told"] = findings(
            registration.credit_code, registration.name, division=registration.division, but=registration
        )
    return render(request, "registration/registration_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def registration_part(request, pk: int, part: str):
    """One subject of the form on one page; what was typed is kept on going on."""
    registration = _own(request, pk)
    if part not in PARTS or registration.status not in EDITABLE:
        raise Http404
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PARTS[part](*bound) if part == "licence" else PARTS[part](*bound, instance=registration)
    if request.method == "POST" and form.is_valid():
        try:
            if part == "licence":
                workflow.attach_licence(registration, by=request.user, file=form.cleaned_data["licence"])
            else:
                workflow.fill_in(registration, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = _told_of(registration) if part == "unit" else []
            if not any(finding.stops for finding in told) and (not told or request.POST.get("told") == said(told)):
                return redirect(_next(registration, part))
    context = {"registration": registration, "form": form, "part": part, "title": PART_NAMES[part]}
    if part == "unit" and not form.errors:
        told = _told_of(registration)
        context |= {
            "told": told,
            "said": said(told),
            "is_saved": form.is_bound,
            "is_stopped": any(finding.stops for finding in told),
        }
    return render(request, f"registration/registration_{'unit' if part == 'unit' else 'part'}.html", context)


def _told_of(registration: Registration) -> list[Finding]:
    """What is known of the unit that the draft names."""
    code, name = registration.credit_code, registration.name
    return findings(code, name, division=registration.division, but=registration) if code else []


def _next(registration: Registration, part: str) -> str:
    """The next part that lacks something; the check page when none does."""
    lacking = [name for name, _sentence in workflow.missing(registration)]
    order = list(PARTS)
    later = [name for name in order[order.index(part) + 1 :] + order if name in lacking]
    if not later:
        return reverse("registration:registration-check", args=[registration.pk])
    return reverse("registration:registration-part", args=[registration.pk, later[0]])


@require_GET
def credit_code(request):
    """What can be told of a code and a name while they are typed (a part of the page, asked for by htmx)."""
    code, kind = normalise_credit_code(request.GET.get("credit_code", ""))[:40], request.GET.get("kind", "")
    told: list[Finding] = []
    if code:
        fault = code_fault(code, kind if kind in OrganisationKind.values else OrganisationKind.OTHER)
        if fault:
            told = [Finding(fault, "danger", stops=True)]
        else:
            place = (
                Division.objects.filter(pk=request.GET["division"]).first() if _is_number(request, "division") else None
            )
            name = fold(request.GET.get("name", ""))[:200]
            own = Registration.objects.owned_by(request.user).editable().first()
            told = findings(code, name, division=place, but=own) or [Finding("信用代码正确，可以继续填写。", "success")]
    return render(request, "registration/told.html", {"told": told, "said": said(told)})


def _is_number(request, name: str) -> bool:
    return request.GET.get(name, "").isdecimal()


@require_http_methods(["GET", "HEAD", "POST"])
def registration_check(request, pk: int):
    """Check your answers; then hand in."""
    registration = _own(request, pk)
    if registration.status not in EDITABLE:
        return redirect("registration:registration-detail", pk)
    if request.method == "POST":
        try:
            workflow.submit(registration, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("registration:registration-check", pk)
        return redirect("registration:registration-submitted", pk)
    told = findings(registration.credit_code, registration.name, division=registration.division, but=registration)
    lacking = workflow.missing(registration)
    context = {
        "registration": registration,
        "answers": pages.answers(registration, own=True, change=True),
        "told": told,
        "lacking": [(reverse("registration:registration-part", args=[pk, part]), text) for part, text in lacking],
        "is_ready": not lacking and not any(finding.stops for finding in told),
    }
    return render(request, "registration/registration_check.html", context)


@require_safe
def registration_submitted(request, pk: int):
    """The receipt, and what happens next."""
    registration = _own(request, pk)
    if registration.status != RegistrationStatus.SUBMITTED:
        return redirect("registration:registration-detail", pk)
    context = {
        "registration": registration,
        "office": pages.decider(registration),
        "until": pages.promised_on(registration),
    }
    return render(request, "registration/registration_submitted.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def registration_withdraw(request, pk: int):
    """Take it back, asked once more."""
    registration = _own(request, pk)
    if request.method == "POST":
        try:
            workflow.withdraw(registration, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已撤回“{registration}”的注册。")
        return redirect("workspace")
    if registration.status not in OPEN:
        return redirect("registration:registration-detail", pk)
    return render(request, "registration/registration_withdraw.html", {"registration": registration})


@require_safe
def registration_licence(request, pk: int):
    """The scan, to its own person and to who decides; the book notes each look of another."""
    registration = get_object_or_404(Registration.objects.visible_to(request.user).exclude(licence=""), pk=pk)
    if registration.created_by_id != request.user.pk:
        note(
            "view_licence", by=request.user, subject=str(registration), model="registration.registration", object_id=pk
        )
    return hand_out(registration.licence, registration.licence_name, mime=registration.licence_type, inline=True)
