"""实地调研意见表 as Word: the page of GB/T 9704-2012, as other forms of reviews."""

from typing import BinaryIO

from projects import budget
from projects.choices import VISIT_POINTS
from projects.models import SiteVisit
from projects.papers import add_lines, add_paragraph, add_table, day, new_paper
from projects.visitpages import points_told
from projects.workflow.visiting import told_when


def write_visit(visit: SiteVisit, file: BinaryIO) -> None:
    """The form with what was found; before that, empty to be filled in on the spot. Everybody who went signs it."""
    application = visit.application
    document = new_paper("实地调研意见表")
    add_lines(
        document,
        f"批次：{application.call}",
        f"项目：{application.number}　{application}",
        f"申报单位：{application.organisation}",
        f"时间：{told_when(visit)}　　地点：{visit.place}",
    )
    found = {text: (verdict, note) for text, verdict, note in points_told(visit)}
    rows = [[str(place), text, *found.get(text, ("", ""))] for place, text in enumerate(VISIT_POINTS, 1)]
    add_table(document, ["序号", "考察内容", "是否符合", "情况说明"], rows, [12, 58, 22, 64], height=14)
    amount = "" if visit.amount is None else f"　　建议资助经费：{budget.wan(visit.amount)} 万元"
    add_lines(document, "", f"结论：{visit.get_conclusion_display()}{amount}", "考察意见：")
    for line in visit.opinion.splitlines() or [""]:
        add_paragraph(document, line)
    members = visit.members.select_related("expert", "officer")
    signed = [
        [
            str(place),
            str(one),
            one.expert.unit_name if one.expert_id else "本局",
            "专家" if one.expert_id else "工作人员",
            "" if one.signed_at is None or one.is_on_paper else f"已在系统签字 {day(one.signed_at)}",
        ]
        for place, one in enumerate(members, 1)
    ]
    add_lines(document, "", "考察人员：")
    add_table(document, ["序号", "姓名", "单位", "身份", "签字"], signed, [12, 26, 54, 20, 44], height=11)
    document.save(file)
