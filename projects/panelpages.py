"""What pages and papers show of a panel: the agenda with its slots, who judged what, the counts of votes and marks."""

from collections import Counter, defaultdict

from django.utils import timezone

from projects import panels
from projects.choices import ItemStatus, OpinionStatus, PanelMode, Vote
from projects.models import AgendaItem, Application, Ballot, Call, Panel


def agenda_of(panel: Panel) -> list[dict]:
    """Every item with its slot, who left the room, how many judged it, its opinion."""
    items = list(
        panel.items.select_related("application__organisation", "acting__expert", "opinion").prefetch_related(
            "leavings__member__expert"
        )
    )
    slots = panels.slots(panel.starts_at, [(item.pause, item.minutes) for item in items])
    cast = Counter(Ballot.objects.counting().filter(item__panel=panel).values_list("item", flat=True))
    present = panel.members.present().count()
    return [
        {
            "item": item, "begins": begins, "ends": ends, "slot": told_slot(begins, ends), "left": list(item.leavings.all()),
            "cast": cast[item.pk], "opinion": getattr(item, "opinion", None),
            "present": item.present if item.present is not None else present - len(item.leavings.all()),
        }
        for item, (begins, ends) in zip(items, slots, strict=True)
    ]  # fmt: skip


def told_slot(begins, ends) -> str:
    """09:00–09:20, the day before it where the session goes on on another one."""
    begins, ends = timezone.localtime(begins), timezone.localtime(ends)
    return f"{begins:%H:%M}–{ends:%H:%M}"


def is_decided(item: AgendaItem) -> bool:
    """Whether there is a result to be shown: while an item is open its counts are nobody's."""
    return item.status == ItemStatus.CLOSED


def counts_of(item: AgendaItem) -> list[tuple[str, int]]:
    """How many agreed, opposed, abstained, said nothing."""
    found = [(vote.label, getattr(item, vote.value)) for vote in Vote]
    silent = (item.present or 0) - sum(count for _label, count in found)
    return [*found, ("未投", silent)]


def panels_of(application: Application) -> list[AgendaItem]:
    """What panels decided of one application, the latest last."""
    rows = application.agenda_items.filter(status=ItemStatus.CLOSED).select_related("panel", "opinion", "application")
    return list(rows.order_by("closed_at", "pk"))


def unsigned_in(call: Call) -> int:
    """How many items of the call were judged and have an opinion that is not signed yet: no ranking goes by them."""
    rows = AgendaItem.objects.filter(panel__round__call=call, status=ItemStatus.CLOSED)
    return rows.exclude(opinion__status=OpinionStatus.SIGNED).count()


def table_of(panel: Panel) -> dict:
    """The whole panel as a table: a row for each decided item, a column for each member; of a secret vote only counts.

    A cell is a total, a vote, 回避离场, or nothing.
    """
    members = list(panel.members.filter(is_present=True).select_related("expert"))
    cells: dict[tuple[int, int], str] = defaultdict(str)
    for ballot in Ballot.objects.counting().filter(item__panel=panel):
        words = "已投" if panel.is_secret else ballot.get_choice_display()
        told = str(ballot.total) if ballot.total is not None else words
        cells[ballot.item_id, ballot.member_id] = f"{told}（代录）" if ballot.entered_by_id else told
    rows = []
    for line in agenda_of(panel):
        item = line["item"]
        if not is_decided(item):
            continue
        for leaving in line["left"]:
            cells[item.pk, leaving.member_id] = "回避离场"
        rows.append(line | {"cells": [cells[item.pk, member.pk] for member in members]})
    return {"members": members, "rows": rows, "is_vote": panel.mode == PanelMode.VOTES}
