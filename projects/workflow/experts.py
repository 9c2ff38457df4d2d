"""An expert's way through the bank: applied or entered, decided, confirmed each year, away, leaving, removed."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import record, snapshot
from bureau.messaging.workflow import send
from bureau.privacy import consents
from bureau.text import name_key
from bureau.workflow import Refused, Transition
from bureau.workflow import keep as keep_row
from projects import agreeing, letters
from projects.choices import IN_BANK, OWN_EDITABLE, UNFINISHED, ExpertStatus, RoundStatus, SaidBy, SeatStatus
from projects.models import Assignment, Avoidance, Expert, Expertise, ExpertPaper, Panel, PanelMember, Seat
from projects.models.experts import FIELDS_AT_MOST
from projects.querysets.experts import stale_before

from . import assigning, convening
from .submitting import said

_S = ExpertStatus
_OWN, _DECIDE = "projects.apply_expert", "projects.decide_expert"
WRITE = Transition("change", "修改", (*OWN_EDITABLE, _S.LISTED, _S.PAUSED), None, _OWN, rows="owned_by")
SUBMIT = Transition("apply_expert", "申请入库", OWN_EDITABLE, _S.PENDING, _OWN, rows="owned_by")
ENTER = Transition("enter_expert", "录入", (_S.DRAFT,), _S.PENDING, "projects.add_expert", rows="entered_by")
ADMIT = Transition("admit_expert", "通过入库", (_S.PENDING,), _S.LISTED, _DECIDE)
RETURN = Transition("return_expert", "退回", (_S.PENDING,), _S.RETURNED, _DECIDE)
REFUSE = Transition("refuse_expert", "不予入库", (_S.PENDING,), _S.REFUSED, _DECIDE)
AGAIN = Transition("apply_again", "重新申请", (_S.REFUSED, _S.LEFT, _S.REMOVED), _S.DRAFT, _OWN, rows="owned_by")
CONFIRM = Transition("confirm_expert", "确认信息", (_S.LISTED, _S.PAUSED), None, _OWN, rows="owned_by")
CONFIRM_FOR = Transition("confirm_expert", "代为确认信息", (_S.LISTED, _S.PAUSED), None, _DECIDE)
PAUSE = Transition("pause_expert", "暂停", (_S.LISTED, _S.PAUSED), _S.PAUSED, _OWN, rows="owned_by")
RESUME = Transition("resume_expert", "恢复", (_S.PAUSED,), _S.LISTED, _OWN, rows="owned_by")
ASK_LEAVE = Transition("ask_leave", "申请退库", (_S.LISTED, _S.PAUSED), _S.LEAVING, _OWN, rows="owned_by")
STAY = Transition("stay", "撤回退库申请", (_S.LEAVING,), _S.LISTED, _OWN, rows="owned_by")
LET_GO = Transition("let_go", "同意退库", (_S.LEAVING,), _S.LEFT, _DECIDE)
KEEP = Transition("keep", "不同意退库", (_S.LEAVING,), _S.LISTED, _DECIDE)
REMOVE = Transition("remove_expert", "移出", IN_BANK, _S.REMOVED, _DECIDE)
REPLACE = Transition("change", "更改个人信息", None, None, "projects.change_expert")
LINK = Transition("link_expert", "对应账号", None, None, _OWN, rows="claimable_by")
ALL = (
    WRITE, SUBMIT, ENTER, ADMIT, RETURN, REFUSE, AGAIN, CONFIRM, CONFIRM_FOR, PAUSE, RESUME, ASK_LEAVE, STAY, LET_GO, KEEP, REMOVE,
)  # fmt: skip
OFFICERS = "projects.decide_expert"
REMIND_DAYS = 30
NIGHTLY = "每夜任务"


def begin(*, by: User) -> Expert:
    """The person's own record, empty; the one there is, if there is one."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # Two clicks are one record.
        known = Expert.objects.filter(user=by).first()
        if known:
            return known
        expert = Expert(user=by, created_by=by, name=by.name, mobile=by.mobile, city=settings.SITE_CITY)
        expert.save()
        record(expert, "begin", by=by)
    return expert


def write(expert: Expert, *, by: User, fields=None, **values) -> None:
    """The person changes the own record; old and new stand in the book. ``fields`` are those of expertise, best known first."""
    with WRITE(expert, by=by):
        for name, value in values.items():
            setattr(expert, name, value)
        if expert.consented_at:
            _agree(expert, by)
        place(expert)
        if fields is not None:
            put_fields(expert, fields, by=by)


def _agree(expert: Expert, by: User) -> None:
    """The consent is kept with its words, once."""
    if not consents.is_given(agreeing.EXPERT, expert):
        consents.give(agreeing.EXPERT, expert, by=by)


def place(expert: Expert) -> None:
    """The unit of the register that bears the name, and whether the expert works in another city."""
    expert.organisation = Organisation.objects.filter(name_key=name_key(expert.unit_name)).first()
    expert.is_outside = expert.city.strip().removesuffix("市") != settings.SITE_CITY.removesuffix("市")


def put_fields(expert: Expert, fields, *, by: User) -> None:
    """The fields that the expert knows, three at most."""
    wanted = list(dict.fromkeys(field for field in fields if field))
    if len(wanted) > FIELDS_AT_MOST:
        raise Refused(f"专业领域最多 {FIELDS_AT_MOST} 个。")
    known = list(expert.expertise.select_related("field"))
    if [row.field for row in known] == wanted:
        return
    expert.expertise.all().delete()
    for row in known:
        record(row, "take_out", by=by, before=snapshot(row))
    for position, field in enumerate(wanted, 1):
        row = Expertise.objects.create(expert=expert, field=field, position=position)
        record(row, "add", by=by)


def avoid(expert: Expert, avoidance: Avoidance, *, by: User) -> None:
    """Say of which unit or person the expert does not judge."""
    with WRITE(expert, by=by):
        avoidance.expert, avoidance.source = expert, SaidBy.EXPERT
        if avoidance.unit_name:
            avoidance.organisation = Organisation.objects.filter(name_key=name_key(avoidance.unit_name)).first()
        avoidance.full_clean()
        avoidance.save()
        record(avoidance, "add", by=by)


def drop_avoidance(avoidance: Avoidance, *, by: User) -> None:
    """Take back what was said by the expert."""
    with WRITE(avoidance.expert, by=by):
        if avoidance.source != SaidBy.EXPERT:
            raise Refused("工作人员登记的回避只能由工作人员删去。")
        record(avoidance, "take_out", by=by, before=snapshot(avoidance))
        avoidance.delete()


def attach(expert: Expert, *, by: User, file, kind: str) -> ExpertPaper:
    """A scan that proves something; one of the same kind replaces it."""
    with WRITE(expert, by=by):
        content = file.read()
        file.seek(0)
        expert.papers.current().filter(kind=kind).update(removed_by=by, removed_at=timezone.now())
        paper = ExpertPaper(
            expert=expert, kind=kind, name=Path(file.name).name[:255], mime=file.kind.mime, size=file.size,
            sha256=hashlib.sha256(content).hexdigest(), uploaded_by=by,
        )  # fmt: skip
        paper.file.save(f"{paper.sha256[:16]}{file.kind.extensions[0]}", file, save=False)
        paper.save()
        record(paper, "attach", by=by)
    return paper


def lacking(expert: Expert) -> list[str]:
    """What the record lacks before it can be handed in, in sentences."""
    found = []
    if not expert.id_number or not expert.mobile:
        found.append("请在“基本信息”中填写身份证号和手机号。")
    if not expert.unit_name or not expert.city:
        found.append("请在“基本信息”中填写工作单位和所在市。")
    if not expert.consented_at and expert.user_id:
        found.append("请在“基本信息”中单独同意处理敏感个人信息。")
    if not expert.types:
        found.append("请在“专业与经历”中选择专家类型。")
    if not expert.pk or not expert.expertise.exists():
        found.append("请在“专业与经历”中选择至少一个专业领域。")
    return found


def submit(expert: Expert, *, by: User) -> None:
    """Hand in the own record."""
    with SUBMIT(expert, by=by):
        if faults := lacking(expert):
            raise Refused("".join(faults))
        expert.submitted_by, expert.submitted_at, expert.reason = by, timezone.now(), ""
        _tell_officers("expert.applied", expert)


def enter(expert: Expert, *, by: User) -> None:
    """An officer's own entry, or a line of a list, waits to be decided like any other."""
    with ENTER(expert, by=by):
        expert.submitted_by, expert.submitted_at = by, timezone.now()
        place(expert)


def load(rows, *, by: User) -> int:
    """The sound lines of a list, all or none; each waits to be decided like any other entry."""
    if not by.has_perm(ENTER.permission):
        raise PermissionDenied(ENTER.verb)
    with transaction.atomic():
        for row in rows:
            expert = Expert(created_by=by, **row.values)
            try:
                keep_row(expert, {})
            except Refused as refusal:
                raise Refused(f"第 {row.number} 行：{refusal}") from refusal
            record(expert, "add", by=by)
            put_fields(expert, row.fields, by=by)
            enter(expert, by=by)
    return len(rows)


def admit(expert: Expert, *, by: User) -> None:
    """Into the bank, under a number."""
    with ADMIT(expert, by=by):
        if not expert.expertise.exists():
            raise Refused("请先填写专业领域，否则抽取时找不到此人。")
        now = timezone.now()
        expert.number = expert.number or f"ZJ{expert.pk:06d}"
        expert.decided_by, expert.decided_at, expert.reason = by, now, ""
        expert.confirmed_by, expert.confirmed_at = by, now
        _tell(expert, "expert.admitted", number=expert.number)


def return_(expert: Expert, *, by: User, reason: str) -> None:
    """Give it back to be completed."""
    with RETURN(expert, by=by, reason=reason):
        if expert.user_id is None:
            raise Refused("该记录由工作人员录入，请直接修改。")
        expert.reason = said(reason, "请写明退回的理由。")
        _tell(expert, "expert.returned", reason=expert.reason)


def refuse(expert: Expert, *, by: User, reason: str) -> None:
    """Do not admit, for a reason."""
    with REFUSE(expert, by=by, reason=reason):
        expert.reason = said(reason, "请写明不予入库的理由。")
        expert.decided_by, expert.decided_at = by, timezone.now()
        _tell(expert, "expert.refused", reason=expert.reason)


def apply_again(expert: Expert, *, by: User) -> None:
    """Begin anew after a refusal, an exit, or when the time of a removal is over."""
    with AGAIN(expert, by=by):
        if expert.removed_until and expert.removed_until >= timezone.localdate():
            raise Refused(f"您已被移出专家库至 {expert.removed_until}，期满后可重新申请。")
        expert.left_by = expert.left_at = None
        expert.removed_by = expert.removed_at = expert.removed_until = None
        expert.decided_by = expert.decided_at = None
        expert.consented_at = None
        consents.withdraw(agreeing.EXPERT, expert)


def confirm(expert: Expert, *, by: User) -> None:
    """What the record says is still true."""
    with CONFIRM(expert, by=by):
        expert.confirmed_by, expert.confirmed_at = by, timezone.now()


def confirm_for(expert: Expert, *, by: User) -> None:
    """An officer has asked somebody who has no account; whoever has one confirms alone."""
    with CONFIRM_FOR(expert, by=by):
        if expert.user_id:
            raise Refused("此人有账号，须由本人确认。")
        expert.confirmed_by, expert.confirmed_at = by, timezone.now()


def pause(expert: Expert, *, by: User, busy_from: date, busy_until: date | None = None) -> None:
    """Away for a time: not drawn for what falls into it."""
    with PAUSE(expert, by=by):
        if busy_until and busy_until < timezone.localdate():
            raise Refused("暂停的终止日期已过。")
        expert.busy_from, expert.busy_until = busy_from, busy_until


def resume(expert: Expert, *, by: User | str) -> None:
    """Here again."""
    with RESUME(expert, by=by):
        expert.busy_from = expert.busy_until = None


def open_reviews(expert: Expert) -> int:
    """How many reviews the expert has promised and not finished."""
    owed = Assignment.objects.filter(expert=expert, status__in=UNFINISHED).exclude(round__status=RoundStatus.ENDED)
    sits = Seat.objects.filter(expert=expert, status=SeatStatus.ACCEPTED).exclude(round__status=RoundStatus.ENDED)
    return owed.count() or sits.count()


def open_panels(expert: Expert) -> int:
    """How many panels that are not over the expert was called to and has not declined."""
    return PanelMember.objects.told().filter(expert=expert, panel__in=Panel.objects.open()).count()


def _demand_no_review(expert: Expert) -> None:
    if count := open_reviews(expert):
        raise Refused(f"还有 {count} 项评审没有完成，评审结束前不能退库。")
    if count := open_panels(expert):
        raise Refused(f"还有 {count} 场会评没有结束，请先答复不能参加或等会评结束，之前不能退库。")


def ask_leave(expert: Expert, *, by: User, reason: str) -> None:
    """Ask to leave the bank; not while a review is open."""
    with ASK_LEAVE(expert, by=by, reason=reason):
        _demand_no_review(expert)
        expert.reason = said(reason, "请写明退库的理由。")
        _tell_officers("expert.leaving", expert, reason=expert.reason)


def stay(expert: Expert, *, by: User) -> None:
    """Take the asking back."""
    with STAY(expert, by=by):
        expert.reason = ""


def let_go(expert: Expert, *, by: User) -> None:
    """Out of the bank, as asked; not while a review is open."""
    with LET_GO(expert, by=by):
        _demand_no_review(expert)
        expert.left_by, expert.left_at = by, timezone.now()
        expert.busy_from = expert.busy_until = None
        _tell(expert, "expert.left")


def keep(expert: Expert, *, by: User, reason: str) -> None:
    """Not let go, for a reason."""
    with KEEP(expert, by=by, reason=reason):
        expert.reason = said(reason, "请写明不同意的理由。")
        _tell(expert, "expert.kept", reason=expert.reason)


def remove(expert: Expert, *, by: User, until: date, reason: str) -> None:
    """Out of the bank for misconduct, until a day; what was still to be reviewed is taken away and officers are told."""
    with REMOVE(expert, by=by, reason=reason):
        if until <= timezone.localdate():
            raise Refused("移出的终止日期须晚于今天。")
        expert.reason = said(reason, "请写明移出的理由。")
        expert.removed_by, expert.removed_at, expert.removed_until = by, timezone.now(), until
        for assignment in Assignment.objects.filter(expert=expert, status__in=UNFINISHED).select_related("application"):
            assigning.cancel(assignment, by=by, reason="专家被移出专家库")
            letters.tell_assigners("review.lost", assignment, reason="专家被移出专家库")
        convening.lose(expert, reason="专家被移出专家库")
        _tell(expert, "expert.removed", reason=expert.reason, until=f"{until:%Y年%-m月%-d日}")


def replace_secrets(expert: Expert, *, by: User, **values: str) -> None:
    """An officer sets personal data anew without seeing the old; what is empty stays."""
    with REPLACE(expert, by=by):
        for name, value in values.items():
            if value:
                setattr(expert, name, value)


def claim(expert: Expert, *, by: User) -> None:
    """Whoever holds the mobile number that an officer entered is that person: the record becomes their own."""
    with LINK(expert, by=by):
        if Expert.objects.filter(user=by).exists():
            raise Refused("您已有一份专家记录，请联系科技局合并。")
        expert.user, expert.consented_at = by, timezone.now()
        _agree(expert, by)


def tend(today: date | None = None) -> None:
    """Each night: those whose pause is over are back; those whose year ends soon are told, once for each year."""
    today = today or timezone.localdate()
    for expert in Expert.objects.filter(status=_S.PAUSED, busy_until__lt=today):
        resume(expert, by=NIGHTLY)
    ending = Expert.objects.filter(status__in=(_S.LISTED, _S.PAUSED)).exclude(user=None)
    for expert in ending.filter(confirmed_at__date__lte=stale_before(today + timedelta(days=REMIND_DAYS))):
        confirmed = timezone.localdate(expert.confirmed_at)
        until = stale_before(confirmed).replace(year=confirmed.year + 1)
        send(
            "expert.stale",
            to=expert.user,
            key=f"expert:{expert.pk}:stale:{confirmed}",
            context={"name": expert.name, "until": f"{until:%Y年%-m月%-d日}"},
            url=reverse("projects:expert"),
        )


def _tell(expert: Expert, kind: str, **words) -> None:
    if expert.user:
        key = f"expert:{expert.pk}:{kind}:{timezone.now().isoformat()}"
        send(kind, to=expert.user, key=key, context={"name": expert.name, **words}, url=reverse("projects:expert"))


def _tell_officers(kind: str, expert: Expert, **words) -> None:
    send(
        kind,
        to=User.objects.holding(OFFICERS),
        key=f"expert:{expert.pk}:{kind}:{timezone.now().isoformat()}",
        context={"name": expert.name, "unit": expert.unit_name, **words},
        url=reverse("admin:projects_expert_change", args=[expert.pk]),
    )
