"""The document of an application: what is frozen at submitting, and the Word file that is made of it."""

import io
from typing import BinaryIO

import segno
from django.conf import settings
from django.urls import reverse
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from bureau.personal import mask
from projects import budget
from projects.checking import Draft, read_draft
from projects.choices import FILLABLE, ROWS_KINDS, FieldKind, Rank
from projects.formdata import values as formdata
from projects.formdata.schema import columns_of
from projects.models import Application, Submission

CODE_LENGTH = 16
TEAM_HEADINGS = ("序号", "姓名", "身份证号", "职称", "工作单位", "任务分工", "本人确认")


def content_of(draft: Draft, turn: int) -> dict:
    """Everything that is said, as it is frozen; secrets and identity numbers only as masks."""
    application = draft.application
    return {
        "turn": turn,
        "call": str(application.call),
        "version": application.version.number,
        "form": application.version.digest,
        "unit": {"name": application.organisation.name, "code": application.organisation.credit_code or ""},
        "title": application.title,
        "sections": [
            {"title": section.title, "parts": [part_of(draft, field) for field in section.fields if formdata.is_shown(field, draft.terms.form, draft.values)]}
            for section in draft.terms.form.sections
        ],
    }  # fmt: skip


def shown_content(application: Application) -> tuple[dict, Submission | None]:
    """What a reader sees: the latest document that was handed in, while it stands; else the draft."""
    submission = application.submissions.select_related("application").last()
    if submission and application.status not in FILLABLE:
        return submission.content, submission
    return content_of(read_draft(application), 0), None


def part_of(draft: Draft, field) -> dict:
    """One field as documents show it: a text, or a table of texts."""
    value = draft.values.get(field.code, formdata.empty(field))
    if field.kind == FieldKind.TEAM:
        rows = [
            [str(m.position), m.name, mask(m.id_number), Rank(m.rank).label, m.unit_name, m.duty, "已确认" if m.confirmed_at else "未确认"]
            for m in draft.team
        ]  # fmt: skip
        return {"label": field.label, "head": list(TEAM_HEADINGS), "rows": rows}
    if field.kind == FieldKind.FILE:
        rows = [
            [file.name, f"{file.size / 1024:.0f} KB", file.sha256] for file in draft.files if file.code == field.code
        ]
        return {"label": field.label, "head": ["文件", "大小", "指纹（SHA-256）"], "rows": rows}
    if field.kind == FieldKind.BUDGET:
        return {"label": field.label, **_budget_table(value, draft.terms.rules_of_budget)}
    if field.kind in ROWS_KINDS:
        columns = columns_of(field)
        rows = [[row.get(column.code, "") for column in columns] for row in value]
        return {"label": field.label, "head": [column.label for column in columns], "rows": rows}
    return {"label": field.label, "text": formdata.told(field, value, is_own=False)}


def _budget_table(value: dict, rules: budget.RuleSet) -> dict:
    lines, _wrong = formdata.read_budget(value, rules)
    rows = [
        [head.label, *(budget.wan(lines[head.code][part]) for part in budget.PARTS), value.get(head.code, {}).get("note", "")]
        for head in rules.heads
    ]  # fmt: skip
    sums = budget.totals(lines, rules)
    rows.append(["合计", *(budget.wan(sums[part].total) for part in budget.PARTS), ""])
    return {"head": ["科目（万元）", *budget.PARTS.values(), "用途说明"], "rows": rows}


def code_of(submission: Submission) -> str:
    """The part of the fingerprint that stands on paper and in the address to verify it."""
    return submission.digest[:CODE_LENGTH]


def verify_address(submission: Submission) -> str:
    """Where anybody may see whether a paper is what was handed in."""
    path = reverse("projects:verify", args=[submission.application.number, code_of(submission)])
    return f"{settings.SITE_URL}{path}"


def write_word(content: dict, file: BinaryIO, *, submission: Submission | None, mark: str = "") -> None:
    """The Word document; without a submission it is marked 草稿 and carries no number. ``mark`` stands on each page instead."""
    document = Document()
    _dress(document)
    header = document.sections[0].header.paragraphs[0]
    header.text = mark or (f"受理编号 {submission.application.number}" if submission else "草稿（未提交，无效）")
    title = document.add_heading(content["title"] or "（未填写名称）", 0)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in (content["call"], f"申报单位：{content['unit']['name']}（{content['unit']['code']}）"):
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if submission:
        _add_proof(document, submission)
    for place, section in enumerate(content["sections"], 1):
        document.add_heading(f"{place}. {section['title']}", 1)
        for part in section["parts"]:
            document.add_heading(part["label"], 2)
            _add_part(document, part)
    document.save(file)


def _dress(document) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = "仿宋", Pt(12)
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        fonts = document.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "仿宋" if name == "Normal" else "黑体")
    document.core_properties.author = document.core_properties.title = ""


def _add_proof(document, submission: Submission) -> None:
    picture = io.BytesIO()
    segno.make(verify_address(submission), error="m").save(picture, kind="png", scale=5, border=2)
    picture.seek(0)
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run().add_picture(picture, width=Cm(3))
    lines = (f"第 {submission.turn} 次提交", f"指纹 {submission.digest}", "扫码核验本文件与网上提交的是否一致")
    for line in lines:
        note = document.add_paragraph(line)
        note.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for run in note.runs:
            run.font.size = Pt(9)


def _add_part(document, part: dict) -> None:
    if "rows" not in part:
        document.add_paragraph(part["text"] or "（未填写）")
        return
    if not part["rows"]:
        document.add_paragraph("（无）")
        return
    table = document.add_table(rows=1, cols=len(part["head"]), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, part["head"], strict=True):
        cell.text = text
    for row in part["rows"]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
