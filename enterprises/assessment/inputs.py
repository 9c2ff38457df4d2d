"""One firm's yearly data, as the rules read it. Amounts are yuan (元); null says that a thing is not known."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .numbers import Number
from .schema import Amount, Day, Flag, Many, Mean, OneOf, Points, Text, Whole, entry

RIGHT_KINDS = {
    "invention": "发明专利（含国防专利）",
    "plant_variety": "植物新品种",
    "crop_variety": "国家级农作物品种",
    "new_drug": "国家新药",
    "tcm_protection": "国家一级中药保护品种",
    "ic_layout": "集成电路布图设计专有权",
    "utility_model": "实用新型专利",
    "design": "外观设计专利",
    "software": "软件著作权",
    "trademark": "商标（任何时候都不计）",
    "other": "其他（不计）",
}
WAYS = {
    "own_research": "自主研发",
    "transfer": "受让",
    "gift": "受赠",
    "merger": "并购",
    "other": "其他",
}
TITLES = {"ownership": "所有权", "exclusive_licence": "独占许可"}
BASES = {"sales": "研发费用占销售收入", "costs": "研发费用占成本费用支出"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Research:
    """研发费用：八项，填实际发生额（国科发火〔2016〕195号 三（六））"""

    personnel: Decimal = entry("人员人工费用", Amount())
    direct: Decimal = entry("直接投入费用", Amount())
    depreciation: Decimal = entry("折旧费用与长期待摊费用", Amount())
    amortisation: Decimal = entry("无形资产摊销费用", Amount())
    design: Decimal = entry("设计费用", Amount())
    testing: Decimal = entry("装备调试费用与试验费用", Amount())
    outsourced_domestic: Decimal = entry("委托境内研发费用", Amount(), note="填实际发生额，计算时按 80% 计入")
    outsourced_overseas: Decimal = entry("委托境外研发费用", Amount(), note="填实际发生额，计算时按 80% 计入")
    other: Decimal = entry("其他费用", Amount(), note="填实际发生额，计算时以研发费用总额的 20% 为限（2016 规则）")


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """一个会计年度的数据"""

    year: int = entry("年度", Whole(1990, 2100))
    sales: Decimal | None = entry("销售收入", Amount(signed=True), nullable=True, note="主营业务收入 + 其他业务收入")
    total_assets: Decimal | None = entry("年末资产总额", Amount(), nullable=True)
    total_liabilities: Decimal | None = entry("年末负债总额", Amount(), nullable=True)
    research: Research | None = entry("研发费用", Research, nullable=True)

    @property
    def net_assets(self) -> Decimal | None:
        """净资产 = 资产总额 − 负债总额."""
        known = self.total_assets is not None and self.total_liabilities is not None
        return self.total_assets - self.total_liabilities if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Income:
    """最近一个会计年度的收入"""

    gross: Decimal | None = entry("收入总额", Amount(signed=True), nullable=True, note="按企业所得税法")
    non_taxable: Decimal | None = entry("不征税收入", Amount(), nullable=True)
    high_tech: Decimal | None = entry(
        "高新技术产品（服务）收入", Amount(), nullable=True, note="产品（服务）收入 + 技术性收入"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """最近一个会计年度的人员：全年月平均数，可有小数；除不尽的可写作分数 "2401/24" """

    total: Number | None = entry("职工总数", Mean(), nullable=True)
    science: Number | None = entry("科技人员数", Mean(), nullable=True, note="累计实际工作 183 天以上")
    college_science: Number | None = entry(
        "大专以上学历科技人员数", Mean(), nullable=True, default=None, note="仅 2008 规则使用，该规则下必填"
    )
    research: Number | None = entry(
        "研发人员数", Mean(), nullable=True, default=None, note="仅 2008 规则使用，该规则下必填"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """一项知识产权"""

    code: str = entry("编号", Text(40), note="如 IP01；同一企业内不重复")
    kind: str = entry("类别", OneOf(RIGHT_KINDS))
    obtained: str = entry("获得方式", OneOf(WAYS))
    title: str = entry("权利", OneOf(TITLES), default="ownership")
    licence_years: Decimal | None = entry(
        "独占许可年限", Amount(), nullable=True, default=None, note="2008 规则：5 年以上的独占许可可计"
    )
    authorised_on: date = entry("授权日期", Day(), note="晚于申请日的不计")
    expires_on: date | None = entry("保护期届满日", Day(), nullable=True, default=None, note="早于申请日的不计")
    in_force: bool = entry("申请时有效", Flag(), note="有证书，或有授权通知书及缴费收据")
    in_china: bool = entry("在中国境内（不含港澳台）授权", Flag(), default=True)
    owners: int = entry("权属人数", Whole(1, 1000), default=1)
    used_by_co_owner: bool = entry(
        "其他权属人已使用", Flag(), default=False, note="多个权属人的，申请期和有效期内只能由一个权属人使用"
    )
    used_before: bool = entry("已用于以往的高企认定", Flag(), default=False, note="Ⅱ类知识产权仅限使用一次")
    same_right_as: str | None = entry(
        "与哪一编号是同一权利", Text(40), nullable=True, default=None, note="同一权利在国内外申请的只计一项"
    )
    disputed: bool = entry("有争议", Flag(), default=False, note="仅科技型中小企业评价使用")
    related: bool = entry("与主要产品（服务）相关", Flag(), default=True, note="仅科技型中小企业评价使用")


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """最近一年的一项高新技术产品（服务）"""

    code: str = entry("编号", Text(40), note="如 PS01")
    income: Decimal = entry("收入", Amount())
    ip: tuple[str, ...] = entry("起核心支持作用的知识产权编号", Many(Text(40)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """一项科技成果转化"""

    result: str = entry("科技成果", Text(200), note="同一成果转化为多个产品或在国内外转化的，写同一名称，只计一项")
    year: int = entry("转化年度", Whole(1990, 2100))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """专家评审或科室判断；没有的写 null 或不写，该项即“需人工”"""

    core_ip: bool | None = entry("知识产权对主要产品起核心支持作用", Flag(), nullable=True, default=None)
    in_field: bool | None = entry("核心技术属于所选技术领域", Flag(), nullable=True, default=None)
    technology_level: Decimal | None = entry("A1 技术的先进程度", Points(most=8), nullable=True, default=None)
    core_support: Decimal | None = entry("A2 核心支持作用", Points(most=8), nullable=True, default=None)
    ip_count: Decimal | None = entry("A3 知识产权数量", Points(most=8), nullable=True, default=None)
    ip_obtained: Decimal | None = entry("A4 获得方式", Points(most=6), nullable=True, default=None)
    standards: Decimal | None = entry("A5 参与编制标准（加分）", Points(most=2), nullable=True, default=None)
    ip: Decimal | None = entry("A 知识产权（2008 规则整项）", Points(most=30), nullable=True, default=None)
    conversions: Decimal | None = entry("B 科技成果转化能力", Points(most=30), nullable=True, default=None)
    research_system: Decimal | None = entry("C1 研发管理制度与辅助账", Points(most=6), nullable=True, default=None)
    research_body: Decimal | None = entry("C2 研发机构与产学研合作", Points(most=6), nullable=True, default=None)
    conversion_system: Decimal | None = entry("C3 成果转化与激励制度", Points(most=4), nullable=True, default=None)
    talent_system: Decimal | None = entry("C4 人才制度", Points(most=4), nullable=True, default=None)
    management: Decimal | None = entry("C 组织管理水平（2008 规则整项）", Points(most=20), nullable=True, default=None)
    net_asset_growth: Decimal | None = entry("D1 净（总）资产增长", Points(most=10), nullable=True, default=None)
    sales_growth: Decimal | None = entry("D2 销售收入增长", Points(most=10), nullable=True, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TechSme:
    """科技型中小企业评价另需的数据（国科发政〔2017〕115号）"""

    staff: Number | None = entry("职工总数", Mean(), nullable=True, note="兼职、临时人员满 6 个月的计入")
    science_staff: Number | None = entry("科技人员数", Mean(), nullable=True, note="同上")
    research: Decimal | None = entry("研发费用", Amount(), nullable=True, note="上一年，加计扣除口径")
    costs: Decimal | None = entry("成本费用支出", Amount(), nullable=True, note="上一年")
    basis: str | None = entry(
        "研发投入指标选哪一列", OneOf(BASES), nullable=True, default=None, note="不选则取得分高者"
    )
    resident: bool | None = entry("境内注册的居民企业", Flag(), nullable=True)
    allowed_products: bool | None = entry("产品和服务不属于禁止、限制和淘汰类", Flag(), nullable=True)
    no_incident: bool | None = entry("上一年及当年无重大事故、严重环境违法、科研严重失信", Flag(), nullable=True)
    not_listed: bool | None = entry("未列入经营异常名录和严重违法失信名单", Flag(), nullable=True)
    valid_certificate: bool = entry("持有效高新技术企业证书", Flag(), default=False)
    national_award: bool = entry("近五年获国家级科技奖励且单位排名前三", Flag(), default=False)
    provincial_platform: bool = entry("有经认定的省部级以上研发机构", Flag(), default=False)
    led_standard: bool = entry("近五年主导制定国际、国家或行业标准", Flag(), default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """一家企业的年度数据（金额单位：元）"""

    name: str = entry("企业名称", Text())
    apply_on: date = entry("申请认定日期", Day())
    registered_on: date = entry("注册成立日期", Day())
    operating_from: date | None = entry(
        "实际经营起始日期", Day(), nullable=True, default=None, note="晚于注册日的才填；不满三年的按实际经营时间计算"
    )
    field: str | None = entry(
        "技术领域代码", Text(5), nullable=True, note="《国家重点支持的高新技术领域》2、3 或 5 位代码，如 101、40103"
    )
    years: tuple[Year, ...] = entry(
        "近三个会计年度", Many(Year, 1, 3), note="申请年之前的三个年度；经营不满三年的，从实际经营起始年度算起"
    )
    income: Income = entry("最近一年收入", Income)
    staff: Staff = entry("最近一年人员", Staff)
    ip: tuple[Right, ...] = entry("知识产权", Many(Right))
    products: tuple[Product, ...] | None = entry(
        "高新技术产品（服务）", Many(Product), nullable=True, default=None, note="不写或为空则不核对主要产品（服务）"
    )
    conversions: tuple[Conversion, ...] = entry("近三年科技成果转化", Many(Conversion))
    standards: int = entry("参与编制国家标准、行业标准、检测方法、技术规范的项数", Whole(0, 1000))
    no_incident: bool | None = entry(
        "申请前一年内未发生重大安全、重大质量事故或严重环境违法行为", Flag(), nullable=True
    )
    judgements: Judgements = entry("专家与科室判断", Judgements, default=Judgements())
    tech_sme: TechSme | None = entry("科技型中小企业评价另需的数据", TechSme, nullable=True, default=None)

    @property
    def latest(self) -> Year:
        """The last fiscal year."""
        return self.years[-1]

    @property
    def periods(self) -> tuple[int, ...]:
        """The fiscal years given, oldest first."""
        return tuple(year.year for year in self.years)
