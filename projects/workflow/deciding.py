"""What others decide of an application: recommended, given back, declined; examined; opened again."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from bureau.accounts.models import User
from bureau.workdays import workdays_after
from bureau.workflow import Refused, Transition
from projects import deadlines, letters
from projects.choices import ApplicationStatus, CheckOutcome
from projects.models import Application, Call, FormalCheck, Window

from . import similarity
from .submitting import check_until, is_corrected, said

_S = ApplicationStatus
RECOMMEND = Transition(
    "recommend", "推荐", (_S.SUBMITTED,), _S.RECOMMENDED, "projects.recommend_application", rows="recommended_by"
)
RETURN = Transition(
    "return_application",
    "退回修改",
    (_S.SUBMITTED,),
    _S.RETURNED,
    "projects.recommend_application",
    rows="recommended_by",
)
DECLINE = Transition(
    "decline_application",
    "不予推荐",
    (_S.SUBMITTED,),
    _S.NOT_RECOMMENDED,
    "projects.recommend_application",
    rows="recommended_by",
)
ACCEPT = Transition("accept_application", "受理", (_S.RECOMMENDED,), _S.ACCEPTED, "projects.check_application")
ASK = Transition("ask_correction", "通知补正", (_S.RECOMMENDED,), _S.CORRECTING, "projects.check_application")
REJECT = Transition(
    "reject_application", "不予受理", (_S.RECOMMENDED, _S.CORRECTING), _S.REJECTED, "projects.check_application"
)
REOPEN = Transition(
    "reopen", "单独开放", (_S.SUBMITTED, _S.RETURNED, _S.NOT_RECOMMENDED, _S.RECOMMENDED, _S.REJECTED, _S.WITHDRAWN), _S.DRAFT,
    "projects.reopen_application",
)  # fmt: skip
ALL = (RECOMMEND, RETURN, DECLINE, ACCEPT, ASK, REJECT, REOPEN)


def recommend(application: Application, *, by: User, opinion: str, rank: int | None = None) -> None:
    """Put it forward, within the quota and in time."""
    with RECOMMEND(application, by=by, reason=opinion):
        _demand_in_time(application)
        _demand_quota(application)
        application.opinion, application.rank = said(opinion, "请写明推荐意见。"), rank
        application.recommended_by, application.recommended_at = by, timezone.now()
        until = f"{check_until(application):%Y年%-m月%-d日}"
        letters.tell(application, "recommended", office=letters.office_of(application), until=until)
        similarity.ring(application)


def _demand_in_time(application: Application) -> None:
    until = deadlines.deadlines(application.call, application.recommender_id).recommend_until
    until = max(until, application.reopened_until) if application.reopened_until else until
    if not deadlines.in_time(timezone.now(), until):
        raise Refused(f"推荐已于 {deadlines.told(until)} 截止。")


def _demand_quota(application: Application) -> None:
    """Counted under a lock on the row that the quota stands in. The bureau itself has none."""
    unit = application.recommender_id
    if unit is None:
        return
    window = Window.objects.select_for_update().filter(call=application.call_id, unit=unit).first()
    call = Call.objects.select_for_update().get(pk=application.call_id) if window is None else None
    quota = window.quota if window else call.recommend_quota
    if quota is None:
        return
    used = Application.objects.put_forward().filter(call=application.call_id, recommender=unit).count()
    if used >= quota:
        raise Refused(f"本批次的推荐名额是 {quota} 项，已推荐 {used} 项。")


def quota_of(call: Call, unit_id: int) -> tuple[int, int | None]:
    """How many the recommending unit has put forward, of how many."""
    used = Application.objects.put_forward().filter(call=call, recommender=unit_id).count()
    return used, deadlines.deadlines(call, unit_id).quota


def return_(application: Application, *, by: User, reason: str) -> None:
    """Give it back to be changed and submitted again until recommending ends."""
    with RETURN(application, by=by, reason=reason):
        application.reason = said(reason, "请写明退回的理由。")
        recommend_until = deadlines.deadlines(application.call, application.recommender_id).recommend_until
        application.reopened_until = max(recommend_until, application.reopened_until or recommend_until)
        until = deadlines.told(application.reopened_until)
        letters.tell(
            application, "returned", office=letters.office_of(application), reason=application.reason, until=until
        )


def decline(application: Application, *, by: User, reason: str) -> None:
    """Do not put it forward."""
    with DECLINE(application, by=by, reason=reason):
        application.reason = said(reason, "请写明不予推荐的理由。")
        letters.tell(application, "not_recommended", office=letters.office_of(application), reason=application.reason)


def accept(application: Application, *, by: User, verdicts: Sequence[bool], notes: Sequence[str] = ()) -> None:
    """Every line of the checklist is in order."""
    with ACCEPT(application, by=by):
        if not all(verdicts):
            raise Refused("清单有不通过的项，不能受理；请通知补正或不予受理。")
        _check(application, CheckOutcome.PASSED, by, verdicts, notes)
        application.decided_by, application.decided_at = by, timezone.now()
        letters.tell(application, "accepted", number=application.number)


def ask_correction(
    application: Application, *, by: User, verdicts: Sequence[bool], sections: Sequence[str], reason: str,
    notes: Sequence[str] = (),
) -> None:  # fmt: skip
    """Once only: say what is to be corrected, in which sections, until when."""
    with ASK(application, by=by, reason=reason):
        if is_corrected(application):
            raise Refused("补正只通知一次，已经通知过；仍不符合的不予受理。")
        known = {section.code for section in application.version.form.sections}
        if not sections or not set(sections) <= known:
            raise Refused("请选择要补正的分节。")
        application.reason = said(reason, "请写明补正的内容。")
        _check(application, CheckOutcome.CORRECT, by, verdicts, notes, application.reason)
        application.correction_sections = list(sections)
        application.correction_by, application.correction_at = by, timezone.now()
        application.correction_due = workdays_after(timezone.localdate(), application.call.correction_days)
        until = f"{application.correction_due:%Y年%-m月%-d日}"
        letters.tell(application, "correcting", reason=application.reason, until=until)


def reject(
    application: Application, *, by: User, reason: str, verdicts: Sequence[bool] = (), notes: Sequence[str] = ()
) -> None:
    """Do not accept it, for a reason; from correcting only when the term has passed."""
    with REJECT(application, by=by, reason=reason):
        if application.status == _S.CORRECTING and timezone.localdate() <= application.correction_due:
            raise Refused(f"补正期限 {application.correction_due} 还没有到。")
        application.reason = said(reason, "请写明不予受理的理由。")
        _check(application, CheckOutcome.REJECTED, by, verdicts, notes, application.reason)
        application.decided_by, application.decided_at = by, timezone.now()
        letters.tell(application, "rejected", reason=application.reason)


def _check(application, outcome, by, verdicts, notes, opinion: str = "") -> None:
    lines = application.version.terms.check_lines
    verdicts = list(verdicts)
    if outcome != CheckOutcome.REJECTED and len(verdicts) != len(lines):
        raise Refused("清单每一项都要给出结论。")
    notes = [*notes, *([""] * (len(verdicts) - len(notes)))]
    told = [
        {"text": line.text, "clause": line.clause, "passed": passed, "note": note}
        for line, passed, note in zip(lines, verdicts, notes, strict=False)
    ]
    check = FormalCheck(application=application, outcome=outcome, lines=told, opinion=opinion, checked_by=by)
    check.full_clean()
    check.save()


def reopen(application: Application, *, by: User, until: datetime, reason: str) -> None:
    """Open one application again, for a reason, until a moment of its own."""
    with REOPEN(application, by=by, reason=reason):
        words = said(reason, "请写明单独开放的理由。")
        if until <= timezone.now():
            raise Refused("开放至的时间须晚于现在。")
        application.reopened_until, application.reason = until, words
        application.decided_by = application.decided_at = None
        application.withdrawn_by = application.withdrawn_at = None
        application.recommended_by = application.recommended_at = application.rank = None
        application.opinion = ""
        application.version = application.call.versions.last()
        letters.tell(application, "reopened", reason=words, until=deadlines.told(until))
