"""Lists as they really arrive: cells of any type under any heading, copied text, odd workbooks, rows that meet records."""

import datetime
import io
import re
import zipfile
from contextlib import suppress

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from bureau.lists import cells, runs, workflow
from bureau.lists.kinds import CodeReader, CountyReader, ReferenceReader, all_kinds, get_kind
from bureau.lists.places import Places
from bureau.workflow import Refused
from enterprises.models import Recognition
from matchmaking.models import Contact
from patents.models import Patent
from projects.models import Project
from tests.lists.good import CODE, DAY, GOOD, KEY, count, number

pytestmark = pytest.mark.django_db

ANYTHING = [
    "", " ", "\u200b", "x", "１２", "-1", "1e5", "=1+1", "9" * 5000, "٣", "²", "½", "2015年", "年月日", "ZL", ",", "+",
    "2015-03-04T00:00:00", "ZL201510000001.0", True, False, 0, -1, 2.5, 1e300, -1e300, 201510000001.0, 2015100000010.0,
    20150304.0, 42067.5, datetime.date(2015, 3, 4), datetime.datetime.fromisoformat("2015-03-04 05:06"), datetime.time(1, 2),
    datetime.timedelta(days=3),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _storage(person):
    """Files lie in a folder of the test's own."""


def table(*rows: dict) -> list[list]:
    headings = list(dict.fromkeys(name for row in rows for name in row))
    return [headings, *[[row.get(name) for name in headings] for row in rows]]


def reader_of(column):
    match column.read:
        case CountyReader() as county:
            return Places().reader(strict=county.strict)
        case CodeReader():
            return cells.read_credit_code
    return column.read


COLUMNS = [
    (kind.code, column)
    for kind in all_kinds()
    for column in kind.columns
    if not isinstance(column.read, ReferenceReader)  # These look numbers up, which the files below do.
]


@pytest.mark.parametrize(("kind", "column"), COLUMNS, ids=lambda value: getattr(value, "field", value))
def test_a_reader_takes_or_refuses_whatever_a_cell_may_hold(kind, column):
    for cell in [*ANYTHING, "\x00", float("nan"), float("inf"), datetime.date.min]:
        with suppress(cells.Fault):
            reader_of(column)(cell)


@pytest.mark.parametrize("kind", GOOD)
def test_any_cell_under_any_heading_is_counted_once_and_comes_back_as_it_was(kind, run, workbook, tmp_path):
    rows = [GOOD[kind] | {c.heading: cell} for c in get_kind(kind).columns for cell in ANYTHING]
    path = workbook(table(*rows))

    _code, first, _words = run("load_list", kind, path, "--skip-bad-rows", "--errors", tmp_path / "errors.xlsx")
    _code, again, _words = run("load_list", kind, path, "--skip-bad-rows")
    _code, back, _words = run("load_list", kind, tmp_path / "errors.xlsx", "--skip-bad-rows")

    rejected = {fault["row"] for fault in first["rejected"]}
    outcomes = sum(first[name] for name in ("created", "updated", "unchanged", "repeated"))
    assert first["read"] == len(rows) == outcomes + len(rejected)
    assert (again["created"], again["updated"]) == (0, 0)
    assert again["rejected"] == first["rejected"]
    # A clash names a row of the file, so it may be gone once that row is away; every other fault stays a fault.
    clashes = {fault["row"] for fault in first["rejected"] if "是同一" in fault["reason"]}
    assert back["read"] == len(rejected)
    assert len({fault["row"] for fault in back["rejected"]}) >= len(rejected - clashes)


LONG = "长" * 300


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("appraisals", {"完成单位": LONG}),
        ("patents", {"申请人": LONG * 3, "地址": LONG, "申请人类型": "其他组织或者境外单位及其在境内设立的机构"}),
        ("patents", {"申请人": "，".join(["赣州某某科技有限公司"] * 60), "第一申请人": LONG}),
        ("projects", {"承担单位": LONG, "统一社会信用代码": CODE, "负责人": "甲、" * 40, "项目名称": LONG}),
        ("contracts", {"卖方名称": LONG, "买方名称": LONG}),
        ("attendance", {"所在地": "线上及各县（市、区）分会场" * 6}),
    ],
)
def test_a_long_text_is_no_fault(kind, row, run, workbook):
    code, found, _words = run("load_list", kind, workbook(table(GOOD[kind] | row)))

    assert (code, found["created"], found["rejected"]) == (0, 1, [])


def test_signs_without_width_are_not_there(run, workbook):
    row = GOOD["projects"] | {"项目编号": "\ufeffp 1\u200b", "级别": "省级\u200b", "立项日期": "\u200b2015.3.4"}
    headings = {
        "项目编号": "项目\u200b编号\ufeff",
        "承担单位": "承担单位\r\n",
        "统一社会信用代码": "统一社会\xa0信用代码",
    }

    code, found, _words = run("load_list", "projects", workbook(table({headings.get(k, k): v for k, v in row.items()})))

    assert (code, found["ignored_columns"]) == (0, [])
    assert list(Project.objects.values_list("number", "level", "approved_on")) == [
        ("P1", "provincial", datetime.date(2015, 3, 4))
    ]


FORMATS = ["General", "0", "@", 'yyyy"年"m"月"d"日";@', "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "yyyy/m/d;@", 'm"月"d"日"',
           '[DBNum1][$-804]yyyy"年"m"月"d"日";@', 'e"年"m"月"d"日"', "aaaa", 14, 31, 57]  # fmt: skip


def rewritten(path, part: str, change) -> None:
    content, out = io.BytesIO(path.read_bytes()), io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    path.write_bytes(out.getvalue())


@pytest.mark.parametrize("shape", FORMATS)
def test_a_day_is_the_same_day_in_every_format_of_a_cell(shape, run, workbook):
    path = workbook(table(GOOD["projects"] | {"立项日期": 42067}))
    book = load_workbook(path)
    place = list(GOOD["projects"]).index("立项日期") + 1
    book.active.cell(2, place).number_format = shape if isinstance(shape, str) else '"X"yyyy'
    book.save(path)
    if isinstance(shape, int):  # The formats that Excel in Chinese has by number alone.
        without = re.compile(rb"<numFmts.*?</numFmts>")
        rewritten(path, "xl/styles.xml", lambda xml: without.sub(b"", xml).replace(b'"164"', b'"%d"' % shape))

    code, _found, _words = run("load_list", "projects", path)

    assert code == 0
    assert Project.objects.get().approved_on == datetime.date(2015, 3, 4)


def test_iso_dates_charts_offsets_and_pronunciation_are_read_as_excel_shows_them(run, tmp_path):
    book = Workbook()
    book.iso_dates = True
    for column, (heading, value) in enumerate(GOOD["projects"].items(), 3):
        book.active.cell(5, column, heading)
        book.active.cell(8, column, datetime.date(2015, 3, 4) if heading == "立项日期" else value)
    book.create_chartsheet("图")
    path = tmp_path / "list.xlsx"
    book.save(path)
    spoken = "<t>钨</t><rPh sb='0' eb='1'><t>wu</t></rPh><phoneticPr fontId='1'/>"
    for part in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"):
        rewritten(path, part, lambda xml: xml.replace("<t>钨</t>".encode(), spoken.encode()))

    code, _found, _words = run("load_list", "projects", path)

    assert code == 0
    assert list(Project.objects.values_list("title", "approved_on")) == [("钨", datetime.date(2015, 3, 4))]
    book.active["E8"] = None
    book.save(path)
    assert [fault["row"] for fault in run("load_list", "projects", path)[1]["rejected"]] == [8]


@pytest.mark.parametrize(
    ("heading", "value", "yuan"),
    [
        ("财政经费(元)", 5, 5),
        ("财政经费（亿元）", 0.5, 50_000_000),
        ("经费（千元）", 5, 5000),
        ("财政经费\n（ 万元 ）", 5, 50_000),
        ("立项经费(亿元)", "1,234.5", 123_450_000_000),
    ],
)
def test_a_heading_in_another_unit_is_converted(heading, value, yuan, run, workbook):
    row = {name: cell for name, cell in GOOD["projects"].items() if "经费" not in name} | {heading: value}

    assert run("load_list", "projects", workbook(table(row)))[0] == 0

    assert Project.objects.get().granted_amount == yuan


def test_rows_above_the_headings_may_hold_words_of_headings(run, workbook):
    above = [["项目编号"], ["2015年", "级别", None, "项目名称"], [None], ["单位：万元"]]
    below = [["合 计"], ["　总　计　", 1], [None, "小计", 3]]

    code, found, _words = run("load_list", "projects", workbook([*above, *table(GOOD["projects"]), *below]))

    assert (code, found["read"], found["created"]) == (0, 1, 1)


def test_an_empty_term_counts_as_three_among_rows_and_never_erases_a_record(run, workbook):
    row = GOOD["high_tech_enterprises"]
    five, blank, three = (row | {"有效期（年）": years} for years in (5, None, 3))
    load = lambda *rows: run("load_list", "high_tech_enterprises", workbook(table(*rows)))[1]  # noqa: E731

    load(five)
    assert load(blank)["unchanged"] == 1
    assert Recognition.objects.get().valid_years == 5
    found = load(blank, three)

    assert (found["updated"], found["repeated"]) == (1, 1)
    assert Recognition.objects.get().valid_years == 3
    assert [fault["column"] for fault in load(blank, five)["rejected"]] == ["有效期（年）"]


def test_a_row_that_contradicts_what_its_record_keeps_is_rejected_with_its_copies(run, workbook):
    patent = GOOD["patents"]
    run("load_list", "patents", workbook(table(patent)))
    later = patent | {"申请日": "2015-10-10", "授权公告日": None}
    other = patent | KEY["patents"]

    code, found, _words = run("load_list", "patents", workbook(table(later, later, other)), "--skip-bad-rows")

    assert code == 0
    assert [(fault["row"], fault["column"]) for fault in found["rejected"]] == [(2, "授权公告日"), (3, "授权公告日")]
    assert (found["read"], found["created"], found["updated"], found["unchanged"]) == (3, 1, 0, 0)
    assert Patent.objects.filter(filed_on=DAY).count() == 2


def test_a_corrected_value_that_a_list_would_contradict_is_no_crash(run, workbook, person):
    run("load_list", "contracts", workbook(table(GOOD["contracts"])))
    contract = get_kind("contracts").model.objects.get()
    workflow.correct(contract, by=person("officer"), reason="合同原件", value=60_000)

    row = GOOD["contracts"] | {"技术交易额（万元）": 8}
    code, found, _words = run("load_list", "contracts", workbook(table(row)))
    assert (code, [fault["column"] for fault in found["rejected"]]) == (1, ["技术交易额（万元）"])

    code, found, _words = run("load_list", "contracts", workbook(table(row | {"技术交易额（万元）": 6})))
    assert (code, found["updated"]) == (0, 1)


def test_a_corrected_place_and_unit_are_followed_and_kept(run, workbook, person, places):
    first = GOOD["projects"] | {"统一社会信用代码": CODE, "承担单位": "赣州甲有限公司", "县（市、区）": "章贡区"}
    second = first | {"项目编号": "P2", "承担单位": "赣州乙有限公司", "统一社会信用代码": None}
    run("load_list", "projects", workbook(table(first, second)))
    project = Project.objects.get(number="P2")

    workflow.correct(
        project, by=person("officer"), reason="笔误", organisation_name="赣州甲有限公司", division=places["南康区"]
    )
    _code, found, _words = run("load_list", "projects", workbook(table(second | {"县（市、区）": "信丰县"})))

    project = Project.objects.get(number="P2")
    assert project.organisation == Project.objects.get(number="P1").organisation
    assert (project.county, project.division.name) == ("南康区", "南康区")
    assert found["unchanged"] == 1
    assert sum("冲突" in note for note in found["notes"]) == 2
    with pytest.raises(Refused, match="校验位不符"):
        workflow.correct(project, by=person("officer"), reason="笔误", credit_code=CODE[:-1] + "5")


def test_taking_back_leaves_what_would_contradict_later_changes(load, workbook, person):
    patent, head = GOOD["patents"], person("section_head")
    load(workbook(table(patent)))
    run, _result = load(workbook(table(patent | {"申请日": "2015-01-05"})))
    load(workbook(table(patent | {"申请日": "2015-01-05", "授权公告日": "2015-02-02"})))
    workflow.undo(run, by=head, reason="发错了", queue=lambda *_arguments: None)

    report = workflow.take_back(run, by=head, reason="发错了")

    assert (report["restored"], len(report["kept"])) == (0, 1)
    assert Patent.objects.get().filed_on == datetime.date(2015, 1, 5)


def test_an_error_workbook_keeps_columns_of_one_name_and_truth_values_apart(run, workbook, tmp_path):
    row = GOOD["awards"]
    headings, values = [*row, "备注", "备注"], [*(row | {"是否推荐省奖": False}).values(), "一", "二"]

    run("load_list", "awards", workbook([headings, values]), "--errors", tmp_path / "errors.xlsx")

    back = list(load_workbook(tmp_path / "errors.xlsx").active.values)
    assert back[0] == (*headings, "错误原因")
    assert back[1][:-1] == tuple("FALSE" if cell is False else cell for cell in values)


def test_a_place_where_errors_cannot_be_written_is_told_before_anything_is(run, workbook, tmp_path):
    path = workbook(table(GOOD["projects"]))

    for errors in (tmp_path, tmp_path / "nowhere" / "errors.xlsx"):
        code, _found, words = run("load_list", "projects", path, "--errors", errors)
        assert (code, "不能写到这里" in words) == (1, True)

    assert count()["projects"] == 0


def test_a_sheet_without_a_required_heading_has_read_nothing_and_rejected_nothing(run, workbook):
    row = {name: cell for name, cell in GOOD["projects"].items() if "经费" not in name}

    code, found, words = run("load_list", "projects", workbook(table(row)))

    assert (code, found["read"], found["rejected"]) == (1, 0, [])
    assert any("财政经费（万元）" in note for note in found["notes"])
    assert "未写入" in words


def test_a_folder_is_loaded_in_an_order_that_works(run, workbook, capsys):
    contact = {"成果编号": "C1", "需求编号": "X1", "对接日期": DAY, "对接结果": "已对接"}
    sheets = {
        "1.xlsx": [table(contact)],
        "2.xlsx": [table(GOOD["achievements"]), table(GOOD["appraisals"])],
        "3.xlsx": [table(contact | {"对接日期": "2015-03-05"}), table(GOOD["demands"])],
        "~$2.xlsx": [table(GOOD["projects"])],
    }
    for name, tables in sheets.items():
        folder = workbook(*tables, name=name).parent
    (folder / "旧").mkdir()

    code, found, _words = run("load_lists", folder)

    assert code == 0
    assert [part["file"] for part in found] == ["2.xlsx", "2.xlsx", "3.xlsx", "3.xlsx", "1.xlsx"]
    assert Contact.objects.count() == 2


@pytest.mark.parametrize(
    ("cell", "digits"),
    [
        ("zl 2015 1 0000001 . 0", "201510000001"),
        ("ＺＬ２０１５１００００００１．０", "201510000001"),
        ("CN2015100000010", "201510000001"),
        (201510000001, "201510000001"),
        (2015100000010.0, "201510000001"),
        (number("201510000007"), "201510000007"),
        (float(number("201510000002")), "201510000002"),
    ],
)
def test_an_application_number_in_any_spelling(cell, digits):
    assert cells.read_application_number(cell).digits == digits


def test_a_check_digit_of_ten_is_x_in_either_case():
    digits = next(n for n in map(str, range(201510000001, 201510000100)) if number(n).endswith("X"))

    assert cells.read_application_number(number(digits).lower()) == cells.read_application_number("ZL" + number(digits))
    with pytest.raises(cells.Fault, match="应为“X”"):
        cells.read_application_number(int(digits))


OPTIONAL = {"授权公告日": "2015-09-09", "法律状态": "有权", "申请人类型": "企业", "授权公告号": "CN 1B", "园区": "甲园"}
SPELLED = {
    "申请日": [DAY, "2015.3.4", "2015年3月4日", 20150304],
    "县（市、区）": ["南康区", "南康市", "360782", 360703],
}


@st.composite
def written_rows(draw):
    """Rows of three patents, each said once or more, in any spelling and with any optional cell blank."""
    rows = []
    for digits in draw(
        st.lists(st.sampled_from(["201510000001", "201510000002", "201510000003"]), min_size=1, max_size=7)
    ):
        row = GOOD["patents"] | {
            "申请号": draw(st.sampled_from([number(digits), "ZL" + number(digits)])),
            "授权公告日": None,
        }
        row |= {name: draw(st.sampled_from(forms)) for name, forms in SPELLED.items()}
        row |= {name: draw(st.sampled_from([None, value])) for name, value in OPTIONAL.items()}
        rows.append(row)
    return rows


@hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(written_rows(), st.data())
def test_any_split_of_a_list_in_any_order_ends_the_same(run, workbook, rows, data):
    def loaded(*files):
        Patent.objects.all().delete()
        for part in files:
            assert run("load_list", "patents", workbook(table(*part)))[0] == 0
        columns = [f.name for f in Patent._meta.concrete_fields if f.name not in {"id", "changed_at", "source"}]
        return sorted(map(str, Patent.objects.values_list(*columns)))

    shuffled = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    parts = [part for part in (shuffled[:cut], shuffled[cut:]) if part]

    assert loaded(*parts) == loaded(rows)


def test_a_preview_says_how_many_rows_each_outcome_has_and_what_they_are_called(workbook, person, client):
    good, bad = GOOD["projects"], GOOD["projects"] | KEY["projects"] | {"级别": "院级", "项目名称": "脐橙保鲜"}
    run = workflow.receive(workbook(table(good, good, bad)), by=person("officer"))
    runs.preview(run)
    client.force_login(run.created_by)

    page = client.get(reverse("admin:lists_importrun_change", args=[run.pk]), {"outcome": "rejected"})

    assert [(value, count) for value, _label, count in page.context["outcomes"]] == [
        ("created", 1), ("updated", 0), ("unchanged", 0), ("repeated", 1), ("rejected", 1),
    ]  # fmt: skip
    assert [(row["row"], row["name"]) for row in page.context["rows"]] == [(4, "脐橙保鲜")]
    assert "全部 3" in page.content.decode()
