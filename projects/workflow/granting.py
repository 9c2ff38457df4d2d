"""After the decision: the 公示, objections that take one out, projects made of the rest, results told to all at once."""

from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.publicity import workflow as publicities
from bureau.publicity.choices import WAITING, Column, ObjectionStatus, PublicityKind, PublicityStatus
from bureau.publicity.models import Publicity
from bureau.workflow import Refused, Transition
from projects import budget, letters
from projects.choices import DecisionOutcome, ProjectLevel, ProposalStatus
from projects.models import Project, Proposal, ProposalLine
from projects.publicities import OPENER

from .proposing import APPROVE, tell
from .submitting import said

_S = ProposalStatus
PUBLICISE = Transition("publicise_proposal", "发起公示", (_S.APPROVED,), _S.PUBLIC, "projects.publicise_proposal")
REOPEN = Transition("take_back_publicity", "重新公示", (_S.PUBLIC,), _S.APPROVED, "projects.publicise_proposal")
STRIKE = Transition("strike", "取消拟立项", (_S.PUBLIC,), None, "projects.approve_proposal")
SETTLE = Transition("settle", "异议处理完毕", (_S.PUBLIC,), None, "projects.approve_proposal")
CONCLUDE = Transition("conclude", "立项", (_S.PUBLIC,), _S.CONCLUDED, "projects.approve_proposal")
RELEASE = Transition("release", "发布结果", (_S.CONCLUDED,), _S.RELEASED, "projects.release_proposal")
ALL = (PUBLICISE, REOPEN, STRIKE, SETTLE, CONCLUDE, RELEASE)
ENDING = "系统（公示结束）"
COLUMNS = (
    Column.NUMBER, Column.TITLE, Column.ORGANISATION, Column.PARTNERS, Column.LEADER, Column.RECOMMENDER, Column.CATEGORY,
    Column.AMOUNT,
)  # fmt: skip


def publicise(proposal: Proposal, *, by: User, **values) -> Publicity:
    """Draw up the 公示 of what is to be approved; it is sent, approved and published by its own workflow."""
    with PUBLICISE(proposal, by=by):
        call = proposal.call
        lines = proposal.lines.approved().select_related("application__organisation", "application__recommender")
        known = {
            "kind": PublicityKind.APPROVAL,
            "title": f"{call.title}拟立项项目公示",
            "process": "经申报、推荐、形式审查、专家评审、会议审定",
            "body": f"根据有关规定，现将{call.title}拟立项项目（共 {len(lines)} 项）予以公示。",
        }
        proposal.publicity = publicities.draft(
            by=by, columns=COLUMNS, rows=[_row(line, call) for line in lines], opener=OPENER, subject_id=proposal.pk,
            **(known | values),
        )  # fmt: skip
    return proposal.publicity


def _row(line: ProposalLine, call) -> dict[str, str]:
    application = line.application
    partners = {m.unit_name for m in application.team.all()} - {application.organisation.name, ""}
    return {
        Column.NUMBER: line.number, Column.TITLE: application.title, Column.ORGANISATION: application.organisation.name,
        Column.PARTNERS: "、".join(sorted(partners)), Column.LEADER: application.leader_name,
        Column.RECOMMENDER: str(application.recommender or ""), Column.CATEGORY: call.category,
        Column.AMOUNT: str(budget.wan(line.amount)),
    }  # fmt: skip


def strike(line: ProposalLine, *, by, reason: str) -> None:
    """Take one out after an objection: it becomes no project, and its unit will be told why."""
    with STRIKE(line.proposal, by=by, reason=reason):
        line.refresh_from_db()
        if line.outcome != DecisionOutcome.APPROVE or line.struck_at:
            raise Refused(f"“{line.application}”不是拟立项项目。")
        line.struck_reason, line.struck_at = said(reason, "请写明取消的理由。"), timezone.now()
        line.save(update_fields=["struck_reason", "struck_at"])


def settle(proposal: Proposal, *, by: User, reason: str) -> None:
    """Every upheld objection has been dealt with, in words; what was not struck becomes a project."""
    with SETTLE(proposal, by=by, reason=reason):
        objections = proposal.publicity.objections
        if objections.filter(status__in=WAITING).exists():
            raise Refused("还有异议没有办结。")
        if not objections.filter(status=ObjectionStatus.UPHELD).exists():
            raise Refused("没有成立的异议，不必处理。")
        proposal.settlement = said(reason, "请写明异议如何处理。")
        proposal.settled_by, proposal.settled_at = by, timezone.now()
    hear(proposal.publicity)


@transaction.atomic
def hear(publicity: Publicity) -> None:
    """The 公示 has ended. Nothing happens while an objection waits; the clock rings again until this has acknowledged."""
    publicity = Publicity.objects.select_for_update(of=("self",)).get(pk=publicity.pk)
    proposal = Proposal.objects.filter(pk=publicity.subject_id, publicity=publicity, status=_S.PUBLIC).first()
    if proposal is None:
        publicities.acknowledge(publicity)
    elif publicity.status == PublicityStatus.WITHDRAWN:
        with REOPEN(proposal, by=ENDING, reason=publicity.withdraw_reason):
            proposal.publicity = None
        publicities.acknowledge(publicity)
    elif publicity.status == PublicityStatus.CLOSED and _objections_are_over(proposal, publicity):
        conclude(proposal, by=ENDING)
        publicities.acknowledge(publicity)


def _objections_are_over(proposal: Proposal, publicity: Publicity) -> bool:
    """Whether none waits, and each that was upheld has taken its application out or was settled by a leader."""
    if publicity.objections.filter(status__in=WAITING).exists():
        return False
    is_clear = True
    for objection in publicity.objections.filter(status=ObjectionStatus.UPHELD):
        found = concerned(proposal, objection.concerning)
        if found is None:
            is_clear = False
        elif found.struck_at is None:
            strike(found, by=ENDING, reason=f"公示异议成立（{objection.number}）")
    if not is_clear and proposal.settled_at is None:
        approvers = User.objects.holding(APPROVE.permission)
        if not proposal.reason:
            Proposal.objects.filter(pk=proposal.pk).update(reason="有成立的异议不能自动对应到项目，须人工处理。")
            tell(proposal, "proposal.objected", approvers)
        return False
    return True


def concerned(proposal: Proposal, words: str) -> ProposalLine | None:
    """Which of the approved an objection names: by number, title or unit; None unless it is exactly one."""
    lines = list(proposal.lines.filter(outcome=DecisionOutcome.APPROVE).select_related("application__organisation"))
    ways = (
        lambda line: line.number,
        lambda line: line.application.number,
        lambda line: line.application.title,
        lambda line: line.application.organisation.name,
    )
    for way in ways:
        found = [line for line in lines if way(line) and way(line) in words]
        if len(found) == 1:
            return found[0]
    return None


def conclude(proposal: Proposal, *, by) -> None:
    """The approved become projects, the same kind of row that a list brings."""
    with CONCLUDE(proposal, by=by):
        if proposal.publicity.status != PublicityStatus.CLOSED:
            raise Refused("公示还没有结束。")
        proposal.concluded_at, proposal.reason = timezone.now(), ""
        lines = proposal.lines.approved().select_related("application__organisation__division")
        for line in lines:
            line.project = _project(line, proposal, by)
            line.save(update_fields=["project"])
        officers = User.objects.filter(pk__in=(proposal.created_by_id, proposal.submitted_by_id))
        tell(proposal, "proposal.concluded", officers, count=len(lines))


def _project(line: ProposalLine, proposal: Proposal, by) -> Project:
    application = line.application
    unit = application.organisation
    known = Project.objects.filter(number=line.number).first()
    if known:  # A list has brought it meanwhile: it is the same project, if it is the same unit's.
        if known.organisation_id != unit.pk and known.organisation_name != unit.name:
            raise Refused(f"项目编号 {line.number} 已登记为另一单位的项目“{known}”，请先更正。")
        return known
    project = Project(
        number=line.number, title=application.title, organisation_name=unit.name, organisation=unit,
        credit_code=unit.credit_code or "", level=ProjectLevel.CITY, category=proposal.call.category, division=unit.division,
        county=str(unit.division or ""), leader=application.leader_name, approved_on=timezone.localdate(),
        granted_amount=line.amount, changed_at=timezone.now(),
    )  # fmt: skip
    project.full_clean(exclude=["source"])
    project.save()
    record(project, "add", by=by, reason=str(proposal))
    return project


def release(proposal: Proposal, *, by: User) -> int:
    """Tell every unit what became of its application, with reasons, all at once. Returns how many were told."""
    with RELEASE(proposal, by=by):
        proposal.released_by, proposal.released_at = by, timezone.now()
        lines = list(proposal.lines.select_related("application__organisation", "application__call"))
        for line in lines:
            kind, words = told(line)
            letters.tell(line.application, kind, key="released", **words)
    return len(lines)


def told(line: ProposalLine) -> tuple[str, dict[str, str]]:
    """The kind of message about one application's result, and its words."""
    if line.struck_at:
        return "not_granted", {"reason": line.struck_reason}
    if line.outcome == DecisionOutcome.APPROVE:
        return "granted", {"number": line.number, "amount": str(budget.wan(line.amount))}
    if line.outcome == DecisionOutcome.RESERVE:
        return "reserved", {"reason": line.reason or "有项目退出时依次递补"}
    return "not_granted", {"reason": line.reason}
