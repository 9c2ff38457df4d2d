"""Forms on paper about reviews and decisions: 专家评分表, 评审结果汇总表, 专家组意见; the page of GB/T 9704-2012."""

from collections.abc import Sequence
from datetime import date
from typing import BinaryIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

from projects.formdata.scheme import plain
from projects.models import Call, Sheet, Standing

BODY, HEAD, TITLE = "仿宋_GB2312", "黑体", "方正小标宋简体"


def new_paper(title: str, *, is_landscape: bool = False):
    """An empty page with its title: A4, top 37 mm, left 28 mm, a text block of 156 by 225 mm."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    if is_landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
            Mm(28),
            Mm(26),
            Mm(37),
            Mm(35),
        )
    style = document.styles["Normal"]
    _font(style.element.get_or_add_rPr(), BODY)
    style.font.size = Pt(12)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.title = title
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.paragraph_format.space_after = Pt(14)
    _font(_run(heading, title, 22)._element.get_or_add_rPr(), TITLE)
    _page_number(section)
    return document


def _font(properties, name: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(kind), name)


def _run(paragraph, text: str, size: float, *, is_head: bool = False):
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    if is_head:
        _font(run._element.get_or_add_rPr(), HEAD)
    return run


def _page_number(section) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, "— ", 14)
    run = _run(paragraph, "", 14)
    for kind, text in (("begin", ""), (None, "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._element.append(part)
    _run(paragraph, " —", 14)


def add_lines(document, *lines: str, size: float = 14) -> None:
    """Paragraphs of a form's head or end."""
    for line in lines:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(4)
        _run(paragraph, line, size)


def add_paragraph(document, text: str) -> None:
    """A paragraph of running text, its first line set in by two signs."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(28)
    _run(paragraph, text, 14)


def add_table(
    document, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], *, height: float = 0
) -> Table:
    """A ruled table whose head is repeated on each page; ``widths``, and how high a row is at the least, in millimetres."""
    table = document.add_table(rows=1, cols=len(head), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)  # The grid too: not every reader goes by the cells.
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    _fill(table.rows[0].cells, head, widths, is_head=True)
    for row in rows:
        added = table.add_row()
        if height:
            added.height = Mm(height)
        _fill(added.cells, row, widths)
    return table


def _fill(cells, texts: Sequence[str], widths: Sequence[float], *, is_head: bool = False) -> None:
    for cell, text, width in zip(cells, texts, widths, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if is_head else WD_ALIGN_PARAGRAPH.LEFT
        _run(paragraph, str(text), 10.5, is_head=is_head)


def day(moment) -> str:
    """2026年1月5日: no leading zeros."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def write_sheet(sheet: Sheet, file: BinaryIO) -> None:
    """专家评分表: one expert's marks, with a place for the signature."""
    assignment, scheme = sheet.assignment, sheet.version.terms.scheme
    document, advice = new_paper("专家评分表"), assignment.round.call.advice
    add_lines(
        document,
        f"批次：{assignment.round.call}　{assignment.round}",
        f"项目：{assignment.application.number}　{assignment.application}",
        f"专家：{assignment.expert.number}　{assignment.expert}　　熟悉程度：{sheet.get_familiarity_display()}",
    )
    rows = [
        [str(place), c.label, plain(c.weight), plain(c.most), sheet.marks.get(c.code, {}).get("mark", ""), sheet.marks.get(c.code, {}).get("words", "")]
        for place, c in enumerate(scheme.criteria, 1)
    ]  # fmt: skip
    rows.append(["", "总分", "100", "", str(sheet.total if sheet.total is not None else ""), ""])
    add_table(document, ["序号", "评审指标", "权重", "满分", "评分", "说明"], rows, [12, 40, 14, 14, 16, 60])
    amount = f"　　建议经费：{sheet.amount} 万元" if sheet.amount else ""
    add_lines(document, "", f"{advice.label}：{advice.words.get(sheet.recommendation, '')}{amount}", "总体意见：")
    add_paragraph(document, sheet.comment)
    signed = day(sheet.submitted_at) if sheet.submitted_at else "　　年　　月　　日"
    add_lines(document, "", f"专家签字：　　　　　　　　　　{signed}")
    document.save(file)


def _panel_told(standing: Standing) -> str:
    """The score that a panel gave, and its result; nothing where none has signed."""
    score = "" if standing.panel_score is None else str(standing.panel_score)
    return " ".join(filter(None, (score, standing.get_panel_result_display())))


def write_summary(call: Call, standings: Sequence[Standing], file: BinaryIO, *, on: date) -> None:
    """评审结果汇总表: the ranking, landscape, the head repeated."""
    document = new_paper("评审结果汇总表", is_landscape=True)
    add_lines(document, f"批次：{call}　　共 {len(standings)} 项　　{day(on)}")
    rows = [
        [str(s.place or "—"), s.application.number, str(s.application), str(s.application.organisation),
         str(s.score if s.score is not None else "—"), str(s.mean if s.mean is not None else ""), _panel_told(s),
         str(s.high - s.low) if s.count else "",
         str(s.count), "分差过大" if s.is_dispersed else ("" if s.is_enough else "份数不足")]
        for s in standings
    ]  # fmt: skip
    head = ["名次", "受理编号", "项目名称", "申报单位", "得分", "网评平均", "会评", "分差", "份数", "提示"]
    add_table(document, head, rows, [11, 36, 48, 42, 15, 15, 18, 15, 11, 14])
    add_lines(
        document, "", "制表人：　　　　　　　审核人：　　　　　　　监督人：　　　　　　　日期：　　年　　月　　日"
    )
    document.save(file)
