"""Panels in the workbook of a call: what each decided, and what each member gave; of a secret vote the counts alone."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Count, F

from bureau.excel import Column, Sheet
from projects.choices import ItemStatus, PanelMode, PanelResult, Vote
from projects.formdata.scheme import Scheme, plain
from projects.models import AgendaItem, Ballot, Call

AT_ONCE = 2000
WAN = Decimal(10000)
RESULTS = [
    "会评", "序号", "受理编号", "项目名称", "方式", "到会", "回避离场", "同意", "不同意", "弃权", "得分（得票率）", "结论", "计算",
    "建议经费（万元）", "专家组意见", "起草", "组长签字", "签字时间",
]  # fmt: skip


def sheets(call: Call, scheme: Scheme) -> list[Sheet]:
    """The two sheets; empty but for their heads where no panel sat."""
    criteria = [Column(f"{c.label}（满分 {plain(c.most)}）", 12) for c in scheme.criteria]
    given = [
        "会评",
        "受理编号",
        "项目名称",
        "专家编号",
        "专家",
        "第几次",
        "表决",
        "总分",
        *criteria,
        "意见",
        "提交时间",
        "代录",
        "计入",
    ]
    return [Sheet("会评结论", RESULTS, _results(call)), Sheet("会评逐名专家", given, _given(call, scheme))]


def _results(call: Call) -> Iterator[list]:
    modes, results = dict(PanelMode.choices), dict(PanelResult.choices)
    rows = AgendaItem.objects.filter(panel__round__call=call, status=ItemStatus.CLOSED).annotate(left=Count("leavings"))
    names = (
        "panel__name", "position", "application__number", "application__title", "panel__mode", "present", "left", *Vote.values,
        "score", "result", "arithmetic", "opinion__amount", "opinion__text", "opinion__is_by_secretary",
        "opinion__signed_by__name", "opinion__signed_at",
    )  # fmt: skip
    for row in rows.order_by("panel", "position").values_list(*names).iterator(chunk_size=AT_ONCE):
        (
            *first,
            mode,
            present,
            left,
            agree,
            oppose,
            abstain,
            score,
            result,
            sums,
            amount,
            text,
            by_secretary,
            who,
            at,
        ) = row
        votes = [agree, oppose, abstain] if mode == PanelMode.VOTES else [None] * 3
        yield [
            *first, modes[mode], present, left, *votes, score, results[result], sums, None if amount is None else amount / WAN,
            text, "工作人员代为起草" if by_secretary else "组长", who, at,
        ]  # fmt: skip


def _given(call: Call, scheme: Scheme) -> Iterator[list]:
    votes = dict(Vote.choices)
    rows = Ballot.objects.filter(item__panel__round__call=call).order_by(
        "item__panel", "item__position", "turn", "member__number"
    )
    names = (
        "item__panel__name", "item__application__number", "item__application__title", "member__expert__number",
        "member__expert__name", "turn", "choice", "item__panel__is_secret", "total", "marks", "comment", "cast_at", "entered_by__name",
        "blocked_at", "present_turn",
    )  # fmt: skip
    for row in rows.annotate(present_turn=F("item__turn")).values_list(*names).iterator(chunk_size=AT_ONCE):
        *first, turn, choice, is_secret, total, marks, comment, at, entered, blocked, last = row
        told = "已投（无记名）" if is_secret else votes.get(choice)
        given = [float(marks[c.code]) if c.code in marks else None for c in scheme.criteria]
        yield [
            *first,
            turn,
            told,
            total,
            *given,
            comment,
            at,
            entered,
            "是" if turn == last and blocked is None else "否",
        ]
