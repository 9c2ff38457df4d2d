"""How the site stands: which columns go without news, what was published and read in a year."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from .choices import ColumnKind
from .models import Column

STATES = {"good": "正常", "warn": "将超期", "stale": "已超期", "empty": "空栏目", "free": "不检查"}


@dataclass(frozen=True, slots=True)
class ColumnState:
    """A column, its newest publication, and until when the next is due."""

    column: Column
    newest: datetime | None
    days: int | None
    due_on: date | None
    state: str

    @property
    def words(self) -> str:
        """The state in words."""
        return STATES[self.state]


def column_states(today: date) -> list[ColumnState]:
    """Every shown column that is not of pages, the most pressing first."""
    states = [_state(column, today) for column in Column.objects.listed().with_newest()]
    order = ("stale", "empty", "warn", "good", "free")
    return sorted(states, key=lambda state: (order.index(state.state), state.due_on or date.max))


def pressing(today: date) -> int:
    """How many columns need news."""
    return sum(state.state in {"stale", "empty", "warn"} for state in column_states(today))


def _state(column: Column, today: date) -> ColumnState:
    days = (today - timezone.localdate(column.newest)).days if column.newest else None
    due_on = (
        today - timedelta(days=days - column.stale_after_days) if days is not None and column.stale_after_days else None
    )
    if column.newest is None:
        state = "empty"
    elif column.kind == ColumnKind.PAGE or column.stale_after_days is None:
        state = "free"
    elif days >= column.stale_after_days:
        state = "stale"
    else:
        state = "warn" if days >= column.warn_after_days else "good"
    return ColumnState(column, column.newest, days, due_on, state)
