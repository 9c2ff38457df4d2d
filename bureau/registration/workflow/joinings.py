"""What may be done with a person's wish to join a unit: asked, let in, declined, taken back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import Membership, Organisation, User
from bureau.audit.book import record
from bureau.registration import letters
from bureau.registration.checks import manager_of
from bureau.registration.choices import JoiningStatus
from bureau.registration.models import Joining
from bureau.workflow import Refused, Transition

from .members import ordinary_role

_ASK, _ANSWER, _WAITING = "registration.ask_joining", "registration.answer_joining", (JoiningStatus.SUBMITTED,)
GRANT = Transition("grant_joining", "同意", _WAITING, JoiningStatus.GRANTED, _ANSWER, "managed_by")
DECLINE = Transition("decline_joining", "不同意", _WAITING, JoiningStatus.DECLINED, _ANSWER, "managed_by")
WITHDRAW = Transition("withdraw_joining", "撤回", _WAITING, JoiningStatus.WITHDRAWN, _ASK, "owned_by")
WAITING_AT_MOST = 5


def ask(organisation: Organisation, *, by: User, words: str) -> Joining:
    """Ask the 单位管理员, who is told and sees the person's name, part of the mobile number and these words."""
    if not by.has_perm(_ASK):
        raise PermissionDenied("ask_joining")
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)  # Two clicks at once ask once.
        if (manager := manager_of(organisation)) is None:
            raise Refused(f"“{organisation}”还没有单位管理员，请直接注册单位，审核通过后由您担任。")
        if Membership.objects.held_by(by).filter(organisation=organisation).exists():
            raise Refused(f"您已是“{organisation}”的成员，不需要申请。")
        if Joining.objects.owned_by(by).waiting().count() >= WAITING_AT_MOST:
            raise Refused(f"您有 {WAITING_AT_MOST} 份加入申请在等待答复，请先撤回不需要的。")
        joining = Joining(organisation=organisation, words=words.strip(), created_by=by)
        try:
            joining.full_clean()
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        joining.save()
        record(joining, "ask_joining", by=by)
        letters.tell_asked(joining, manager.user)
    return joining


def grant(joining: Joining, *, by: User) -> Membership:
    """Let the person in, as an ordinary member."""
    with GRANT(joining, by=by):
        joining.answered_by, joining.answered_at = by, timezone.now()
        if not joining.created_by.is_active:
            raise Refused("申请人的账号已停用，不能加入。")
        post = Membership(user=joining.created_by, organisation=joining.organisation)
        post.role = ordinary_role(joining.organisation)
        try:
            post.full_clean()
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        post.save()
        record(post, "join", by=by, reason="同意加入申请")
        letters.tell_answered(joining, "已同意")
    return post


def decline(joining: Joining, *, by: User, reason: str) -> None:
    """Not let in, with the reason."""
    if not reason.strip():
        raise Refused("请写明理由，申请人会看到。")
    with DECLINE(joining, by=by, reason=reason):
        joining.reason, joining.answered_by, joining.answered_at = reason.strip(), by, timezone.now()
        letters.tell_answered(joining, "未同意")


def withdraw(joining: Joining, *, by: User) -> None:
    """Take back what is not answered."""
    with WITHDRAW(joining, by=by):
        pass
