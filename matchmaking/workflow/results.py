"""科技成果登记: filed by the first unit, returned or registered under a number of twelve signs (rules.md 4.6)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import record
from bureau.messaging.workflow import send
from bureau.workflow import Refused, Transition
from matchmaking.choices import EDITABLE_RESULTS, NOT_IN_USE, ResultCategory, ResultStatus
from matchmaking.models import ResultRegistration

S = ResultStatus
_FILL, _SUBMIT, _DECIDE = (f"matchmaking.{verb}_resultregistration" for verb in ("fill", "submit", "decide"))
FILL = Transition("fill_in", "填写", EDITABLE_RESULTS, None, _FILL, rows="owned_by")
SUBMIT = Transition("submit", "提交", EDITABLE_RESULTS, S.SUBMITTED, _SUBMIT, rows="managed_by")
RETURN = Transition("return", "退回", (S.SUBMITTED,), S.RETURNED, _DECIDE)
REGISTER = Transition("register_result", "登记", (S.SUBMITTED,), S.REGISTERED, _DECIDE)
ALL = (FILL, SUBMIT, RETURN, REGISTER)

PLACE = "360"  # 地方代码 of the registration number: Jiangxi.
ALWAYS = (
    "people",
    "began_on",
    "ended_on",
    "keywords",
    "form",
    "level",
    "evaluation",
    "evaluated_on",
    "source",
    "summary",
    "file",
)
OF_APPLIED = ("nature", "stage", "use", "invested")
_LOCK = 7_304


def begin(organisation: Organisation, *, by: User, title: str) -> ResultRegistration:
    """Open a draft; a second click on the same title gives the first one's."""
    if by.is_staff or not by.has_perm(_FILL) or not by.memberships.filter(organisation=organisation.pk, ended_at=None):
        raise PermissionDenied("begin")
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        drafts = ResultRegistration.objects.filter(organisation=organisation, status=S.DRAFT, begun_by=by)
        if found := drafts.filter(title=title.strip()).first():
            return found
        result = ResultRegistration(
            organisation=organisation, title=title.strip(), begun_by=by, begun_at=timezone.now()
        )
        try:
            result.full_clean()
        except ValidationError as error:
            raise Refused("；".join(error.messages)) from error
        result.save()
        record(result, "begin", by=by)
    return result


def fill(result: ResultRegistration, *, by: User, file=None, **values) -> None:
    """Save what the unit typed; ``file`` has been checked."""
    with FILL(result, by=by):
        for name, value in values.items():
            setattr(result, name, value)
        if file:
            result.file, result.name, result.mime = file, file.name[:255], file.kind.mime


def missing(result: ResultRegistration) -> list[str]:
    """A sentence for each thing that the form asks for: an applied technology says more than a theory."""
    demanded = (*ALWAYS, *(OF_APPLIED if result.category == ResultCategory.APPLIED else ()))
    words = {name: result._meta.get_field(name).verbose_name for name in demanded}
    found = [
        f"请填写“{words[name]}”"
        for name in demanded
        if getattr(result, name) is None or (not getattr(result, name) and getattr(result, name) != 0)
    ]
    if result.use in NOT_IN_USE and not result.unused_reason:
        found.append("请填写“未应用或停用原因”")
    if not result.is_affirmed:
        found.append("评价结论为肯定性意见的才能登记")
    return found


def submit(result: ResultRegistration, *, by: User) -> None:
    """Hand it in. Refused with all that is missing."""
    with SUBMIT(result, by=by):
        if lacking := missing(result):
            raise Refused("；".join(lacking))
        result.submitted_by, result.submitted_at, result.reason = by, timezone.now(), ""


def return_(result: ResultRegistration, *, by: User, reason: str) -> None:
    """Give it back with what to change."""
    if not reason.strip():
        raise Refused("请写明退回理由。")
    with RETURN(result, by=by, reason=reason.strip()):
        result.reason = reason.strip()
        result.decided_by, result.decided_at = by, timezone.now()
        _tell(result, "returned", reason=reason.strip())


def register(result: ResultRegistration, *, by: User) -> None:
    """Enter it under the next number of its category and year."""
    with REGISTER(result, by=by):
        result.decided_by, result.decided_at = by, timezone.now()
        result.number = _next_number(timezone.localdate().year, result.category)
        _tell(result, "registered", number=result.number)


def _next_number(year: int, category: str) -> str:
    """地方代码(3) 年(4) 类别字母(1) 流水(4), under a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, year])
    head = f"{PLACE}{year:04d}{category}"
    taken = ResultRegistration.objects.filter(number__startswith=head).order_by("-number")
    last = taken.values_list("number", flat=True).first()
    return f"{head}{int(last[-4:]) + 1 if last else 1:04d}"


def _tell(result: ResultRegistration, what: str, **more) -> None:
    people = User.objects.filter(
        memberships__organisation=result.organisation_id, memberships__ended_at=None
    ).distinct()
    key = f"result:{result.pk}:{what}:{timezone.now():%Y%m%d%H%M%S%f}"
    url = reverse("matchmaking:result-detail", args=[result.pk])
    send(f"result.{what}", to=list(people), key=key, context={"title": result.title} | more, url=url)
