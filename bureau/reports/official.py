"""A Word document as GB/T 9704-2012 wants it: page, grid, fonts by name, levels, page numbers, date."""

from datetime import datetime
from typing import BinaryIO

from django.utils import timezone
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips

TITLE_FONT, HEI, KAI, FANG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
LINE = Twips(579)
"""22 lines of 28.95 pt fill the 225 mm of the text block."""
CLOSER = "-5"
"""28 characters of 16 pt stand on the 156 mm of a line: each gives up a quarter of a point (twips)."""
BODY_SIZE, TITLE_SIZE, SMALL_SIZE = Pt(16), Pt(22), Pt(14)


class OfficialDocument:
    """Builds the document from headings and paragraphs."""

    def __init__(self, title: str, *, author: str, comment: str = ""):
        self.document = Document()
        self._page()
        self._style()
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = title, author, comment
        self._title(title)

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.left_margin = Twips(2098), Twips(1588)  # 37 mm, 28 mm
        section.right_margin, section.bottom_margin = Twips(1474), Twips(1984)  # 26 mm, 35 mm
        grid = section._sectPr.find(qn("w:docGrid"))
        for name, value in (("type", "lines"), ("linePitch", "579")):
            grid.set(qn(f"w:{name}"), value)
        section.footer_distance = Mm(25)
        section.different_first_page_header_footer = False
        self.document.settings.odd_and_even_pages_header_footer = True
        self._page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
        self._page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)

    def _page_number(self, paragraph, alignment) -> None:
        paragraph.alignment = alignment
        indent = paragraph.paragraph_format
        indent.right_indent = indent.left_indent = SMALL_SIZE
        for text in ("— ", None, " —"):
            run = paragraph.add_run(text or "")
            _font(run, "宋体", SMALL_SIZE)
            if text is None:
                for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
                    run._r.append(_field(kind, code))

    def _style(self) -> None:
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = FANG, BODY_SIZE
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FANG)
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), CLOSER)
        style.element.rPr.find(qn("w:sz")).addprevious(spacing)

    def _add(self, text: str, font: str, size, *, indent: bool = True, alignment=None):
        paragraph = self.document.add_paragraph()
        shape = paragraph.paragraph_format
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
        shape.space_before = shape.space_after = Pt(0)
        if indent:
            shape.first_line_indent = BODY_SIZE * 2
        if alignment is not None:
            paragraph.alignment = alignment
        _font(paragraph.add_run(text), font, size)
        return paragraph

    def _title(self, title: str) -> None:
        for line in _balanced(title):
            paragraph = self._add(line, TITLE_FONT, TITLE_SIZE, indent=False, alignment=WD_ALIGN_PARAGRAPH.CENTER)
            paragraph.paragraph_format.line_spacing = Pt(36)
        self._add("", FANG, BODY_SIZE)

    def heading(self, text: str) -> None:
        """A first-level heading, 一、."""
        self._add(text, HEI, BODY_SIZE).paragraph_format.keep_with_next = True

    def paragraph(self, text: str, level: int = 0) -> None:
        """Body text, or with ``level`` 1 a second-level heading （一）."""
        paragraph = self._add(text, KAI if level else FANG, BODY_SIZE, alignment=WD_ALIGN_PARAGRAPH.JUSTIFY)
        paragraph.paragraph_format.keep_with_next = bool(level)

    def signature(self, organ: str, moment: datetime | None) -> None:
        """Organ and date at the right, without leading zeros."""
        day = timezone.localtime(moment or timezone.now())
        self._add("", FANG, BODY_SIZE)
        for text in (organ, f"{day.year}年{day.month}月{day.day}日"):
            paragraph = self._add(text, FANG, BODY_SIZE, indent=False, alignment=WD_ALIGN_PARAGRAPH.RIGHT)
            paragraph.paragraph_format.right_indent = BODY_SIZE * 2

    def save(self, file: BinaryIO) -> None:
        """Write the document."""
        self.document.save(file)


def _font(run, name: str, size) -> None:
    run.font.name, run.font.size = name, size
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _field(kind: str, code: str):
    if code:
        element = OxmlElement("w:instrText")
        element.set(qn("xml:space"), "preserve")
        element.text = code
        return element
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    return element


def _balanced(title: str) -> list[str]:
    """A long title in two lines, the upper the longer."""
    if len(title) <= 20:
        return [title]
    for mark in ("和", "年"):
        cut = title.rfind(mark)
        if len(title) * 0.4 < cut < len(title) * 0.75:
            return [title[:cut], title[cut:]]
    middle = (len(title) + 1) // 2
    return [title[:middle], title[middle:]]
