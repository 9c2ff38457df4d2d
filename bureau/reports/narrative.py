"""The report in words: the order of a bureau's work report, its sentences filled from figures, GB/T 9704 on the page.

What is nobody's figure (policy titles, what was done) comes from the year's editable sections, so that writing the
document again keeps people's words and renews the numbers.
"""

from itertools import groupby
from typing import BinaryIO

from django.conf import settings

from .models import AnnualReport, PlanItem
from .official import OfficialDocument
from .sentences import Speaker
from .texts import PARTS, section_texts

NUMERALS = "一二三四五六七八九十"


def write_narrative(report: AnnualReport, file: BinaryIO) -> None:
    """Write the narrative of ``report`` as a Word document."""
    document = OfficialDocument(
        f"{settings.SITE_ORGAN}{report.year}年工作总结和{report.year + 1}年工作计划",
        author=settings.SITE_ORGAN,
        comment=f"数据快照 {report.snapshot_id}",
    )
    for heading, paragraphs in narrative(report):
        document.heading(heading)
        for level, text in paragraphs:
            document.paragraph(text, level)
    if not report.is_issued:
        document.paragraph("（本稿尚未签发，数据以签发的报告为准。）", 0)
    document.signature(settings.SITE_ORGAN, report.issued_at or report.computed_at)
    document.save(file)


def narrative(report: AnnualReport) -> list[tuple[str, list[tuple[int, str]]]]:
    """The report's parts as (heading, [(level, text)]): level 0 is body, 1 a subheading."""
    speaker, texts = Speaker(report), section_texts(report.year)
    found = [(f"{report.year}年工作总结", [(0, texts["opening"])])]
    for number, part in enumerate(PARTS):
        paragraphs = [(1, f"（{NUMERALS[number]}）{part.heading}")]
        for pieces in part.paragraphs:
            said = (
                texts.get(piece.removeprefix("text:"), "") if piece.startswith("text:") else speaker.say(piece)
                for piece in pieces
            )
            paragraphs += [(0, line.strip()) for line in "".join(said).splitlines() if line.strip()]
        found.append(("", paragraphs))
    found.append((f"{report.year + 1}年工作计划", _plan(report, texts)))
    joined: list[tuple[str, list[tuple[int, str]]]] = []
    for heading, paragraphs in found:
        if heading:
            joined.append((f"{NUMERALS[len(joined)]}、{heading}", list(paragraphs)))
        else:
            joined[-1][1].extend(paragraphs)
    return joined


def _plan(report: AnnualReport, texts: dict[str, str]) -> list[tuple[int, str]]:
    items = PlanItem.objects.filter(year=report.year + 1).in_order()
    paragraphs: list[tuple[int, str]] = [(0, texts["plan"])]
    for number, (_outline, group) in enumerate(groupby(items, key=lambda item: item.outline)):
        members = list(group)
        paragraphs.append((1, f"（{NUMERALS[number]}）{members[0].get_outline_display()}"))
        for position, item in enumerate(members, 1):
            goal = f"，{item.target}" if item.target and item.target not in item.text else ""
            measure = f"{item.measure.rstrip('。')}。" if item.measure else ""
            paragraphs.append((0, f"{position}.{item.text.rstrip('。')}{goal}。{measure}"))
    return paragraphs
