"""The document of an application as a PDF: the same content as the Word file, not to be changed by whoever holds it."""

import io
from functools import cache
from html import escape
from typing import BinaryIO

import segno
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile, FileField
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Image, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from bureau.files import private_storage
from projects.documents import verify_address
from projects.models import Submission

FONT = "STSong-Light"  # Adobe's Chinese collection: named, not embedded; every reader brings or replaces it.
LEFT, RIGHT, TOP, BOTTOM = 28 * mm, 26 * mm, 37 * mm, 35 * mm  # GB/T 9704-2012 5.2.
WIDTH = A4[0] - LEFT - RIGHT - 12  # A frame keeps six points free at each side.
SHORT_CELL = 6  # Characters, at the least, that a column has room for.


@cache
def _styles() -> dict[str, ParagraphStyle]:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    common = {"fontName": FONT, "wordWrap": "CJK"}
    return {
        "title": ParagraphStyle("title", fontSize=20, leading=30, alignment=TA_CENTER, spaceAfter=12, **common),
        "centre": ParagraphStyle("centre", fontSize=12, leading=20, alignment=TA_CENTER, **common),
        "note": ParagraphStyle("note", fontSize=9, leading=14, alignment=TA_CENTER, **common),
        "section": ParagraphStyle("section", fontSize=15, leading=24, spaceBefore=12, spaceAfter=4, keepWithNext=1, **common),
        "label": ParagraphStyle("label", fontSize=12, leading=20, spaceBefore=8, keepWithNext=1, textColor=colors.HexColor("#1d4e79"), **common),
        "body": ParagraphStyle("body", fontSize=12, leading=22, **common),
        "cell": ParagraphStyle("cell", fontSize=9.5, leading=14, **common),
    }  # fmt: skip


def write_pdf(content: dict, file: BinaryIO, *, submission: Submission | None) -> None:
    """The document; without a submission every page is marked 草稿 and carries no number."""
    styles = _styles()
    mark = (
        f"受理编号 {submission.application.number}　第 {submission.turn} 次提交"
        if submission
        else "草稿（未提交，无效）"
    )
    document = SimpleDocTemplate(
        file, pagesize=A4, leftMargin=LEFT, rightMargin=RIGHT, topMargin=TOP, bottomMargin=BOTTOM,
        title=content["title"] or "申报书", author="", subject=mark,
    )  # fmt: skip
    parts = [
        Paragraph(escape(content["title"] or "（未填写名称）"), styles["title"]),
        Paragraph(escape(content["call"]), styles["centre"]),
        Paragraph(escape(f"申报单位：{content['unit']['name']}（{content['unit']['code']}）"), styles["centre"]),
        *(_proof(submission) if submission else ()),
    ]
    for place, section in enumerate(content["sections"], 1):
        parts.append(Paragraph(escape(f"{place}. {section['title']}"), styles["section"]))
        for part in section["parts"]:
            parts += [Paragraph(escape(part["label"]), styles["label"]), *_part(part)]

    def frame(canvas, _document):
        canvas.saveState()
        if not submission:
            _watermark(canvas)
        canvas.setFont(FONT, 9)
        canvas.drawString(LEFT, A4[1] - TOP + 8 * mm, mark)
        if submission:
            canvas.drawRightString(A4[0] - RIGHT, A4[1] - TOP + 8 * mm, f"指纹 {submission.digest[:16]}")
        canvas.setFont(FONT, 12)
        canvas.drawCentredString(A4[0] / 2, BOTTOM - 7 * mm, f"— {canvas.getPageNumber()} —")
        canvas.restoreState()

    document.build(parts, onFirstPage=frame, onLaterPages=frame)


def kept_pdf(submission: Submission) -> FieldFile:
    """The PDF of what was handed in, stored; made when somebody first asks, not when it is handed in."""
    storage = private_storage()
    name = f"applications/documents/{submission.application_id}-{submission.turn}-{submission.digest}.pdf"
    if not storage.exists(name):
        file = io.BytesIO()
        write_pdf(submission.content, file, submission=submission)
        name = storage.save(name, ContentFile(file.getvalue()))
    return FieldFile(None, FileField(storage=storage), name)


def _watermark(canvas) -> None:
    canvas.saveState()
    canvas.setFont(FONT, 120)
    canvas.setFillColor(colors.HexColor("#e6e6e6"))
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(45)
    canvas.drawCentredString(0, -40, "草　稿")
    canvas.restoreState()


def _proof(submission: Submission) -> list:
    picture = io.BytesIO()
    segno.make(verify_address(submission), error="m").save(picture, kind="png", scale=5, border=2)
    picture.seek(0)
    lines = (f"指纹 {submission.digest}", "扫码核验本文件与网上提交的是否一致")
    image = Image(picture, 30 * mm, 30 * mm)
    image.hAlign = "CENTER"
    return [Spacer(0, 6 * mm), image, *(Paragraph(line, _styles()["note"]) for line in lines)]


def _part(part: dict) -> list:
    styles = _styles()
    if "rows" not in part:
        told = part["text"] or "（未填写）"
        return [Paragraph(escape(line) or "&nbsp;", styles["body"]) for line in told.splitlines()]
    if not part["rows"]:
        return [Paragraph("（无）", styles["body"])]
    rows = [[Paragraph(escape(str(text)), styles["cell"]) for text in row] for row in (part["head"], *part["rows"])]
    table = Table(rows, colWidths=_widths(part), repeatRows=1)
    table.setStyle(
        TableStyle([
            ("GRID", (0, 0), (-1, -1), 0.5, colors.HexColor("#7f8c99")),
            ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#e8f0f7")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ])
    )  # fmt: skip
    return [table, Spacer(0, 3 * mm)]


def _widths(part: dict) -> list[float]:
    """Columns by what they hold, none too narrow to be read."""
    longest = [
        max(SHORT_CELL, *(min(len(str(row[place])), 40) for row in (part["head"], *part["rows"])))
        for place in range(len(part["head"]))
    ]
    return [WIDTH * length / sum(longest) for length in longest]
