"""What lists do when a unit becomes known by a name: the rows that name it become its own.

At once, those that are there; and after the commit once more, behind every load at work: such a load may have asked who bears
the name before, and written its rows after.
"""

from celery import current_app
from django.db import transaction

from bureau.accounts.models import Organisation
from bureau.accounts.naming import hearer
from bureau.audit.book import note

from .kinds import all_kinds
from .loading import lock_kinds
from .organisations import relink


@hearer
def adopt(unit: Organisation) -> int:
    """Give ``unit`` the rows of every register under a name that it alone bears, now or formerly. Returns how many."""
    transaction.on_commit(lambda: _ring(unit.pk))
    return _take_in(unit)


def _ring(unit_id: int) -> None:
    """Have a worker look again. By name: the tasks call this module."""
    current_app.signature("bureau.lists.tasks.adopt_rows", [unit_id]).apply_async()


@transaction.atomic
def adopt_behind_loads(unit: Organisation) -> int:
    """The same when every load that runs now has ended; those that begin later know the name."""
    lock_kinds(kind for kind in all_kinds() if kind.parties)
    return _take_in(unit)


def _take_in(unit: Organisation) -> int:
    keys = {unit.name_key, *unit.former_names.values_list("name_key", flat=True)}
    linked = relink(keys)
    if linked:
        note(
            "link_rows",
            by="系统",
            subject=str(unit),
            model=unit._meta.label_lower,
            object_id=unit.pk,
            changes={"rows": linked},
        )
    return linked
