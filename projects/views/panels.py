"""The panel desk of an expert: invitations, the agenda as it goes, material beside sheet or ballot, the opinion of the 组长."""

import io
from dataclasses import dataclass

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.files import Unacceptable
from bureau.workflow import Refused
from projects import panels
from projects.choices import ItemStatus, MemberStatus, OpinionStatus, PanelMode, PanelStatus
from projects.formdata.scheme import plain, total
from projects.forms.applications import ReasonForm
from projects.forms.desk import ConflictForm
from projects.forms.experts import AcceptForm
from projects.forms.panels import MarksForm, OpinionForm, VoteForm
from projects.materialpages import (
    DOCUMENT,
    WORD,
    content_of,
    file_of,
    files_of,
    is_shown,
    mark_of,
    title_of,
    word_of,
)
from projects.models import AgendaItem, Ballot, Opinion, Panel, PanelMember, ReviewRound
from projects.panelpages import agenda_of, counts_of, is_decided
from projects.workflow import convening, materials, opining, reviewing, sitting

ITEM_TONES = {ItemStatus.WAITING: "neutral", ItemStatus.OPEN: "info", ItemStatus.CLOSED: "success"}
MEMBER_TONES = {MemberStatus.INVITED: "warning", MemberStatus.ACCEPTED: "success"}


@dataclass(frozen=True)
class Reader:
    """Who reads which application, as the review desk takes it to show material: by whose number it is marked, blind or not."""

    item: AgendaItem
    member: PanelMember

    @property
    def application(self):
        """What is read."""
        return self.item.application

    @property
    def round(self) -> ReviewRound:
        """Which says whether the reader must not know who applies."""
        return self.item.panel.round

    @property
    def expert(self):
        """Who reads."""
        return self.member.expert

    @property
    def number(self) -> int:
        """The number that stands on every page."""
        return self.member.number


def _item(request, pk: int) -> Reader:
    rows = AgendaItem.objects.judged_by(request.user).select_related(
        "panel__round__call", "application__organisation", "application__version", "application__recommender", "acting"
    )
    told = (
        "application__team", "application__answers", "application__organisation__former_names", "panel__round__call__versions",
    )  # fmt: skip
    item = get_object_or_404(rows.prefetch_related(*told), pk=pk)
    return Reader(item, sitting.member_of(item.panel, request.user))


@never_cache
@require_safe
def panel_list(request):
    """Invitations, and the panels that one sits in; the next first."""
    rows = PanelMember.objects.owned_by(request.user).select_related("panel__round__call").order_by("-panel__starts_at")
    lines = [{"member": row, "panel": row.panel, "tone": MEMBER_TONES.get(row.status, "neutral")} for row in rows[:50]]
    return render(request, "projects/panel_list.html", {"lines": lines})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def panel_invitation(request, pk: int):
    """Come, after signing, or not."""
    member = get_object_or_404(PanelMember.objects.owned_by(request.user).select_related("panel__round__call"), pk=pk)
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            convening.accept(member, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("projects:panel-invitation", pk)
        messages.success(request, "已接受邀请。会议开始前可以先看材料，有利害关系的请先声明回避。")
        return redirect("projects:panel", member.panel_id)
    panel = member.panel
    facts = [
        ("申报批次", str(panel.round.call)),
        ("会议", str(panel)),
        ("时间", convening.told_when(panel)),
        ("地点", convening.told_where(panel)),
        ("评议方式", panel.get_mode_display() + ("，无记名" if panel.is_secret else "")),
        ("职务", "专家组组长" if member.is_chair else "专家组成员"),
        ("项目", f"{panel.items.count()} 项"),
    ]
    tone = MEMBER_TONES.get(member.status, "neutral")
    context = {"member": member, "panel": panel, "form": form, "rows": facts, "tone": tone}
    return render(request, "projects/panel_invitation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def panel_decline(request, pk: int):
    """Not this time, for a reason."""
    member = get_object_or_404(PanelMember.objects.owned_by(request.user).select_related("panel__round__call"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            convening.decline(member, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已告知不能参加。")
        return redirect("projects:panel-list")
    return render(request, "projects/panel_decline.html", {"form": form, "panel": member.panel, "member": member})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def panel(request, pk: int):
    """The session as it goes: the agenda, what is being judged now, what one has to do; the pledge before any of it."""
    held = get_object_or_404(Panel.objects.sat_by(request.user).select_related("round__call"), pk=pk)
    member = sitting.member_of(held, request.user)
    if member.status != MemberStatus.ACCEPTED:
        return redirect("projects:panel-invitation", member.pk)
    if request.method == "POST" and request.POST.get("pledge") == "yes":
        convening.pledge(member, by=request.user)
        return redirect("projects:panel", pk)
    context = {"panel": held, "member": member, "when": convening.told_when(held)}
    if not sitting.has_pledged(held, request.user):
        return render(request, "projects/panel_pledge.html", context | {"text": reviewing.PLEDGE})
    context |= _agenda(request, held, member)
    part = "projects/panel_part.html" if "part" in request.GET else "projects/panel.html"
    return render(request, part, context)


def _agenda(request, held: Panel, member: PanelMember) -> dict:
    seen = AgendaItem.objects.judged_by(request.user).filter(panel=held)
    told = ("application__team", "application__answers", "application__organisation__former_names")
    rows = seen.select_related(
        "panel__round__call", "application__organisation", "application__version", "application__recommender"
    )
    known = {item.pk: item for item in rows.prefetch_related(*told, "panel__round__call__versions")}
    given = set(Ballot.objects.counting().filter(member=member).values_list("item", flat=True))
    to_sign = set(Opinion.objects.chaired_by(request.user).filter(item__panel=held).values_list("item", flat=True))
    lines = agenda_of(held)
    for line in lines:
        item = line["item"]
        line |= {
            "is_mine": item.pk in known, "has_given": item.pk in given, "tone": ITEM_TONES[item.status],
            "title": title_of(Reader(known[item.pk], member)) if item.pk in known else "（您须回避的项目，评议时请离场）",
            "is_led": item.pk in to_sign, "is_decided": is_decided(item),
        }  # fmt: skip
    now = next((line for line in lines if line["item"].status == ItemStatus.OPEN), None)
    return {"lines": lines, "now": now, "is_sitting": held.status == PanelStatus.SITTING}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def panel_item(request, pk: int):
    """The material on the left, sheet or ballot on the right; told anew when the officer opens or closes it."""
    reader = _item(request, pk)
    item = reader.item
    if "seen" in request.GET:
        return _told_again(request, item)
    try:
        if request.method == "POST":
            return _judge(request, reader)
        sitting.look(item, by=request.user, what=DOCUMENT)
    except Refused as refusal:
        messages.error(request, str(refusal))
        if not sitting.has_pledged(item.panel, request.user):
            return redirect("projects:panel", item.panel_id)
        return _desk(request, reader, request.POST)
    return _desk(request, reader)


def _state(item: AgendaItem) -> str:
    return f"{item.status}-{item.turn}-{item.panel.status}"


def _told_again(request, item: AgendaItem) -> HttpResponse:
    if request.GET["seen"] == _state(item):
        return HttpResponse(status=204)
    return HttpResponse(headers={"HX-Refresh": "true"})


def _judge(request, reader: Reader):
    item = reader.item
    if item.panel.mode == PanelMode.VOTES:
        form = VoteForm(request.POST)
        sitting.vote(item, by=request.user, choice=form.cleaned_data["choice"] if form.is_valid() else "")
        messages.success(request, "已投票，票已记入，不能再改。")
    else:
        typed = panels.marks_typed(sitting.scheme_of(item), request.POST)
        sitting.mark(item, by=request.user, typed=typed, comment=request.POST.get("comment", ""))
        messages.success(request, "已提交评分，评议结束前可以修改。")
    return redirect("projects:panel", item.panel_id)


def _desk(request, reader: Reader, typed=None):
    item, member = reader.item, reader.member
    ballot = Ballot.objects.filter(item=item, member=member, turn=item.turn).first()
    may_give = item.status == ItemStatus.OPEN and member.is_present and item.panel.status == PanelStatus.SITTING
    context = {
        "item": item, "panel": item.panel, "member": member, "title": title_of(reader), "number": item.application.number,
        "content": content_of(reader), "files": files_of(reader), "is_blind": reviewing.is_blind(reader),
        "mark": mark_of(reader), "ballot": ballot, "state": _state(item), "tone": ITEM_TONES[item.status],
        "is_decided": is_decided(item), "counts": counts_of(item), "conflict": ConflictForm(),
        "opinion": Opinion.objects.filter(item=item).first(), "may_leave": item.status != ItemStatus.CLOSED,
        "is_led": Opinion.objects.chaired_by(request.user).filter(item=item).exists(),
        "word": "projects:panel-word", "file": "projects:panel-file",
    }  # fmt: skip
    if item.panel.mode == PanelMode.VOTES:
        context |= {"form": VoteForm(), "may_give": may_give and ballot is None}
    else:
        context |= _sheet(item, ballot, typed, may_give)
    return render(request, "projects/panel_item.html", context)


def _sheet(item: AgendaItem, ballot: Ballot | None, typed, may_give: bool) -> dict:
    scheme = sitting.scheme_of(item)
    given, comment = (ballot.marks, ballot.comment) if ballot else ({}, "")
    if typed:  # Refused: what was typed stays.
        given, comment = panels.marks_typed(scheme, typed), typed.get("comment", "")
    return {
        "form": MarksForm(scheme, given, comment, is_readonly=not may_give),
        "may_give": may_give,
        "total": ballot.total if ballot and not typed else panels.read_marks(scheme, given).total,
        "whole": plain(total(scheme, {c.code: c.most for c in scheme.criteria})),
    }


@never_cache
@require_safe
def panel_file(request, pk: int, file: int):
    """One attachment, as the review desk hands it out; each view is written down."""
    reader = _item(request, pk)
    one = file_of(reader, file)
    if one is None:
        raise Http404
    try:
        sitting.look(reader.item, by=request.user, what=f"{one['label']}：{one['name']}")
        data = materials.marked_for(reader, one["file"], is_blind=reviewing.is_blind(reader))
    except (Refused, Unacceptable) as refusal:
        messages.error(request, str(refusal))
        return redirect("projects:panel", reader.item.panel_id)
    mime = one["file"].mime
    response = FileResponse(io.BytesIO(data), as_attachment=not is_shown(mime), filename=one["name"], content_type=mime)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@never_cache
@require_safe
def panel_word(request, pk: int):
    """The document as Word, with the expert's number on each page."""
    reader = _item(request, pk)
    try:
        sitting.look(reader.item, by=request.user, what=WORD)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("projects:panel", reader.item.panel_id)
    return word_of(reader)


@require_POST
def panel_leave(request, pk: int):
    """Declare a conflict: one click, and nothing of the application is shown any more."""
    reader = _item(request, pk)
    form = ConflictForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        sitting.leave(reader.item, by=request.user, reason=reason)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已声明回避。评议该项目时请离场，您不计入该项目的到会和表决人数。")
    return redirect("projects:panel", reader.item.panel_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def panel_opinion(request, pk: int):
    """What the panel says of an item: written and signed by who leads it, read by the others."""
    rows = Opinion.objects.read_by(request.user).select_related("item__panel__round__call", "item__application")
    opinion = get_object_or_404(rows, item=pk)
    is_led = Opinion.objects.chaired_by(request.user).filter(pk=opinion.pk).exists()
    is_open = is_led and opinion.status == OpinionStatus.DRAFT
    form = OpinionForm(request.POST if request.method == "POST" and is_open else None, opinion=opinion)
    if request.method == "POST" and form.is_valid():
        try:
            opining.write(opinion, by=request.user, **form.cleaned_data)
            if "sign" in request.POST:
                opining.sign(opinion, by=request.user)
                messages.success(request, "已签字，专家组意见锁定。")
                return redirect("projects:panel", opinion.item.panel_id)
            messages.success(request, "已保存，还没有签字。")
            return redirect("projects:panel-opinion", pk)
        except Refused as refusal:
            messages.error(request, str(refusal))
    context = {"opinion": opinion, "item": opinion.item, "panel": opinion.item.panel, "form": form, "is_open": is_open}
    return render(request, "projects/panel_opinion.html", context | {"counts": counts_of(opinion.item)})
