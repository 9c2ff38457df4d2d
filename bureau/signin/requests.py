"""Requests about personal data: handed in, taken back, answered by the keeper of accounts within fifteen working days."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record, snapshot
from bureau.messaging.workflow import send
from bureau.workdays import workdays_after
from bureau.workflow import Refused, Transition

from . import personal_data
from .choices import RequestKind, RequestStatus
from .models import DataRequest

WORKDAYS = 15  # domain.md P4.
_ANSWER = "signin.answer_datarequest"
FULFIL = Transition("fulfil", "办结", (RequestStatus.SUBMITTED,), RequestStatus.DONE, _ANSWER)
REFUSE = Transition("refuse", "不予办理", (RequestStatus.SUBMITTED,), RequestStatus.REFUSED, _ANSWER)


def file(user: User, *, kind: str, text: str) -> DataRequest:
    """Hand in a request of one's own. Refused with the sentence for the person."""
    if kind == RequestKind.CLOSING and (found := personal_data.hindrances(user)):
        raise Refused("".join(found))
    try:
        with transaction.atomic():
            request = DataRequest.objects.create(
                user=user, kind=kind, text=text, due_on=workdays_after(timezone.localdate(), WORKDAYS)
            )
            record(request, "submit", by=user)
    except IntegrityError as error:
        raise Refused("您已提出过同类申请，正在办理。") from error
    return request


def withdraw(request: DataRequest, *, by: User) -> None:
    """Take one's own request back while nobody has answered it."""
    with transaction.atomic():
        request = DataRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if request.user_id != by.pk:
            raise PermissionDenied("withdraw")
        if request.status != RequestStatus.SUBMITTED:
            raise Refused(f"申请{request.get_status_display()}，不能撤回。")
        before = snapshot(request)
        request.status = RequestStatus.WITHDRAWN
        request.save(update_fields=["status"])
        record(request, "withdraw", by=by, before=before)


def fulfil(request: DataRequest, *, by: User, answer: str) -> None:
    """Say that it is done; a request to leave is done by this."""
    with FULFIL(request, by=by):
        _sign(request, by, answer)
        if request.kind == RequestKind.CLOSING:
            personal_data.erase(request.user, by=by)
        else:
            _say(request, "已完成")


def refuse(request: DataRequest, *, by: User, answer: str) -> None:
    """Say why not."""
    with REFUSE(request, by=by, reason=answer):
        _sign(request, by, answer)
        _say(request, "不予办理")


def _sign(request: DataRequest, by: User, answer: str) -> None:
    if not answer.strip():
        raise Refused("请写明答复。")
    request.answer, request.decided_by, request.decided_at = answer.strip(), by, timezone.now()


def _say(request: DataRequest, result: str) -> None:
    send(
        "signin.request_answered",
        to=request.user,
        key=f"request:{request.pk}:{result}",
        context={
            "what": f"{request.get_kind_display()}申请",
            "when": f"{timezone.localtime(request.filed_at):%Y年%-m月%-d日}",
            "result": result,
            "answer": request.answer,
        },
        url="/account/data/",
    )
