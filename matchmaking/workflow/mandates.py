"""A unit lets a broker ask and talk for it, and ends that."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from bureau.accounts.models import Organisation, User
from bureau.audit.book import record, snapshot
from bureau.workflow import Refused
from matchmaking.models import Mandate

GRANT = "matchmaking.grant_mandate"


def grant(client: Organisation, broker: Organisation, *, by: User) -> Mandate:
    """The client's manager lets the broker act for it. It may ask and talk; intentions and deals stay the client's."""
    if by.is_staff or not by.has_perm(GRANT) or not Organisation.objects.managed_by(by).filter(pk=client.pk).exists():
        raise PermissionDenied("grant")
    mandate = Mandate(client=client, broker=broker, granted_by=by, granted_at=timezone.now())
    try:
        mandate.full_clean()
        with transaction.atomic():
            mandate.save()
            record(mandate, "grant_mandate", by=by)
    except (ValidationError, IntegrityError) as error:
        raise Refused("；".join(getattr(error, "messages", ["已经委托过这个机构。"]))) from error
    return mandate


def end(mandate: Mandate, *, by: User) -> None:
    """The client's manager ends it; what the broker has asked goes on without it being able to ask more."""
    with transaction.atomic():
        held = Mandate.objects.select_for_update().get(pk=mandate.pk)
        if by.is_staff or not by.has_perm(GRANT) or not Mandate.objects.given_by(by).filter(pk=held.pk).exists():
            raise PermissionDenied("end")
        if held.ended_at:
            raise Refused("委托已经终止。")
        before = snapshot(held)
        held.ended_by, held.ended_at = by, timezone.now()
        held.save()
        record(held, "end_mandate", by=by, before=before)
