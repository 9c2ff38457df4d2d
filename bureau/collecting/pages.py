"""What pages show of a duty: the run behind it, its sheets, its rows."""

from django.core.paginator import Paginator

from bureau.lists import runs
from bureau.lists.choices import WAITING, RowOutcome, RunStatus
from bureau.lists.kinds import get_kind

from .models import Duty

PER_PAGE = 50


def panel(duty: Duty) -> dict:
    """The file's state: progress while it is read, what each sheet holds afterwards."""
    run = duty.run
    if run is None:
        return {"run": None}
    sheets = list(run.sheets.all())
    for sheet in sheets:
        sheet.label = get_kind(sheet.kind).label
    told = runs.progress(run)
    return {
        "run": run,
        "sheets": sheets,
        "is_reading": run.status in WAITING,
        "percent": round(told["share"] * 100),
        "stage": told["stage"],
        "rejected": sum(sheet.rejected_rows for sheet in sheets),
        "is_previewed": run.status == RunStatus.PREVIEWED,
    }


def preview(duty: Duty, outcome: str, number: str) -> dict:
    """One page of the preview's rows."""
    outcome = outcome if outcome in RowOutcome.values else ""
    page = int(number) if number.isdecimal() else 1
    rows, total = runs.preview_rows(duty.run, outcome, max(1, page), PER_PAGE) if duty.run else ([], 0)
    for row in rows:
        row["label"] = RowOutcome(row["outcome"]).label
    return {
        "rows": rows, "outcome": outcome, "outcomes": RowOutcome.choices,
        "page": Paginator(range(total), PER_PAGE).get_page(page),
    }  # fmt: skip
