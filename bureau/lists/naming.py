"""What lists do when a unit becomes known by a name: the rows that name it become its own."""

from bureau.accounts.models import Organisation
from bureau.accounts.naming import hearer
from bureau.audit.book import note

from .organisations import relink


@hearer
def adopt(unit: Organisation) -> int:
    """Give ``unit`` the rows of every register under a name that it alone bears, now or formerly. Returns how many."""
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
