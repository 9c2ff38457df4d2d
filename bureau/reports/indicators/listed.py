"""Platforms, parks, incubators, talent, start-up grants, science finance, commissioners: counted from their registers.

A register that holds no row says nothing: then the figure is —, or what was entered for the year before there was a register.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet

from bureau.reports.measures import HUNDRED_MILLION, TEN_THOUSAND
from enterprises.choices import FinanceKind, IncubatorKind
from enterprises.models import Commissioner, FinanceRecord, Incubator, Park, Platform, StartupGrant, TalentBase

from .kinds import Indicator, share

SUBJECT = "平台、人才与科技金融"
Rows = Callable[[int], QuerySet]


def _end(year: int) -> date:
    return date(year, 12, 31)


def _figure(code: str, name: str, unit: str, definition: str, rows: Rows, of: Callable[[QuerySet], object] = QuerySet.count, **more) -> Indicator:  # fmt: skip
    """A figure told by its rows: their number, or ``of`` them."""
    model = rows(2015).model
    section = more.pop("section", "高新技术科")

    def measure(m, back: int):
        return of(rows(m.year - back)) if m.holds(model) else None

    source = f"{model._meta.verbose_name}登记"
    return Indicator(code, name, unit, definition, SUBJECT, measure=measure, rows=rows, source=source, section=section, **more)  # fmt: skip


def _ten_thousands(rows: QuerySet):
    return rows.amount_total() / TEN_THOUSAND


def _national(year: int):
    return Platform.objects.standing_on(_end(year)).national_research()


def _hatching(year: int):
    kinds = (IncubatorKind.INCUBATOR, IncubatorKind.MAKERSPACE)
    return Incubator.objects.standing_on(_end(year)).filter(kind__in=kinds)


def _covered(year: int):
    return Park.objects.covered_on(_end(year), Incubator.objects.all())


def _begun(kind: FinanceKind) -> Rows:
    return lambda year: FinanceRecord.objects.begun_in(year, kind)


PLATFORMS = [
    _figure(
        "platforms.national", "国家级研发平台", "个", "年末国家重点实验室、国家工程技术研究中心和国家企业技术中心数：已批准且未撤销。",
        _national,
    ),
    _figure(
        "platforms.total", "研发平台", "个", "年末各级研发平台数：已批准且未撤销。",
        lambda year: Platform.objects.standing_on(_end(year)),
    ),
    _figure(
        "platforms.new", "新增研发平台", "个", "本年批准建设的研发平台数。", lambda year: Platform.objects.approved_in(year)
    ),
    _figure(
        "platforms.building", "在建研发平台", "个", "年末已批准、未验收且未撤销的研发平台数。",
        lambda year: Platform.objects.building_on(_end(year)),
    ),
    _figure(
        "platforms.to_accept", "建设期满未验收研发平台", "个", "年末建设期（未注明的为三年）已满而未验收的研发平台数。",
        lambda year: Platform.objects.overdue_on(_end(year)),
    ),
    _figure("platforms.incubators", "科技企业孵化器和众创空间", "个", "年末科技企业孵化器和众创空间数：已认定且未撤销。", _hatching),
    _figure("parks.total", "园区", "个", "年末各级园区数。", lambda year: Park.objects.standing_on(_end(year))),
    _figure("parks.covered", "孵化器覆盖园区", "个", "年末至少有一个孵化器、众创空间或加速器的园区数。", _covered),
    Indicator(
        "parks.coverage_pct", "孵化器园区覆盖率", "%", "孵化器覆盖园区÷园区总数×100%。", SUBJECT, precision=1,
        derive=share("parks.covered", "parks.total"), rows=_covered, source="园区登记", section="高新技术科",
    ),
]  # fmt: skip
PEOPLE = [
    _figure(
        "talent.stations", "院士、博士后工作站", "个", "年末院士工作站、博士后科研工作站和博士后创新实践基地数。",
        lambda year: TalentBase.objects.standing_on(_end(year)).stations(), section="政策法规科",
    ),
    _figure(
        "talent.teams", "科技人才团队", "个", "年末科技人才团队数。",
        lambda year: TalentBase.objects.standing_on(_end(year)).teams(), section="政策法规科",
    ),
    _figure(
        "commissioners.count", "选派科技特派员", "人", "本年选派的科技特派员人数。",
        lambda year: Commissioner.objects.sent_in(year), section="政策法规科",
    ),
    _figure(
        "commissioners.services", "科技特派员服务", "人次", "本年选派的科技特派员服务次数合计。",
        lambda year: Commissioner.objects.sent_in(year), of=lambda rows: rows.services_total(), section="政策法规科",
    ),
]  # fmt: skip
MONEY = [
    _figure(
        "startups.count", "扶持大学生创业项目", "个", "本年批准大学生科技创业扶持资金的项目数。",
        lambda year: StartupGrant.objects.granted_in(year), section="发展计划科",
    ),
    _figure(
        "startups.amount_10k_yuan", "大学生科技创业扶持资金", "万元", "本年批准的大学生科技创业扶持资金合计。",
        lambda year: StartupGrant.objects.granted_in(year), of=_ten_thousands, section="发展计划科", precision=2,
    ),
    _figure(
        "finance.funds_100m_yuan", "在册科技基金规模", "亿元", "年末在册、未到期的科技基金规模合计。",
        lambda year: FinanceRecord.objects.running_on(_end(year), FinanceKind.FUND),
        of=lambda rows: rows.amount_total() / HUNDRED_MILLION, section="发展计划科", precision=2,
    ),
    _figure(
        "finance.investment_10k_yuan", "科技基金投资", "万元", "本年科技基金投资金额合计。", _begun(FinanceKind.INVESTMENT),
        of=_ten_thousands, section="发展计划科", precision=2,
    ),
    _figure(
        "finance.loans.count", "科贷通贷款", "笔", "本年发放的科贷通贷款笔数。", _begun(FinanceKind.LOAN), section="发展计划科"
    ),
    _figure(
        "finance.loans.amount_10k_yuan", "科贷通贷款额", "万元", "本年发放的科贷通贷款金额合计。", _begun(FinanceKind.LOAN),
        of=_ten_thousands, section="发展计划科", precision=2,
    ),
    _figure(
        "finance.compensation_10k_yuan", "科技风险补偿", "万元", "本年科技风险补偿资金代偿金额合计。",
        _begun(FinanceKind.COMPENSATION), of=_ten_thousands, section="发展计划科", precision=2,
    ),
    _figure(
        "finance.pledges.count", "知识产权质押融资", "笔", "本年知识产权质押融资笔数。", _begun(FinanceKind.PLEDGE), section="知识产权科"
    ),
    _figure(
        "finance.pledges.amount_10k_yuan", "知识产权质押融资额", "万元", "本年知识产权质押融资金额合计。", _begun(FinanceKind.PLEDGE),
        of=_ten_thousands, section="知识产权科", precision=2,
    ),
]  # fmt: skip
INDICATORS = [*PLATFORMS, *PEOPLE, *MONEY]
