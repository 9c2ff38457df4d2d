"""Valid stock as other offices told it: for days that the bureau's own lists cannot answer for."""

from datetime import date

from .choices import PatentKind
from .models import StockSummary

CAN_ANSWER = {"division", "kind", ""}
MARK = "†"


class ToldStock:
    """What the tables of valid patents say of the months from ``since`` to ``until``."""

    def __init__(self, since: date, until: date):
        rows = StockSummary.objects.effective().filter(month__gte=since, month__lte=until)
        self.rows = {(row.division_id, row.month): row for row in rows}
        self.used: set[date] = set()

    def of(self, place: int | None, kind: str, month: date) -> int | None:
        """Of a place (None: the city) at the month's end; of every kind (``kind`` empty) where the table tells all three."""
        row = self.rows.get((place, month))
        if row is None:
            return None
        kinds = [kind] if kind else PatentKind.values
        found = [getattr(row, one) for one in kinds]
        if None in found:
            return None
        self.used.add(month)
        return sum(found)

    def note(self) -> str:
        """Which cells are not from the lists; empty when none is."""
        if not self.used:
            return ""
        months = "、".join(f"{month.year}年{month.month}月" for month in sorted(self.used))
        return f"标“{MARK}”的格不是由清单算出，取自{months}有效专利汇总表。"
