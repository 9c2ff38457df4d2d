"""The unit's own verbs: sent to the 单位管理员, reviewed and submitted, taken back, corrected."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from bureau.accounts.models import Membership, Organisation, User
from bureau.audit.models import Entry
from bureau.workdays import workdays_after
from bureau.workflow import Refused, Transition
from projects import deadlines, letters
from projects.checking import Draft, problems, read_draft
from projects.choices import EDITABLE, ApplicationStatus, CheckOutcome
from projects.documents import content_of
from projects.facts import amounts
from projects.formdata.terms import digest
from projects.models import Application, FormalCheck, Submission

from . import similarity

EDIT_MINUTES = 10
FINISH_MINUTES = 10
TEAM_CHANGES = ("add", "change", "take_out", "move_up")
_S = ApplicationStatus
PROPOSE = Transition(
    "propose_application", "送单位审核", EDITABLE, _S.UNIT_REVIEW, "projects.fill_application", rows="owned_by"
)
UNIT_RETURN = Transition(
    "unit_return", "退回填报人", (_S.UNIT_REVIEW,), _S.UNIT_RETURNED, "projects.submit_application", rows="managed_by"
)
SUBMIT = Transition(
    "submit", "提交", (_S.UNIT_REVIEW, *EDITABLE), _S.SUBMITTED, "projects.submit_application", rows="managed_by"
)
EDIT = Transition("edit_again", "收回修改", (_S.SUBMITTED,), _S.DRAFT, "projects.submit_application", rows="managed_by")
WITHDRAW = Transition(
    "withdraw",
    "撤回",
    (_S.SUBMITTED, _S.RECOMMENDED, _S.CORRECTING),
    _S.WITHDRAWN,
    "projects.submit_application",
    rows="managed_by",
)
RESUME = Transition(
    "resume_application", "恢复填写", (_S.WITHDRAWN,), _S.DRAFT, "projects.submit_application", rows="managed_by"
)
CORRECT = Transition("hand_in_correction", "提交补正", (_S.CORRECTING,), _S.RECOMMENDED, "projects.submit_application", rows="managed_by")  # fmt: skip


def propose(application: Application, *, by: User) -> None:
    """Send a draft without faults to the 单位管理员."""
    with PROPOSE(application, by=by):
        _demand_whole(read_draft(application), timezone.now())
        application.proposed_by, application.proposed_at = by, timezone.now()
        application.reason = ""
        until = deadlines.told(deadlines.closes_at(application))
        letters.tell_managers(application, "proposed", person=by, until=until)


def unit_return(application: Application, *, by: User, reason: str) -> None:
    """The 单位管理员 gives it back."""
    with UNIT_RETURN(application, by=by, reason=reason):
        application.reason = said(reason, "请写明退回的理由。")
        letters.tell(application, "unit_returned", to=application.proposed_by, reason=application.reason)


def submit(application: Application, *, by: User, token: UUID, arrived_at: datetime | None = None) -> Submission:
    """The unit's review and its submission in one. ``arrived_at`` is when the request reached the portal.

    A second click of the same page (``token``) finds the submission that the first one made.
    """
    arrived = arrived_at or timezone.now()
    try:
        with SUBMIT(application, by=by):
            if made := application.submissions.filter(token=token).first():
                raise _Again(made)
            return _submit(application, by, token, arrived)
    except _Again as again:
        return again.made
    except Refused:
        if made := Submission.objects.filter(token=token, application=application).first():
            return made
        raise


class _Again(Exception):
    def __init__(self, made: Submission):
        super().__init__("submitted already")
        self.made = made


def _submit(application: Application, by: User, token: UUID, arrived: datetime) -> Submission:
    unit = deadlines.recommender_of(application.organisation)
    until = deadlines.closes_at(application, unit.pk if unit else None)
    if not deadlines.in_time(arrived, until) and not _finishes_an_upload(application, arrived, until):
        raise Refused(f"申报已于 {deadlines.told(until)} 截止，本次提交到达时间是 {deadlines.told(arrived)}。")
    alone = is_alone(application, by)
    if application.status in EDITABLE:
        application.proposed_by, application.proposed_at = by, timezone.now()
    if application.proposed_by_id == by.pk and not alone:
        raise Refused("填报和单位审核须是两个人：请由填报人送审，您再审核提交。")
    draft = read_draft(application)
    _hold_quotas(application, draft)
    _demand_whole(draft, arrived)
    application.recommender = unit
    application.submitted_by, application.submitted_at, application.arrived_at = by, timezone.now(), arrived
    application.number = application.number or f"SB{application.call.plan_year}{application.pk:06d}"
    application.is_self_reviewed = application.proposed_by_id == by.pk
    application.recommended_by = application.recommended_at = application.rank = None
    application.reason = application.opinion = ""
    _keep_facts(application, draft)
    made = _hand_in(application, draft, by, token, arrived)
    found = deadlines.deadlines(application.call, unit.pk if unit else None)
    at, office = deadlines.told(arrived), letters.office_of(application)
    letters.tell(application, "submitted", number=application.number, at=at, office=office, key=str(made.turn))
    until_told = deadlines.told(found.recommend_until)
    letters.tell_recommenders(
        application, "to_recommend", unit=application.organisation, until=until_told, key=str(made.turn)
    )
    return made


def _finishes_an_upload(application: Application, arrived: datetime, until: datetime) -> bool:
    """Whether all that is late is a file whose upload was begun in time; then so many minutes remain to hand in.

    Whatever else was changed after the deadline is late.
    """
    last = until.replace(microsecond=999_999)
    files = application.attachments.current().filter(uploaded_at__gt=last)
    late = files.aggregate(begun=Max("begun_at"), finished=Max("uploaded_at"))
    if late["begun"] is None or late["begun"] > last:
        return False
    members = Entry.objects.filter(model="projects.teammember", at__gt=last, verb__in=TEAM_CHANGES)
    is_changed = (
        application.answers.filter(changed_at__gt=last).exists()
        or members.filter(object_id__in=application.team.values("pk")).exists()
    )
    return not is_changed and arrived <= late["finished"] + timedelta(minutes=FINISH_MINUTES)


def is_alone(application: Application, by: User) -> bool:
    """Whether nobody else acts for the unit: then one person may fill in and review, marked so."""
    others = Membership.objects.current().filter(organisation=application.organisation_id).exclude(user=by)
    return not others.exists()


def _hold_quotas(application: Application, draft: Draft) -> None:
    """Nobody else is counted for the same unit or leader until this transaction ends."""
    Organisation.objects.select_for_update(no_key=True).get(pk=application.organisation_id)
    if draft.team and draft.team[0].id_number_index:
        key = hashlib.sha256(draft.team[0].id_number_index.encode()).digest()[:8]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key, "big", signed=True)])


def _keep_facts(application: Application, draft: Draft) -> None:
    application.requested_amount, application.own_amount = amounts(draft.terms, draft.values)
    leader = draft.team[0] if draft.team else None
    application.leader_name = leader.name if leader else ""
    application.leader_key = leader.id_number_index if leader else ""


def _hand_in(application: Application, draft: Draft, by: User, token: UUID, arrived: datetime) -> Submission:
    turn = application.submissions.count() + 1
    content = content_of(draft, turn)
    made = Submission(
        application=application, turn=turn, token=token, content=content, digest=digest(content), arrived_at=arrived,
        submitted_by=by, submitted_at=timezone.now(),
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def _demand_whole(draft: Draft, moment: datetime) -> None:
    found = problems(draft, today=timezone.localdate(moment))
    if found:
        raise Refused(f"还有 {len(found)} 处须改正：{''.join(problem.text for problem in found[:5])}")


def may_edit_until(application: Application) -> datetime | None:
    """Until when the unit may take a submission back to change it; None when it may not."""
    if application.status != _S.SUBMITTED:
        return None
    until = min(application.submitted_at + timedelta(minutes=EDIT_MINUTES), deadlines.closes_at(application))
    return until if timezone.now() <= until else None


def edit_again(application: Application, *, by: User) -> None:
    """Within ten minutes of submitting, and before the deadline: back to the draft, the number stays."""
    with EDIT(application, by=by):
        if may_edit_until(application) is None:
            raise Refused(f"只能在提交后 {EDIT_MINUTES} 分钟内、申报截止前收回修改；现在可以撤回。")
        _take_back(application)


def withdraw(application: Application, *, by: User, is_final: bool = False) -> None:
    """Take it out of the running. After the deadline it cannot be submitted again, which must be said a second time."""
    with WITHDRAW(application, by=by):
        if not is_final and timezone.now() > deadlines.closes_at(application):
            raise Refused("申报已截止，撤回后不能再提交；确要撤回请勾选确认。")
        _take_back(application)
        application.withdrawn_by, application.withdrawn_at = by, timezone.now()


def resume(application: Application, *, by: User) -> None:
    """Go on with what was withdrawn, while the deadline has not passed."""
    with RESUME(application, by=by):
        until = deadlines.closes_at(application)
        if timezone.now() > until:
            raise Refused(f"申报已于 {deadlines.told(until)} 截止，不能恢复填写。")
        application.withdrawn_by = application.withdrawn_at = None
        application.version = application.call.versions.last()


def _take_back(application: Application) -> None:
    application.recommended_by = application.recommended_at = application.rank = None
    application.opinion = ""


def hand_in_correction(application: Application, *, by: User, token: UUID) -> Submission:
    """The one correction, whole and in time."""
    with CORRECT(application, by=by):
        if timezone.localdate() > application.correction_due:
            raise Refused(f"补正期限是 {application.correction_due}，已经过了。")
        draft = read_draft(application)
        _demand_whole(draft, timezone.now())
        _keep_facts(application, draft)
        application.reason = ""
        similarity.ring(application)
        return _hand_in(application, draft, by, token, timezone.now())


def is_corrected(application: Application) -> bool:
    """Whether the one correction has been asked for already."""
    return FormalCheck.objects.filter(application=application, outcome=CheckOutcome.CORRECT).exists()


def check_until(application: Application):
    """By which day the formal check is promised: so many working days after recommending ends, or after the recommendation."""
    begun = max(
        application.recommended_at, deadlines.deadlines(application.call, application.recommender_id).recommend_until
    )
    return workdays_after(timezone.localdate(begun), application.call.check_days)


def said(reason: str, otherwise: str) -> str:
    """A reason that says something."""
    if not reason.strip():
        raise Refused(otherwise)
    return reason.strip()


ALL = (PROPOSE, UNIT_RETURN, SUBMIT, EDIT, WITHDRAW, RESUME, CORRECT)
