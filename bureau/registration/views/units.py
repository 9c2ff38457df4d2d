"""A unit's own page: its data, its people, invitations, its names; and switching between one's units."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Membership, Organisation
from bureau.audit.book import note
from bureau.files import hand_out
from bureau.personal import mask
from bureau.registration.active import switch
from bureau.registration.forms import HandOverForm, InvitationForm, ReasonForm, RenamingForm
from bureau.registration.models import Invitation, Renaming
from bureau.registration.workflow import members, renamings
from bureau.workflow import Refused

from .joining import joinings_to

SHOWN_AT_MOST = 200


@require_POST
def unit_switch(request):
    """Act for another of one's units."""
    wanted = request.POST.get("organisation", "")
    post = switch(request, int(wanted)) if wanted.isdecimal() else None
    if post is None:
        messages.error(request, "您现在不是该单位的成员，没有切换。")
    else:
        messages.success(request, f"现在代表“{post.organisation}”办理业务。")
    return redirect("workspace")


@require_safe
def unit_detail(request, pk: int):
    """The unit to its people and to who recommends it; people and invitations as far as one may see them."""
    rows = Organisation.objects.visible_to(request.user).select_related("division").prefetch_related("former_names")
    unit = get_object_or_404(rows, pk=pk)
    own = next((post for post in request.user.current_memberships if post.organisation_id == unit.pk), None)
    manages = own is not None and own.role == MembershipRole.MANAGER
    posts = Membership.objects.current().filter(organisation=unit).select_related("user", "organisation").order_by("pk")
    context = {
        "unit": unit,
        "own": own,
        "manages": manages,
        "facts": _facts(unit),
        "posts": posts[:SHOWN_AT_MOST] if own else (),
        "manager": posts.filter(role=MembershipRole.MANAGER).first() if not own else None,
        "invitations": _invitations(unit) if manages else (),
        "joinings": joinings_to(unit, request.user) if manages else (),
        "renamings": Renaming.objects.filter(organisation=unit).for_list()[:20] if own else (),
        "former_names": unit.former_names.all(),
    }
    return render(request, "registration/unit_detail.html", context)


def _facts(unit: Organisation) -> list[tuple]:
    return [
        ("统一社会信用代码", unit.credit_code or "未登记"),
        ("单位类型", unit.get_kind_display()),
        ("所在县（市、区）或功能区", unit.division),
    ]


def _invitations(unit: Organisation) -> list[Invitation]:
    rows = list(Invitation.objects.filter(organisation=unit).outstanding().for_list()[:SHOWN_AT_MOST])
    for invitation in rows:
        invitation.sent_to = "，".join(filter(None, (mask(invitation.mobile), mask(invitation.email)))) or "仅链接"
    return rows


def _managed(request, pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.managed_by(request.user), pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_send(request, pk: int):
    """Invite one person; the link is shown once, here."""
    unit = _managed(request, pk)

    def link(token: str) -> str:
        return request.build_absolute_uri(reverse("registration:invitation", args=[token]))

    form = InvitationForm(request.POST or None, recommends=unit.jurisdictions.exists())
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = members.invite(unit, by=request.user, link=link, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            context = {"unit": unit, "invitation": invitation, "link": link(token)}
            return render(request, "registration/invitation_sent.html", context)
    return render(request, "registration/invitation_send.html", {"unit": unit, "form": form})


@require_POST
def invitation_revoke(request, pk: int):
    """Close the link."""
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    return _said(
        request,
        invitation.organisation_id,
        "邀请已取消，链接失效。",
        lambda: members.revoke(invitation, by=request.user),
    )


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token: str):
    """What the link opens: who invites; sign in or register; accept."""
    found = Invitation.objects.with_token(token).select_related("organisation", "created_by").first()
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        return _answer(request, lambda: members.accept(token, by=request.user))
    return _invited(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_answer(request, pk: int):
    """An invitation to one's own mobile number, from the to-do list."""
    rows = Invitation.objects.addressed_to(request.user).select_related("organisation", "created_by")
    found = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        return _answer(request, lambda: members.accept_addressed(found, by=request.user))
    return _invited(request, found)


def _invited(request, found: Invitation | None):
    if found is None:
        obstacle = "邀请链接不对，请核对是否复制完整。"
    elif request.user.is_authenticated:
        obstacle = members.obstacle(found, request.user)
    else:
        obstacle = members.closed(found)
    context = {"invitation": found, "obstacle": obstacle, "inviter": mask(str(found.created_by)) if found else ""}
    return render(request, "registration/invitation.html", context, status=200 if found else 404)


def _answer(request, accept):
    try:
        post = accept()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workspace")
    del request.user.current_memberships
    switch(request, post.organisation_id)
    messages.success(request, f"您已加入“{post.organisation}”，身份是{post.get_role_display()}。")
    return redirect("workspace")


@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request, pk: int):
    """The 单位管理员 ends another's membership, with the reason."""
    post = get_object_or_404(Membership.objects.managed_by(request.user).select_related("user", "organisation"), pk=pk)
    form = ReasonForm(request.POST or None)
    form.fields["reason"].help_text = "如：已调离。会记入审计台账，并告知本人。"
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        done = f"已结束{post.user}的成员身份。"
        return _said(request, post.organisation_id, done, lambda: members.end(post, by=request.user, reason=reason))
    return render(request, "registration/membership_end.html", {"post": post, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def membership_leave(request, pk: int):
    """A person leaves a unit."""
    post = get_object_or_404(Membership.objects.held_by(request.user).select_related("organisation"), pk=pk)
    if request.method == "POST":
        try:
            members.leave(post, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("registration:unit-detail", post.organisation_id)
        messages.success(request, f"您已退出“{post.organisation}”。")
        return redirect("workspace")
    return render(request, "registration/membership_leave.html", {"post": post})


@require_http_methods(["GET", "HEAD", "POST"])
def membership_hand_over(request, pk: int):
    """The post of 单位管理员 to another member."""
    held = Membership.objects.held_by(request.user).filter(role=MembershipRole.MANAGER)
    post = get_object_or_404(held.select_related("organisation"), pk=pk)
    form = HandOverForm(request.POST or None, membership=post)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        done = f"单位管理员已移交给{to.user}。"
        return _said(request, post.organisation_id, done, lambda: members.hand_over(post, by=request.user, to=to))
    return render(request, "registration/membership_hand_over.html", {"post": post, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def renaming_request(request, pk: int):
    """Ask for another name."""
    unit = _managed(request, pk)
    form = RenamingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            renamings.request(unit, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "更名申请已提交，科技局审核后生效。")
            return redirect("registration:unit-detail", pk)
    return render(request, "registration/renaming_request.html", {"unit": unit, "form": form})


@require_POST
def renaming_withdraw(request, pk: int):
    """Take it back."""
    renaming = get_object_or_404(Renaming.objects.managed_by(request.user), pk=pk)
    done = "更名申请已撤回。"
    return _said(request, renaming.organisation_id, done, lambda: renamings.withdraw(renaming, by=request.user))


@require_safe
def renaming_document(request, pk: int):
    """The paper, to the unit's people."""
    renaming = get_object_or_404(Renaming.objects.visible_to(request.user), pk=pk)
    note("view_document", by=request.user, subject=str(renaming), model="registration.renaming", object_id=pk)
    return hand_out(renaming.document, renaming.document_name, mime=renaming.document_type, inline=True)


def _said(request, organisation_id: int, done: str, verb):
    try:
        verb()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("registration:unit-detail", organisation_id)
