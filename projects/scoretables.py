"""Sheets beside each other, and everything about a call's reviews as a workbook: rows are streamed, never held."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import BinaryIO

from bureau.excel import Column, Sheet, write_workbook
from projects import board, paneltables, quality
from projects.choices import (
    STANDING,
    AssignmentStatus,
    DecisionOutcome,
    Familiarity,
    PanelResult,
    RoundKind,
)
from projects.formdata.scheme import Scheme, plain
from projects.models import Application, Assignment, Call, Proposal, Standing
from projects.models import Sheet as ScoreSheet
from projects.workflow.ranking import scheme_for

AT_ONCE = 2000
_NOTHING = {"mark": "", "words": ""}


def sheets_of(application: Application, scheme: Scheme) -> dict:
    """One application's sheets: a row for each criterion, a column for each expert."""
    rows = (
        Assignment.objects.filter(application=application, status__in=STANDING, round__kind=RoundKind.ONLINE)
        .select_related("expert", "round", "sheet")
        .order_by("round", "number")
    )
    columns = [{"assignment": row, "sheet": getattr(row, "sheet", None), "counts": _counts(row)} for row in rows]
    marks = [
        {
            "criterion": c,
            "cells": [(one["sheet"].marks if one["sheet"] else {}).get(c.code, _NOTHING) for one in columns],
        }
        for c in scheme.criteria
    ]
    return {"columns": columns, "marks": marks}


def _counts(assignment: Assignment) -> bool:
    return assignment.status == AssignmentStatus.SUBMITTED and not assignment.blocked_at


def write_scores(call: Call, file: BinaryIO, watch: Callable[[int], None] = lambda _count: None) -> int:
    """The ranking, every sheet, how each expert marks, and the panels. Returns how many sheets were written."""
    scheme, count = scheme_for(call), [0]
    ranking = [
        "名次",
        "受理编号",
        "项目名称",
        "申报单位",
        "得分",
        "网评得分",
        "会评得分",
        "会评结论",
        "平均分",
        "最高分",
        "最低分",
        "分差",
        "有效评审（份）",
        "提示",
    ]
    criteria = [Column(f"{c.label}（满分 {plain(c.most)}）", 12) for c in scheme.criteria]
    single = [
        "受理编号",
        "项目名称",
        "轮次",
        "专家编号",
        "专家",
        "状态",
        "总分",
        *criteria,
        call.advice.label,
        "建议经费（万元）",
        "熟悉程度",
        "总体意见",
        "提交时间",
    ]
    habits = ["专家编号", "专家", "工作单位", "评审任务", "已提交", "超期", "平均分"]
    habits += [f"{measure.label}{measure.unit}" for measure in quality.MEASURES]
    write_workbook(
        [
            Sheet("汇总排名", ranking, _ranking(call)),
            Sheet("逐份评分", single, _single(call, scheme, count, watch)),
            Sheet("专家情况", habits, _habits(call)),
            *paneltables.sheets(call, scheme),
        ],
        file,
    )
    return count[0]


def _ranking(call: Call) -> Iterator[list]:
    names = (
        "place",
        "application__number",
        "application__title",
        "application__organisation__name",
        "score",
        "online_score",
        "panel_score",
        "panel_result",
        "mean",
        "high",
        "low",
    )
    results = dict(PanelResult.choices)
    for row in board.standings_of(call).values_list(*names, "count", "is_dispersed").iterator(chunk_size=AT_ONCE):
        *told, result, mean, high, low, count, is_dispersed = row
        spread = high - low if count else None
        yield [*told, results.get(result), mean, high, low, spread, count, "分差过大" if is_dispersed else ""]


def _single(call: Call, scheme: Scheme, count: list[int], watch) -> Iterator[list]:
    kinds, knows, agrees = dict(AssignmentStatus.choices), dict(Familiarity.choices), call.advice.words
    names = (
        "assignment__application__number", "assignment__application__title", "assignment__round__name",
        "assignment__expert__number", "assignment__expert__name", "assignment__status", "total", "marks", "recommendation",
        "amount", "familiarity", "comment", "submitted_at",
    )  # fmt: skip
    rows = ScoreSheet.objects.filter(assignment__round__call=call, assignment__round__kind=RoundKind.ONLINE)
    rows = rows.order_by("assignment__application", "assignment")
    for row in rows.values_list(*names).iterator(chunk_size=AT_ONCE):
        count[0] += 1
        if count[0] % AT_ONCE == 0:
            watch(count[0])
        *first, status, total, marks, recommendation, amount, familiarity, comment, at = row
        given = [_number(marks.get(c.code, _NOTHING)["mark"]) for c in scheme.criteria]
        yield [
            *first,
            kinds[status],
            total,
            *given,
            agrees.get(recommendation),
            _number(amount),
            knows.get(familiarity),
            comment,
            at,
        ]


def _number(text: str):
    """A mark as a number where it is one."""
    try:
        return float(Decimal(text)) if text else None
    except ArithmeticError:
        return text


def _habits(call: Call) -> Iterator[list]:
    names = (
        "expert__number",
        "expert__name",
        "expert__unit_name",
        "total",
        "submitted",
        "late",
    )
    rows = list(board.experts_of(call))
    told = quality.figures([row["expert"] for row in rows], call=call)
    for row in rows:
        mean = None if row["mean"] is None else round(float(row["mean"]), 2)
        yield [*(row[n] for n in names), mean, *(figure.as_number for figure in told[row["expert"]])]


def summary_rows(call: Call, limit: int) -> list[Standing]:
    """The first of the ranking, for a form on paper."""
    return list(board.standings_of(call)[:limit])


def write_proposal(proposal: Proposal, file: BinaryIO) -> int:
    """What a proposal says of each application. Returns how many rows."""
    outcomes, count = dict(DecisionOutcome.choices), [0]
    head = [
        "名次",
        "受理编号",
        "项目名称",
        "申报单位",
        "得分",
        "建议",
        "资助经费（万元）",
        "理由",
        "项目编号",
        "取消理由",
    ]

    def rows() -> Iterator[list]:
        names = ("place", "application__number", "application__title", "application__organisation__name", "score", "outcome",
                 "amount", "reason", "number", "struck_reason")  # fmt: skip
        for *first, outcome, amount, reason, number, struck in proposal.lines.values_list(*names).iterator(AT_ONCE):
            count[0] += 1
            yield [*first, outcomes[outcome], None if amount is None else amount / 10000, reason, number, struck]

    write_workbook([Sheet("立项建议", head, rows())], file)
    return count[0]
