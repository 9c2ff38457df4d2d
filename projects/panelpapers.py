"""A panel on paper: 议程, 签到表, 评分汇总表 or 表决结果, 专家组意见; the page of GB/T 9704-2012, as other forms of reviews."""

from typing import BinaryIO

from docx.enum.text import WD_BREAK
from docx.shared import Pt

from projects.budget import wan
from projects.choices import OpinionStatus, PanelMode
from projects.models import AgendaItem, Panel
from projects.panelpages import agenda_of, counts_of, table_of
from projects.papers import add_lines, add_paragraph, add_table, day, new_paper
from projects.workflow.convening import told_when, told_where
from projects.workflow.sitting import chair_of

SIGNED_AT_MOST = 9  # Members whose columns fit on the page beside each other.


def _head(panel: Panel) -> list[str]:
    place = "；".join(filter(None, (panel.place, "线上" if panel.link else "")))
    return [f"批次：{panel.round.call}　{panel.round}", f"会议：{panel}　　时间：{told_when(panel)}　　地点：{place}"]


def write_agenda(panel: Panel, file: BinaryIO) -> None:
    """议程: what is taken up when. No expert's name, because it is handed to the units that answer questions."""
    document = new_paper(f"{panel}议程")
    add_lines(document, f"批次：{panel.round.call}", f"时间：{told_when(panel)}　　地点：{told_where(panel)}")
    rows = []
    for line in agenda_of(panel):
        item = line["item"]
        if item.pause:
            rows.append(["", f"休息 {item.pause} 分钟", "", "", ""])
        application = item.application
        rows.append(
            [str(item.position), line["slot"], application.number, str(application), str(application.organisation)]
        )
    add_table(document, ["序号", "时间", "受理编号", "项目名称", "申报单位"], rows, [12, 30, 33, 45, 36])
    document.save(file)


def write_attendance(panel: Panel, file: BinaryIO) -> None:
    """签到表: everybody who said yes, with a line to sign on."""
    document = new_paper("专家签到表")
    add_lines(document, *_head(panel))
    rows = [
        [str(place), str(m.expert), m.expert.unit_name, m.expert.get_rank_display(), "组长" if m.is_chair else "成员",
         "到会" if m.is_present else "", ""]
        for place, m in enumerate(panel.members.coming().select_related("expert"), 1)
    ]  # fmt: skip
    head = ["序号", "姓名", "工作单位", "职称", "职务", "签到", "签字"]
    add_table(document, head, rows, [12, 22, 48, 20, 14, 14, 26], height=11)
    add_lines(document, "", "记录人：　　　　　　　监督人：　　　　　　　　年　月　日")
    document.save(file)


def write_tally(panel: Panel, file: BinaryIO) -> None:
    """评分汇总表 or 表决结果: a row for each item; of a secret vote its counts alone."""
    is_vote = panel.mode == PanelMode.VOTES
    document = new_paper("会评表决结果汇总表" if is_vote else "会评评分汇总表", is_landscape=True)
    add_lines(document, *_head(panel))
    table = table_of(panel)
    if is_vote:
        words = "无记名表决" if panel.is_secret else "记名表决"
        add_lines(
            document, f"{words}，{panel.get_rule_display()}为通过，到会不少于 {panel.least_present} 人。", size=12
        )
    _add_results(document, table, is_vote=is_vote)
    if not panel.is_secret:
        _add_cells(document, table)
    left = [f"{one.member.expert}：{line['item'].position}" for line in table["rows"] for one in line["left"]]
    if left:
        add_lines(document, f"回避离场（专家：项目序号）：{'；'.join(left)}。", size=12)
    add_lines(document, "", "组长签字：　　　　　　　记录人：　　　　　　　监督人：　　　　　　　　　年　　月　　日")
    document.save(file)


def _add_results(document, table: dict, *, is_vote: bool) -> None:
    rows = []
    for line in table["rows"]:
        item = line["item"]
        counts = [str(count) for _label, count in counts_of(item)] if is_vote else []
        score = "—" if item.score is None else str(item.score)
        rows.append([
            str(item.position), item.application.number, str(item), str(item.present), str(len(line["left"])), *counts, score,
            item.get_result_display(),
        ])  # fmt: skip
    votes = ["同意", "不同意", "弃权", "未投"] if is_vote else []
    head = ["序号", "受理编号", "项目名称", "到会", "回避", *votes, "得票率%" if is_vote else "得分", "结论"]
    widths = [11, 36, 58, 12, 12, *([14] * len(votes)), 18, 22] if is_vote else [11, 38, 90, 14, 14, 22, 36]
    add_table(document, head, rows, widths)


def _add_cells(document, table: dict) -> None:
    members = table["members"]
    for start in range(0, len(members), SIGNED_AT_MOST):
        part = members[start : start + SIGNED_AT_MOST]
        add_lines(document, "", "逐名专家：", size=12)
        rows = [
            [str(line["item"].position), str(line["item"]), *line["cells"][start : start + SIGNED_AT_MOST]]
            for line in table["rows"]
        ]
        width = min(24.0, 153 / len(part))
        add_table(document, ["序号", "项目名称", *(str(m.expert) for m in part)], rows, [11, 61, *[width] * len(part)])


def write_opinion(item: AgendaItem, file: BinaryIO) -> None:
    """专家组意见 of one application."""
    document = new_paper("专家组意见")
    _add_opinion(document, item)
    document.save(file)


def write_opinions(panel: Panel, file: BinaryIO) -> None:
    """专家组意见 of the whole session: a page for each item that was judged."""
    document, is_first = new_paper("专家组意见"), True
    for line in agenda_of(panel):
        if line["opinion"] is None:
            continue
        if not is_first:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _add_opinion(document, line["item"])
        is_first = False
    if is_first:
        add_lines(document, "还没有评议结束的项目。")
    document.save(file)


def _add_opinion(document, item: AgendaItem) -> None:
    opinion, application = item.opinion, item.application
    left = "、".join(str(one.member.expert) for one in item.leavings.select_related("member__expert"))
    amount = "—" if opinion.amount is None else f"{wan(opinion.amount)} 万元"
    is_vote = item.panel.mode == PanelMode.VOTES
    counted = "，".join(f"{label} {count} 票" for label, count in counts_of(item) if count or label != "未投")
    rows = [
        ["项目名称", str(application)],
        ["受理编号", application.number],
        ["申报单位", str(application.organisation)],
        ["会议", f"{item.panel}，{told_when(item.panel)}"],
        ["到会专家", f"{item.present if item.present is not None else '—'} 人" + (f"；回避离场：{left}" if left else "")],
        ["表决" if is_vote else "得分", counted if is_vote else ("—" if item.score is None else str(item.score))],
        ["结论", opinion.get_result_display()],
        ["计算", item.arithmetic],
        ["建议资助经费", amount],
    ]  # fmt: skip
    add_table(document, ["事项", "内容"], rows, [32, 124])
    add_lines(document, "", "专家组意见：")
    for text in (opinion.text or "（尚未起草）").splitlines():
        if text.strip():
            add_paragraph(document, text.strip())
    is_signed = opinion.status == OpinionStatus.SIGNED
    at = day(opinion.signed_at) if is_signed else "　　年　　月　　日"
    chair = chair_of(item)
    lead = "代组长" if item.acting_id else "组长"
    told = f"（{chair.expert} 已于系统中签字）" if is_signed and chair else "　　　　　　　　　　"
    add_lines(document, "", f"专家组{lead}签字：　　　　　{told}　{at}", size=Pt(14).pt)
    if opinion.is_by_secretary:
        add_lines(document, f"（意见由工作人员 {opinion.written_by} 代为起草，经{lead}核对签字。）", size=10.5)
