"""A unit's profiles: its list, the one page on which each is written, and what may be said of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.files import hand_out
from bureau.registration.active import acting_for
from bureau.workflow import Refused
from matchmaking.checking import leaks, missing, resembling
from matchmaking.choices import ProfileStatus
from matchmaking.counterparts import SHOWN, counterparts, other_side
from matchmaking.forms import AchievementForm, DemandForm, FileForm, RenewForm
from matchmaking.models import Achievement, Demand, ProfileFile
from matchmaking.workflow import files, recommending
from matchmaking.workflow import profiles as workflow

PER_PAGE = 20
NOUNS = {"achievement": (Achievement, AchievementForm), "demand": (Demand, DemandForm)}
TONES = {
    ProfileStatus.SUBMITTED: "info",
    ProfileStatus.RETURNED: "danger",
    ProfileStatus.PUBLISHED: "success",
    ProfileStatus.EXPIRED: "warning",
}
VERBS = {"submit": workflow.submit, "recall": workflow.recall, "withdraw": workflow.withdraw}
DONE = {"submit": "已提交，等待审核。", "recall": "已收回，可以继续修改。", "withdraw": "已下架。", "renew": "已续期。"}


@require_safe
def profile_list(request):
    """What the unit offers or wants, newest first."""
    membership = acting_for(request)
    if membership is None:
        return render(request, "matchmaking/profile_list.html", {"organisation": None})
    chosen = request.GET.get("kind") if request.GET.get("kind") in NOUNS else "achievement"
    own = {
        noun: model.objects.owned_by(request.user).filter(organisation=membership.organisation, voided_at=None)
        for noun, (model, _form) in NOUNS.items()
    }
    rows = own[chosen].for_list().defer("search", "contact_person", "contact_phone")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.tone, row.url = TONES.get(row.status, ""), reverse(f"matchmaking:{chosen}-detail", args=[row.pk])
    tabs = [
        {
            "label": NOUNS[noun][0]._meta.verbose_name, "url": f"?kind={noun}", "is_current": noun == chosen,
            "count": page.paginator.count if noun == chosen else rows_of.count(),
        }
        for noun, rows_of in own.items()
    ]  # fmt: skip
    context = {
        "organisation": membership.organisation, "page": page, "tabs": tabs, "noun": NOUNS[chosen][0]._meta.verbose_name,
        "new": reverse(f"matchmaking:{chosen}-new"),
    }  # fmt: skip
    return render(request, "matchmaking/profile_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def profile_new(request, noun: str):
    """Open a draft; its title is enough."""
    model, form_class = NOUNS[noun]
    membership = acting_for(request)
    if membership is None:
        messages.error(request, "您还没有加入单位。")
        return redirect("matchmaking:profile-list")
    form = form_class(request.POST or None, initial={"division": membership.organisation.division_id})
    if request.method == "POST" and form.is_valid():
        try:
            profile = workflow.begin(model, membership.organisation, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存草稿。")
            return redirect(f"matchmaking:{noun}-detail", profile.pk)
    context = {"form": form, "noun": model._meta.verbose_name, "title": f"填写{model._meta.verbose_name}"}
    return render(request, "matchmaking/profile_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def profile_detail(request, noun: str, pk: int):
    """One profile: to write on while it is a draft, with what is missing, what it repeats, and what it would meet now."""
    model, form_class = NOUNS[noun]
    rows = model.objects.owned_by(request.user).select_related("organisation", "division").defer("search")
    profile = get_object_or_404(rows, pk=pk, voided_at=None)
    form = form_class(request.POST or None, instance=profile) if profile.is_editable else None
    if request.method == "POST" and form is None:
        messages.error(request, f"“{profile}”{profile.get_status_display()}，不能修改。")
        return redirect(f"matchmaking:{noun}-detail", pk)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.revise(profile, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存草稿。")
            return redirect(f"matchmaking:{noun}-detail", pk)
    return render(request, "matchmaking/profile_edit.html", _page(request, noun, profile, form))


def _page(request, noun: str, profile, form) -> dict:
    model = type(profile)
    lacking = [*missing(profile), *leaks(profile)] if profile.is_editable else []
    allowed = {
        name: profile.status in verb.sources and request.user.has_perm(verb.permission_for(profile))
        for name, verb in (
            ("submit", workflow.SUBMIT), ("recall", workflow.RECALL), ("withdraw", workflow.WITHDRAW), ("renew", workflow.RENEW),
        )
    }  # fmt: skip
    return {
        "profile": profile,
        "form": form,
        "noun": model._meta.verbose_name,
        "title": f"{model._meta.verbose_name}：{profile.title}",
        "tone": TONES.get(profile.status, ""),
        "lacking": lacking,
        "similar": resembling(profile) if profile.is_editable else [],
        "counterparts": counterparts(profile, SHOWN),
        "matches": reverse(f"matchmaking:{noun}-matches", args=[profile.pk]),
        "other": other_side(model)._meta.verbose_name,
        "act": reverse(f"matchmaking:{noun}-act", args=[profile.pk]),
        "may": allowed
        | {
            "renew": allowed["renew"] and profile.is_renewable(),
            "challenge": noun == "demand" and form is None and profile.is_public(),
        },
        "renewal": RenewForm(),
        "files": ProfileFile.objects.of(profile).order_by("pk"),
        "file_form": FileForm(auto_id="attach_%s"),
        "file_add": reverse(f"matchmaking:{noun}-file-add", args=[profile.pk]),
        "rows": [] if form else _told(profile),
    }


def _told(profile) -> list[tuple[str, object]]:
    words = profile._meta.get_field(profile.amount_field).verbose_name.removesuffix("（元）")
    return [
        ("编号", profile.number),
        (profile._meta.get_field(profile.body_field).verbose_name, profile.body),
        ("领域", profile.get_field_display()),
        ("成熟度", profile.get_maturity_display()),
        ("合作方式", profile.cooperation_words),
        ("所在县（市、区）", profile.division),
        (words, profile.amount_words),
        ("有效期至", profile.valid_until and f"{profile.valid_until:%Y-%m-%d}"),
        ("公开单位名称", "是" if profile.names_unit else "否"),
        ("联系人和电话", "不公开；对方的意向被您接受后才给对方看。"),
    ]


@require_POST
def profile_act(request, noun: str, pk: int):
    """Say one verb of a profile: ``verb`` is submit, recall, withdraw or renew."""
    model, _form = NOUNS[noun]
    profile = get_object_or_404(model.objects.owned_by(request.user), pk=pk)
    verb = request.POST.get("verb", "")
    try:
        if verb == "renew":
            form = RenewForm(request.POST)
            if not form.is_valid():
                raise Refused("请填写新的有效期。")
            workflow.renew(profile, by=request.user, **form.cleaned_data)
        elif verb in VERBS:
            VERBS[verb](profile, by=request.user)
        else:
            raise Http404
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, DONE[verb])
    return redirect(f"matchmaking:{noun}-detail", pk)


@require_safe
def profile_matches(request, noun: str, pk: int):
    """The whole list of what is recommended to a profile, and why."""
    model, _form = NOUNS[noun]
    rows = model.objects.owned_by(request.user).select_related("organisation", "division").defer("search")
    profile = get_object_or_404(rows, pk=pk, voided_at=None)
    found = counterparts(profile)
    for one in found:
        one.dismiss = reverse(f"matchmaking:{noun}-dismiss", args=[profile.pk, one.profile.pk])
    context = {
        "profile": profile,
        "counterparts": found,
        "other": other_side(model)._meta.verbose_name,
        "title": f"推荐给“{profile.title}”的{other_side(model)._meta.verbose_name}",
        "back": reverse(f"matchmaking:{noun}-detail", args=[profile.pk]),
        "may_dismiss": profile.is_public(),
    }
    return render(request, "matchmaking/profile_matches.html", context)


@require_POST
def match_dismiss(request, noun: str, pk: int, other: int):
    """One click: this one is not relevant."""
    model, _form = NOUNS[noun]
    profile = get_object_or_404(model.objects.owned_by(request.user), pk=pk)
    target = get_object_or_404(other_side(model).objects.published().defer("search"), pk=other)
    try:
        recommending.dismiss(profile, target, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已标记“{target.title}”不相关，以后不再推荐。")
    return redirect(f"matchmaking:{noun}-matches", pk)


@require_POST
def file_add(request, noun: str, pk: int):
    """Add a file to a profile that may be written on."""
    profile = get_object_or_404(NOUNS[noun][0].objects.owned_by(request.user), pk=pk)
    form = FileForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise Refused("；".join(form.errors["file"]))
        files.attach(profile, by=request.user, file=form.cleaned_data["file"])
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已上传附件。")
    return redirect(f"matchmaking:{noun}-detail", pk)


@require_POST
def file_drop(request, noun: str, pk: int, file: int):
    """Take a file away."""
    profile = get_object_or_404(NOUNS[noun][0].objects.owned_by(request.user), pk=pk)
    held = get_object_or_404(ProfileFile.objects.of(profile), pk=file)
    try:
        files.detach(profile, held, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已删去附件。")
    return redirect(f"matchmaking:{noun}-detail", pk)


@require_safe
def file_show(request, noun: str, pk: int, file: int):
    """A file, to the unit and to whoever decides upon its profiles."""
    model = NOUNS[noun][0]
    decides = request.user.is_staff and request.user.has_perm(f"matchmaking.decide_{noun}")
    rows = model.objects.visible_to(request.user) if decides else model.objects.owned_by(request.user)
    held = get_object_or_404(ProfileFile.objects.of(get_object_or_404(rows, pk=pk)), pk=file)
    return hand_out(held.file, held.name, mime=held.mime)
