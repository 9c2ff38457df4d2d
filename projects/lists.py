"""The lists that fill projects and award candidates."""

from bureau.lists.cells import (
    amount_reader,
    choice_reader,
    identifier_reader,
    number_reader,
    read_date,
    text_reader,
    whole_reader,
)
from bureau.lists.kinds import CodeReader, Column, CountyReader, Kind, Party, register

from .choices import OnlineResult, ProjectLevel
from .models import AwardCandidate, Project

PROJECTS = Kind(
    code="projects",
    label="立项项目清单",
    model=Project,
    rank=30,
    key=("number",),
    columns=(
        Column("项目编号", "number", identifier_reader(100), True, ("立项编号",)),
        Column("项目名称", "title", text_reader(500), True),
        Column("承担单位", "organisation_name", text_reader(500), True, ("项目承担单位",)),
        Column("统一社会信用代码", "credit_code", CodeReader(), aliases=("社会信用代码", "信用代码")),
        Column("级别", "level", choice_reader({k.label: k.value for k in ProjectLevel}), True, ("项目级别",)),
        Column("计划类别", "category", text_reader(300)),
        Column(
            "县（市、区）",
            "county",
            CountyReader(),
            aliases=("所在县（市、区）", "所属县区", "县市区", "县区"),
            stores=("county", "division_id"),
        ),
        Column("负责人", "leader", text_reader(200)),
        Column("立项日期", "approved_on", read_date, True, ("立项时间",)),
        Column(
            "财政经费（万元）",
            "granted_amount",
            amount_reader("万元", negative=False),
            True,
            ("经费（万元）", "立项经费（万元）"),
            negative=False,
        ),
    ),
    parties=(Party("organisation_name", code="credit_code", dated="approved_on"),),
)

AWARDS = Kind(
    code="awards",
    label="科技奖候选项目",
    model=AwardCandidate,
    rank=90,
    key=("year", "title"),
    columns=(
        Column("年度", "year", whole_reader(1900, 2100, suffix="年"), True, ("年份",)),
        Column("项目名称", "title", text_reader(500), True),
        Column("完成单位", "organisation_name", text_reader(500), True, ("第一完成单位",)),
        Column("网评得分", "online_score", number_reader(2, 7)),
        Column("网评结果", "online_result", choice_reader({k.label: k.value for k in OnlineResult}), True),
        Column("是否推荐省奖", "is_recommended", choice_reader({"是": True, "否": False}), True),
        Column("省奖初评等级", "provincial_grade", text_reader(100)),
    ),
    parties=(Party("organisation_name"),),
)


register(PROJECTS, AWARDS)
