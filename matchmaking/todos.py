"""What waits for a unit's people in matchmaking."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from bureau.todos import Todo, provider

from .choices import DealStatus, FilingStatus, IntentionStatus, InterestStatus
from .models import ContractFiling, FollowUp, Interest

SHOWN_AT_MOST = 20


@provider
def dealings(user):
    """In one statement: interests to answer, intentions and deals that the other side waits for."""
    if user.is_staff or not user.has_perm("matchmaking.answer_interest"):
        return
    units = [membership.organisation_id for membership in user.current_memberships]
    if not units:
        return
    is_answerer, is_asker = Q(answerer__in=units), Q(asker__in=units)
    to_answer = Q(status=InterestStatus.ASKED) & is_answerer
    talks = Q(status=InterestStatus.ACCEPTED)
    wanted = Q(intention__status=IntentionStatus.PROPOSED) & (
        is_answerer & Q(intention__answerer_confirmed_at=None) | is_asker & Q(intention__asker_confirmed_at=None)
    )
    drafted = Q(deal__status=DealStatus.DRAFTED) & ~Q(deal__organisation__in=units) & (is_answerer | is_asker)
    rows = Interest.objects.for_list().filter(to_answer | talks & (wanted | drafted))[:SHOWN_AT_MOST]
    for row in rows:
        url = reverse("matchmaking:interest-detail", args=[row.pk])
        if row.status == InterestStatus.ASKED:
            yield Todo(f"答复对接意向“{row}”", url, "去答复", f"提出单位：{row.asker}", row.due_on)
        elif getattr(row, "deal", None) and row.deal.status == DealStatus.DRAFTED:
            yield Todo(f"确认协议“{row.deal}”", url, "去确认", str(row))
        else:
            yield Todo(f"确认合作意向“{row}”", url, "去确认", "对方已表示有合作意向。")


@provider
def contracts(user):
    """In one statement each: filings that were given back, contracts to be followed up."""
    if user.is_staff or not user.has_perm("matchmaking.fill_contractfiling"):
        return
    for row in (
        ContractFiling.objects.owned_by(user).filter(status=FilingStatus.CORRECTING).order_by("pk")[:SHOWN_AT_MOST]
    ):
        url = reverse("matchmaking:filing-detail", args=[row.pk])
        yield Todo(f"补正技术合同登记“{row}”", url, "去补正", f"补正内容：{row.reason}", urgent=True)
    due = FollowUp.objects.owned_by(user).outstanding(timezone.localdate()).select_related("filing").order_by("due_on")
    for row in due[:SHOWN_AT_MOST]:
        yield Todo(f"填报合同进展“{row}”", reverse("matchmaking:follow-up", args=[row.pk]), "去填报", due_on=row.due_on)
