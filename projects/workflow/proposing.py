"""立项建议: drawn up from the ranking, put right line by line, sent, approved by another, returned."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.messaging.workflow import send
from bureau.workflow import Refused, Transition
from projects import board
from projects.choices import (
    AmountRule,
    ApplicationStatus,
    CallStatus,
    DecisionOutcome,
    PanelResult,
    PanelUse,
    ProposalStatus,
    SupportKind,
)
from projects.formdata.scheme import half_up
from projects.formdata.values import read_amount
from projects.models import Application, Call, Opinion, Project, Proposal, ProposalLine, Sheet, Standing

from .ranking import scheme_for
from .submitting import said
from .visiting import unvisited

_S, _O = ProposalStatus, DecisionOutcome
COMPOSE = Transition("compose_proposal", "编制", (_S.DRAFT,), None, "projects.compose_proposal")
SUBMIT = Transition("submit_proposal", "送审", (_S.DRAFT,), _S.SUBMITTED, "projects.compose_proposal")
RETURN = Transition("return_proposal", "退回", (_S.SUBMITTED,), _S.DRAFT, "projects.approve_proposal")
APPROVE = Transition("approve_proposal", "审定", (_S.SUBMITTED,), _S.APPROVED, "projects.approve_proposal")
ALL = (COMPOSE, SUBMIT, RETURN, APPROVE)
NAMED_AT_MOST = 5
THOUSAND = Decimal(1000)  # Suggested amounts are proposed in whole thousands of yuan.


def begin(call: Call, *, by: User, title: str, prefix: str) -> Proposal:
    """An empty proposal for a call that has been ranked."""
    if not by.has_perm(COMPOSE.permission) or not Call.objects.visible_to(by).filter(pk=call.pk).exists():
        raise PermissionDenied("begin")
    if call.status == CallStatus.HOSTED:
        raise Refused("揭榜挂帅的结果在“揭榜挂帅”中确定，不作立项建议。")
    if board.ranked_at(call) is None:
        raise Refused("该批次还没有计算评审排名。")
    proposal = Proposal(call=call, title=title.strip(), prefix=prefix.strip(), created_by=by, created_at=timezone.now())
    try:
        proposal.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    with transaction.atomic():
        proposal.save()
        record(proposal, "add", by=by)
    return proposal


def plan(
    proposal: Proposal, *, approve_to: int, reserve_to: int, rule: str, fixed: Decimal | None = None, reserve_reason: str = "",
    reject_reason: str,
) -> list[ProposalLine]:  # fmt: skip
    """What drawing up from the ranking would write, unsaved: the first are approved, the next kept, the rest rejected.

    Where a panel's score counts, what it did not let pass is rejected whatever its place.
    """
    amounts, panel_counts = _amounts(proposal.call, rule, fixed), scheme_for(proposal.call).panel_use
    found = []
    for standing in _free(proposal):
        line = ProposalLine(
            proposal=proposal, application=standing.application, place=standing.place, score=standing.score,
            outcome=_O.REJECT, reason=reject_reason,
        )  # fmt: skip
        if panel_counts != PanelUse.ACCOMPANIES and standing.panel_result == PanelResult.FAILED:
            line.reason = "专家组会评不通过。"
        elif standing.place and standing.place <= approve_to:
            line.outcome, line.reason, line.amount = _O.APPROVE, "", amounts(standing.application)
        elif standing.place and standing.place <= reserve_to:
            line.outcome, line.reason = _O.RESERVE, reserve_reason
        elif standing.place is None:
            line.reason = "有效评审份数不足，未进入排名。"
        found.append(line)
    return found


def _free(proposal: Proposal) -> list[Standing]:
    rows = Standing.objects.filter(call=proposal.call, application__status=ApplicationStatus.ACCEPTED)
    rows = rows.exclude(application__decision__proposal__in=Proposal.objects.exclude(pk=proposal.pk))
    return list(rows.select_related("application__organisation").order_by("place", "pk"))


def _amounts(call: Call, rule: str, fixed: Decimal | None):
    suggested = _suggested(call) if rule == AmountRule.SUGGESTED else {}
    recommended = panel_amounts(call) if rule == AmountRule.PANEL else {}

    def amount(application: Application) -> Decimal:
        if call.support_kind == SupportKind.GUIDING:
            return Decimal(0)
        asked = application.requested_amount or Decimal(0)
        wanted = {
            AmountRule.FIXED: fixed, AmountRule.SUGGESTED: suggested.get(application.pk),
            AmountRule.PANEL: recommended.get(application.pk),
        }.get(rule)  # fmt: skip
        wanted = asked if wanted is None else wanted
        wanted = min(wanted, asked) if rule == AmountRule.SUGGESTED else wanted
        return min(wanted, call.ceiling) if call.ceiling else wanted

    return amount


def panel_amounts(call: Call) -> dict[int, Decimal]:
    """By application, what the latest panel whose opinion is signed recommends, in yuan; those without an amount are left out."""
    rows = Opinion.objects.signed().filter(item__panel__round__call=call).order_by("item__closed_at", "pk")
    latest = dict(rows.values_list("item__application_id", "amount"))
    return {application: amount for application, amount in latest.items() if amount is not None}


def _suggested(call: Call) -> dict[int, Decimal]:
    given = defaultdict(list)
    rows = Sheet.objects.submitted().filter(assignment__round__call=call).exclude(amount="")
    for application, text in rows.values_list("assignment__application_id", "amount").iterator():
        try:
            given[application].append(read_amount(text))
        except ValueError:
            continue  # What an expert wrote is not an amount: it says nothing about one.
    return {pk: half_up(sum(map(Fraction, held)) / len(held), THOUSAND) for pk, held in given.items()}


def draw_up(proposal: Proposal, *, by: User, **values) -> int:
    """Write what the ranking says, in the place of what the proposal said before. Returns how many lines."""
    with COMPOSE(proposal, by=by, reason="按排名生成"):
        proposal.lines.all().delete()
        lines = plan(proposal, **values)
        for line in lines:
            _validate(line)
        ProposalLine.objects.bulk_create(lines, batch_size=1000)
    return len(lines)


def _validate(line: ProposalLine) -> None:
    try:
        line.full_clean(exclude=["proposal", "application"], validate_unique=False)
    except ValidationError as error:
        raise Refused(f"“{line.application}”：{'；'.join(error.messages)}") from error


def put_right(proposal: Proposal, *, by: User, lines: Iterable[tuple[ProposalLine, Mapping]]) -> int:
    """Change single lines: outcome, amount, reason. Returns how many changed."""
    changed = 0
    with COMPOSE(proposal, by=by, reason="逐项调整"):
        for line, values in lines:
            if all(getattr(line, name) == value for name, value in values.items()):
                continue
            for name, value in values.items():
                setattr(line, name, value)
            _validate(line)
            line.save(update_fields=list(values))
            changed += 1
    return changed


def submit(proposal: Proposal, *, by: User) -> None:
    """Send it to be approved: nobody is left out, something is to be approved, the ranking is the latest."""
    with SUBMIT(proposal, by=by):
        if board.is_stale(proposal.call, board.ranked_at(proposal.call)):
            raise Refused("排名之后又有新提交的评分，请重新计算排名并重新生成建议。")
        if not proposal.lines.filter(outcome=_O.APPROVE).exists():
            raise Refused("没有拟立项的项目。")
        if lacking := unvisited(proposal):
            names = "、".join(f"“{line.application}”" for line in lacking[:NAMED_AT_MOST])
            more = f"等 {len(lacking)} 项" if len(lacking) > NAMED_AT_MOST else ""
            raise Refused(f"按本批次规定须现场考察后才能立项：{names}{more}。")
        proposal.submitted_by, proposal.submitted_at, proposal.reason = by, timezone.now(), ""
        leaders = User.objects.holding(APPROVE.permission).exclude(pk__in=(by.pk, proposal.created_by_id))
        tell(proposal, "proposal.submitted", leaders, person=by)


def tell(proposal: Proposal, kind: str, to, **words) -> None:
    """Tell persons of the bureau about a proposal."""
    send(
        kind,
        to=to,
        key=f"{proposal.pk}:{kind}:{timezone.now().isoformat()}",
        context={"title": proposal, **words},
        url=reverse("admin:projects_proposal_change", args=[proposal.pk]),
    )


def return_(proposal: Proposal, *, by: User, reason: str) -> None:
    """Back to the draft, with what is to be changed."""
    with RETURN(proposal, by=by, reason=reason):
        author, proposal.reason = proposal.submitted_by, said(reason, "请写明退回的意见。")
        proposal.submitted_by = proposal.submitted_at = None
        tell(proposal, "proposal.returned", author, reason=proposal.reason)


def approve(proposal: Proposal, *, by: User, minutes: str) -> None:
    """审定, by another person, with the number of the minutes; each that is to be a project gets its number."""
    with APPROVE(proposal, by=by, reason=minutes):
        proposal.minutes = said(minutes, "请写明会议纪要文号。")
        proposal.approved_by, proposal.approved_at = by, timezone.now()
        _number(proposal)
        tell(proposal, "proposal.approved", proposal.submitted_by, person=by)


def _number(proposal: Proposal) -> None:
    """Numbers in the order of the ranking, past those that a list or another proposal has taken."""
    taken = set(Project.objects.filter(number__startswith=proposal.prefix).values_list("number", flat=True))
    taken |= set(ProposalLine.objects.filter(number__startswith=proposal.prefix).values_list("number", flat=True))
    serial = 0
    for line in proposal.lines.approved().filter(number="").order_by("place", "pk"):
        serial += 1
        while f"{proposal.prefix}{serial:03d}" in taken:
            serial += 1
        line.number = f"{proposal.prefix}{serial:03d}"
        line.save(update_fields=["number"])
