"""Who acts for a unit: invited, joined, ended, the post of 单位管理员 handed over; and which unit recommends which places and units.

Each unit has one 单位管理员 at most (a constraint); the post is handed over or given by the bureau, never simply left.
"""

import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Division, Jurisdiction, Membership, Organisation, User
from bureau.audit.book import note, record, snapshot
from bureau.personal import blind_index, mask
from bureau.registration import letters
from bureau.registration.models import Invitation
from bureau.tokens import token_hash
from bureau.workflow import Refused, Transition

INVITATIONS_AT_MOST = 50
INVITE = Transition("invite", "邀请成员", None, None, "registration.send_invitation", "managed_by")
REVOKE = Transition("revoke_invitation", "取消邀请", None, None, "registration.send_invitation")
END = Transition("end_membership", "结束成员身份", None, None, "accounts.end_membership", "managed_by")
LEAVE = Transition("leave_membership", "退出单位", None, None, "accounts.leave_membership", "held_by")
HAND_OVER = Transition("hand_over", "移交单位管理员", None, None, "accounts.hand_over_membership", "held_by")
APPOINT = Transition("appoint_manager", "指定单位管理员", None, None, "accounts.appoint_membership")
ASSIGN = Transition("assign_places", "指定推荐职责", None, None, "accounts.assign_jurisdiction")


def invite(
    organisation: Organisation,
    *,
    by: User,
    name: str,
    role: str = MembershipRole.CONTRIBUTOR,
    mobile: str = "",
    email: str = "",
    link: Callable[[str], str] | None = None,
) -> tuple[Invitation, str]:
    """Open a way in for one person. Returns the invitation and the token of its link, which is kept nowhere.

    ``link`` makes an address of the token, for the text message and the e-mail.
    """
    with INVITE(organisation, by=by):
        if organisation.invitations.outstanding().count() >= INVITATIONS_AT_MOST:
            raise Refused(f"未接受的邀请已有 {INVITATIONS_AT_MOST} 份，请先取消不用的邀请。")
        if role == MembershipRole.RECOMMENDER and not organisation.jurisdictions.exists():
            raise Refused(f"“{organisation}”不是推荐单位，不能邀请推荐经办人。")
        token = secrets.token_urlsafe(32)
        invitation = Invitation(
            organisation=organisation, role=role, name=name, mobile=mobile, email=email, created_by=by
        )
        invitation.token_hash = token_hash(token)
        invitation.expires_at = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
        try:
            invitation.full_clean()
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        invitation.save()
        record(invitation, "add", by=by)
        letters.tell_invited(invitation, link(token) if link else "")
    return invitation, token


def revoke(invitation: Invitation, *, by: User) -> None:
    """Close the way in."""
    with REVOKE(invitation, by=by):
        if reason := closed(invitation):
            raise Refused(reason)
        invitation.revoked_by, invitation.revoked_at = by, timezone.now()


def obstacle(invitation: Invitation, user: User) -> str:
    """Why the person cannot accept the invitation, as a sentence; empty when they can."""
    if reason := closed(invitation):
        return reason
    if not user.has_perm("registration.accept_invitation"):
        return "工作人员账号不能加入单位，请换用个人账号登录后再打开邀请链接。"
    if invitation.mobile and blind_index(user.mobile) != invitation.mobile_index:
        return f"这份邀请发给手机号 {mask(invitation.mobile)}，与您账号的手机号不同。请用该手机号的账号登录，或请单位管理员重新邀请。"
    if Membership.objects.held_by(user).filter(organisation=invitation.organisation_id).exists():
        return f"您已是“{invitation.organisation}”的成员，不需要再接受邀请。"
    return ""


def closed(invitation: Invitation) -> str:
    """Why nobody can accept it any more; empty while somebody can."""
    if invitation.accepted_at:
        return "这份邀请已被使用，链接失效。"
    if invitation.revoked_at:
        return "这份邀请已被单位管理员取消，请与其联系。"
    if invitation.expires_at <= timezone.now():
        return "这份邀请已过期，请单位管理员重新邀请。"
    return ""


def accept(token: str, *, by: User) -> Membership:
    """Join by the link: whoever holds it, once, in time. Holding the link is what makes the row theirs."""
    return _join(Invitation.objects.with_token(token), by)


def accept_addressed(invitation: Invitation, *, by: User) -> Membership:
    """Join without the link: the invitation names the person's own mobile number, which they proved by a code."""
    return _join(Invitation.objects.addressed_to(by).filter(pk=invitation.pk), by)


def _join(rows, by: User) -> Membership:
    with transaction.atomic():
        invitation = rows.select_for_update(of=("self",)).select_related("organisation").first()
        if invitation is None:
            raise Refused("邀请链接不对，请核对是否复制完整。")
        if reason := obstacle(invitation, by):
            raise Refused(reason)
        before = snapshot(invitation)
        invitation.accepted_by, invitation.accepted_at = by, timezone.now()
        invitation.save()
        record(invitation, "accept_invitation", by=by, before=before)
        post = Membership(user=by, organisation=invitation.organisation, role=invitation.role)
        post.full_clean()
        post.save()
        record(post, "join", by=by)
        letters.tell_joined(post, invitation.created_by)
    return post


def end(membership: Membership, *, by: User, reason: str) -> None:
    """The 单位管理员 ends another's membership; what they did stays in the book under their name."""
    if not reason.strip():
        raise Refused("请写明理由。")
    with END(membership, by=by, reason=reason):
        membership.ended_by, membership.ended_at = by, timezone.now()
        letters.tell_ended(membership, reason)


def leave(membership: Membership, *, by: User) -> None:
    """A person goes; the 单位管理员 hands over first."""
    with LEAVE(membership, by=by):
        if membership.role == MembershipRole.MANAGER:
            raise Refused(
                "您是单位管理员，请先把职务移交给另一位成员，再退出单位。没有可移交的成员时，请先邀请一位，或联系科技局另行指定。"
            )
        membership.ended_by, membership.ended_at = by, timezone.now()


def hand_over(membership: Membership, *, by: User, to: Membership) -> None:
    """The post of 单位管理员 goes from its holder's ``membership`` to another member's."""
    with transaction.atomic():
        with HAND_OVER(membership, by=by, reason=f"移交给{to.user}"):
            if membership.role != MembershipRole.MANAGER:
                raise Refused("只有单位管理员可以移交职务。")
            if to.pk == membership.pk:
                raise Refused("请选择另一位成员。")
            membership.role = ordinary_role(membership.organisation)
        to.refresh_from_db(from_queryset=Membership._base_manager.select_for_update(of=("self",)))
        if to.ended_at or to.organisation_id != membership.organisation_id:
            raise Refused("对方已不是本单位成员，请重新选择。")
        before = snapshot(to)
        to.role = MembershipRole.MANAGER
        to.full_clean()
        to.save()
        record(to, "appoint", by=by, before=before, reason=f"{membership.user}移交")
        letters.tell_appointed(to)


def ordinary_role(organisation: Organisation) -> str:
    """What a member is who is not the 单位管理员."""
    return MembershipRole.RECOMMENDER if organisation.jurisdictions.exists() else MembershipRole.CONTRIBUTOR


def appoint(organisation: Organisation, *, by: User, user: User, reason: str) -> Membership:
    """An officer names the 单位管理员, where the last one is gone; a predecessor stays as an ordinary member."""
    if not reason.strip():
        raise Refused("请写明理由。")
    if user.is_staff or not user.is_active:
        raise Refused("只能指定在用的个人账号；工作人员账号不能代表单位。")
    with APPOINT(organisation, by=by, reason=reason):
        rows = Membership.objects.managers().select_for_update(of=("self",)).filter(organisation=organisation)
        if (holder := rows.first()) and holder.user_id == user.pk:
            raise Refused(f"{user}已是“{organisation}”的单位管理员。")
        if holder:
            before = snapshot(holder)
            holder.role = ordinary_role(organisation)
            holder.save()
            record(holder, "relieve", by=by, before=before, reason=reason)
        post = appoint_as_manager(organisation, user, by=by, reason=reason)
        letters.tell_appointed(post)
    return post


def appoint_as_manager(organisation: Organisation, user: User, *, by: User, reason: str) -> Membership:
    """The vacant post to ``user``: on the membership they have, or a new one. A step of verbs, not a verb."""
    post = Membership.objects.held_by(user).select_for_update(of=("self",)).filter(organisation=organisation).first()
    before = snapshot(post) if post else None
    post = post or Membership(organisation=organisation, user=user)
    post.role = MembershipRole.MANAGER
    post.full_clean()
    post.save()
    record(post, "appoint", by=by, before=before, reason=reason)
    return post


def assign_places(organisation: Organisation, *, by: User, divisions: Iterable[Division]) -> None:
    """Make the unit answer for exactly these places; one that another unit answers for is refused."""
    _assign(organisation, by, "division", divisions)


def assign_units(organisation: Organisation, *, by: User, units: Iterable[Organisation]) -> None:
    """Make the unit (主管部门) answer for exactly these units, wherever they are; another's, or itself, is refused."""
    units = list(units)
    if organisation.pk in {unit.pk for unit in units}:
        raise Refused("单位不能推荐自己，请从名单中去掉本单位。")
    _assign(organisation, by, "organisation", units)


def _assign(organisation: Organisation, by: User, of: str, rows: Iterable[Division | Organisation]) -> None:
    wanted = {row.pk: row for row in rows}
    with ASSIGN(organisation, by=by):
        duties = Jurisdiction.objects.filter(**{f"{of}__isnull": False})
        taken = duties.filter(**{f"{of}__in": wanted}).exclude(unit=organisation).select_related("unit", of)
        if other := taken.first():
            raise Refused(f"“{getattr(other, of)}”已由“{other.unit}”负责推荐，请先在该单位取消。")
        mine = duties.filter(unit=organisation)
        held = set(mine.values_list(f"{of}_id", flat=True))
        mine.exclude(**{f"{of}__in": wanted}).delete()
        Jurisdiction.objects.bulk_create(
            Jurisdiction(unit=organisation, **{of: wanted[pk]}) for pk in sorted(wanted.keys() - held)
        )
        note(
            "assign_places" if of == "division" else "assign_units",
            by=by,
            subject=str(organisation),
            model="accounts.organisation",
            object_id=organisation.pk,
            changes={"places" if of == "division" else "units": [sorted(held), sorted(wanted)]},
        )
