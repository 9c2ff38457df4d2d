"""Every figure of the contract, computed by hand over lists small enough to read."""

import io
import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from bureau.accounts.choices import CITIES
from bureau.codes import application_number_check
from bureau.lists.commands import load_file
from bureau.reports import annual
from bureau.reports.choices import TargetKind
from bureau.reports.models import AnnualReport, CityFigure, Entry, Figure, Target
from bureau.reports.numbers import change_words, display
from bureau.reports.sentences import Speaker
from bureau.reports.targets import complete, needed
from bureau.workflow import Refused

from .rows import certificate, patent

pytestmark = pytest.mark.django_db(transaction=True)

A, B, C, D = "91360702PDY00001X6", "91360703PDY000028L", "91360704PDY000036X", "91360721MA35X0001X"


def number(serial, year=2016, kind=1):
    digits = f"{year}{kind}{serial:07d}"
    return f"{digits}.{application_number_check(digits)}"


def filed(serial, day, kind="发明", owner="企业", granted=None):
    place = "章贡区"
    return [
        number(serial, int(str(day)[:4]), {"发明": 1, "实用新型": 2, "外观设计": 3}[kind]),
        "一种方法",
        kind,
        "甲",
        owner,
        place,
        day,
        granted,
    ]


PATENTS = [
    ["申请号", "专利名称", "专利类型", "申请人", "申请人类型", "县（市、区）", "申请日", "授权公告日"],
    filed(1, "2015-12-31", "实用新型", granted="2016-01-01"),
    filed(2, "2015-06-01", "外观设计", "个人", granted="2015-12-31"),
    filed(3, "2015-06-02"),
    filed(4, "2015-06-03", "实用新型", "企业", granted="2015-09-09"),
    filed(5, datetime(2016, 1, 1, 0, 30)),  # noqa: DTZ001 As Excel keeps it.
    filed(6, "2016-12-31", "实用新型", ""),
    filed(7, "2016-02-29", "外观设计", "大专院校", granted="2016-11-01"),
]
CERTIFICATES = [
    ["企业名称", "统一社会信用代码", "所在县（市、区）", "证书编号", "发证日期", "有效期（年）", "取消日期"],
    ["赣州甲公司", A, "章贡区", "GR1", "2012-02-29", None, None],  # Lapsed in February 2015; recognised again: new.
    ["赣州甲公司", A, "章贡区", "GR2", "2016-03-01", 3, None],
    ["赣州乙公司", B, "南康区", "GR3", "2013-12-31", 3, None],  # Valid to 30 December 2016: an exit.
    ["赣州丙公司", C, "赣县区", "GR4", "2014-05-05", 3, "2016-12-31"],  # Cancelled that very day: an exit.
]
PROJECTS = [
    ["项目编号", "项目名称", "承担单位", "级别", "立项日期", "财政经费（万元）"],
    ["P1", "一", "甲", "国家级", "2016-01-01", "1,234.50"],
    ["P2", "二", "甲", "省级", "2016-12-31", 0.5],
    ["P3", "三", "甲", "市级", "2016-06-01", 99],
    ["P4", "四", "甲", "省级", "2015-12-31", 10],
]
ACHIEVEMENTS = [
    ["成果编号", "成果名称", "完成单位", "征集日期"],
    *([f"C{n}", f"成果{n}", "甲", "2016-05-05"] for n in (1, 2)),
]
DEMANDS = [["需求编号", "需求名称", "企业名称", "征集日期"], ["X1", "需求", "乙", "2016-05-06"]]
CONTACTS = [
    ["成果编号", "需求编号", "对接日期", "对接结果"],
    ["C1", "X1", "2016-06-01", "已对接"],
    ["C1", "X1", "2016-06-02", "产生意向"],
    ["C2", "X1", "2016-06-02", "达成协议"],
    ["C2", "X1", "2015-06-02", "达成协议"],
]
ATTENDANCE = [
    ["日期", "所在地", "单位类型", "签到人数"],
    ["2016-06-01", "主会场", "企业", 7],
    ["2016-06-01", "章贡区", "企业", 5],
]
CONTRACTS = [
    [
        "合同登记编号",
        "项目名称",
        "合同类别",
        "卖方名称",
        "买方名称",
        "合同成交总额（万元）",
        "技术交易额（万元）",
        "签订日期",
        "登记日期",
    ],
    ["H1", "一", "技术开发", "甲", "乙", 10000, 9000, "2015-12-01", "2016-01-01"],
    ["H2", "二", "技术服务", "甲", "乙", 2400, 2400, "2016-12-01", "2017-01-01"],
    ["H3", "三", "技术服务", "甲", "乙", 500, 400, "2016-12-01", "2016-12-31"],
]
AWARDS = [
    ["年度", "项目名称", "完成单位", "网评结果", "是否推荐省奖", "省奖初评等级"],
    [2016, "一", "甲", "候选", "是", "一等奖"],
    [2016, "二", "甲", "淘汰", "是", "二等奖"],
    [2016, "三", "甲", "候选", "否", "一等奖"],
    [2015, "四", "甲", "候选", "是", "一等奖"],
]
APPRAISALS = [
    ["鉴定编号", "成果名称", "完成单位", "鉴定日期"],
    ["J1", "一", "甲", "2016-02-29"],
    ["J2", "二", "甲", "2015-12-31"],
]

EXPECTED = {
    "projects.provincial_or_above.count": (2, "2项", 1),
    "projects.provincial_or_above.funding_10k_yuan": (1235, "1235万元", 10),
    "hnte.total": (1, "1家", 2),
    "hnte.new": (1, "1家", 0),
    "hnte.exits": (2, "2家", 1),
    "hnte.growth_pct": (50, "50%", 0),
    "hnte.net_growth_pct": (-50, "-50%", pytest.approx(-100 / 3)),
    "patents.applications": (3, "3件", 4),
    "patents.applications.growth_pct": (-25, "-25.0%", None),
    "patents.grants": (2, "2件", 2),
    "patents.grants.growth_pct": (0, "0.0%", None),
    "patents.invention_applications": (1, "1件", 1),
    "patents.invention_share_pct": (pytest.approx(100 / 3), "33.3%", 25),
    "patents.enterprise.applications": (1, "1件", 3),
    "patents.enterprise.applications.growth_pct": (pytest.approx(-200 / 3), "-66.7%", None),
    "patents.enterprise.grants": (1, "1件", 1),
    "patents.enterprise.grants.growth_pct": (0, "0.0%", None),
    "patents.enterprise.invention_share_pct": (100, "100.0%", pytest.approx(100 / 3)),
    "patents.enterprise.invention_share_of_all_pct": (pytest.approx(100 / 3), "33.3%", 25),
    "awards.candidates": (2, "2项", 1),
    "awards.recommended": (2, "2项", 1),
    "awards.first_prize_preliminary": (1, "1项", 1),
    "appraisals.count": (1, "1项", 1),
    "contracts.count": (2, "2项", 0),
    "contracts.amount_100m_yuan": (1.05, "1.1亿元", 0),
    "matchmaking.achievements": (2, "2项", 0),
    "matchmaking.demands": (1, "1项", 0),
    "matchmaking.contacts": (3, "3次", 1),
    "matchmaking.intentions": (2, "2次", 1),
    "matchmaking.agreements": (1, "1次", 1),
    "matchmaking.participants": (12, "12人", 0),
}  # fmt: skip


def report_json(*arguments):
    out = io.StringIO()
    call_command("annual_report", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_every_figure_of_the_contract_by_hand(person, workbook):
    officer = person("officer")
    lists = (
        PATENTS,
        CERTIFICATES,
        PROJECTS,
        ACHIEVEMENTS,
        DEMANDS,
        CONTACTS,
        ATTENDANCE,
        CONTRACTS,
        AWARDS,
        APPRAISALS,
    )
    for rows in lists:
        _run, result = load_file(workbook(rows), by=officer)
        assert (result.written, result.error) == (True, ""), rows[0]

    report = report_json("2016")

    assert set(report) == {"year", "figures"}
    assert report["year"] == 2016
    found = {code: tuple(report["figures"][code].values()) for code in EXPECTED}
    assert found == EXPECTED
    assert {tuple(figure) for figure in report["figures"].values()} == {("value", "display", "previous")}


def test_a_year_without_records_is_nothing_over_nothing(person):
    figures = report_json("2031")["figures"]

    assert {figures[code]["value"] for code in EXPECTED if not code.endswith("_pct")} == {0}
    assert {(figures[code]["value"], figures[code]["display"]) for code in EXPECTED if code.endswith("_pct")} == {
        (None, "—")
    }


@pytest.mark.parametrize("year", ["0", "-5", "1984", "2101", "99999", "今年"])
def test_a_year_that_is_none_is_one_sentence_and_no_report(places, year):
    with pytest.raises(CommandError, match="年度应"):
        call_command("annual_report", year, "--json")

    assert not AnnualReport.objects.exists()


def test_a_file_that_cannot_be_written_is_one_sentence(person, tmp_path):
    with pytest.raises(CommandError, match="不能写出文件"):
        call_command("annual_report", "2015", xlsx=tmp_path / "no folder" / "a.xlsx")


def test_the_command_gives_the_files_that_were_signed(issued, tmp_path):
    call_command("annual_report", "2015", xlsx=tmp_path / "a.xlsx", docx=tmp_path / "a.docx", stderr=io.StringIO())

    assert (tmp_path / "a.xlsx").read_bytes() == issued.workbook.read()
    assert (tmp_path / "a.docx").read_bytes() == issued.narrative.read()


def test_an_enterprise_with_a_gap_in_the_year_counts_once(places):
    certificate("1", A, date(2014, 6, 1), cancelled_on=date(2015, 3, 1))
    certificate("2", A, date(2015, 8, 1))

    values = annual.measure(2015).values

    assert (values["hnte.total"], values["hnte.new"], values["hnte.exits"]) == (1, 0, 0)


def test_a_fall_too_small_to_print_is_no_change_and_never_minus_nothing():
    assert display(Decimal("-0.04"), 1, "%") == "0.0%"
    assert display(Decimal("-0.05"), 1, "%") == "-0.1%"
    assert change_words(Decimal("-0.04")) == "持平"


def test_a_growth_target_is_rounded_up_as_its_figure_prints():
    value = Target(indicator="contracts.amount_100m_yuan", year=2016, kind=TargetKind.GROWTH, value=Decimal(20))
    firms = Target(indicator="hnte.total", year=2016, kind=TargetKind.GROWTH, value=Decimal(20))

    assert (needed(value, Decimal("3.1")), needed(firms, Decimal(137))) == (Decimal("3.8"), 165)
    for total, is_met in ((164, False), (165, True)):
        figure = Figure(value=Decimal(total), previous=Decimal(137), unit="家")
        assert complete(firms, figure).is_met is is_met


def test_a_rank_waits_for_every_city(places):
    patent(places, 1)
    others = [city for city in CITIES if city != "赣州市"]
    for city in others[:-1]:
        CityFigure.objects.create(
            indicator="patents.applications", year=2015, city=city, value=2, source_document="省局通报"
        )
    assert annual.measure(2015).values["patents.applications.rank"] is None
    assert "已填 9/10 市" in annual.measure(2015).sources["patents.applications.rank"]

    CityFigure.objects.create(
        indicator="patents.applications", year=2015, city=others[-1], value=1, source_document="省局通报"
    )

    assert annual.measure(2015).values["patents.applications.rank"] == 10


def test_what_was_entered_before_the_records_began_stays_and_says_so(places, person):
    office = person("report_office")
    patent(places, 1, filed_on=date(2016, 5, 5))
    for year, value in ((2014, 40), (2015, 50)):
        Entry.objects.create(
            indicator="patents.applications", year=year, value=value, source_document="2015年年报",
            entered_by=office, entered_at=timezone.now(),
        )  # fmt: skip

    figure = annual.compute(2015, by=office).figures.get(indicator="patents.applications")
    assert (figure.value, figure.is_entered, figure.source) == (50, True, "填报：2015年年报")
    after = annual.measure(2016)

    assert (after.previous["patents.applications"], after.values["patents.applications.growth_pct"]) == (50, -98)
    assert after.previous["patents.applications.growth_pct"] == 25
    assert "patents.applications" not in after.entered


def test_every_printed_percentage_and_every_sum_is_checked(places):
    patent(places, 1)
    Target.objects.create(indicator="patents.applications", year=2015, value=2)

    findings = {finding.code: finding for finding in annual.measure(2015).findings}

    printed = {code for code in findings if code.endswith(".printed")}
    assert printed == {
        f"{i.code}.printed" for i in annual.INDICATORS if i.derive is not None
    }  # fmt: skip
    assert {"hnte.growth_pct.printed", "patents.invention_share_pct.printed"} <= printed
    assert findings["patents.applications.target"].difference == "-1"
    assert {"contracts.by_kind", "contracts.value_by_kind", "projects.provincial_or_above.by_category"} <= set(findings)
    assert [code for code, finding in findings.items() if not finding.is_passed] == []


def test_the_later_of_two_looks_stays(places):
    patent(places, 1)
    late = annual.compute(2015, by="测试")
    AnnualReport.objects.filter(pk=late.pk).update(computed_at=timezone.now() + timezone.timedelta(hours=1))

    annual.compute(2015, by="测试")

    assert AnnualReport.objects.get(pk=late.pk).snapshot_id == late.snapshot_id


def test_a_fall_is_said_as_a_fall(places):
    for serial in (1, 2, 3):
        patent(places, serial, filed_on=date(2014, 4, 4))
    patent(places, 4)

    said = Speaker(annual.compute(2015, by="测试")).say("patents")

    assert "专利申请量1件，同比下降66.7%；授权量0件，同比增长—" in said


def test_no_refusal_hides_a_silly_year_from_other_doors():
    with pytest.raises(Refused, match="1985 至 2100"):
        annual.measure(1700)
