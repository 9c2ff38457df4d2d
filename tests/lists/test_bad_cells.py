"""A cell that cannot be what its column wants: named with its place, its reason and what to do; nothing written."""

import datetime
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from bureau.lists.kinds import all_kinds
from matchmaking.models import Achievement, Attendance, Demand
from projects.models import Project
from tests.lists.good import CODE, DAY, GOOD, KEY, count, number

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _storage(person):
    """Files lie in a folder of the test's own."""


@pytest.fixture
def referred(db):
    """What a row of contacts names."""
    now = datetime.datetime(2015, 1, 1, tzinfo=datetime.UTC)
    common = {"organisation_name": "甲", "collected_on": DAY, "changed_at": now}
    Achievement.objects.create(number="C0", title="钨", **common)
    Demand.objects.create(number="X0", title="钨", **common)


def adds_up(found):
    rejected = {(fault.get("sheet"), fault["row"]) for fault in found["rejected"]}
    outcomes = sum(found[name] for name in ("created", "updated", "unchanged", "repeated"))
    return found["read"] == outcomes + len(rejected)


BAD = [
    ("projects", "级别", "院级", "应为：国家级、省级、市级"),
    ("projects", "立项日期", "2015-02-30", "没有这一天"),
    ("projects", "立项日期", "2015年13月1日", "没有这一天"),
    ("projects", "立项日期", "二〇一五年", "应写作 2015-03-04"),
    ("projects", "立项日期", "1850-01-01", "年份不在 1900 至 2100"),
    ("projects", "立项日期", datetime.time(9, 30), "不是日期"),
    ("projects", "立项日期", 12, "不是日期"),
    ("projects", "立项日期", True, "不是日期"),
    ("projects", "立项日期", "", "必填项“立项日期”为空"),
    ("projects", "项目名称", "　 ", "必填项“项目名称”为空"),
    ("projects", "项目名称", "长" * 501, "501 字，最多 500 字"),
    ("projects", "项目编号", "P" * 101, "101 位，最多 100 位"),
    ("projects", "财政经费（万元）", -1, "不能为负数"),
    ("projects", "财政经费（万元）", "十万", "不是数"),
    ("projects", "财政经费（万元）", "1,23", "不是数"),
    ("projects", "财政经费（万元）", 1e20, "金额过大"),
    ("projects", "财政经费（万元）", True, "不是数"),
    ("projects", "财政经费（万元）", datetime.date(2015, 3, 4), "不是数"),
    ("patents", "申请号", number()[:-1] + "Y", "格式不对"),
    ("patents", "申请号", "201510000001.1", "校验位不符：应为“0”"),
    ("patents", "申请号", "201510000002", "缺少校验位"),
    ("patents", "申请号", number("201520000002"), "类型位“2”表示实用新型"),
    ("patents", "申请号", number("15100002"), "8 位申请号只用于 2003-10-01 之前"),
    ("patents", "专利类型", "商标", "应为：发明、实用新型、外观设计"),
    ("patents", "县（市、区）", "桃源县", "不是本市的县"),
    ("patents", "县（市、区）", "", "为空"),
    ("patents", "申请人", "", "必填项“申请人”为空"),
    ("patents", "授权公告日", "2015-01-01", "早于申请日"),
    ("high_tech_enterprises", "统一社会信用代码", CODE[:-1], "应为 18 位，现为 17 位"),
    ("high_tech_enterprises", "统一社会信用代码", CODE[:9] + "O" + CODE[10:], "不是允许的字符"),
    ("high_tech_enterprises", "统一社会信用代码", "9136070AMA35000015", "第 3 至 8 位应为数字"),
    ("high_tech_enterprises", "统一社会信用代码", CODE[:-1] + "5", "末位应为“6”"),
    ("high_tech_enterprises", "统一社会信用代码", "", "为空"),
    ("high_tech_enterprises", "证书编号", "", "必填项“证书编号”为空"),
    ("high_tech_enterprises", "有效期（年）", 31, "不在 1 至 30 之间"),
    ("high_tech_enterprises", "有效期（年）", 2.5, "不是整数"),
    ("achievements", "联系电话", "1" * 201, "201 字，最多 200 字"),
    ("demands", "拟投入资金（万元）", "面议", "不是数"),
    ("contacts", "成果编号", "没有", "请先导入该清单"),
    ("contacts", "需求编号", "X" * 110, "110 位，最多 100 位"),
    ("contacts", "对接结果", "谈妥", "应为：已对接、产生意向、达成协议"),
    ("attendance", "签到人数", -1, "不在 0 至"),
    ("attendance", "签到人数", 1.5, "不是整数"),
    ("attendance", "签到人数", "若干", "不是数"),
    ("contracts", "技术交易额（万元）", 10, "大于合同成交总额"),
    ("contracts", "登记日期", "2015-03-01", "早于签订日期"),
    ("contracts", "合同类别", "买卖", "应为：技术开发"),
    ("awards", "年度", 1800, "不在 1900 至 2100 之间"),
    ("awards", "网评得分", 1_000_000, "数值过大"),
    ("awards", "网评结果", "待定", "应为："),
    ("awards", "是否推荐省奖", "√", "应为：是、否"),
    ("appraisals", "鉴定日期", "不详", "应写作"),
    ("platforms", "平台级别", "县级", "应为：国家级、省级、市级"),
    ("platforms", "验收日期", "2015-01-01", "早于批准建设日期 2015-03-04"),
    ("parks", "撤销日期", "2015-01-01", "早于批准设立日期"),
    ("incubators", "在孵企业数", -1, "不在 0 至"),
    ("talent", "设站（立项）日期", "", "必填项“设站（立项）日期”为空"),
    ("startup_grants", "扶持金额（万元）", 0, "金额须大于零"),
    ("finance", "到期日期", "2015-01-01", "早于起始日期"),
    ("finance", "业务类型", "风险补偿", "必须写明对应贷款编号"),
    ("finance", "对应贷款编号", "DK9", "只有风险补偿写"),
    ("commissioners", "选派年度", 1998, "不在 1999 至 2100 之间"),
    ("patent_months", "申请量月合计", 10, "申请量月合计 10 不等于申请量发明 2 + 申请量实用新型 4 + 申请量外观设计 3 = 9"),
    ("patent_months", "县（市、区）", "桃源县", "不是本市的县（市、区）或功能区"),
    ("patent_months", "统计月份", "2015-13", "没有这个月"),
    ("patent_totals", "申请受理总计", 10, "申请受理总计 10 不等于申请受理发明 2 + 申请受理实用新型 4 + 申请受理外观设计 3 = 9"),
    ("patent_totals", "授权去年发明", 5, "去年发明 5 大于上年同期 4"),
    ("patent_stocks", "有效发明专利量", 21, "不等于职务总计 16 + 个人 4 = 20"),
    ("city_patents", "当年累计", 200, "小于月累计"),
    ("residents", "常住人口（万人）", 0, "须大于零"),
    ("patent_subsidies", "资助金额（元）", 0, "须大于零"),
    ("patent_subsidies", "资助环节", "年费", "不是规定的值"),
    ("patent_subsidies", "资助发放日期", "2021-07-01", "申请阶段的专利资助应在 2021-06-30 以前全部停止"),
]  # fmt: skip


def test_every_kind_has_a_row_that_is_accepted(run, workbook, referred):
    for kind, row in GOOD.items():
        code, found, _words = run("load_list", kind, workbook([[*row], [*row.values()]]))
        assert (code, found["created"], found["rejected"]) == (0, 1, []), kind
    assert set(GOOD) == {kind.code for kind in all_kinds()}


@pytest.mark.parametrize(("kind", "heading", "cell", "words"), BAD, ids=lambda value: str(value)[:20])
def test_a_bad_cell_is_named_and_its_file_is_not_written(kind, heading, cell, words, run, workbook, referred):
    good, bad = GOOD[kind], GOOD[kind] | KEY[kind] | {heading: cell}
    path, before = workbook([["某县清单"], [*good], [*good.values()], [*bad.values()]]), count()

    code, found, said = run("load_list", kind, path)

    assert (code, count()) == (1, before)
    assert "未写入任何数据" in said
    (fault,) = found["rejected"]
    assert (fault["row"], fault["column"]) == (4, heading)
    assert words in fault["reason"]
    assert (found["read"], found["created"], adds_up(found)) == (2, 1, True)
    assert "未写入任何数据" in found["notes"][-1]

    code, found, _said = run("load_list", kind, path, "--skip-bad-rows")
    assert (code, count()) == (0, before | {kind: before[kind] + 1})
    assert (found["created"], found["rejected"]) == (1, [fault])


def test_two_faults_of_a_row_are_told_apart_and_count_once(run, workbook):
    bad = GOOD["projects"] | {"级别": "院级", "立项日期": "不详"}

    _code, found, _words = run("load_list", "projects", workbook([[*bad], [*bad.values()]]))

    assert [(fault["row"], fault["column"]) for fault in found["rejected"]] == [(2, "级别"), (2, "立项日期")]
    assert (found["read"], found["created"]) == (1, 0)


def test_only_a_patents_county_must_be_known(run, workbook):
    row = GOOD["attendance"] | {"所在地": ""}
    other = GOOD["attendance"] | {"所在地": "北京", "日期": "2015-03-05"}

    code, found, _words = run("load_list", "attendance", workbook([[*row], [*row.values()], [*other.values()]]))

    assert (code, found["created"], found["rejected"]) == (0, 2, [])
    assert sorted(Attendance.objects.values_list("county", flat=True)) == ["", "北京"]
    assert any("1 行为空" in note for note in found["notes"])
    assert any("“北京”不是本市的" in note for note in found["notes"])


@pytest.mark.parametrize("at", [0, 1])
def test_a_truth_value_is_no_number_whatever_stands_beside_it(at, run, workbook):
    rows = [GOOD["projects"] | {"项目编号": f"P{n}", "财政经费（万元）": n == at or 1} for n in range(2)]

    _code, found, _words = run("load_list", "projects", workbook([[*rows[0]], *([*row.values()] for row in rows)]))

    assert [(fault["row"], fault["value"]) for fault in found["rejected"]] == [(2 + at, "TRUE")]


@pytest.mark.parametrize(
    ("heading", "formula", "value", "words"),
    [
        ("财政经费（万元）", "#N/A", "#N/A", "单元格 C5 是公式错误“#N/A”"),
        ("项目名称", "#REF!", "#REF!", "单元格 C5 是公式错误“#REF!”"),
        ("统一社会信用代码", "#VALUE!", "#VALUE!", "单元格 C5 是公式错误“#VALUE!”"),
        ("财政经费（万元）", "=1+1", "", "单元格 C5 的公式没有计算结果"),
        ("计划类别", "=B5", "", "单元格 C5 的公式没有计算结果"),
    ],
)
def test_a_formula_without_a_value_is_not_taken_for_a_blank(heading, formula, value, words, run, tmp_path):
    row = {heading: formula} | {name: cell for name, cell in GOOD["projects"].items() if name != heading}
    book = Workbook()
    for column, (name, cell) in enumerate(row.items(), 3):
        book.active.cell(4, column, name)
        book.active.cell(5, column, cell)
    book.active["A5"] = "=ROW()"  # Under no heading: nobody reads it.
    book.save(tmp_path / "list.xlsx")

    code, found, _words = run("load_list", "projects", tmp_path / "list.xlsx", "--errors", tmp_path / "errors.xlsx")

    (fault,) = found["rejected"]
    assert (code, fault["row"], fault["column"], fault["value"]) == (1, 5, heading, value)
    assert words in fault["reason"]
    shown = [[cell.value for cell in line] for line in load_workbook(tmp_path / "errors.xlsx").active]
    assert (shown[0][0], shown[1][0] or "", shown[0][-1]) == (heading, value, "错误原因")


def test_a_formula_gives_its_stored_result(run, workbook, tmp_path):
    row = GOOD["projects"]
    plain = workbook([[*row], [*row.values()]])
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(tmp_path / "computed.xlsx", "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b'<c r="G2" t="n"><v>5</v>', b'<c r="G2"><f>2+3</f><v>5</v>')
                assert b"<f>2+3</f>" in content
            target.writestr(name, content)

    assert run("load_list", "projects", tmp_path / "computed.xlsx")[0] == 0
    assert Project.objects.get().granted_amount == 50_000


def test_merged_cells_hold_one_value_hidden_ones_count_and_1904_dates_are_dates(run, tmp_path):
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    first, hidden = book.active, book.create_sheet("往年")
    hidden.sheet_state = "hidden"
    row = GOOD["projects"] | {"立项日期": datetime.date(2015, 3, 4)}
    for sheet, keys in ((first, ("P1", "P2")), (hidden, ("P3",))):
        sheet.append([*row])
        for key in keys:
            sheet.append([*(row | {"项目编号": key}).values()])
    first.row_dimensions[2].hidden = True
    first.merge_cells("B2:B3")
    book.save(tmp_path / "list.xlsx")

    _code, found, _words = run("load_list", "projects", tmp_path / "list.xlsx", "--skip-bad-rows")

    (fault,) = found["rejected"]
    assert (fault["row"], fault["column"], fault["sheet"]) == (3, "项目名称", "Sheet")
    assert "合并单元格" in fault["reason"]
    assert {(p.number, str(p.approved_on)) for p in Project.objects.all()} == {("P1", DAY), ("P3", DAY)}
    assert any("“往年”是隐藏的" in note for note in found["notes"])


def test_of_two_columns_with_one_meaning_the_first_counts(run, workbook):
    row = GOOD["projects"] | {"项目级别": "市级", "序号": 1}

    _code, found, _words = run("load_list", "projects", workbook([[*row], [*row.values()]]))

    assert Project.objects.get().level == "provincial"
    assert found["ignored_columns"] == ["项目级别", "序号"]


def test_a_row_repeats_one_of_another_sheet_of_the_file(run, workbook):
    row = GOOD["projects"]
    fuller = row | {"负责人": "王老师"}
    other = row | {"项目名称": "别的"}

    code, found, _words = run(
        "load_list",
        "projects",
        workbook([[*row], [*row.values()]], [[*fuller], [*fuller.values()], [*(other | {"负责人": ""}).values()]]),
        "--skip-bad-rows",
    )

    assert (code, found["read"], found["created"], found["repeated"]) == (0, 3, 1, 1)
    (fault,) = found["rejected"]
    assert (fault["row"], fault["column"], fault["sheet"]) == (3, "项目名称", "Sheet1")
    assert "工作表“Sheet”第 2 行" in fault["reason"]
    assert Project.objects.get().leader == "王老师"


def test_sheets_of_several_kinds_are_all_read_and_load_list_takes_its_own(run, workbook, tmp_path):
    sheets = [[[*GOOD[kind]], [*GOOD[kind].values()]] for kind in ("projects", "awards")]
    path = workbook([["说明"], ["填表须知"]], *sheets)

    _code, found, _words = run("load_list", "awards", path)
    assert (found["kind"], found["created"], count()["projects"]) == ("awards", 1, 0)
    assert any("是立项项目清单，未导入" in note for note in found["notes"])

    code, parts, _words = run("load_lists", tmp_path)
    assert code == 0
    assert [(part["kind"], part["sheet"], part["created"]) for part in parts] == [
        ("projects", "Sheet1", 1),
        ("awards", "Sheet2", 0),
    ]
