"""What waits for a unit's people in matchmaking."""

from django.db.models import CharField, DateField, F, Q, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone

from bureau.todos import Todo, provider

from .choices import ChallengeStatus, DealStatus, FilingStatus, IntentionStatus, InterestStatus
from .models import Challenge, ContractFiling, FollowUp, Interest

SHOWN_AT_MOST = 20
# By what waits: the page, what is to be done there, the button, what stands beside it, whether it is urgent.
TOLD = {
    "answer": ("matchmaking:interest-detail", "答复对接意向“{}”", "去答复", "提出单位：{}", False),
    "want": ("matchmaking:interest-detail", "确认合作意向“{}”", "去确认", "对方已表示有合作意向。", False),
    "deal": ("matchmaking:interest-detail", "确认协议“{}”", "去确认", "{}", False),
    "correct": ("matchmaking:filing-detail", "补正技术合同登记“{}”", "去补正", "补正内容：{}", True),
    "follow": ("matchmaking:follow-up", "填报合同进展“{}”", "去填报", "登记后 {} 个月", False),
    "rewrite": ("matchmaking:challenge-detail", "修改被退回的榜单“{}”", "去修改", "退回理由：{}", True),
    "won": ("matchmaking:bid", "与发榜单位洽谈“{}”", "去洽谈", "公示期满，贵单位是揭榜方。", False),
}


@provider
def in_matchmaking(user):
    """In one statement: interests to answer, intentions and deals that the other side waits for, contracts, challenges."""
    if user.is_staff or not user.has_perm("matchmaking.answer_interest"):
        return
    units = [membership.organisation_id for membership in user.current_memberships]
    if not units:
        return
    parts = [*_dealings(units), *_contracts(user), *_challenges(units)]
    for what, pk, words, hint, due in parts[0].union(*parts[1:], all=True):
        page, text, action, beside, is_urgent = TOLD[what]
        yield Todo(text.format(words), reverse(page, args=[pk]), action, beside.format(hint), due, urgent=is_urgent)


def _dealings(units: list[int]):
    is_answerer, is_asker = Q(answerer__in=units), Q(asker__in=units)
    pair = Concat("achievement__title", Value(" × "), "demand__title")
    asked = Interest.objects.filter(is_answerer, status=InterestStatus.ASKED)
    yield _part(asked, "answer", pair, F("asker__name"), F("due_on"))
    talks = Interest.objects.filter(status=InterestStatus.ACCEPTED)
    owed = is_answerer & Q(intention__answerer_confirmed_at=None) | is_asker & Q(intention__asker_confirmed_at=None)
    yield _part(talks.filter(owed, intention__status=IntentionStatus.PROPOSED), "want", pair)
    drafted = talks.filter(is_answerer | is_asker, deal__status=DealStatus.DRAFTED).exclude(
        deal__organisation__in=units
    )
    yield _part(drafted, "deal", F("deal__title"), pair)


def _contracts(user):
    returned = ContractFiling.objects.owned_by(user).filter(status=FilingStatus.CORRECTING)
    yield _part(returned, "correct", F("title"), F("reason"))
    due = FollowUp.objects.owned_by(user).outstanding(timezone.localdate())
    yield _part(due, "follow", F("filing__title"), F("months"), F("due_on"))


def _challenges(units: list[int]):
    returned = Challenge.objects.filter(organisation__in=units, status=ChallengeStatus.RETURNED)
    yield _part(returned, "rewrite", F("title"), F("reason"))
    won = Challenge.objects.filter(chosen__organisation__in=units, status=ChallengeStatus.AWARDED)
    yield _part(won.filter(chosen__interest=None), "won", F("title"))


def _part(rows, what: str, words, hint=Value(""), due=None):  # noqa: B008 A constant expression.
    day = Value(None, DateField()) if due is None else Cast(due, DateField())
    texts = [Cast(one, CharField()) for one in (words, hint)]
    return rows.order_by("-pk")[:SHOWN_AT_MOST].values_list(Value(what), "pk", *texts, day)
