"""The kept counts equal a recount, whatever happens to the register; and they tell stock as the law tells it."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bureau.codes import application_number_check
from bureau.lists.commands import load_file
from patents import recounting
from patents.choices import Event
from patents.models import ClassCount, CoreCount, Patent, UnitCount
from patents.questions import Question
from patents.tasks import check_counts

from .rows import patent, unit

pytestmark = pytest.mark.django_db


def core() -> dict:
    """What the monthly counts hold, without noughts."""
    rows = CoreCount.objects.exclude(n=0)
    return {(r.event, r.period, r.division_id, r.kind, r.applicant_type): r.n for r in rows}


def counts() -> list:
    """All that is kept, without noughts and keys, in order."""
    found = []
    for model in recounting.COUNTS:
        names = [f.attname for f in model._meta.concrete_fields if f.name != "id"]
        found += sorted(map(str, model.objects.exclude(n=0).values_list(*names)))
    return found


def test_a_patent_is_counted_by_each_of_its_days(places):
    patent(
        places, filed_on=date(2015, 3, 31), granted_on=date(2016, 4, 1), ipc="A01B 1/00", organisation=unit("甲"),
        legal_status="无权", legal_status_on=date(2018, 6, 30),
    )  # fmt: skip
    found = {(event, day): n for (event, day, *_rest), n in core().items()}
    assert found == {
        (Event.FILED, date(2015, 3, 1)): 1,
        (Event.GRANTED, date(2016, 4, 1)): 1,
        (Event.ENDED, date(2018, 6, 1)): 1,
    }
    assert ClassCount.objects.get(event=Event.FILED).ipc_class == "A01"
    assert UnitCount.objects.get(event=Event.FILED).organisation.name == "甲"


@pytest.mark.parametrize(
    ("more", "ends"),
    [
        ({"kind": "invention"}, date(2035, 5, 5)),  # 20 years from 申请日.
        ({"kind": "utility_model"}, date(2025, 5, 5)),
        ({"kind": "design"}, date(2025, 5, 5)),
        ({"kind": "design", "filed_on": date(2021, 5, 31), "granted_on": date(2022, 1, 1)}, date(2031, 5, 31)),
        ({"kind": "design", "filed_on": date(2021, 6, 1), "granted_on": date(2022, 1, 1)}, date(2036, 6, 1)),
        ({"legal_status": "专利权终止", "legal_status_on": date(2019, 9, 9)}, date(2019, 9, 9)),
        ({"legal_status": "失效", "legal_status_on": date(2050, 1, 1)}, date(2035, 5, 5)),  # Not after the term.
        ({"legal_status": "失效", "legal_status_on": date(2015, 1, 1)}, date(2016, 1, 1)),  # Not before the grant.
        ({"legal_status": "部分无效", "legal_status_on": date(2019, 9, 9)}, date(2035, 5, 5)),
        ({"legal_status": "有权"}, date(2035, 5, 5)),
        ({"legal_status": "失效"}, None),  # Nobody says since when.
        ({"granted_on": None, "legal_status": "失效", "legal_status_on": date(2019, 9, 9)}, None),  # Never granted.
    ],
)
def test_a_right_ends_when_its_term_or_its_legal_status_says(places, more, ends):
    made = patent(places, **{"granted_on": date(2016, 1, 1)} | more)
    made.refresh_from_db()
    assert made.ended_on == ends
    assert made.ended_undated == (ends is None and made.granted_on is not None)


def test_stock_counts_the_day_of_the_grant_and_not_the_day_of_the_end(places):
    patent(places, granted_on=date(2016, 1, 10), legal_status="失效", legal_status_on=date(2017, 2, 20))
    for day, n in ((date(2016, 1, 9), 0), (date(2016, 1, 10), 1), (date(2017, 2, 19), 1), (date(2017, 2, 20), 0)):
        assert Patent.objects.in_force_on(day).count() == n


@pytest.mark.parametrize(
    ("kind", "ipc", "kept"),
    [
        ("invention", "a01b 1/00", "A01"),
        ("invention", "H04L29/06", "H04"),
        ("invention", "", ""),
        ("invention", "Z99", ""),
        ("design", "06-01", "06"),
        ("design", "LOC(10) 25-03", "10"),
        ("design", "", ""),
    ],
)
def test_the_class_is_read_from_the_main_classification(places, kind, ipc, kept):
    made = patent(places, kind=kind, ipc=ipc)
    made.refresh_from_db()
    assert made.ipc_class == kept


KINDS, DAYS = ["invention", "utility_model", "design"], [date(2015, 1, 31), date(2015, 2, 1), date(2016, 12, 31)]
ROW = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "filed_on": st.sampled_from(DAYS),
        "granted_on": st.sampled_from([None, date(2017, 1, 1), date(2017, 6, 30)]),
        "legal_status": st.sampled_from(["", "有权", "失效"]),
        "legal_status_on": st.sampled_from([None, date(2018, 1, 1)]),
        "ipc": st.sampled_from(["", "A01B 1/00", "H04L 9/00"]),
        "applicant_type": st.sampled_from(["", "企业", "个人"]),
        "park": st.sampled_from(["", "稀金谷"]),
    }
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("make"), ROW),
        st.tuples(st.just("change"), ROW),
        st.tuples(st.just("void"), st.just({})),
        st.tuples(st.just("restore"), st.just({})),
        st.tuples(st.just("remove"), st.just({})),
        st.tuples(st.just("owner"), st.sampled_from(["甲", "乙", ""])),
    ),
    min_size=1,
    max_size=12,
)


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS, st.integers(0, 100))
def test_counts_equal_a_recount_after_any_sequence_of_statements(places, person, steps, seed):
    officer = person("officer")
    Patent.objects.all().delete()
    for number, (step, values) in enumerate(steps):
        rows = Patent.objects.order_by("pk")
        chosen = rows.filter(pk__in=list(rows.values_list("pk", flat=True))[(seed + number) % 3 :: 2])
        if step == "make":
            patent(places, **values)
        elif step == "change":  # A row at a time, as 更正 does; the kind belongs to the number.
            for one in chosen:
                Patent.objects.filter(pk=one.pk).update(**values | {"kind": one.kind})
        elif step == "void":
            chosen.update(voided_at="2020-01-01T00:00Z", void_reason="试", voided_by=officer)
        elif step == "restore":
            chosen.update(voided_at=None, voided_by=None, void_reason="")
        elif step == "owner":
            chosen.update(organisation=unit(values) if values else None)
        else:
            chosen.delete()
        assert recounting.differences() == []


HEADINGS = ["申请号", "专利名称", "专利类型", "申请人", "申请人类型", "县（市、区）", "申请日", "授权公告日", "法律状态", "法律状态日期", "主分类号", "园区"]  # fmt: skip


def lines() -> list[list]:
    """A list of twelve patents."""
    made = []
    for serial in range(12):
        digits = f"2015{serial % 3 + 1}{serial:07d}"
        made.append([
            f"{digits}.{application_number_check(digits)}", f"一种方法{serial}", ("发明", "实用新型", "外观设计")[serial % 3],
            ("赣州甲有限公司", "赣州乙有限公司", "王某")[serial % 3], ("企业", "企业", "个人")[serial % 3],
            ("章贡区", "南康区")[serial % 2], f"2015-{serial % 12 + 1:02d}-15", "2016-03-01" if serial % 2 else "",
            "失效" if serial % 4 == 1 else "", "2018-01-01" if serial % 8 == 1 else "", "A01B 1/00" if serial % 2 else "", "",
        ])  # fmt: skip
    return made


@hypothesis_settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sets(st.integers(0, 11), min_size=1), min_size=1, max_size=4), st.randoms())
def test_any_overlapping_files_in_any_order_give_the_same_statistics(places, person, workbook, parts, random):
    officer, rows = person("officer"), lines()
    rest = set(range(12)) - set().union(*parts)
    files = [sorted(part) for part in [*parts, *([rest] if rest else [])]]
    random.shuffle(files)
    Patent.objects.all().delete()
    load_file(workbook([HEADINGS, *rows]), by=officer)
    whole = counts()
    assert len(core()) > 10
    Patent.objects.all().delete()
    assert counts() == []
    for part in files:
        load_file(workbook([HEADINGS, *(rows[n] for n in part)]), by=officer)
    assert counts() == whole
    assert recounting.differences() == []


def test_the_nightly_check_finds_what_was_spoilt_tells_it_and_mends_it(places, caplog):
    patent(places)
    CoreCount.objects.update(n=7)
    with pytest.raises(CommandError, match="复算不符"):
        call_command("patents_recount", "--check", verbosity=0)
    assert CoreCount.objects.get().n == 7
    check_counts()
    assert CoreCount.objects.get().n == 1
    assert "kept=7，recounted=1" in caplog.text
    assert recounting.differences() == []


def test_counts_that_came_to_nothing_are_forgotten_at_night(places):
    patent(places).delete()
    assert CoreCount.objects.get().n == 0
    check_counts()
    assert not CoreCount.objects.exists()


def test_a_question_survives_its_address():
    asked = Question.of({"measure": "stock", "rows": "unit", "columns": "year", "since": "2014-01", "until": "2015-12", "park": "", "division": "3"})  # fmt: skip
    assert Question.of(QueryDict(asked.address()).dict()) == asked
    assert asked.only == {"park": "", "division": 3}
