"""A firm fills in its year, hands it in; an officer confirms it or gives it back, and enters what experts said."""

from functools import partial

from celery import current_app
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import note, record, snapshot
from bureau.workflow import Refused, Transition
from enterprises import assessing
from enterprises.assessment.engine import Unreadable
from enterprises.assessment.rulesets import RULE_SETS
from enterprises.checks import DIFFERENCE, ERROR, findings
from enterprises.choices import EDITABLE, HANDED_IN, YearlyStatus
from enterprises.models import Assessment, Enterprise, Judgement, YearlyData
from enterprises.models.yearly import FIRST_YEAR

FILL = Transition("fill_in", "填写", EDITABLE, None, "enterprises.fill_yearlydata", rows="owned_by")
SUBMIT = Transition(
    "submit", "提交", EDITABLE, YearlyStatus.SUBMITTED, "enterprises.submit_yearlydata", rows="owned_by"
)
WITHDRAW = Transition(
    "withdraw",
    "撤回",
    (YearlyStatus.SUBMITTED,),
    YearlyStatus.DRAFT,
    "enterprises.submit_yearlydata",
    rows="owned_by",
)
CONFIRM = Transition(
    "confirm_data", "确认", (YearlyStatus.SUBMITTED,), YearlyStatus.CONFIRMED, "enterprises.decide_yearlydata"
)
RETURN = Transition("return", "退回", HANDED_IN, YearlyStatus.RETURNED, "enterprises.decide_yearlydata")
JUDGE = Transition("judge", "评分", HANDED_IN, None, "enterprises.judge_yearlydata")


def begin(organisation: Organisation, year: int, *, by: User) -> YearlyData:
    """Open the firm's data of a year; a second click finds what the first one made."""
    own = Organisation.objects.visible_to(by).filter(pk=organisation.pk)
    if by.is_staff or not by.has_perm("enterprises.fill_yearlydata") or not own.exists():
        raise PermissionDenied("begin")
    if year >= timezone.localdate().year:
        raise Refused(f"{year} 年度尚未结束，还不能填写；请填写 {timezone.localdate().year - 1} 年度及以前的数据。")
    if year < FIRST_YEAR:
        raise Refused(f"年度应在 {FIRST_YEAR} 年以后，不能是 {year}。")
    with transaction.atomic():
        Enterprise.objects.get_or_create(organisation=organisation)
        data, is_new = YearlyData.objects.get_or_create(organisation=organisation, year=year)
        if is_new:
            record(data, "begin", by=by)
    return data


def describe(data: YearlyData, *, by: User, **values) -> None:
    """Fill in what the rules ask of the firm itself: registration, beginning of operation, field."""
    with FILL(data, by=by):
        enterprise = Enterprise.objects.select_for_update().get(organisation=data.organisation_id)
        _change(enterprise, by=by, **values)


def fill_in(data: YearlyData, *, by: User, **values) -> None:
    """Fill in amounts and declarations of the year."""
    with FILL(data, by=by):
        for name, value in values.items():
            setattr(data, name, value)


def explain(data: YearlyData, *, by: User, **explanations: str) -> None:
    """Say why figures differ; an empty text takes an explanation back."""
    with FILL(data, by=by):
        told = data.explanations | {code: text.strip() for code, text in explanations.items()}
        data.explanations = {code: text for code, text in told.items() if text}


def put(data: YearlyData, part: models.Model, *, by: User) -> None:
    """Add a row to the data, or change one of its rows."""
    with FILL(data, by=by):
        part.data = data
        if part.pk:
            stored = type(part)._base_manager.filter(data=data).get(pk=part.pk)
            _change(part, by=by, before=snapshot(stored))
        else:
            _change(part, by=by)


def take_out(part: models.Model, *, by: User) -> None:
    """Take a row out of data that are still being filled in; the book keeps what it was."""
    with FILL(part.data, by=by):
        record(part, "take_out", by=by, before=snapshot(part))
        part.delete()


def count_staff(data: YearlyData, kind: str, months: dict[int, tuple[int, int]], *, by: User) -> None:
    """Set one kind of staff for the months given; the other months of the kind are emptied."""
    with FILL(data, by=by):
        before = {str(count.month): [count.at_start, count.at_end] for count in data.staff_months.filter(kind=kind)}
        after = {str(month): list(pair) for month, pair in sorted(months.items())}
        if before == after:
            return
        data.staff_months.filter(kind=kind).delete()
        rows = data.staff_months.model
        rows.objects.bulk_create(
            rows(data=data, kind=kind, month=month, at_start=start, at_end=end)
            for month, (start, end) in months.items()
        )
        changes = {kind: [before, after]}
        note("count_staff", by=by, subject=str(data), changes=changes, model=data._meta.label_lower, object_id=data.pk)


def _change(obj: models.Model, *, by: User, before: dict | None = None, **values) -> None:
    """Set, validate, save and sign a row that has no status of its own."""
    is_new = obj.pk is None
    before = before if before is not None else ({} if is_new else snapshot(obj))
    for name, value in values.items():
        setattr(obj, name, value)
    try:
        obj.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    obj.save()
    record(obj, "add" if is_new else "change", by=by, before=before)


def previous_of(data: YearlyData) -> YearlyData | None:
    """The firm's data of the year before."""
    return YearlyData.objects.filter(organisation=data.organisation_id, year=data.year - 1).first()


def submit(data: YearlyData, *, by: User) -> None:
    """Hand the data in: without errors, every difference explained."""
    with SUBMIT(data, by=by):
        found = findings(data, previous_of(data))
        errors = [finding.sentence for finding in found if finding.level == ERROR]
        if errors:
            raise Refused(f"还有 {len(errors)} 处须改正：{''.join(errors[:5])}")
        unexplained = [f for f in found if f.level == DIFFERENCE and not data.explanations.get(f.code)]
        if unexplained:
            raise Refused(f"还有 {len(unexplained)} 处差异须说明：{unexplained[0].sentence}")
        data.submitted_by, data.submitted_at = by, timezone.now()
        data.decided_by = data.decided_at = None
        data.reason = ""
    assess(data)


def withdraw(data: YearlyData, *, by: User) -> None:
    """Take the data back before anybody has decided."""
    with WITHDRAW(data, by=by):
        pass


def confirm(data: YearlyData, *, by: User) -> None:
    """Find the data in order."""
    with CONFIRM(data, by=by):
        data.decided_by, data.decided_at = by, timezone.now()


def return_(data: YearlyData, *, by: User, reason: str) -> None:
    """Give the data back with what to mend; confirmed ones too, when an error comes to light."""
    with RETURN(data, by=by, reason=reason):
        data.reason = reason
        data.decided_by, data.decided_at = by, timezone.now()


def judge(data: YearlyData, *, by: User, **values) -> None:
    """Enter what experts or the section decided; the assessment follows."""
    with JUDGE(data, by=by):
        judgement, _ = Judgement.objects.select_for_update().get_or_create(data=data)
        plain = {name: None if value is None else _plain(value) for name, value in values.items()}
        _change(judgement, by=by, values=judgement.values | plain, judged_by=by, judged_at=timezone.now())
    assess(data)


def _plain(value):
    return value if isinstance(value, bool) else f"{value.normalize():f}"


def assess(data: YearlyData, code: str | None = None) -> Assessment | None:
    """Assess the data under the rule set of their year (or a given one) and keep the answer.

    None while the rules cannot be asked: the firm has not said when it was registered.
    """
    try:
        firm, answer = assessing.answer_for(data, rules=RULE_SETS[code] if code else None)
    except Unreadable:
        return None
    assessing.keep([assessing.kept(data.pk, firm, answer)])
    return Assessment.objects.get(data=data, rule_set=answer.rule_set)


def assess_all(year: int, *, by: User) -> None:
    """Have the workers assess every firm whose data of the year were handed in."""
    if not by.has_perm("enterprises.judge_yearlydata"):
        raise PermissionDenied("assess_all")
    with transaction.atomic():
        note("assess_all", by=by, subject=f"{year} 年度", model=Assessment._meta.label_lower)
        # By name: the tasks call this app.
        transaction.on_commit(partial(current_app.send_task, "enterprises.tasks.assess_year", [year]))
