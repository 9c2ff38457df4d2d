"""What the annual report counts. Indicators are data: code, name, unit, precision, definition, how measured, which rows.

Three sorts: *counted* (``measure``) from the registers, *derived* (``derive``) from other figures of the same report,
*entered* (neither) by staff with a source document.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enterprises.models import Recognition
from matchmaking.models import Achievement, Appraisal, Attendance, Contact, Demand, TechnologyContract
from patents.choices import PatentKind
from patents.models import Patent
from projects.models import AwardCandidate, Project

from .measures import HUNDRED_MILLION, TEN_THOUSAND, Measures
from .numbers import display, growth_pct, ratio_pct

Values = dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of the report. ``derive`` takes this year's and last year's values by code."""

    code: str
    name: str
    unit: str
    definition: str
    group: str
    precision: int = 0
    measure: Callable[[Measures, int], Decimal | int | None] | None = None
    derive: Callable[[Values, Values], Decimal | None] | None = None
    rows: Callable[[int], object] | None = None
    source: str = ""
    section: str = ""
    step: int = 0  # What the narrative rounds down to: 183项 → 180多项.

    @property
    def is_entered(self) -> bool:
        """Whether staff enter it."""
        return self.measure is None and self.derive is None

    def display(self, value) -> str:
        """The value with its own precision and unit; — where there is none."""
        return display(value, self.precision, self.unit)


def _growth(of: str) -> Callable[[Values, Values], Decimal | None]:
    return lambda now, before: growth_pct(now[of], before[of])


def _share(part: str, whole: str) -> Callable[[Values, Values], Decimal | None]:
    return lambda now, _before: ratio_pct(now[part], now[whole])


def _projects(year):
    return Project.objects.effective().provincial_or_above().approved_in(year)


def _filed(year):
    return Patent.objects.effective().filed_in(year)


def _granted(year):
    return Patent.objects.effective().granted_in(year)


def _valid(year):
    return Recognition.objects.high_tech().held_on(date(year, 12, 31))


def _new(year):
    return Recognition.objects.high_tech().new_in(year)


def _exits(year):
    return Recognition.objects.high_tech().exited_in(year)


def _met(year):
    return Contact.objects.effective().met_in(year)


def _contracts(year):
    return TechnologyContract.objects.effective().registered_in(year)


def _award(year):
    return AwardCandidate.objects.effective().of_year(year)


P, E, T, M, X = "科技计划项目", "高新技术企业", "专利", "成果对接与技术市场", "其他"
LIST_PROJECTS, LIST_HNTE, LIST_PATENTS = "立项项目清单", "高新技术企业名单", "专利清单"
GROWTH_NOTE = "（本年数－上年数）÷上年数×100%，上年数取上年已发布的报告数，没有的按现有记录计算；上年为零时以“—”表示。"

INDICATORS: list[Indicator] = [
    Indicator(
        "projects.provincial_or_above.count",
        "省级以上科技计划项目立项数",
        "项",
        "立项日期在本年的国家级、省级科技计划项目数。",
        P,
        measure=lambda m, back: m.project_sum("count", back),
        rows=_projects,
        source=LIST_PROJECTS,
        section="发展计划科",
        step=10,
    ),
    Indicator(
        "projects.provincial_or_above.funding_10k_yuan",
        "省级以上科技计划项目资金",
        "万元",
        "立项日期在本年的国家级、省级科技计划项目的财政经费合计。",
        P,
        measure=lambda m, back: m.project_sum("granted", back) / TEN_THOUSAND,
        rows=_projects,
        source=LIST_PROJECTS,
        section="发展计划科",
        step=100,
    ),
    Indicator(
        "hnte.total",
        "高新技术企业总数",
        "家",
        "12月31日证书有效的高新技术企业数，按统一社会信用代码每家计一次：发证日期不晚于该日、有效期未满且未被取消。",
        E,
        measure=lambda m, back: m.ledger_sum("total", back),
        rows=_valid,
        source=LIST_HNTE,
        section="高新技术科",
    ),
    Indicator(
        "hnte.new",
        "新增高新技术企业",
        "家",
        "本年获得认定、且上年12月31日没有有效证书的企业数。",
        E,
        measure=lambda m, back: m.ledger_sum("new", back),
        rows=_new,
        source=LIST_HNTE,
        section="高新技术科",
    ),
    Indicator(
        "hnte.exits",
        "退出高新技术企业",
        "家",
        "上年12月31日有效或本年新增、而本年12月31日无有效证书的企业数（上年末＋新增－退出＝本年末）。",
        E,
        measure=lambda m, back: m.ledger_sum("exits", back),
        rows=_exits,
        source=LIST_HNTE,
        section="高新技术科",
    ),
    Indicator(
        "hnte.growth_pct",
        "高新技术企业增长",
        "%",
        "新增高新技术企业÷上年末高新技术企业总数×100%（各市科技局通行的公布口径）。",
        E,
        derive=lambda now, before: ratio_pct(now["hnte.new"], before["hnte.total"]),
        rows=_new,
        source=LIST_HNTE,
        section="高新技术科",
    ),
    Indicator(
        "hnte.net_growth_pct",
        "高新技术企业净增长",
        "%",
        "（本年末总数÷上年末总数－1）×100%。",
        E,
        derive=_growth("hnte.total"),
        rows=_valid,
        source=LIST_HNTE,
        section="高新技术科",
    ),
    Indicator(
        "patents.applications",
        "专利申请量",
        "件",
        "申请日在本年的发明、实用新型、外观设计专利申请件数，按第一申请人所在县（市、区）归属。",
        T,
        measure=lambda m, back: m.patent_count("filed", back),
        rows=_filed,
        source=LIST_PATENTS,
        section="知识产权科",
    ),
    Indicator(
        "patents.applications.growth_pct",
        "专利申请量增长",
        "%",
        GROWTH_NOTE,
        T,
        1,
        derive=_growth("patents.applications"),
        rows=_filed,
        source=LIST_PATENTS,
        section="知识产权科",
    ),
    Indicator(
        "patents.grants",
        "专利授权量",
        "件",
        "授权公告日在本年的专利件数。",
        T,
        measure=lambda m, back: m.patent_count("granted", back),
        rows=_granted,
        source=LIST_PATENTS,
        section="知识产权科",
    ),
    Indicator(
        "patents.grants.growth_pct",
        "专利授权量增长",
        "%",
        GROWTH_NOTE,
        T,
        1,
        derive=_growth("patents.grants"),
        rows=_granted,
        source=LIST_PATENTS,
        section="知识产权科",
    ),
    Indicator(
        "patents.invention_applications",
        "发明专利申请量",
        "件",
        "申请日在本年的发明专利申请件数。",
        T,
        measure=lambda m, back: m.patent_count("filed", back, kind=PatentKind.INVENTION),
        rows=lambda year: _filed(year).inventions(),
        source=LIST_PATENTS,
        section="知识产权科",
    ),
    Indicator(
        "patents.invention_share_pct",
        "发明专利申请占比",
        "%",
        "发明专利申请量÷专利申请量×100%。",
        T,
        1,
        derive=_share("patents.invention_applications", "patents.applications"),
        rows=lambda year: _filed(year).inventions(),
        source=LIST_PATENTS,
        section="知识产权科",
    ),
    Indicator(
        "patents.enterprise.applications",
        "企业专利申请量",
        "件",
        "申请日在本年、申请人类型为企业的专利申请件数；类型空缺的计为未知，不计入。",
        T,
        measure=lambda m, back: m.patent_count("filed", back, enterprise=True),
        rows=lambda year: _filed(year).of_enterprises(),
        source=LIST_PATENTS,
        section="知识产权科",
    ),
    Indicator(
        "patents.enterprise.applications.growth_pct",
        "企业专利申请量增长",
        "%",
        GROWTH_NOTE,
        T,
        1,
        derive=_growth("patents.enterprise.applications"),
        rows=lambda year: _filed(year).of_enterprises(),
        source=LIST_PATENTS,
        section="知识产权科",
    ),
    Indicator(
        "patents.enterprise.grants",
        "企业专利授权量",
        "件",
        "授权公告日在本年、申请人类型为企业的专利件数。",
        T,
        measure=lambda m, back: m.patent_count("granted", back, enterprise=True),
        rows=lambda year: _granted(year).of_enterprises(),
        source=LIST_PATENTS,
        section="知识产权科",
    ),
    Indicator(
        "patents.enterprise.grants.growth_pct",
        "企业专利授权量增长",
        "%",
        GROWTH_NOTE,
        T,
        1,
        derive=_growth("patents.enterprise.grants"),
        rows=lambda year: _granted(year).of_enterprises(),
        source=LIST_PATENTS,
        section="知识产权科",
    ),
    Indicator(
        "patents.enterprise.invention_applications",
        "企业发明专利申请量",
        "件",
        "申请日在本年、申请人类型为企业的发明专利申请件数。",
        T,
        measure=lambda m, back: m.patent_count("filed", back, kind=PatentKind.INVENTION, enterprise=True),
        rows=lambda year: _filed(year).of_enterprises().inventions(),
        source=LIST_PATENTS,
        section="知识产权科",
    ),
    Indicator(
        "patents.enterprise.invention_share_pct",
        "企业发明专利申请量占比",
        "%",
        "企业发明专利申请量÷企业专利申请量×100%。",
        T,
        1,
        derive=_share("patents.enterprise.invention_applications", "patents.enterprise.applications"),
        rows=lambda year: _filed(year).of_enterprises().inventions(),
        source=LIST_PATENTS,
        section="知识产权科",
    ),
    Indicator(
        "patents.enterprise.invention_share_of_all_pct",
        "企业发明专利申请量占全部申请量比重",
        "%",
        "企业发明专利申请量÷全部专利申请量×100%。",
        T,
        1,
        derive=_share("patents.enterprise.invention_applications", "patents.applications"),
        rows=lambda year: _filed(year).of_enterprises().inventions(),
        source=LIST_PATENTS,
        section="知识产权科",
    ),
    Indicator(
        "patents.applications.rank",
        "专利申请量全省位次",
        "位",
        "本市专利申请量在全省11个设区市中的位次，按填报的其他设区市数据排定。",
        T,
        measure=lambda m, back: m.rank("patents.applications", m.patent_count("filed", back), back),
        source="各设区市数据（填报）",
        section="知识产权科",
    ),
    Indicator(
        "patents.grants.rank",
        "专利授权量全省位次",
        "位",
        "本市专利授权量在全省11个设区市中的位次，按填报的其他设区市数据排定。",
        T,
        measure=lambda m, back: m.rank("patents.grants", m.patent_count("granted", back), back),
        source="各设区市数据（填报）",
        section="知识产权科",
    ),
    Indicator("patents.provincial_awards", "获省专利奖项目", "项", "本年获省专利奖的项目数。", T, section="知识产权科"),
    Indicator(
        "patents.provincial_awards.province_total",
        "省专利奖项目总数",
        "项",
        "本届省专利奖项目总数。",
        T,
        section="知识产权科",
    ),
    Indicator(
        "patents.provincial_awards.share_pct",
        "获省专利奖项目占全省比重",
        "%",
        "本市获省专利奖项目数÷本届省专利奖项目总数×100%。",
        T,
        derive=_share("patents.provincial_awards", "patents.provincial_awards.province_total"),
        source="填报",
        section="知识产权科",
    ),
    Indicator(
        "awards.candidates",
        "市科技奖候选项目",
        "项",
        "本年度网评结果为候选的项目数。",
        M,
        measure=lambda m, back: m.awards[f"candidates_{back}"],
        rows=lambda year: _award(year).shortlisted(),
        source="科技奖候选项目",
        section="成果科",
    ),
    Indicator(
        "awards.recommended",
        "推荐省科技奖项目",
        "项",
        "本年度推荐省科技奖的项目数，不要求同时是市奖候选项目。",
        M,
        measure=lambda m, back: m.awards[f"recommended_{back}"],
        rows=lambda year: _award(year).recommended(),
        source="科技奖候选项目",
        section="成果科",
    ),
    Indicator(
        "awards.first_prize_preliminary",
        "省科技奖初评一等奖项目",
        "项",
        "推荐省科技奖的项目中，省奖初评等级为一等奖的项目数。",
        M,
        measure=lambda m, back: m.awards[f"first_{back}"],
        rows=lambda year: _award(year).recommended().first_prize(),
        source="科技奖候选项目",
        section="成果科",
    ),
    Indicator(
        "appraisals.count",
        "科技成果鉴定项目",
        "项",
        "鉴定日期在本年的科技成果鉴定数（2016年起为科技成果评价）。",
        M,
        measure=lambda m, back: m.appraisals(back),
        rows=lambda year: Appraisal.objects.effective().appraised_in(year),
        source="成果鉴定清单",
        section="成果科",
    ),
    Indicator(
        "contracts.count",
        "登记技术合同",
        "项",
        "登记日期在本年的技术合同数。",
        M,
        measure=lambda m, back: m.contract_sum("count", back),
        rows=_contracts,
        source="技术合同登记清单",
        section="成果科",
    ),
    Indicator(
        "contracts.amount_100m_yuan",
        "技术合同成交额",
        "亿元",
        "登记日期在本年的技术合同的合同成交总额合计。",
        M,
        1,
        measure=lambda m, back: m.contract_sum("value", back) / HUNDRED_MILLION,
        rows=_contracts,
        source="技术合同登记清单",
        section="成果科",
    ),
    Indicator(
        "contracts.technology_amount_100m_yuan",
        "技术交易额",
        "亿元",
        "登记日期在本年的技术合同的技术交易额合计。",
        M,
        1,
        measure=lambda m, back: m.contract_sum("technology", back) / HUNDRED_MILLION,
        rows=_contracts,
        source="技术合同登记清单",
        section="成果科",
    ),
    Indicator(
        "matchmaking.participants",
        "在线对接会参会人数",
        "人",
        "各地签到人数合计。汇总报送，未去重。",
        M,
        measure=lambda m, back: m.participants(back),
        rows=lambda year: Attendance.objects.effective().held_in(year),
        source="参会签到汇总",
        section="成果科",
    ),
    Indicator(
        "matchmaking.achievements",
        "征集科技成果",
        "项",
        "征集日期在本年的科技成果数。",
        M,
        measure=lambda m, back: m.achievements(back),
        rows=lambda year: Achievement.objects.effective().collected_in(year),
        source="科技成果清单",
        section="成果科",
    ),
    Indicator(
        "matchmaking.demands",
        "征集技术需求",
        "项",
        "征集日期在本年的技术需求数。",
        M,
        measure=lambda m, back: m.demands(back),
        rows=lambda year: Demand.objects.effective().collected_in(year),
        source="技术需求清单",
        section="成果科",
    ),
    Indicator(
        "matchmaking.contacts",
        "技术对接",
        "次",
        "对接日期在本年的对接次数：一项成果与一项需求同日计一次。",
        M,
        measure=lambda m, back: m.contacts[f"contacts_{back}"],
        rows=_met,
        source="对接记录",
        section="成果科",
    ),
    Indicator(
        "matchmaking.intentions",
        "产生意向",
        "次",
        "对接结果为产生意向或达成协议的次数（达成协议的也产生了意向）。",
        M,
        measure=lambda m, back: m.contacts[f"intentions_{back}"],
        rows=lambda year: _met(year).with_intention(),
        source="对接记录",
        section="成果科",
    ),
    Indicator(
        "matchmaking.agreements",
        "达成意向",
        "次",
        "对接结果为达成协议的次数。",
        M,
        measure=lambda m, back: m.contacts[f"agreements_{back}"],
        rows=lambda year: _met(year).with_agreement(),
        source="对接记录",
        section="成果科",
    ),
    Indicator(
        "finance.fund_100m_yuan",
        "科技创业投资基金首期规模",
        "亿元",
        "科技创业投资基金首期规模。",
        X,
        section="发展计划科",
    ),
    Indicator(
        "policy.documents", "出台科技创新政策文件", "件", "本年出台的科技创新政策文件数。", X, section="政策法规科"
    ),
    Indicator(
        "platforms.national",
        "国家级研发平台",
        "个",
        "年末国家重点实验室、国家工程技术研究中心和国家企业技术中心数。",
        X,
        section="高新技术科",
    ),
    Indicator(
        "platforms.incubators",
        "科技企业孵化器和众创空间",
        "个",
        "年末科技企业孵化器和众创空间数。",
        X,
        section="高新技术科",
    ),
]

BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
ENTERED = [indicator for indicator in INDICATORS if indicator.is_entered]
RANKED = ["patents.applications", "patents.grants"]
"""Indicators of which other cities' figures are entered."""


def group_of(code: str) -> str:
    """The subject under which an indicator stands."""
    return BY_CODE[code].group if code in BY_CODE else X


def choices(indicators=INDICATORS) -> list[tuple[str, str]]:
    """(code, name) for a form."""
    return [(indicator.code, f"{indicator.name}（{indicator.unit}）") for indicator in indicators]
