"""建议汇总表: what came in under a 征集, as a workbook."""

from collections.abc import Iterator
from decimal import Decimal
from typing import BinaryIO

from django.db.models import Count

from bureau.excel import Column, Sheet, write_workbook
from projects.choices import RECEIVED, SuggestionStatus
from projects.models import Solicitation

AT_ONCE = 2000
WAN = Decimal(10000)
COLUMNS = [
    Column("序号", 6), Column("建议编号", 16), Column("计划类别", 22), Column("建议方向", 36), Column("所属领域", 18),
    Column("需求与问题", 48), Column("拟达到的目标", 40), Column("预计经费（万元）", 14, "0.00"), Column("预计年限（年）", 10),
    Column("建议的指南表述", 40), Column("建议人", 30), Column("提交时间", 20), Column("采纳情况", 12),
    Column("列入指南的表述", 40), Column("答复", 40), Column("答复人", 12), Column("答复时间", 20),
]  # fmt: skip


def write_suggestions(solicitation: Solicitation, file: BinaryIO) -> int:
    """The counts by category, and every suggestion that counts in the order of its number; returns how many."""
    count = [0]
    write_workbook(
        [
            Sheet("分类汇总", ["计划类别", "收到（条）", *(SuggestionStatus(s).label for s in RECEIVED)], _counts(solicitation)),
            Sheet("建议汇总表", COLUMNS, _rows(solicitation, count)),
        ],
        file,
    )  # fmt: skip
    return count[0]


def _counts(solicitation: Solicitation) -> Iterator[list]:
    rows = solicitation.suggestions.received().order_by().values_list("category", "status").annotate(count=Count("pk"))
    found = {(category, status): count for category, status, count in rows}
    for category in solicitation.category_list:
        counts = [found.get((category, status), 0) for status in RECEIVED]
        yield [category, sum(counts), *counts]


def _rows(solicitation: Solicitation, count: list[int]) -> Iterator[list]:
    rows = solicitation.suggestions.received().order_by("number")
    names = (
        "number", "category", "title", "field__name", "problem", "goals", "amount", "years", "wording", "organisation__name",
        "section__name", "created_by__name", "submitted_at", "status", "adopted_text", "reply", "answered_by__name", "answered_at",
    )  # fmt: skip
    for row in rows.values_list(*names, named=True).iterator(chunk_size=AT_ONCE):
        count[0] += 1
        yield [
            count[0], row.number, row.category, row.title, row.field__name, row.problem, row.goals, row.amount / WAN, row.years,
            row.wording, row.organisation__name or row.section__name or f"{row.created_by__name}（个人）",
            row.submitted_at, SuggestionStatus(row.status).label, row.adopted_text, row.reply, row.answered_by__name, row.answered_at,
        ]  # fmt: skip
