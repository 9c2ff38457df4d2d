"""A section of an application: filled in, saved by itself or by a button; its team and its files."""

import json
from dataclasses import replace
from pathlib import Path

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.files import hand_out
from bureau.messaging.backends import is_on
from bureau.messaging.choices import Channel
from bureau.personal import mask
from bureau.privacy import consents
from bureau.workflow import Refused
from projects.checking import budget_problems, field_problems, read_draft
from projects.choices import APART_KINDS, ApplicationStatus, FieldKind
from projects.formdata.schema import columns_of
from projects.formdata.values import is_shown, told, typed
from projects.forms.applications import FileForm, MemberForm
from projects.forms.sections import FROM_REGISTER, SectionForm, conditions, consent_name
from projects.models import Application, Attachment, TeamMember
from projects.pages import section_states
from projects.workflow import drafts

from .applications import own_application


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application_section(request, pk: int, section: str):
    """One page of the form."""
    if request.method == "POST" and _wants_json(request):
        return _save_itself(request, pk, section)
    application = own_application(request, pk)
    place = application.version.form.section(section) or _missing()
    saved = None
    if request.method == "POST":
        try:
            saved = drafts.save(application, section, by=request.user, **_written(request, application, place))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("projects:application-detail", pk)
        if not saved.conflicts and not saved.withheld:
            messages.success(request, f"已保存“{place.title}”。")
            return redirect(_next(application, place) if "next" in request.POST else request.path)
    return _section_page(request, application, place, saved)


def _save_itself(request, pk: int, section: str) -> JsonResponse:
    """What a page sends while it is being typed: read once, held, written."""
    try:
        with drafts.opened(pk, section, by=request.user) as application:
            place = application.version.form.section(section) or _missing()
            saved = drafts.write(application, by=request.user, **_written(request, application, place))
    except Application.DoesNotExist as error:
        raise Http404 from error
    except Refused as refusal:
        return JsonResponse({"refused": str(refusal)})
    return JsonResponse(_answer(application, place, saved))


def _missing():
    raise Http404


def _wants_json(request) -> bool:
    return request.headers.get("Accept") == "application/json"


def _asked(section) -> list:
    return [f for f in section.fields if f.kind not in APART_KINDS and f.meaning not in FROM_REGISTER]


def _sent(request, section) -> list:
    """The fields that the page carried: what a request leaves out is not emptied by it."""
    return [field for field in _asked(section) if f"revision-{field.code}" in request.POST]


def _written(request, application: Application, section) -> dict:
    """What the page sent of a section's fields, as ``drafts.save`` takes it."""
    rules = application.version.terms.rules_of_budget
    written = {field.code: typed(field, request.POST, rules) for field in _sent(request, section)}
    secrets = [field for field in _sent(request, section) if field.kind == FieldKind.SECRET]
    codes = [field.code for field in secrets]
    known = dict(application.answers.filter(code__in=codes).values_list("code", "value")) if codes else {}
    for field in secrets:  # A secret is sealed anew each time: the same text is the same value.
        if told(field, known.get(field.code)) == told(field, written[field.code]):
            written[field.code] = known.get(field.code, "")
    texts = {code: request.POST.get(f"revision-{code}", "") for code in written}
    seen = {code: int(text) for code, text in texts.items() if text.isdecimal()}
    consented = [code for code in codes if f"consent-{code}" in request.POST]
    return {"typed": written, "seen": seen, "consented": consented}


def _answer(application: Application, section, saved: drafts.Saved) -> dict:
    budgets = [field for field in section.fields if field.kind == FieldKind.BUDGET]
    draft = read_draft(application) if budgets else None  # Most sections save without reading everything again.
    return {
        "saved_at": f"{timezone.localtime(saved.at):%H:%M:%S}",
        "revisions": saved.revisions,
        "conflicts": [_told_conflict(conflict) for conflict in saved.conflicts],
        "withheld": [f"“{field.label}”没有保存：{consents.SECRET.refusal}" for field in saved.withheld],
        "budget": [
            words for field in budgets for words in budget_problems(draft.terms, draft.values.get(field.code) or {})
        ],
    }


def _told_conflict(conflict: drafts.Conflict) -> dict:
    field = conflict.field
    if isinstance(conflict.theirs, list) and columns_of(field):
        theirs = "\n".join("，".join(row.values()) for row in conflict.theirs)
    elif isinstance(conflict.theirs, dict):
        theirs = "\n".join(f"{head}：{'，'.join(line.values())}" for head, line in conflict.theirs.items())
    else:
        theirs = told(field, conflict.theirs)
    return {
        "code": field.code, "label": field.label, "theirs": theirs, "revision": conflict.revision,
        "by": str(conflict.by), "at": f"{timezone.localtime(conflict.at):%H:%M:%S}",
    }  # fmt: skip


def _next(application: Application, section) -> str:
    sections = application.version.form.sections
    place = sections.index(section)
    if place + 1 < len(sections):
        return reverse("projects:application-section", args=[application.pk, sections[place + 1].code])
    return reverse("projects:application-check", args=[application.pk])


def _section_page(request, application: Application, section, saved: drafts.Saved | None):
    conflicts = saved.conflicts if saved else []
    draft = read_draft(application)
    terms = draft.terms
    is_open = application.status in drafts.FILLABLE and (
        application.status != ApplicationStatus.CORRECTING or section.code in application.correction_sections
    )
    values, revisions = dict(draft.values), dict(draft.revisions)
    section = replace(section, fields=tuple(f for f in section.fields if _is_drawn(f, section, draft)))
    for field in _sent(request, section) if request.method == "POST" else ():
        values[field.code] = typed(field, request.POST, terms.rules_of_budget)
    revisions |= {conflict.field.code: conflict.revision for conflict in conflicts}
    found = {field.code: [p.text for p in field_problems(draft, field)] for field in section.fields}
    asks = "check" in request.GET
    errors = {code: said for code, said in found.items() if said and (asks or (draft.values.get(code)))}
    errors |= {consent_name(field): [consents.SECRET.refusal] for field in (saved.withheld if saved else ())}
    form = SectionForm(
        section, values, rules=terms.rules_of_budget, errors=errors, is_readonly=not is_open, agreed=draft.agreed
    )
    context = {
        "application": application,
        "section": section,
        "form": form,
        "revisions": [(field.code, revisions.get(field.code, 0)) for field in _asked(section)],
        "conditions": json.dumps(conditions(terms.form, section)),
        "apart": [_apart(draft, field, found[field.code] if asks else []) for field in section.fields if field.kind in APART_KINDS],
        "conflicts": [_told_conflict(conflict) for conflict in conflicts],
        "is_open": is_open,
        "has_fields": any(field.kind not in APART_KINDS for field in section.fields),
        "budget_problems": found.get(next((f.code for f in section.fields if f.kind == FieldKind.BUDGET), ""), []),
        "has_budget": any(field.kind == FieldKind.BUDGET for field in section.fields),
        "sections": section_states(draft),
    }  # fmt: skip
    return render(request, "projects/application_section.html", context)


def _is_drawn(field, section, draft) -> bool:
    """Whether a field stands on the page: its condition is met, or is one that the page itself can meet."""
    own = {other.code for other in section.fields if other.kind not in APART_KINDS}
    can_appear = field.shown_if in own and field.kind not in APART_KINDS
    return can_appear or is_shown(field, draft.terms.form, draft.values)


def _apart(draft, field, errors: list[str]) -> dict:
    files = [file for file in draft.files if file.code == field.code]
    return {
        "field": field,
        "team": draft.team if field.kind == FieldKind.TEAM else (),
        "files": files,
        "errors": errors,
    }


def _home(application: Application, asked) -> str:
    return application.version.form.home_of[asked.code].code


def _team_field(application: Application):
    fields = application.version.form.of_kind(FieldKind.TEAM)
    return fields[0] if fields else _missing()


def _back(application: Application, asked) -> str:
    return (
        reverse("projects:application-section", args=[application.pk, _home(application, asked)]) + f"#id_{asked.code}"
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request, pk: int, member: int | None = None):
    """Add somebody to the team or change what is said of them."""
    application = own_application(request, pk)
    asked = _team_field(application)
    held = get_object_or_404(application.team, pk=member) if member else TeamMember(application=application)
    initial = {"revision": held.revision} if member else {"unit_name": application.organisation.name}
    form = MemberForm(request.POST or None, instance=held, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        seen = form.cleaned_data["revision"] or 0
        try:
            consented = form.cleaned_data["consent"]
            drafts.put_member(
                application, changed, _home(application, asked), by=request.user, seen=seen, consented=consented
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已保存“{changed}”。")
            return redirect(_back(application, asked))
    context = {
        "application": application,
        "form": form,
        "member": held if member else None,
        "back": _back(application, asked),
    }
    return render(request, "projects/member_edit.html", context)


@never_cache
@require_POST
def member_verb(request, pk: int, member: int, verb: str):
    """Take somebody out, move them up, or make their link (shown once, here)."""
    application = own_application(request, pk)
    asked, held = _team_field(application), get_object_or_404(application.team, pk=member)
    home = _home(application, asked)
    try:
        if verb == "link":
            return _link_made(request, application, held, home, _back(application, asked))
        if verb not in MEMBER_VERBS:
            raise Http404
        MEMBER_VERBS[verb](held, home, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(_back(application, asked))


def _link_made(request, application: Application, member: TeamMember, home: str, back: str):
    def address(token: str) -> str:
        return request.build_absolute_uri(reverse("projects:member-link", args=[token]))

    link = address(drafts.send_link(member, home, by=request.user, address=address))
    ways = [(member.mobile, Channel.SMS), (member.email, Channel.EMAIL)]
    sent = [mask(target) for target, channel in ways if target and is_on(channel)]
    context = {"application": application, "member": member, "link": link, "sent": sent, "back": back}
    return render(request, "projects/member_link_made.html", context)


MEMBER_VERBS = {"remove": drafts.remove_member, "up": drafts.move_up}


@require_http_methods(["GET", "HEAD", "POST"])
def file_add(request, pk: int, code: str):
    """Hand in one attachment; where one is asked, it replaces the one before."""
    application = own_application(request, pk)
    asked = application.version.form.fields.get(code)
    if asked is None or asked.kind != FieldKind.FILE:
        raise Http404
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            home, file = _home(application, asked), form.cleaned_data["file"]
            drafts.attach(application, home, asked, by=request.user, file=file, begun_at=request.arrived_at)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"已上传“{asked.label}”。")
            return redirect(_back(application, asked))
    context = {"application": application, "asked": asked, "form": form, "back": _back(application, asked)}
    return render(request, "projects/file_add.html", context)


@require_POST
def file_remove(request, pk: int, file: int):
    """Take an attachment away."""
    application = own_application(request, pk)
    held = get_object_or_404(application.attachments.current(), pk=file)
    asked = application.version.form.fields.get(held.code) or _missing()
    try:
        drafts.detach(held, _home(application, asked), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(_back(application, asked))


@require_safe
def file_show(request, pk: int, file: int):
    """An attachment, to whoever sees the application: kinds that a browser shows harmlessly, in the page."""
    rows = Attachment.objects.visible_to(request.user).filter(application=pk)
    held = get_object_or_404(rows, pk=file)
    return hand_out(held.file, Path(held.name).name, mime=held.mime, inline=True)
