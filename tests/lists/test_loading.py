"""What a list becomes, and what it never does to what is stored."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bureau.accounts.models import Organisation
from bureau.audit.models import Entry
from bureau.lists import cells, workflow
from bureau.lists.kinds import get_kind, heading_key
from bureau.lists.models import ImportRun, UnmatchedName
from patents.models import Patent
from projects.models import Project

pytestmark = pytest.mark.django_db

A = ["P1", "钨合金刀具", "赣州甲有限公司", "省级", "2015-03-04", 12.5]
B = ["P2", "脐橙保鲜", "赣州乙有限公司", "国家级", "2015-05-06", 20]


def counts(result):
    sheet = result.sheets[0]
    return {
        name: getattr(sheet, name) for name in ("read", "created", "updated", "unchanged", "repeated", "rejected_rows")
    }


def count(**some):
    return dict.fromkeys(("read", "created", "updated", "unchanged", "repeated", "rejected_rows"), 0) | some


@given(st.dates(datetime.date(1985, 1, 1), datetime.date(2060, 12, 31)))
def test_every_written_form_of_a_date_is_the_same_date(day):
    forms = [
        day,
        datetime.datetime.combine(day, datetime.time()),
        f"{day:%Y-%m-%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        f" {day.year}年{day.month}月{day.day}日 ",
        f"{day:%Y%m%d}",
        float(f"{day:%Y%m%d}"),
        f"{day:%Y-%m-%d}".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ]

    assert {cells.read_date(form) for form in forms} == {day.isoformat()}


@pytest.mark.parametrize("cell", ["不详", "2015-13-01", "2015-02-30", "15-3-4", True, "2015.3-4", 3.5])
def test_what_is_no_date_is_a_fault(cell):
    with pytest.raises(cells.Fault):
        cells.read_date(cell)


@pytest.mark.parametrize(
    ("unit", "cell", "yuan"),
    [
        ("万元", "1,234.50", "12345000.00"),
        ("元", 3, "3.00"),
        ("亿元", 0.31, "31000000.00"),
        ("万元", "１２", "120000.00"),
    ],
)
def test_an_amount_is_yuan_whatever_its_unit(unit, cell, yuan):
    assert cells.amount_reader(unit)(cell) == Decimal(yuan)


@given(st.data())
def test_a_heading_is_known_in_any_spelling(data):
    kind = get_kind(data.draw(st.sampled_from(["patents", "contracts", "demands", "high_tech_enterprises"])))
    column = data.draw(st.sampled_from(kind.columns))
    name = data.draw(st.sampled_from([column.heading, *column.aliases]))
    at = data.draw(st.integers(0, len(name)))
    blank = data.draw(st.sampled_from(["", " ", "\n", "　", "\r\n"]))
    spelled = (name[:at] + blank + name[at:]).replace("（", data.draw(st.sampled_from(["（", "("])))

    assert kind.headings()[heading_key(spelled)][0] == column


@hypothesis_settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.permutations(range(6)), st.permutations(range(3)))
def test_order_of_columns_and_rows_changes_nothing(load, workbook, columns, rows):
    headings = ["项目编号", "项目名称", "承担单位", "项目级别", "立项时间", "财政经费（元）"]
    data = [
        ["P1", "甲", "单位", "省级", "2015.3.4", "1,250"],
        ["P2", "乙", "单位", "市级", 20150506, 3],
        ["P3", "丙", "单位", "国家级", "2015年7月8日", 0],
    ]
    Project.objects.all().delete()

    load(workbook([["标题"], [headings[c] for c in columns], *[[data[r][c] for c in columns] for r in rows]]))

    assert list(Project.objects.order_by("number").values_list("number", "level", "approved_on", "granted_amount")) == [
        ("P1", "provincial", datetime.date(2015, 3, 4), Decimal("1250.00")),
        ("P2", "city", datetime.date(2015, 5, 6), Decimal("3.00")),
        ("P3", "national", datetime.date(2015, 7, 8), Decimal("0.00")),
    ]


def test_totals_and_empty_rows_are_not_counted(load, projects):
    _run, result = load(projects(A, [None] * 6, ["合　计", None, None, None, None, 12.5], B, [" 小 计", 3]))

    assert counts(result) == count(read=2, created=2)


def test_loading_again_changes_nothing(load, projects):
    load(projects(A, B))
    before = list(Project.objects.order_by("pk").values())

    _run, result = load(projects(A, B))

    assert counts(result) == count(read=2, unchanged=2)
    assert list(Project.objects.order_by("pk").values()) == before


def test_an_unmatched_name_counts_a_row_once_however_often_it_is_loaded(load, projects):
    load(projects(A, B))
    load(projects(A, B))
    load(projects(["P1", "钨合金刀具", "赣州丙有限公司", "省级", "2015-03-04", 12.5]))

    rows = dict(UnmatchedName.objects.values_list("name", "rows"))
    assert rows == {"赣州甲有限公司": 1, "赣州乙有限公司": 1, "赣州丙有限公司": 1}


def test_a_word_for_word_copy_of_a_voided_row_is_told(load, projects, person):
    load(projects(A, B))
    workflow.void(Project.objects.get(number="P1"), by=person("section_head"), reason="重复立项")

    _run, result = load(projects(A, B))

    assert [conflict["row"] for conflict in result.sheets[0].conflicts] == [2]
    assert counts(result) == count(read=2, unchanged=2)


def test_one_bad_row_stops_the_file_unless_bad_rows_are_skipped(load, projects):
    bad = ["P3", "丙", "单位", "院级", "不详", 1]

    run, result = load(projects(A, bad))
    assert (run.status, result.written, Project.objects.count()) == ("refused", False, 0)
    assert [(r.row, r.column) for r in result.sheets[0].rejected] == [(3, "级别"), (3, "立项日期")]
    assert counts(result) == count(read=2, created=1, rejected_rows=1)

    _run, result = load(projects(A, bad), skip_bad_rows=True)
    assert (result.written, Project.objects.count()) == (True, 1)


def test_rows_of_one_key_repeat_merge_or_clash(load, patents):
    base = ["201510000001.0", "一种方法", "发明", "甲", "360782", "2015-01-02"]
    same = ["ZL201510000001.0", "一种方法", "发明", "甲", "南康市", datetime.date(2015, 1, 2)]
    fuller = [*base, "2015-09-09", "有权"]
    other = [*base, "2015-09-09", "无权"]

    _run, result = load(patents(base, same, fuller, other), skip_bad_rows=True)

    assert counts(result) == count(read=4, created=1, repeated=2, rejected_rows=1)
    patent = Patent.objects.get()
    assert (patent.granted_on, patent.legal_status, patent.county) == (datetime.date(2015, 9, 9), "有权", "南康区")
    assert "第 2 行" in result.sheets[0].rejected[0].reason


def test_a_blank_never_erases_and_an_update_keeps_the_old_value_in_the_book(load, patents):
    load(patents(["201510000001.0", "旧名", "发明", "甲", "章贡区", "2015-01-02", "2015-09-09", "有权"]))

    _run, result = load(patents(["201510000001.0", "新名", "发明", "甲", "章贡区", "2015-01-02"]))

    patent = Patent.objects.get()
    assert counts(result) == count(read=1, updated=1)
    assert (patent.title, patent.legal_status, patent.granted_on) == ("新名", "有权", datetime.date(2015, 9, 9))
    assert Entry.objects.about(patent).get().changes == {"title": ["旧名", "新名"]}
    assert list(Patent.objects.search("新名")) == [patent]


def test_a_corrected_value_is_kept_and_told_as_a_conflict(load, projects, person):
    load(projects(A))
    project = Project.objects.get()
    workflow.correct(project, by=person("officer"), reason="合同为准", title="钨合金刀具（更正）")

    _run, result = load(projects(A))

    assert Project.objects.get().title == "钨合金刀具（更正）"
    assert counts(result) == count(read=1, unchanged=1)
    assert [(c["column"], c["offered"]) for c in result.sheets[0].conflicts] == [("项目名称", "钨合金刀具")]


def test_a_voided_row_stays_voided(load, projects, person):
    load(projects(A))
    workflow.void(Project.objects.get(), by=person("section_head"), reason="不属本市")

    _run, result = load(projects(A))

    assert Project.objects.effective().count() == 0
    assert counts(result) == count(read=1, unchanged=1)
    assert len(result.sheets[0].conflicts) == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_split_list_ends_the_same_in_any_order(load, patents, order):
    parts = [
        patents(["201510000001.0", "甲", "发明", "赣州甲有限公司", "赣县", "2015-01-02"]),
        patents(["201510000001.0", "甲", "发明", "赣州甲有限公司", "赣县区", "2015-01-02", "2015-08-08", "有权"]),
    ]

    for part in order:
        load(parts[part])

    patent = Patent.objects.get()
    assert (patent.county, patent.granted_on, patent.legal_status) == ("赣县区", datetime.date(2015, 8, 8), "有权")


def test_only_a_valid_code_makes_a_unit_and_a_new_name_becomes_known(load, projects):
    headings = ["项目编号", "项目名称", "承担单位", "统一社会信用代码", "级别", "立项日期", "财政经费（万元）"]
    load(projects(["P1", "甲", "赣州旧名有限公司", "91360702PDY00001X6", "省级", "2014-03-04", 1], headings=headings))
    load(projects(["P2", "乙", "赣州新名有限公司", "91360702pdy00001x6", "省级", "2015-03-04", 1], headings=headings))
    _run, result = load(
        projects(["P3", "丙", "别家有限公司", "91360702PDY00001X7", "省级", "2015-03-04", 1], headings=headings)
    )
    load(projects(["P4", "丁", "赣州旧名有限公司", None, "省级", "2015-03-04", 1], headings=headings))

    unit = Organisation.objects.get()
    assert (unit.name, [former.name for former in unit.former_names.all()]) == (
        "赣州新名有限公司",
        ["赣州旧名有限公司"],
    )
    assert list(Project.objects.order_by("number").values_list("organisation", flat=True)) == [
        unit.pk,
        unit.pk,
        None,
        unit.pk,
    ]
    assert Project.objects.get(number="P3").credit_code == ""
    assert "校验位不符" in result.sheets[0].notes[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hello", "不是 Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99, "旧格式"),
        (b"PK\x03\x04broken", "损坏"),
        (b"", "不是 Excel"),
    ],
)
def test_what_is_no_workbook_gets_one_sentence(load, tmp_path, content, words):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)

    run, result = load(path)

    assert words in result.error
    assert (run.status, Project.objects.count()) == ("failed", 0)


def test_a_missing_heading_is_named(load, workbook):
    _run, result = load(
        workbook([["项目编号", "项目名称", "承担单位", "级别", "立项日期"], ["P1", "甲", "乙", "省级", "2015-1-1"]])
    )

    assert "财政经费（万元）" in result.sheets[0].error
    assert not result.written


def test_taking_a_run_back_gives_old_values_again_and_loading_brings_rows_back(load, projects, person):
    head = person("section_head")
    load(projects(A))
    run, _result = load(projects([*A[:5], 99], B))
    asked = []
    workflow.undo(run, by=head, reason="发错了", queue=lambda *arguments: asked.append(arguments))
    run.refresh_from_db()
    assert run.status == "undoing"

    report = workflow.take_back(run, by=head, reason="发错了")

    assert (report["voided"], report["restored"], report["kept"]) == (1, 1, [])
    assert list(Project.objects.effective().values_list("number", "granted_amount")) == [("P1", Decimal("125000.00"))]
    _run, result = load(projects(B))
    assert counts(result) == count(read=1, created=1)
    assert Project.objects.effective().count() == 2
    assert Project.objects.count() == 2


def test_before_a_run_is_taken_back_the_page_says_what_that_touches(load, projects, person, client):
    load(projects(A))
    run, _result = load(projects([*A[:5], 99], B))
    client.force_login(person("section_head"))

    page = client.get(f"/admin/lists/importrun/{run.pk}/undo/").content.decode()

    assert "现仍有效的 1 行将作废" in page
    assert "更新的 1 行将恢复原值" in page


def test_taking_a_run_back_leaves_what_changed_since(load, projects, person):
    load(projects(A))
    run, _result = load(projects([*A[:5], 99]))
    load(projects([*A[:5], 100]))
    run = ImportRun.objects.get(pk=run.pk)
    head = person("section_head")
    workflow.undo(run, by=head, reason="发错了", queue=lambda *_arguments: None)

    report = workflow.take_back(run, by=head, reason="发错了")

    assert [kept["kind"] for kept in report["kept"]] == ["projects"]
    assert Project.objects.get().granted_amount == Decimal("1000000.00")
