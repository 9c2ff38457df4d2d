"""What a person asks of the statistics, as the page's address writes it."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import quote_plus

from django.db.models import IntegerChoices, TextChoices
from django.utils import timezone

from .dimensions import DIMENSIONS, LONG, PERIODS, Dimension


class Unanswerable(Exception):
    """The question makes no table. ``str()`` is what to tell the person."""


class Measure(TextChoices):
    FILED = "filed", "申请量"
    GRANTED = "granted", "授权量"
    STOCK = "stock", "有效量（期末）"


class Share(TextChoices):
    NONE = "", "件数"
    OF_ROW = "row", "占本行的百分比"
    OF_COLUMN = "column", "占本列的百分比"
    PER_10K = "residents", "每万常住人口件数"


class Months(IntegerChoices):
    """How many months a period has."""

    MONTH = 1
    QUARTER = 3
    YEAR = 12


DEFINITIONS = {
    Measure.FILED: "申请日在期间内的专利申请件数；按第一申请人所在县（市、区）归属，已作废的记录不计。",
    Measure.GRANTED: "授权公告日在期间内的专利件数；按第一专利权人所在县（市、区）归属，已作废的记录不计。",
    Measure.STOCK: "期末已授权、未失效且在保护期内的专利件数（发明 20 年，实用新型 10 年，外观设计 10 年，2021-06-01 起申请的 15 年，"
    "均自申请日起算；失效以清单的法律状态日期为准）。",
}


def month_of(text: str, words: str) -> date:
    """The first day of “2015-03”. Raises Unanswerable."""
    try:
        year, month = (int(part) for part in text.split("-"))
        if not 1985 <= year <= 2100:  # 专利法 in force since 1985-04-01.
            raise ValueError
        return date(year, month, 1)
    except ValueError:
        raise Unanswerable(f"{words}“{text}”不是月份，请按 2015-03 的样子填写，年份不早于 1985。") from None


def end_of(month: date) -> date:
    """Its last day."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def moved(month: date, months: int) -> date:
    """The first day of the month so many months later."""
    total = month.year * 12 + month.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def written(key) -> str:
    """A dimension's key as an address writes it; only what a list said may need quoting."""
    return "" if key is None else quote_plus(str(key))


@dataclass(frozen=True, slots=True)
class Question:
    """``rows`` by ``columns`` (a dimension, a period, or nothing) of a measure from the month ``since`` to ``until``.

    ``only`` holds the values by dimension to which the patents are narrowed.
    """

    measure: Measure = Measure.FILED
    rows: str = "division"
    columns: str = ""
    since: date = field(default_factory=lambda: date(timezone.localdate().year, 1, 1))
    until: date = field(default_factory=lambda: timezone.localdate().replace(day=1))
    share: Share = Share.NONE
    is_running: bool = False  # 累计: each period from the beginning of its year.
    only: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "Question":
        """From an address. What it leaves out is what people ask first; what it cannot mean raises Unanswerable."""
        asked = cls()
        try:
            measure, share = Measure(data.get("measure") or asked.measure), Share(data.get("share", ""))
        except ValueError:
            raise Unanswerable("没有这种统计量，请在列表中选择。") from None
        rows, columns = data.get("rows") or asked.rows, data.get("columns", "")
        if rows not in DIMENSIONS | PERIODS or (columns and columns not in DIMENSIONS | PERIODS):
            raise Unanswerable("没有这种分组，请在列表中选择。")
        if rows == columns or (rows in PERIODS and columns in PERIODS):
            raise Unanswerable("行和列不能是同一种分组，请改选其中一个。")
        if columns in LONG:
            raise Unanswerable(f"{DIMENSIONS[columns].label}太多，不能作列，请把它放在行里。")
        since = month_of(data["since"], "起始月份") if data.get("since") else asked.since
        until = month_of(data["until"], "截止月份") if data.get("until") else max(since, asked.until)
        if since > until:
            raise Unanswerable("起始月份晚于截止月份，请改正。")
        only = {}
        for code, dimension in DIMENSIONS.items():
            if code in data and data[code] != "*":
                try:
                    only[code] = dimension.read(data[code])
                except ValueError:
                    raise Unanswerable(f"{dimension.label}的筛选值不认识，请重新选择。") from None
        return cls(measure, rows, columns, since, until, share, data.get("running") == "1", only)

    def address(self) -> str:
        """The query string that asks the same."""
        parts = [f"measure={self.measure.value}&rows={self.rows}"]
        parts += [f"columns={self.columns}"] if self.columns else []
        parts += [f"share={self.share.value}"] if self.share.value else []
        parts.append(f"since={self.since:%Y-%m}&until={self.until:%Y-%m}")
        parts += ["running=1"] if self.is_running else []
        parts += [f"{code}={written(key)}" for code, key in self.only.items()]
        return "&".join(parts)

    @property
    def grain(self) -> str:
        """The period that is one of its dimensions; empty when none is."""
        return next((code for code in (self.rows, self.columns) if code in PERIODS), "")

    @property
    def dimensions(self) -> list[Dimension]:
        """Those by which it groups."""
        return [DIMENSIONS[code] for code in (self.rows, self.columns) if code in DIMENSIONS]

    @property
    def months(self) -> int:
        """How many months it spans."""
        return (self.until.year - self.since.year) * 12 + self.until.month - self.since.month + 1

    def year_before(self) -> "Question":
        """The same period of last year."""
        return replace(self, since=moved(self.since, -12), until=moved(self.until, -12))

    @property
    def begin(self) -> date:
        """From when events matter: of stock all, of a running count those since its year began."""
        if self.measure == Measure.STOCK:
            return date.min
        return date(self.since.year, 1, 1) if self.is_running and self.grain else self.since

    def is_of_whole_years(self) -> bool:
        """Whether counts by year answer it."""
        return self.begin.month == 1 and self.until.month == 12 and self.grain in ("", "year")
