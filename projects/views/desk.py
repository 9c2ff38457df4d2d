"""The review desk: what is assigned to the expert, the pledge, material and score sheet side by side."""

from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bureau.files import Unacceptable, hand_out
from bureau.signin import sessions
from bureau.signin.choices import Ending
from bureau.workflow import Refused
from projects import scoresheets
from projects.choices import UNFINISHED, AssignmentStatus
from projects.formdata.scheme import plain, total
from projects.forms.desk import ConflictForm, SheetForm
from projects.materialpages import (
    DOCUMENT,
    WORD,
    content_of,
    file_of,
    files_of,
    is_shown,
    mark_of,
    read_names,
    title_of,
    word_of,
)
from projects.models import Assignment, Sheet
from projects.workflow import materials, replacing, reviewing


def at_one_desk(view):
    """The desk is open on one device at a time: who is signed in elsewhere too is told where, and may end that one.

    Basis: domain.md 3, "one device/session" for experts at work. Only what shows material asks: what is typed on the other
    device until then is still saved.
    """

    @wraps(view)
    def shown(request, *args, **kwargs):
        if request.method == "POST" and "end_others" in request.POST:
            sessions.end_others(request.user, keep=request.session.session_key, how=Ending.REVOKED, by=request.user)
            messages.success(request, "已在其他设备上退出，评审只在本设备上继续。")
            return redirect(request.path)
        if request.method in ("GET", "HEAD") and (others := sessions.elsewhere(request)):
            return render(request, "projects/review_elsewhere.html", {"others": others}, status=409)
        return view(request, *args, **kwargs)

    return shown


TONES = {
    AssignmentStatus.ASSIGNED: "neutral", AssignmentStatus.REVIEWING: "info", AssignmentStatus.SUBMITTED: "success",
    AssignmentStatus.RECUSED: "warning",
}  # fmt: skip
PER_PAGE = 20


def _own(request, pk: int) -> Assignment:
    """The person's own assignment, with all that names are read off where none may be shown."""
    rows = Assignment.objects.owned_by(request.user).select_related(
        "round__call", "expert__user", "application__organisation", "application__version", "application__recommender", "sheet"
    )  # fmt: skip
    found = get_object_or_404(rows.prefetch_related("round__call__versions"), pk=pk)
    read_names([found])
    return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@at_one_desk
def review_list(request):
    """What is assigned, how far it is, until when: page by page, what is still owed first."""
    own = Assignment.objects.owned_by(request.user)
    told = ("round__call__versions", Prefetch("sheet", Sheet.objects.defer("comment", "marks")))
    rows = own.for_desk().select_related("round__call", "application").prefetch_related(*told)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    read_names(list(page.object_list))
    return render(request, "projects/review_list.html", {"groups": _groups(own, page), "page": page})


def _groups(own, page) -> list[dict]:
    """The lines of one page by round; what a round says of itself counts all of its lines."""
    sums = {line["round"]: line for line in own.progress()}
    groups: dict[int, dict] = {}
    for assignment in page.object_list:
        new = sums[assignment.round_id] | {"round": assignment.round, "lines": []}
        groups.setdefault(assignment.round_id, new)["lines"].append(_line(assignment))
    now = timezone.now()
    for group in groups.values():
        group["is_late"] = group["round"].due_at < now and group["done"] < group["due"]
        group["days"] = max(0, (timezone.localdate(group["round"].due_at) - timezone.localdate(now)).days)
    return list(groups.values())


def _line(assignment: Assignment) -> dict:
    sheet = getattr(assignment, "sheet", None)
    is_blocked = bool(assignment.blocked_at) and assignment.status in UNFINISHED
    return {
        "assignment": assignment,
        "title": title_of(assignment),
        "number": assignment.application.number,
        "label": "须回避，已停止" if is_blocked else assignment.get_status_display(),
        "tone": "warning" if is_blocked else TONES.get(assignment.status, "neutral"),
        "total": sheet.total if sheet else None,
        "saved_at": sheet.saved_at if sheet else None,
        "opens": assignment.status != AssignmentStatus.RECUSED and not is_blocked,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@at_one_desk
def review_desk(request, pk: int):
    """The material on the left, the sheet on the right; the pledge before either."""
    assignment = _own(request, pk)
    try:
        _version, scheme = reviewing.scheme_of(assignment)
        if request.method == "POST":
            return _save(request, assignment, scheme)
        reviewing.look(assignment, by=request.user, what=DOCUMENT)
    except reviewing.Unpledged:
        return _pledge(request, assignment)
    except Refused as refusal:
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"refused": str(refusal)})
        messages.error(request, str(refusal))
        return redirect("projects:review-list")
    return _desk(request, assignment, scheme, reviewing.sheet_of(assignment))


def _pledge(request, assignment: Assignment):
    if request.method == "POST" and request.POST.get("pledge") == "yes":
        reviewing.pledge(assignment, by=request.user)
        return redirect("projects:review-desk", assignment.pk)
    context = {"assignment": assignment, "round": assignment.round, "text": reviewing.PLEDGE}
    return render(request, "projects/review_pledge.html", context)


def _save(request, assignment: Assignment, scheme):
    typed = scoresheets.typed(scheme, request.POST)
    seen = request.POST.get("revision-sheet", "0")
    sheet = reviewing.save(assignment, by=request.user, typed=typed, seen=int(seen) if seen.isdecimal() else 0)
    if request.headers.get("Accept") == "application/json":
        reading = scoresheets.read(scheme, reviewing.said_in(sheet), assignment.round.call.advice)
        return JsonResponse({
            "saved_at": f"{timezone.localtime(sheet.saved_at):%H:%M:%S}", "revisions": {"sheet": sheet.revision},
            "conflicts": [], "total": str(reading.total), "problems": [lack.text for lack in reading.lacks],
        })  # fmt: skip
    if "hand_in" in request.POST:
        lacks = scoresheets.read(scheme, reviewing.said_in(sheet), assignment.round.call.advice).lacks
        if lacks:
            return _desk(request, assignment, scheme, sheet, lacks)
        reviewing.hand_in(assignment, by=request.user)
        messages.success(request, "评分表已提交。需要修改的，请联系评审工作人员退回。")
        return redirect("projects:review-list")
    messages.success(request, "已保存。提交后才算完成评审。")
    return redirect("projects:review-desk", assignment.pk)


def _desk(request, assignment: Assignment, scheme, sheet: Sheet, lacks=()):
    application = assignment.application
    said = reviewing.said_in(sheet)
    advice = assignment.round.call.advice
    reading = scoresheets.read(scheme, said, advice)
    is_open = assignment.status in UNFINISHED and not assignment.blocked_at
    context = {
        "assignment": assignment,
        "title": title_of(assignment),
        "number": application.number,
        "content": content_of(assignment),
        "files": files_of(assignment),
        "is_blind": reviewing.is_blind(assignment),
        "mark": mark_of(assignment),
        "sheet": sheet,
        "form": SheetForm(scheme, said, lacks=lacks, advice=advice, is_readonly=not is_open),
        "total": sheet.total if sheet.total is not None else reading.total,
        "whole": plain(total(scheme, {c.code: c.most for c in scheme.criteria})),
        "lacks": reading.lacks,
        "is_open": is_open,
        "conflict": ConflictForm(),
    }
    return render(request, "projects/review_desk.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@at_one_desk
def review_file(request, pk: int, file: int):
    """The expert's own copy of one attachment, marked and without its author; each view is written down."""
    assignment = _own(request, pk)
    one = file_of(assignment, file)
    if one is None:
        raise Http404
    try:
        reviewing.look(assignment, by=request.user, what=f"{one['label']}：{one['name']}")
        return _copy(assignment, one)
    except (Refused, Unacceptable) as refusal:
        messages.error(request, str(refusal))
        return redirect("projects:review-list")


def _copy(assignment: Assignment, one: dict) -> HttpResponse:
    copy = materials.copy_for(assignment, one["file"], is_blind=reviewing.is_blind(assignment))
    mime = one["file"].mime
    return hand_out(copy.file, one["name"], mime=mime, inline=is_shown(mime))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@at_one_desk
def review_word(request, pk: int):
    """The document as Word, with the expert's number on each page."""
    assignment = _own(request, pk)
    try:
        reviewing.look(assignment, by=request.user, what=WORD)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("projects:review-list")
    return word_of(assignment)


@require_POST
def review_conflict(request, pk: int):
    """Step aside: one click, and the application is somebody else's."""
    assignment = _own(request, pk)
    form = ConflictForm(request.POST)
    try:
        replacing.declare(assignment, by=request.user, reason=form.cleaned_data["reason"] if form.is_valid() else "")
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已声明回避，该项目不再由您评审，已通知改派。")
    return redirect("projects:review-list")
