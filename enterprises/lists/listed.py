"""The lists that fill the registers beside the certificates.

Every required heading is the list's own word, so that no list of another kind is ever taken for one of these.
"""

from collections.abc import Iterable

from bureau.lists.cells import (
    amount_reader,
    choice_reader,
    identifier_reader,
    read_date,
    text_reader,
    whole_reader,
)
from bureau.lists.kinds import Check, CodeReader, Column, CountyReader, Kind, Party, register
from enterprises.choices import (
    CommissionerGrade,
    FinanceKind,
    IncubatorKind,
    Level,
    ParkKind,
    PlatformKind,
    TalentKind,
)
from enterprises.models import Commissioner, FinanceRecord, Incubator, Park, Platform, StartupGrant, TalentBase

PLACE = Column(
    "县（市、区）",
    "county",
    CountyReader(),
    aliases=("所在县（市、区）", "所属县区", "县市区", "县区"),
    stores=("county", "division_id"),
)
CODE = Column("统一社会信用代码", "credit_code", CodeReader(), aliases=("社会信用代码", "信用代码"))
ENDED = Column("撤销日期", "ended_on", read_date)


def _text(heading: str, field: str, length: int = 300, *, required: bool = True, aliases=()) -> Column:
    return Column(heading, field, text_reader(length), required, aliases)


def _choice(heading: str, field: str, choices, *, required: bool = True) -> Column:
    return Column(heading, field, choice_reader({choice.label: choice.value for choice in choices}), required)


def _day(heading: str, field: str, *, required: bool = True, aliases=()) -> Column:
    return Column(heading, field, read_date, required, aliases)


def _amount(heading: str, field: str) -> Column:
    return Column(heading, field, amount_reader("万元", negative=False), True, negative=False)


def in_order(first: tuple[str, str], *lasts: tuple[str, str]) -> Check:
    """No day of ``lasts`` before the first: pairs of field and heading."""

    def check(values: dict[str, list]) -> Iterable[tuple[int, str, str]]:
        field, words = first
        for last, heading in lasts:
            for index, (start, end) in enumerate(zip(values[field], values.get(last, ()), strict=False)):
                if start is not None and end is not None and end < start:
                    yield index, heading, f"{heading} {end} 早于{words} {start}"

    return check


def positive(field: str, heading: str) -> Check:
    """An amount of nothing is no record."""

    def check(values: dict[str, list]) -> Iterable[tuple[int, str, str]]:
        for index, amount in enumerate(values[field]):
            if amount is not None and amount <= 0:
                yield index, heading, "金额须大于零"

    return check


def _compensates(values: dict[str, list]) -> Iterable[tuple[int, str, str]]:
    """Of a compensation the loan is named; of nothing else."""
    kinds = values["kind"]
    loans = values.get("loan_number") or [None] * len(kinds)
    for index, (kind, loan) in enumerate(zip(kinds, loans, strict=True)):
        if kind == FinanceKind.COMPENSATION and loan is None:
            yield index, "业务类型", "风险补偿必须写明对应贷款编号"
        elif kind not in (None, FinanceKind.COMPENSATION) and loan is not None:
            yield index, "对应贷款编号", "只有风险补偿写对应贷款编号"


def all_of(*checks: Check) -> Check:
    """Every check, one after the other."""
    return lambda values: (fault for check in checks for fault in check(values))


_APPROVED, _STRUCK = ("approved_on", "批准设立日期"), ("ended_on", "撤销日期")

PLATFORMS = Kind(
    code="platforms",
    label="研发平台名单",
    model=Platform,
    rank=110,
    key=("name",),
    columns=(
        _text("平台名称", "name"),
        _choice("平台类型", "kind", PlatformKind),
        _choice("平台级别", "level", Level),
        _text("依托单位", "organisation_name", 500, aliases=("平台依托单位",)),
        CODE,
        PLACE,
        _text("技术领域", "technology_field", required=False),
        _day("批准建设日期", "approved_on", aliases=("批准建设时间",)),
        Column("建设期（年）", "build_years", whole_reader(1, 10, suffix="年"), blank=3),
        _day("验收日期", "accepted_on", required=False, aliases=("验收时间",)),
        ENDED,
    ),
    parties=(Party("organisation_name", code="credit_code", dated="approved_on"),),
    check=in_order(("approved_on", "批准建设日期"), ("accepted_on", "验收日期"), _STRUCK),
)

PARKS = Kind(
    code="parks",
    label="园区名单",
    model=Park,
    rank=100,
    key=("name",),
    columns=(
        _text("园区名称", "name"),
        _choice("园区类型", "kind", ParkKind),
        _choice("园区级别", "level", Level),
        PLACE,
        _day("批准设立日期", "approved_on", aliases=("批准设立时间",)),
        ENDED,
    ),
    check=in_order(_APPROVED, _STRUCK),
)

INCUBATORS = Kind(
    code="incubators",
    label="孵化器与众创空间名单",
    model=Incubator,
    rank=120,
    key=("name",),
    columns=(
        _text("载体名称", "name"),
        _choice("载体类型", "kind", IncubatorKind),
        _choice("载体级别", "level", Level),
        _text("运营单位", "organisation_name", 500, aliases=("载体运营单位",)),
        CODE,
        PLACE,
        _text("所在园区", "park_name", required=False),
        Column("在孵企业数", "tenants", whole_reader(0, 100_000, suffix="家")),
        _day("载体认定日期", "approved_on", aliases=("载体认定时间",)),
        ENDED,
    ),
    parties=(Party("organisation_name", code="credit_code", dated="approved_on"),),
    check=in_order(("approved_on", "载体认定日期"), _STRUCK),
)

TALENT = Kind(
    code="talent",
    label="院士、博士后工作站与人才团队名单",
    model=TalentBase,
    rank=130,
    key=("name",),
    columns=(
        _text("站点（团队）名称", "name"),
        _choice("站点（团队）类型", "kind", TalentKind),
        _choice("站点（团队）级别", "level", Level),
        _text("设站（依托）单位", "organisation_name", 500, aliases=("设站单位",)),
        CODE,
        PLACE,
        _text("带头人", "leader", 200, required=False),
        Column("站点（团队）人数", "people", whole_reader(0, 100_000, suffix="人")),
        _day("设站（立项）日期", "approved_on"),
        ENDED,
    ),
    parties=(Party("organisation_name", code="credit_code", dated="approved_on"),),
    check=in_order(("approved_on", "设站（立项）日期"), _STRUCK),
)

STARTUPS = Kind(
    code="startup_grants",
    label="大学生创业扶持资金清单",
    model=StartupGrant,
    rank=140,
    key=("number",),
    columns=(
        Column("扶持编号", "number", identifier_reader(100), True),
        _text("创业项目名称", "title", 500),
        _text("创业者", "founder", 200),
        _text("毕业（就读）院校", "school", required=False, aliases=("毕业院校",)),
        _text("创办企业", "organisation_name", 500),
        CODE,
        PLACE,
        _amount("扶持金额（万元）", "amount"),
        _day("扶持批准日期", "granted_on"),
    ),
    parties=(Party("organisation_name", code="credit_code", dated="granted_on"),),
    check=positive("amount", "扶持金额（万元）"),
)

FINANCE = Kind(
    code="finance",
    label="科技金融业务清单",
    model=FinanceRecord,
    rank=150,
    key=("number",),
    columns=(
        Column("业务编号", "number", identifier_reader(100), True, ("备案号",)),
        _choice("业务类型", "kind", FinanceKind),
        _text("融资（管理）单位", "organisation_name", 500, aliases=("融资企业",)),
        CODE,
        PLACE,
        _text("合作机构", "institution", required=False, aliases=("合作银行",)),
        _amount("业务金额（万元）", "amount"),
        _day("起始日期", "began_on"),
        _day("到期日期", "ends_on", required=False),
        _text("用途或质押物", "purpose", 500, required=False),
        Column("对应贷款编号", "loan_number", identifier_reader(100)),
        Column("是否逾期", "is_overdue", choice_reader({"是": True, "否": False}), blank=False),
    ),
    parties=(Party("organisation_name", code="credit_code", dated="began_on"),),
    check=all_of(
        in_order(("began_on", "起始日期"), ("ends_on", "到期日期")),
        positive("amount", "业务金额（万元）"),
        _compensates,
    ),
)

COMMISSIONERS = Kind(
    code="commissioners",
    label="科技特派员名单",
    model=Commissioner,
    rank=160,
    key=("year", "number"),
    columns=(
        Column("选派年度", "year", whole_reader(1999, 2100, suffix="年"), True),
        Column("特派员编号", "number", identifier_reader(100), True),
        _text("特派员姓名", "name", 200),
        _text("派出单位", "organisation_name", 500),
        PLACE,
        _text("服务对象", "served_unit", 500, aliases=("服务村（企业）",)),
        _text("服务领域", "speciality", required=False),
        Column("服务次数", "services", whole_reader(0, 100_000, suffix="次"), blank=0),
        _choice("年度考核", "grade", CommissionerGrade, required=False),
    ),
    parties=(Party("organisation_name"),),
)


register(PLATFORMS, PARKS, INCUBATORS, TALENT, STARTUPS, FINANCE, COMMISSIONERS)
