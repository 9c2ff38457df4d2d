"""The lists that fill achievements, demands, contacts, attendance, contracts and appraisals."""

from collections.abc import Iterable

from bureau.lists.cells import (
    Fault,
    amount_reader,
    choice_reader,
    identifier_reader,
    read_date,
    text_reader,
    whole_reader,
)
from bureau.lists.kinds import CodeReader, Column, CountyReader, Kind, Party, ReferenceReader, register
from bureau.text import fold

from .choices import COUNTED_HERE, ContactResult, ContractKind
from .models import Achievement, Appraisal, Attendance, Contact, Demand, Event, TechnologyContract
from .numbers import is_own

_COUNTY_ALIASES = ("所在县（市、区）", "所属县区", "县市区", "县区")
_PLACE = ("county", "division_id")


_identifier = identifier_reader(100)


def read_listed_number(cell):
    """The number of a listed achievement or demand; one of the portal's own would overwrite what a unit wrote here."""
    number = _identifier(cell)
    if number is not None and is_own(number):
        raise Fault(f"“{number}”是本门户自动编的号，清单请用征集方自己的编号；网上填写的请在门户中修改")
    return number


_organisation_type = text_reader(200)


def read_organisation_type(cell):
    """单位类型 of a sign-in list; what the portal counted itself stands beside it and is overwritten by no list."""
    words = _organisation_type(cell)
    if words and words.startswith(COUNTED_HERE):
        raise Fault(f"“{COUNTED_HERE}”是本门户对接会闭幕时统计的人数，清单中请填单位类型")
    return words


_event_name = text_reader(150)


def _events_by_name() -> dict[str, tuple[int, str]]:
    """Announced events by their name as it is compared: key and name."""
    return {fold(name): (pk, name) for pk, name in Event.objects.public().values_list("pk", "name")}


def read_event(cell) -> int | None:
    """The event at which the two met, told by its name; a list is loaded by who knows the event, so an unknown one is a mistake."""
    name = _event_name(cell)
    if name is None:
        return None
    if found := _events_by_name().get(fold(name)):
        return found[0]
    raise Fault(f"没有名为“{name}”的对接会，请先在本门户登记并发布，或改正名称")


def event_in_title(text: str) -> str | None:
    """The event that a title above the headings names, the longest name of several."""
    named = [name for key, (_pk, name) in _events_by_name().items() if key in text]
    return max(named, key=len, default=None)


def contract_faults(values: dict[str, list]) -> Iterable[tuple[int, str, str]]:
    """技术交易额 ≤ 合同成交总额, signed before registered: (position, heading, reason)."""
    for index, (value, technology_value) in enumerate(zip(values["value"], values["technology_value"], strict=True)):
        if value is not None and technology_value is not None and technology_value > value:
            yield index, "技术交易额（万元）", "技术交易额大于合同成交总额"
    for index, (signed_on, registered_on) in enumerate(zip(values["signed_on"], values["registered_on"], strict=True)):
        if signed_on is not None and registered_on is not None and registered_on < signed_on:
            yield index, "登记日期", f"登记日期 {registered_on} 早于签订日期 {signed_on}"


def _private(heading: str, field: str) -> Column:
    return Column(heading, field, text_reader(200), stores=(f"{field}_index", field))


ACHIEVEMENTS = Kind(
    code="achievements",
    label="科技成果清单",
    model=Achievement,
    rank=40,
    key=("number",),
    columns=(
        Column("成果编号", "number", read_listed_number, True),
        Column("成果名称", "title", text_reader(500), True),
        Column("完成单位", "organisation_name", text_reader(500), True, ("第一完成单位",)),
        Column("单位类型", "organisation_type", text_reader(200)),
        Column("技术领域", "technology_field", text_reader(300)),
        Column("所处阶段", "stage", text_reader(200)),
        Column("成果简介", "summary", text_reader()),
        _private("联系人", "contact_person"),
        _private("联系电话", "contact_phone"),
        Column("征集日期", "collected_on", read_date, True, ("征集时间",)),
    ),
    parties=(Party("organisation_name"),),
)

DEMANDS = Kind(
    code="demands",
    label="技术需求清单",
    model=Demand,
    rank=50,
    key=("number",),
    columns=(
        Column("需求编号", "number", read_listed_number, True),
        Column("需求名称", "title", text_reader(500), True),
        Column("企业名称", "organisation_name", text_reader(500), True, ("单位名称",)),
        Column("统一社会信用代码", "credit_code", CodeReader(), aliases=("社会信用代码", "信用代码")),
        Column("县（市、区）", "county", CountyReader(), aliases=_COUNTY_ALIASES, stores=_PLACE),
        Column("技术领域", "technology_field", text_reader(300)),
        Column("需求描述", "description", text_reader()),
        Column("拟投入资金（万元）", "planned_investment", amount_reader("万元")),
        _private("联系人", "contact_person"),
        _private("联系电话", "contact_phone"),
        Column("征集日期", "collected_on", read_date, True, ("征集时间",)),
    ),
    parties=(Party("organisation_name", code="credit_code", dated="collected_on"),),
)

CONTACTS = Kind(
    code="contacts",
    label="对接记录",
    model=Contact,
    rank=60,
    key=("achievement", "demand", "met_on"),
    columns=(
        Column("成果编号", "achievement", ReferenceReader("matchmaking.Achievement"), True, stores=("achievement_id",)),
        Column("需求编号", "demand", ReferenceReader("matchmaking.Demand"), True, stores=("demand_id",)),
        Column("对接日期", "met_on", read_date, True),
        Column("对接结果", "result", choice_reader({k.label: k.value for k in ContactResult}), True, ("对接情况",)),
        Column("意向金额（万元）", "intended_amount", amount_reader("万元")),
        Column("对接会", "event", read_event, aliases=("对接会名称",), stores=("event_id",), titled=event_in_title),
    ),
)

ATTENDANCE = Kind(
    code="attendance",
    label="参会签到汇总",
    model=Attendance,
    rank=70,
    key=("held_on", "county", "organisation_type"),
    columns=(
        Column("日期", "held_on", read_date, True),
        Column("所在地", "county", CountyReader(), True, ("分会场",), stores=_PLACE),
        Column("单位类型", "organisation_type", read_organisation_type),
        Column("签到人数", "people", whole_reader(0, 100_000_000), True, ("人数",)),
    ),
)

CONTRACTS = Kind(
    code="contracts",
    label="技术合同登记清单",
    model=TechnologyContract,
    rank=80,
    key=("number",),
    columns=(
        Column("合同登记编号", "number", identifier_reader(100), True, ("登记编号",)),
        Column("项目名称", "title", text_reader(500), True),
        Column("合同类别", "kind", choice_reader({k.label: k.value for k in ContractKind}), True),
        Column("卖方名称", "seller_name", text_reader(500), True),
        Column("买方名称", "buyer_name", text_reader(500), True),
        Column("技术领域", "technology_field", text_reader(300)),
        Column(
            "合同成交总额（万元）",
            "value",
            amount_reader("万元"),
            True,
            ("成交总额（万元）", "合同成交额（万元）"),
        ),
        Column("技术交易额（万元）", "technology_value", amount_reader("万元"), True),
        Column("签订日期", "signed_on", read_date, True, ("合同签订日期",)),
        Column("登记日期", "registered_on", read_date, True, ("合同登记日期",)),
    ),
    parties=(
        Party("seller_name", link="seller_id", key="seller_key"),
        Party("buyer_name", link="buyer_id", key="buyer_key"),
    ),
    check=contract_faults,
)

APPRAISALS = Kind(
    code="appraisals",
    label="科技成果鉴定清单",
    model=Appraisal,
    rank=95,
    key=("number",),
    columns=(
        Column("鉴定编号", "number", identifier_reader(100), True),
        Column("成果名称", "title", text_reader(500), True),
        Column("完成单位", "organisation_name", text_reader(500), True, ("第一完成单位",)),
        Column("鉴定水平", "level", text_reader(200)),
        Column("鉴定日期", "appraised_on", read_date, True, ("鉴定时间",)),
    ),
    parties=(Party("organisation_name"),),
)


register(ACHIEVEMENTS, DEMANDS, CONTACTS, ATTENDANCE, CONTRACTS, APPRAISALS)
