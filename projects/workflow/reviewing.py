"""An expert at the review desk: signs the pledge, opens the material, fills the sheet, hands it in; an officer gives it back.

Saving a draft writes no line of the book: the sheet carries when and how often it was saved, and the hand-in fixes it.
"""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.messaging.workflow import send
from bureau.workflow import Refused, Transition
from projects import scoresheets
from projects.choices import UNFINISHED, AssignmentStatus, RoundStatus
from projects.formdata.scheme import Scheme
from projects.models import Assignment, Expert, FormVersion, MaterialView, Pledge, ReviewRound, Sheet

from . import ranking
from .submitting import said

_A = AssignmentStatus
SAVE = Transition("save_sheet", "评分", UNFINISHED, None, "projects.review_assignment", rows="owned_by")
BEGIN = Transition(
    "begin_review", "开始评分", (_A.ASSIGNED,), _A.REVIEWING, "projects.review_assignment", rows="owned_by"
)
HAND_IN = Transition(
    "hand_in_sheet", "提交评分", UNFINISHED, _A.SUBMITTED, "projects.review_assignment", rows="owned_by"
)
GIVE_BACK = Transition("give_back_sheet", "退回重评", (_A.SUBMITTED,), _A.REVIEWING, "projects.reopen_sheet")
ALL = (SAVE, BEGIN, HAND_IN, GIVE_BACK)
PLEDGE = (
    "本人承诺：客观、公正、独立评审；与被评项目的申报单位、负责人和成员没有利害关系，发现有的立即声明回避；"
    "对评审材料和评审意见保密，不复制、不外传、不利用；不与申报单位和人员联系；如有违反，愿承担相应责任。"
)
OTHER_WINDOW = "这张评分表在另一个窗口中有更新的内容，本窗口的没有保存。请刷新本页，核对后继续。"


class Unpledged(Refused):
    """The expert has not signed the pledge of the round yet."""

    def __init__(self):
        super().__init__("请先签署评审承诺书。")


def scheme_of(assignment: Assignment) -> tuple[FormVersion, Scheme]:
    """The version of the call that the round is judged by, and its scheme. Raises Refused without one."""
    versions = list(assignment.round.call.versions.all())
    if not versions or versions[-1].terms.scheme is None:
        raise Refused("该批次没有评审方案，请与评审工作人员联系。")
    return versions[-1], versions[-1].terms.scheme


def is_blind(assignment: Assignment) -> bool:
    """Whether the expert must not know who applies."""
    return is_blind_round(assignment.round)


def is_blind_round(round: ReviewRound) -> bool:
    """Whether its experts must not know who applies: the round's word, or the scheme's."""
    versions = list(round.call.versions.all())
    scheme = versions[-1].terms.scheme if versions else None
    return round.is_blind or bool(scheme and scheme.is_blind)


def has_pledged(round: ReviewRound, user: User) -> bool:
    """Whether the person signed before seeing anything of the round."""
    return Pledge.objects.filter(round=round, expert__user=user).exists()


def pledge(assignment: Assignment, *, by: User) -> None:
    """Sign, for the whole round, in the words as they are now; twice is once."""
    if not SAVE.is_allowed(assignment, by):
        raise PermissionDenied("pledge")
    sign(assignment.round, assignment.expert, by=by)


def sign(round: ReviewRound, expert: Expert, *, by: User) -> None:
    """One promise for one round, wherever it was asked: at the desk, or with the answer to an invitation."""
    signed = {"text": PLEDGE, "signed_by": by, "signed_at": timezone.now()}
    made, is_new = Pledge.objects.get_or_create(round=round, expert=expert, defaults=signed)
    if is_new:
        record(made, "sign_pledge", by=by)


def look(assignment: Assignment, *, by: User, what: str) -> None:
    """Write that the expert opened a material. Refused before the pledge, and once the expert has stepped aside."""
    if not SAVE.is_allowed(assignment, by):
        raise PermissionDenied("look")
    if assignment.status in (_A.RECUSED, _A.CANCELLED) or assignment.blocked_at:
        raise Refused("您已回避该项目，不能再查看材料。")
    if not has_pledged(assignment.round, by):
        raise Unpledged
    MaterialView.objects.create(assignment=assignment, what=what[:255], viewed_by=by, viewed_at=timezone.now())


def sheet_of(assignment: Assignment) -> Sheet:
    """The sheet, begun or not yet."""
    return getattr(assignment, "sheet", None) or Sheet(assignment=assignment, version=scheme_of(assignment)[0])


def said_in(sheet: Sheet) -> dict:
    """What a sheet says, as the pure reading takes it."""
    return {name: getattr(sheet, name) for name in ("marks", "comment", "recommendation", "familiarity", "amount")}


def save(assignment: Assignment, *, by: User, typed: Mapping, seen: int) -> Sheet:
    """Keep what was typed. What another window has saved since is never overwritten."""
    with transaction.atomic():
        assignment.refresh_from_db(from_queryset=Assignment.objects.select_for_update(of=("self",)))
        _demand(SAVE, assignment, by)
        sheet = sheet_of(assignment)
        if all(getattr(sheet, name) == value for name, value in typed.items()) and sheet.pk:
            return sheet
        if sheet.revision != seen:
            raise Refused(OTHER_WINDOW)
        for name, value in typed.items():
            setattr(sheet, name, value)
        sheet.revision, sheet.saved_at = sheet.revision + 1, timezone.now()
        _keep(sheet)
        if assignment.status == _A.ASSIGNED:
            with BEGIN(assignment, by=by):
                pass
        return sheet


def _demand(verb: Transition, assignment: Assignment, by: User) -> None:
    if not verb.is_allowed(assignment, by):
        raise PermissionDenied(verb.verb)
    if assignment.status not in verb.sources:
        raise Refused(f"“{assignment}”{assignment.get_status_display()}，不能{verb.label}。")
    _demand_running(assignment, by)


def _demand_running(assignment: Assignment, by: User) -> None:
    if assignment.blocked_at:
        raise Refused("该项目有须回避的情形，评分已停止，工作人员会改派。")
    if assignment.round.status != RoundStatus.REVIEWING:
        raise Refused(f"本轮评审{assignment.round.get_status_display()}，不能评分。")
    if not has_pledged(assignment.round, by):
        raise Unpledged


def _keep(sheet: Sheet) -> None:
    try:
        sheet.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    sheet.save()


def hand_in(assignment: Assignment, *, by: User) -> Sheet:
    """Submit the sheet as it was saved: its total is fixed, and only an officer opens it again."""
    with HAND_IN(assignment, by=by):
        _demand_running(assignment, by)
        version, scheme = scheme_of(assignment)
        sheet = sheet_of(assignment)
        reading = scoresheets.read(scheme, said_in(sheet), assignment.round.call.advice)
        if reading.lacks:
            raise Refused("还不能提交：" + "".join(lack.text for lack in reading.lacks))
        now = timezone.now()
        sheet.marks = {
            code: one | {"mark": str(reading.marks[code])} for code, one in sheet.marks.items() if code in reading.marks
        }
        sheet.version, sheet.total = version, reading.total
        sheet.submitted_by, sheet.submitted_at = by, now
        _keep(sheet)
        assignment.submitted_at = now
    ranking.refresh(assignment.application)
    return sheet


def give_back(assignment: Assignment, *, by: User, reason: str) -> None:
    """Open a submitted sheet again, for a reason that the expert reads."""
    with GIVE_BACK(assignment, by=by, reason=reason):
        sheet = Sheet.objects.select_for_update().get(assignment=assignment)
        sheet.total = sheet.submitted_by = sheet.submitted_at = None
        sheet.reopened_by, sheet.reopened_at = by, timezone.now()
        sheet.reopen_reason = said(reason, "请写明退回的理由。")
        _keep(sheet)
        assignment.submitted_at = None
        if assignment.expert.user:
            url = reverse("projects:review-desk", args=[assignment.pk])
            context = {"round": assignment.round, "reason": sheet.reopen_reason}
            key = f"assignment:{assignment.pk}:given_back:{sheet.reopened_at.isoformat()}"
            send("review.given_back", to=assignment.expert.user, key=key, context=context, url=url)
    ranking.refresh(assignment.application)
