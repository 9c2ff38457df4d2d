"""The bulletin's files: the municipal table as Excel, one page of Word, the data as JSON and CSV."""

import csv
import hashlib
import io
import json
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from openpyxl import Workbook

from bureau.reports.layout import Column, Page, Writer
from bureau.reports.numbers import DASH
from bureau.reports.official import OfficialDocument

from .choices import FROZEN
from .hiding import told
from .models import Bulletin
from .sentences import sentences

HALF = (
    ("month", "月合计"), ("invention", "其中：发明"), ("utility_model", "实用新型"), ("design", "外观设计"),
    ("invention_ytd", "发明专利累计"), ("invention_growth", "发明专利增长率（%）"), ("ytd", "年累计"),
    ("ytd_before", "去年同期"), ("growth", "年增长率（%）"),
)  # fmt: skip
"""One half of the municipal monthly table (rules.md 3.3), by key of the data."""
HALVES = (("filed", "申请量"), ("granted", "授权量"))
LAST = (("stock", "有效发明专利（件）"), ("per_10k", "每万人（件）"))
NUMERALS = "一二三四五"


def canonical(data: dict) -> bytes:
    """The data as the bytes that its hash is of: sorted keys, no spaces, UTF-8."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder).encode()


def digest(data: dict) -> str:
    """SHA-256 of the canonical data, hex."""
    return hashlib.sha256(canonical(data)).hexdigest()


def headings() -> list[str]:
    """The columns of the table in one row: 县（市、区）, 申请量月合计, …"""
    return [
        "县（市、区）",
        *(f"{over}{words}" for _half, over in HALVES for _key, words in HALF),
        *(w for _k, w in LAST),
    ]


UNTOLD = "*"
"""What stands where a figure is not for the public."""


def lines(data: dict) -> list[list]:
    """The table's rows; what is not known is None, what is not told ``UNTOLD``."""
    return [
        [
            row["place"],
            *(cell_of(row, half, key) for half, _over in HALVES for key, _words in HALF),
            *(cell_of(row, "", key) for key, _words in LAST),
        ]
        for row in data["rows"]
    ]


def cell_of(row: dict, half: str, key: str):
    """One figure of a row; ``half`` empty: of the period's end."""
    value, name = (row[half][key], f"{half}.{key}") if half else (row[key], key)
    return UNTOLD if value is None and name in row.get("hidden", ()) else value


def write_csv(data: dict) -> str:
    """The table as comma-separated text that Excel opens as UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([headings(), *lines(data)])
    return "\ufeff" + text.getvalue()


def write_workbook(bulletin: Bulletin, data: dict, file: BinaryIO) -> None:
    """The municipal table on A4 landscape: values only. ``data``: the whole, or what is told."""
    workbook = Workbook(write_only=True)
    columns = [Column("县（市、区）", 16, text=True)]
    columns += [Column(words, 9.5) for _half, _over in HALVES for _key, words in HALF]
    columns += [Column(words, 11) for _key, words in LAST]
    rows = [
        [
            DASH if cell is None else Decimal(cell) if at and isinstance(cell, str) and cell != UNTOLD else cell
            for at, cell in enumerate(row)
        ]
        for row in lines(data)
    ]
    page = Page(
        name="专利统计月报",
        number="",
        title=f"{settings.SITE_CITY}{bulletin}",
        unit="件",
        columns=columns,
        rows=rows,
        notes=[f"注：{words}" for words in data["notes"]],
        totals=1,
        groups=[("地区", 1), *((over, len(HALF)) for _half, over in HALVES), ("期末", len(LAST))],
    )
    Writer(workbook, sign_off(bulletin)).write(page)
    properties = workbook.properties
    properties.title, properties.creator = str(bulletin), settings.SITE_ORGAN
    properties.description = f"数据散列（SHA-256）{digest(data)}；统计时间 {_moment(bulletin.computed_at)}"
    properties.created = properties.modified = timezone.now().replace(tzinfo=None)
    workbook.save(file)


def write_narrative(bulletin: Bulletin, data: dict, file: BinaryIO) -> None:
    """The sentences on one page of GB/T 9704. ``data``: the whole, or what is told."""
    document = OfficialDocument(
        f"{settings.SITE_CITY}{bulletin}", author=settings.SITE_ORGAN, comment=f"数据散列 {digest(data)}"
    )
    for number, (heading, paragraphs) in enumerate(sentences(data)):
        # Heading and sentences in one paragraph, so that all stands on one page.
        document.paragraph(f"{NUMERALS[number]}、{heading}。{''.join(paragraphs)}")
    if bulletin.correction_reason:
        document.paragraph(f"更正说明：{bulletin.correction_reason}")
    document.signature(settings.SITE_ORGAN, bulletin.published_at or bulletin.computed_at)
    document.save(file)


WRITERS = {"xlsx": ("workbook", write_workbook), "docx": ("narrative", write_narrative)}


def open_file(bulletin: Bulletin, what: str):
    """The file's bytes: byte for byte what was published, once it is; before, as it would be."""
    name, write = WRITERS[what]
    if bulletin.status in FROZEN:
        return getattr(bulletin, name).open("rb")
    return _written(bulletin, told(bulletin.data), write)


def open_whole(bulletin: Bulletin):
    """The workbook with every figure, for the bureau's own use."""
    return _written(bulletin, bulletin.data, write_workbook)


def _written(bulletin: Bulletin, data: dict, write):
    file = io.BytesIO()
    write(bulletin, data, file)
    file.seek(0)
    return file


def sign_off(bulletin: Bulletin) -> str:
    """The row of names under the table."""
    names = [str(person) if person else "        " for person in (bulletin.submitted_by, bulletin.reviewed_by)]
    return f"填表人：{names[0]}    审核人：{names[1]}    填表日期：{_moment(bulletin.computed_at)[:10]}    （单位盖章）"


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else ""
