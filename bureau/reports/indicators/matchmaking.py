"""Achievements, demands, contacts, contracts, awards and appraisals."""

from bureau.reports.measures import HUNDRED_MILLION
from bureau.reports.participants import source_of
from matchmaking.models import Achievement, Appraisal, Attendance, Contact, Demand, TechnologyContract
from projects.models import AwardCandidate

from .kinds import Indicator

SUBJECT = "成果对接与技术市场"


def _met(year):
    return Contact.objects.effective().met_in(year)


def _contracts(year):
    return TechnologyContract.objects.effective().registered_in(year)


def _award(year):
    return AwardCandidate.objects.effective().of_year(year)


INDICATORS = [
    Indicator(
        "awards.candidates",
        "市科技奖候选项目",
        "项",
        "本年度网评结果为候选的项目数。",
        SUBJECT,
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
        SUBJECT,
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
        SUBJECT,
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
        SUBJECT,
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
        SUBJECT,
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
        SUBJECT,
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
        SUBJECT,
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
        "各地签到人数合计（汇总报送，未去重）；在门户举办的对接会为闭幕时冻结的人数，线上与分会场按手机号去重。一场对接会只用其中一种。",
        SUBJECT,
        measure=lambda m, back: m.participants(back),
        rows=lambda year: Attendance.objects.effective().held_in(year).counted_once(),
        sourced=lambda m: source_of(*m.participants_by_way()),
        section="成果科",
    ),
    Indicator(
        "matchmaking.achievements",
        "征集科技成果",
        "项",
        "征集日期在本年的科技成果数。",
        SUBJECT,
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
        SUBJECT,
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
        SUBJECT,
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
        SUBJECT,
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
        SUBJECT,
        measure=lambda m, back: m.contacts[f"agreements_{back}"],
        rows=lambda year: _met(year).with_agreement(),
        source="对接记录",
        section="成果科",
    ),
]
