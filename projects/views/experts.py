"""The person's own place in the bank of experts: applying, what is on record, coming and going."""

from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.files import hand_out
from bureau.personal import mask
from bureau.workflow import Refused
from projects.choices import OWN_EDITABLE, ExpertStatus, RoundStatus, SeatStatus
from projects.forms.applications import ReasonForm
from projects.forms.experts import (
    AcceptForm,
    AvoidanceForm,
    BankForm,
    ConsentForm,
    IdentityForm,
    KnowledgeForm,
    PaperForm,
    PauseForm,
)
from projects.models import Assignment, Expert, Seat
from projects.workflow import drawing, experts, reviewing

PARTS = {
    "identity": ("基本信息", IdentityForm),
    "knowledge": ("专业与经历", KnowledgeForm),
    "bank": ("银行信息（可入库后再填）", BankForm),
}
VERBS = {  # Address: words, verb, form, lead.
    "submit": ("提交申请", experts.submit, None, "提交后由科技局审核，结果用消息告知。审核期间不能修改。"),
    "confirm": ("确认信息", experts.confirm, None, "确认登记的信息仍然属实；每年确认一次，逾期不再抽取。"),
    "pause": ("暂停", experts.pause, PauseForm, "暂停期间不抽取您；已接受的评审不受影响。"),
    "resume": ("恢复", experts.resume, None, "恢复后重新参加抽取。"),
    "leave": ("申请退库", experts.ask_leave, ReasonForm, "有未完成的评审时不能退库。"),
    "stay": ("撤回退库申请", experts.stay, None, "撤回后仍在库。"),
    "again": ("重新申请", experts.apply_again, None, "在原有信息上修改后重新提交，并重新同意处理敏感个人信息。"),
}
TONES = {
    ExpertStatus.PENDING: "info",
    ExpertStatus.RETURNED: "warning",
    ExpertStatus.REFUSED: "danger",
    ExpertStatus.LISTED: "success",
    ExpertStatus.PAUSED: "warning",
    ExpertStatus.LEAVING: "warning",
    ExpertStatus.REMOVED: "danger",
}

_VERBS_BY_STATUS = {
    **dict.fromkeys(OWN_EDITABLE, ("submit",)),
    ExpertStatus.LISTED: ("confirm", "pause", "leave"),
    ExpertStatus.PAUSED: ("resume", "confirm", "leave"),
    ExpertStatus.LEAVING: ("stay",),
    **dict.fromkeys((ExpertStatus.REFUSED, ExpertStatus.LEFT, ExpertStatus.REMOVED), ("again",)),
}


def own_expert(request) -> Expert:
    """The person's own record."""
    return get_object_or_404(Expert.objects.owned_by(request.user), user=request.user)


def _demand_person(request) -> None:
    if request.user.is_staff:  # Who works at the bureau judges nothing for it.
        raise PermissionDenied


@never_cache
@require_safe
def expert(request):
    """Everything about the own record; without one, how to get it."""
    _demand_person(request)
    record = Expert.objects.owned_by(request.user).first()
    if record is None:
        entered = Expert.objects.claimable_by(request.user).first()
        return render(request, "projects/expert_begin.html", {"entered": entered, "form": ConsentForm()})
    context = {
        "expert": record, "tone": TONES.get(record.status, "neutral"), "tasks": _tasks(record), "rows": _told(record),
        "is_editable": record.status in (*OWN_EDITABLE, ExpertStatus.LISTED, ExpertStatus.PAUSED),
        "lacking": experts.lacking(record) if record.status in OWN_EDITABLE else [],
        "actions": _actions(record), "seats": _seats(request.user),
        "avoidances": record.avoidances.all(), "papers": record.papers.current(),
    }  # fmt: skip
    return render(request, "projects/expert.html", context)


def _tasks(record: Expert) -> list[dict]:
    if record.status not in (*OWN_EDITABLE, ExpertStatus.LISTED, ExpertStatus.PAUSED):
        return []
    done = {
        "identity": bool(record.id_number and record.mobile and record.unit_name and record.consented_at),
        "knowledge": bool(record.types) and record.expertise.exists(),
        "bank": bool(record.bank_account),
    }
    return [
        {
            "label": label, "url": reverse("projects:expert-edit", args=[part]),
            "status": "已填写" if done[part] else "未填写", "tone": "success" if done[part] else "warning",
        }
        for part, (label, _form) in PARTS.items()
    ]  # fmt: skip


def _told(record: Expert) -> list[tuple]:
    fields = "、".join(str(row.field) for row in record.expertise.select_related("field"))
    labels = dict(record._meta.get_field("types").base_field.choices)
    rows = [
        ("专家编号", record.number),
        ("姓名", record.name),
        ("身份证号", mask(record.id_number)),
        ("手机号", mask(record.mobile)),
        ("工作单位", record.unit_name),
        ("职称", record.get_rank_display()),
        ("专家类型", "、".join(labels[kind] for kind in record.types)),
        ("专业领域", fields),
        ("关键词", record.keywords),
        ("银行账号", mask(record.bank_account)),
        ("信息确认", timezone.localtime(record.confirmed_at).strftime("%Y-%m-%d") if record.confirmed_at else ""),
    ]
    return [row for row in rows if row[1]]


def _actions(record: Expert) -> list[tuple[str, str, bool]]:
    """(address, words, is secondary) of what may be done now."""
    names = _VERBS_BY_STATUS.get(record.status, ())
    return [(name, VERBS[name][0], place > 0) for place, name in enumerate(names)]


@require_POST
def expert_begin(request):
    """An empty record of one's own, or the one that an officer entered."""
    _demand_person(request)
    entered = Expert.objects.claimable_by(request.user).first()
    if entered and "claim" in request.POST:
        form = ConsentForm(request.POST)
        if not form.is_valid():
            return render(request, "projects/expert_begin.html", {"entered": entered, "form": form})
        try:
            experts.claim(entered, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("projects:expert")
    experts.begin(by=request.user)
    return redirect("projects:expert-edit", "identity")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def expert_edit(request, part: str):
    """One page of the record."""
    record = own_expert(request)
    if part not in PARTS:
        raise Http404
    words, form_class = PARTS[part]
    form = form_class(request.POST or None, instance=record)
    if request.method == "POST" and form.is_valid():
        record = own_expert(request)  # The form has written into the other.
        try:
            experts.write(record, by=request.user, **form.values())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已保存“{words}”。")
            return redirect("projects:expert")
    return render(request, "projects/expert_edit.html", {"form": form, "words": words, "submit": "保存"})


@require_http_methods(["GET", "HEAD", "POST"])
def avoidance_add(request):
    """One more unit or person to step aside from."""
    record = own_expert(request)
    form = AvoidanceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            experts.avoid(record, form.instance, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已登记回避。")
            return redirect("projects:expert")
    lead = "与单位或个人有曾任职、兼职、持股、亲属、师生等关系的，请如实登记；系统据此在抽取和分配时让您回避。现工作单位自动回避，不用登记。"
    return render(
        request, "projects/expert_edit.html", {"form": form, "words": "登记回避", "submit": "登记", "lead": lead}
    )


@require_POST
def avoidance_remove(request, pk: int):
    """Take it back."""
    record = own_expert(request)
    try:
        experts.drop_avoidance(get_object_or_404(record.avoidances, pk=pk), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已删去。")
    return redirect("projects:expert")


@require_http_methods(["GET", "HEAD", "POST"])
def paper_add(request):
    """A scan that proves something."""
    record = own_expert(request)
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            experts.attach(record, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, "已上传。")
            return redirect("projects:expert")
    lead = "同一类别新上传的替换以前的。"
    return render(
        request, "projects/expert_edit.html", {"form": form, "words": "上传附件", "submit": "上传", "lead": lead}
    )


@require_safe
def paper_show(request, pk: int):
    """The person's own scan."""
    paper = get_object_or_404(own_expert(request).papers.current(), pk=pk)
    return hand_out(paper.file, Path(paper.name).name, mime=paper.mime, inline=True)


@require_http_methods(["GET", "HEAD", "POST"])
def expert_verb(request, verb: str):
    """One verb of the own record, after a question."""
    record = own_expert(request)
    if verb not in VERBS:
        raise Http404
    words, say, form_class, lead = VERBS[verb]
    form = form_class(request.POST or None) if form_class else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            say(record, by=request.user, **(form.cleaned_data if form else {}))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已{words}。")
        return redirect("projects:expert")
    return render(
        request, "projects/expert_edit.html", {"form": form or (), "words": words, "submit": words, "lead": lead}
    )


SEAT_TONES = {SeatStatus.INVITED: "warning", SeatStatus.ACCEPTED: "success", SeatStatus.CANCELLED: "danger"}


def _seats(user) -> list[Seat]:
    rows = Seat.objects.owned_by(user).exclude(round__status=RoundStatus.ENDED)
    seats = list(rows.select_related("round__call").order_by("-invited_at")[:20])
    for seat in seats:
        seat.tone = SEAT_TONES.get(seat.status, "neutral")
    return seats


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request, pk: int):
    """An invitation to review: come, after signing, or not."""
    rows = Seat.objects.owned_by(request.user).select_related("round__call", "group__field", "expert", "line__draw")
    found = get_object_or_404(rows, pk=pk)
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            drawing.accept(found, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            return _welcome(request, found)
        return redirect("projects:seat", pk)
    context = {
        "seat": found, "form": form, "tone": SEAT_TONES.get(found.status, "neutral"), "rows": _seat_told(found),
        "promise": reviewing.PLEDGE, "is_open": found.round.status == RoundStatus.REVIEWING,
    }  # fmt: skip
    return render(request, "projects/seat.html", context)


def _welcome(request, found: Seat):
    """Straight to the first sheet where the round is running; else what comes next."""
    mine = Assignment.objects.owned_by(request.user).unfinished().filter(round=found.round).order_by("pk").first()
    if mine and found.round.status == RoundStatus.REVIEWING:
        messages.success(request, "已接受邀请并签署承诺，现在可以评审。")
        return redirect("projects:review-desk", mine.pk)
    messages.success(request, "已接受邀请并签署承诺。评审启动后在“专家评审”中办理，不用再签。")
    return redirect("projects:seat", found.pk)


def _seat_told(found: Seat) -> list[tuple]:
    round_ = found.round
    return [
        ("申报批次", str(round_.call)),
        ("评审轮次", f"{round_}（{round_.get_kind_display()}）"),
        ("分组", f"{found.group}，{found.group.items.count()} 个项目" if found.group else "项目在邀请确认后分配"),
        ("评审截止", timezone.localtime(round_.due_at).strftime("%Y年%-m月%-d日 %H:%M")),
        ("请在此日前答复", found.answer_by_day.strftime("%Y年%-m月%-d日") if found.answer_by_day else ""),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def seat_decline(request, pk: int):
    """Not this time, for a reason."""
    rows = Seat.objects.owned_by(request.user).select_related("round__call", "group", "expert", "line__draw")
    found = get_object_or_404(rows, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            drawing.decline(found, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已告知不能参加。")
        return redirect("projects:expert")
    lead = "请写明原因（如出差、有利害关系）；系统会邀请下一位备选专家。"
    context = {"form": form, "words": "不能参加", "submit": "确认不能参加", "lead": lead}
    return render(request, "projects/expert_edit.html", context)
