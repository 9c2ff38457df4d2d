"""下达: what each place is to reach in a year, one table at a time."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import Division, User
from bureau.audit.book import record, snapshot
from bureau.workflow import Refused, keep
from patents.models import PlaceTarget
from patents.questions import Measure

SET = "patents.set_placetarget"


@transaction.atomic
def set_targets(
    *,
    by: User,
    year: int,
    measure: Measure,
    only_inventions: bool,
    values: Mapping[int, int | None],
    source_document: str,
) -> int:
    """下达 the targets of a year by division; one without a value has none. Returns how many changed; the book has each."""
    if not by.has_perm(SET):
        raise PermissionDenied("set_targets")
    if not 1985 <= year <= 2100:
        raise Refused(f"年度应在 1985 至 2100 之间，不能是 {year}。")
    known = {one.division_id: one for one in PlaceTarget.objects.of(year, measure, only_inventions).select_for_update()}
    changed = 0
    for division in Division.objects.filter(pk__in=values).order_by("position"):
        value, old = values[division.pk], known.get(division.pk)
        if value is None and old is not None:
            record(old, "remove", by=by, reason=source_document)
            old.delete()
            changed += 1
        elif value is not None and (
            old is None or (old.value, old.source_document) != (value, source_document.strip())
        ):
            before = {} if old is None else snapshot(old)
            target = old or PlaceTarget(year=year, division=division, measure=measure, only_inventions=only_inventions)
            target.value, target.source_document = value, source_document.strip()
            target.set_by, target.set_at = by, timezone.now()
            keep(target, before)
            record(target, "set_target", by=by, before=before or None, reason=source_document)
            changed += 1
    return changed
