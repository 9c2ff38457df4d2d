"""A unit's contracts that are to be registered: the form, what is missing, how it stands, what is asked afterwards."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bureau.files import hand_out
from bureau.registration.active import acting_for
from bureau.workflow import Refused
from matchmaking import contractforms as forms
from matchmaking.choices import EDITABLE_FILINGS, ContractRight, FilingStatus
from matchmaking.models import ContractFiling, Deal, FollowUp
from matchmaking.workflow import contracts

PER_PAGE = 20
TONES = {
    FilingStatus.SUBMITTED: "info", FilingStatus.CHECKING: "info", FilingStatus.CHECKED: "info", FilingStatus.CORRECTING: "danger",
    FilingStatus.REGISTERED: "success", FilingStatus.REFUSED: "danger",
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def filing_list(request):
    """The unit's filings, newest first; a title opens another."""
    membership, form = acting_for(request), forms.BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and membership:
        try:
            filing = contracts.begin(membership.organisation, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("matchmaking:filing-detail", filing.pk)
    page = Paginator(ContractFiling.objects.owned_by(request.user).for_list(), PER_PAGE).get_page(
        request.GET.get("page")
    )
    for row in page:
        row.tone = TONES.get(row.status, "")
    return render(request, "matchmaking/filing_list.html", {"page": page, "form": form, "organisation": membership})


@require_POST
def filing_from_deal(request, pk: int):
    """Open a filing of what was agreed to on the portal."""
    rows = Deal.objects.party_to(request.user).select_related(
        "interest__achievement__organisation", "interest__demand__organisation"
    )
    deal = get_object_or_404(rows, pk=pk)
    try:
        filing = contracts.begin(deal.interest.achievement.organisation, by=request.user, title=deal.title, deal=deal)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("matchmaking:interest-detail", deal.interest_id)
    return redirect("matchmaking:filing-detail", filing.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def filing_detail(request, pk: int):
    """One filing: to write on while it is a draft or to be corrected, else to read, with its follow-ups."""
    filing = get_object_or_404(ContractFiling.objects.owned_by(request.user).for_list(), pk=pk)
    is_editable = filing.status in EDITABLE_FILINGS
    form = forms.FilingForm(request.POST or None, request.FILES or None, instance=filing) if is_editable else None
    if request.method == "POST" and form is None:
        messages.error(request, f"“{filing}”{filing.get_status_display()}，不能修改。")
        return redirect("matchmaking:filing-detail", pk)
    if request.method == "POST" and form.is_valid():
        try:
            contracts.fill(filing, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存。")
            return redirect("matchmaking:filing-detail", pk)
    filing.refresh_from_db(fields=["file"])
    context = {
        "filing": filing, "form": form, "tone": TONES.get(filing.status, ""), "rows": [] if form else _told(filing),
        "lacking": contracts.missing(filing) if is_editable and request.method != "POST" else [],
        "may_submit": is_editable and request.user.has_perm(contracts.SUBMIT.permission_for(filing)),
        "follow_ups": filing.follow_ups.order_by("months"), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "matchmaking/filing_detail.html", context)


def _told(filing: ContractFiling) -> list[tuple[str, object]]:
    def wan(amount):
        return "" if amount is None else f"{amount / 10_000:,.2f} 万元"

    return [
        ("项目名称", filing.title),
        ("合同登记编号", filing.contract.number if filing.contract else ""),
        ("合同类别", "　".join(filter(None, (filing.get_kind_display(), filing.get_subkind_display())))),
        ("买方", f"{filing.buyer_name}　{filing.buyer_code}"),
        ("技术领域", filing.get_technology_field_display()),
        ("合同成交总额", wan(filing.value)),
        ("技术交易额", wan(filing.technology_value)),
        ("支付方式", filing.get_payment_display()),
        ("知识产权", "、".join(ContractRight(right).label for right in filing.rights)),
        ("社会经济目标", filing.get_goal_display()),
        ("计划类别", filing.get_plan_category_display()),
        ("签订日期", filing.signed_on),
        ("有效期限至", filing.valid_until),
        ("办理期限", filing.due_on),
    ]


@require_POST
def filing_submit(request, pk: int):
    """Hand in a draft, or a correction."""
    filing = get_object_or_404(ContractFiling.objects.owned_by(request.user), pk=pk)
    verb = contracts.hand_in if filing.status == FilingStatus.CORRECTING else contracts.submit
    try:
        verb(filing, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已提交登记机构。")
    return redirect("matchmaking:filing-detail", pk)


@require_safe
def filing_file(request, pk: int):
    """The contract, to its seller and to the registry."""
    filing = get_object_or_404(ContractFiling.objects.visible_to(request.user).exclude(file=""), pk=pk)
    return hand_out(filing.file, filing.name, mime=filing.mime)


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request, pk: int):
    """What became of a contract after so many months."""
    held = get_object_or_404(FollowUp.objects.owned_by(request.user).select_related("filing"), pk=pk)
    form = forms.FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            contracts.report(held, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已填报。")
            return redirect("matchmaking:filing-detail", held.filing_id)
    context = {"follow_up": held, "form": form, "back": reverse("matchmaking:filing-detail", args=[held.filing_id])}
    return render(request, "matchmaking/follow_up.html", context)
