"""Certificates through their lives: every verb on a day, by a paper; the ledger balances whatever is said, and earlier years stand."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bureau.accounts.models import Organisation
from bureau.audit.models import Entry
from bureau.lists.commands import load_file
from bureau.portal.registers import state_of
from bureau.reports.measures import Measures
from bureau.workflow import Refused
from enterprises.assessment.fields import placed
from enterprises.choices import EventKind
from enterprises.ledger import Register, by_division, by_field, by_second_level, events_in, ledger
from enterprises.models import Recognition, RegisterEvent
from enterprises.workflow import register

from .test_ledger import certificate, code, told

pytestmark = pytest.mark.django_db
PAPER = "赣高企认办〔2016〕3号"
HEADINGS = [
    "企业名称",
    "统一社会信用代码",
    "所在县（市、区）",
    "证书编号",
    "发证日期",
    "有效期（年）",
    "技术领域",
    "取消日期",
]


@pytest.fixture
def officer(person):
    return person("officer")


@pytest.fixture
def held(places):
    """A certificate of firm 1, from May 2014, in 章贡区."""
    return certificate(1, date(2014, 5, 1), place=places["章贡区"])


def test_a_cancelled_firm_leaves_from_the_day_on_and_the_book_knows_why(held, officer):
    register.cancel(held, by=officer, on=date(2015, 6, 1), ground="two_years", document=PAPER)

    assert (held.cancelled_on, held.withdrawal) == (date(2015, 6, 1), "cancelled")
    assert [row.pk for row in Recognition.objects.valid_on(date(2015, 5, 31))] == [held.pk]
    assert not Recognition.objects.valid_on(date(2015, 6, 1)).exists()
    assert Entry.objects.about(held).get(verb="cancel_certificate").reason == PAPER
    assert held.events.get().told == "累计两年未按期填报年度发展情况报表（第十九条第三项）"
    assert state_of(held, date(2016, 1, 1)) == ("2015-06-01 取消", "danger")


def test_a_firm_that_moves_out_is_not_called_cancelled(held, officer):
    register.move_out(held, by=officer, on=date(2015, 6, 1), document=PAPER)

    assert told(ledger(2015, by_division), "章贡区") == (1, 0, 0, 1, 0, 0)
    assert state_of(held, date(2016, 1, 1)) == ("2015-06-01 迁出本市", "neutral")


def test_a_firm_that_moves_within_the_city_counts_where_it_was_before(held, officer, places):
    before = ledger(2014, by_division)
    register.relocate(held, by=officer, on=date(2015, 7, 1), division=places["南康区"], document=PAPER)

    assert ledger(2014, by_division) == before
    found = ledger(2015, by_division)
    assert told(found, "章贡区") == (1, 0, 0, 0, 1, 0)
    assert told(found, "南康区") == (0, 0, 1, 0, 0, 1)
    assert (held.county, held.organisation.division) == ("南康区", places["南康区"])
    assert [Measures(year).ledgers().keys() for year in (2014, 2015)] == [
        {places["章贡区"].pk},
        {places["南康区"].pk},
    ]


def test_a_firm_is_renamed_and_its_former_name_still_finds_it(held, officer):
    register.rename(
        held, by=officer, on=date(2015, 6, 1), name="赣州新名有限公司", document=PAPER, reported_on=date(2015, 9, 2)
    )

    assert (held.enterprise_name, held.certificate_number) == ("赣州新名有限公司", "GR000000000000")
    assert held.organisation.name == "赣州新名有限公司"
    assert list(Organisation.objects.search("企业1")) == [held.organisation]
    assert held.events.get().is_reported_in_time is False
    assert Recognition.objects.held_on(date(2015, 12, 31)).get() == held


def test_a_firm_is_certified_again(held, officer, places):
    values = {"by": officer, "document": PAPER, "technology_field": "新材料／金属材料"}
    new = register.certify(held, certificate_number="gr201736000001", issued_on=date(2017, 4, 1), **values)

    assert (new.certificate_number, new.expires_on, new.division) == ("GR201736000001", date(2020, 4, 1), held.division)
    assert new.events.get().kind == EventKind.RENEWED
    assert list(Recognition.objects.renewed_in(2017)) == [new]
    assert told(ledger(2017, by_second_level), "新材料／金属材料") == (0, 0, 1, 0, 0, 1)
    with pytest.raises(Refused, match="晚于原证书"):
        register.certify(held, certificate_number="GR201736000002", issued_on=held.issued_on, **values)
    with pytest.raises(Refused, match="已经登记"):
        register.certify(held, certificate_number="GR201736000001", issued_on=date(2018, 4, 1), **values)


def test_no_later_list_undoes_what_was_registered(held, officer, workbook, places):
    register.relocate(held, by=officer, on=date(2015, 7, 1), division=places["南康区"], document=PAPER)
    register.cancel(held, by=officer, on=date(2015, 8, 1), ground="fraud", document=PAPER)
    row = ["企业1", code(1), "章贡区", held.certificate_number, date(2014, 5, 1), 3, "新材料", date(2016, 1, 1)]
    _run, result = load_file(workbook([HEADINGS, row]), by="测试", skip_bad_rows=False)
    held.refresh_from_db()

    assert (held.county, held.cancelled_on) == ("南康区", date(2015, 8, 1))
    assert result.sheets[0].conflicts


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2014, 4, 30), "不在证书有效期内"),
        (date(2017, 5, 1), "不在证书有效期内"),
        (date(2999, 1, 1), "不能晚于今天"),
    ],
)
def test_nothing_happens_to_a_certificate_outside_its_validity(on, words, held, officer, places):
    for verb, values in (
        (register.cancel, {"ground": "fraud"}),
        (register.move_out, {}),
        (register.rename, {"name": "新名"}),
        (register.relocate, {"division": places["南康区"]}),
    ):
        with pytest.raises(Refused, match=words):
            verb(held, by=officer, on=on, document=PAPER, **values)
    assert not RegisterEvent.objects.exists()


def test_only_who_keeps_the_register_writes_into_it(held, person):
    with pytest.raises(PermissionDenied):
        register.cancel(held, by=person("leader"), on=date(2015, 1, 1), ground="fraud", document=PAPER)


def test_what_was_entered_by_mistake_is_taken_back_last_first(held, officer, places):
    moved = register.relocate(held, by=officer, on=date(2015, 7, 1), division=places["南康区"], document=PAPER)
    gone = register.cancel(held, by=officer, on=date(2015, 8, 1), ground="fraud", document=PAPER)
    with pytest.raises(Refused, match="从最后一项开始"):
        register.take_back(moved, by=officer, reason="登错")
    with pytest.raises(Refused, match="撤销理由"):
        register.take_back(gone, by=officer, reason=" ")
    register.take_back(gone, by=officer, reason="登错")
    register.take_back(moved, by=officer, reason="登错")
    held.refresh_from_db()

    assert (held.cancelled_on, held.withdrawal, held.county) == (None, "", "章贡区")
    assert told(ledger(2015, by_division), "章贡区") == (1, 0, 0, 0, 0, 1)
    with pytest.raises(Refused, match="已经撤销"):
        register.take_back(moved, by=officer, reason="登错")


def test_the_database_knows_what_an_event_is(held, officer, places):
    register.cancel(held, by=officer, on=date(2015, 8, 1), ground="fraud", document=PAPER)
    for values, words in (
        ({"ground": ""}, "cancelled_iff_grounded"),
        ({"former_division": places["南康区"]}, "only_moves_have"),
        ({"former_name": "x"}, "renamed_iff"),
        ({"revoke_reason": "x"}, "revoked_iff"),
    ):
        with pytest.raises(IntegrityError, match=words), transaction.atomic():
            RegisterEvent.objects.update(**values)
    with pytest.raises(IntegrityError, match="withdrawn_is_dated"), transaction.atomic():
        Recognition.objects.update(cancelled_on=None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("401", ("新材料", "金属材料")), ("40103", ("新材料", "金属材料")), ("新材料", ("新材料", None)),
        ("新材料／金属材料", ("新材料", "金属材料")), ("新材料-金属材料", ("新材料", "金属材料")), ("中药、天然药物", ("生物与新医药", "中药、天然药物")),
        ("高新技术改造传统产业", ("先进制造与自动化", None)), ("稀土", (None, None)), ("", (None, None)),
    ],
)  # fmt: skip
def test_a_field_is_read_down_to_its_second_level(text, found):
    assert placed(text) == found


def test_the_pages_say_the_verbs(held, officer, places, client):
    client.force_login(officer)

    def page(verb):
        return reverse(f"admin:enterprises_recognition_{verb}_page", args=[held.pk])

    client.post(page("relocate"), {"on": "2015-07-01", "division": places["南康区"].pk, "document": PAPER})
    client.post(page("rename"), {"on": "2015-08-01", "name": "赣州新名有限公司", "document": PAPER})
    client.post(page("withdraw"), {"on": "2015-09-01", "ground": "fraud", "document": PAPER})
    text = client.get(reverse("admin:enterprises_recognition_ledger_page"), {"year": "2015"}).content.decode()
    change = client.get(reverse("admin:enterprises_recognition_change", args=[held.pk])).content.decode()

    assert "更名 1 项，市内迁移 1 项" in text
    assert events_in(2015)["取消资格"] == 1
    assert "企业1 → 赣州新名有限公司" in change


FIRMS = st.integers(1, 3)
YEARS = range(2013, 2018)
step = st.one_of(
    st.tuples(st.just("list"), FIRMS, st.dates(date(2011, 1, 1), date(2017, 12, 31)), st.sampled_from(["章贡区", "南康区", "于都县"])),
    st.tuples(st.just("certify"), FIRMS, st.dates(date(2012, 1, 1), date(2017, 12, 31)), st.sampled_from(["新材料／金属材料", "电子信息／软件"])),
    st.tuples(st.just("move_in"), FIRMS, st.dates(date(2012, 1, 1), date(2017, 12, 31)), st.integers(0, 1400)),
    st.tuples(st.just("relocate"), FIRMS, st.dates(date(2012, 1, 1), date(2017, 12, 31)), st.sampled_from(["章贡区", "南康区", "于都县"])),
    st.tuples(st.just("move_back"), FIRMS, st.dates(date(2012, 1, 1), date(2017, 12, 31)), st.sampled_from(["章贡区", "南康区"])),
    st.tuples(st.sampled_from(["cancel", "move_out", "move_out", "rename", "take_back"]), FIRMS, st.dates(date(2012, 1, 1), date(2017, 12, 31)), st.none()),
)  # fmt: skip


def say(what, firm, day, more, officer, places):
    """One verb of the last certificate of the firm that was valid on the day, or one more row of a list."""
    if what == "list":
        certificate(firm, day, place=places[more], field="新材料")
        return None
    if what == "move_in":
        return register.move_in(
            by=officer, name=f"企业{firm}", credit_code=code(firm), division=places["南康区"], document=PAPER, on=day,
            certificate_number=f"GR8{Recognition.objects.count():011d}", issued_on=day - timedelta(days=more),
            technology_field="新材料／金属材料",
        )  # fmt: skip
    rows = Recognition.objects.filter(credit_code=code(firm)).order_by("issued_on", "pk")
    if what == "take_back":
        event = RegisterEvent.objects.in_force().filter(recognition__in=rows).last()
        return event and register.take_back(event, by=officer, reason="登错")
    last = rows.filter(issued_on__lte=day).last()
    values = {
        "certify": {"certificate_number": f"GR9{Recognition.objects.count():011d}", "issued_on": day, "technology_field": more},
        "relocate": {"on": day, "division": places.get(more)},
        "cancel": {"on": day, "ground": "fraud"},
        "move_out": {"on": day},
        "move_back": {"on": day, "division": places.get(more)},
        "rename": {"on": day, "name": f"新名{day:%Y%m%d}"},
    }  # fmt: skip
    return last and getattr(register, what)(last, by=officer, document=PAPER, **values[what])


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(step, max_size=12))
def test_whatever_is_said_every_year_balances_and_joins_the_next(steps, officer, places):
    RegisterEvent.objects.all().delete()
    Recognition.objects.all().delete()
    for one in steps:
        before = {year: ledger(year, by_division) for year in YEARS}
        try:
            say(*one, officer, places)
        except Refused:
            assert {year: ledger(year, by_division) for year in YEARS} == before
        if one[0] in ("relocate", "move_back"):  # Years that were over when it moved stand as they were.
            past = [year for year in YEARS if year < one[2].year]
            assert {year: ledger(year, by_division) for year in past} == {year: before[year] for year in past}

    for group in (by_division, by_field, by_second_level):
        books = [ledger(year, group) for year in YEARS]
        for book in books:
            assert all(row.balances for row in (*book.rows, book.total))
            assert book.total.moved_in == book.total.moved_out
        for this, following in pairwise(books):
            closing = {row.label: row.closing for row in this.rows if row.closing}
            assert closing == {row.label: row.opening for row in following.rows if row.opening}
    for year in YEARS:
        total, rows = ledger(year, by_division).total, Recognition.objects.high_tech()
        assert total.closing == rows.held_on(date(year, 12, 31)).count()
        assert (total.new, total.exited) == (len(rows.new_in(year)), len(rows.exited_in(year)))
        counted = Measures(year)
        assert [counted.ledger_sum(name) for name in ("before", "new", "exits", "total")] == [
            total.opening, total.new, total.exited, total.closing,
        ]  # fmt: skip


def arriving(**more):
    return {
        "name": "赣州外来有限公司", "credit_code": code(7), "certificate_number": "GR201432000777", "issued_on": date(2014, 9, 1),
        "technology_field": "新材料／金属材料", "on": date(2016, 3, 1), "document": PAPER,
    } | more  # fmt: skip


def test_a_firm_that_moves_into_the_city_counts_as_new_from_that_day_on(officer, places):
    new = register.move_in(by=officer, division=places["南康区"], **arriving())

    assert (new.organisation.credit_code, new.organisation.division) == (code(7), places["南康区"])
    assert (new.counts_from, new.expires_on) == (date(2016, 3, 1), date(2017, 9, 1))
    assert not Recognition.objects.valid_on(date(2016, 2, 29)).exists()
    assert Recognition.objects.valid_on(date(2016, 3, 1)).get() == new
    years = [ledger(year, by_division).total for year in (2014, 2015, 2016, 2017)]
    assert [(t.opening, t.new, t.exited, t.closing) for t in years] == [
        (0, 0, 0, 0),
        (0, 0, 0, 0),
        (0, 1, 0, 1),
        (1, 0, 1, 0),
    ]
    assert events_in(2016)["整体迁入本市"] == 1
    assert Entry.objects.about(new).get(verb="move_in").reason == PAPER


def test_what_moved_out_and_back_counts_again_from_that_day_on_and_not_between(held, officer, places):
    register.move_out(held, by=officer, on=date(2014, 11, 1), document=PAPER)
    register.move_back(held, by=officer, on=date(2016, 2, 1), division=places["南康区"], document=PAPER)

    counted = Recognition.objects.valid_on
    days = [
        date(2014, 10, 31),
        date(2014, 11, 1),
        date(2016, 1, 31),
        date(2016, 2, 1),
        date(2017, 4, 30),
        date(2017, 5, 1),
    ]
    assert [counted(day).exists() for day in days] == [True, False, False, True, True, False]
    books = [ledger(year, by_division) for year in (2014, 2015, 2016, 2017)]
    assert [told(book, "章贡区") for book in books[:1]] == [(0, 1, 0, 1, 0, 0)]
    assert [(b.total.opening, b.total.new, b.total.exited, b.total.closing) for b in books] == [
        (0, 1, 1, 0),
        (0, 0, 0, 0),
        (0, 1, 0, 1),
        (1, 0, 1, 0),
    ]
    assert [row.label for row in books[2].rows] == ["南康区"]
    assert state_of(held, date(2016, 6, 1))[1] == "success"
    assert Entry.objects.about(held).get(verb="move_back").reason == PAPER
    register.cancel(held, by=officer, on=date(2016, 9, 1), ground="fraud", document=PAPER)  # after all it can end again
    assert not counted(date(2016, 9, 1)).exists()


def test_only_what_moved_out_comes_back_once_after_it_left(held, officer, person, places):
    values = {"division": places["章贡区"], "document": PAPER}
    with pytest.raises(Refused, match="只有已登记迁出的证书"):
        register.move_back(held, by=officer, on=date(2015, 1, 1), **values)
    register.move_out(held, by=officer, on=date(2015, 3, 1), document=PAPER)
    for on in (date(2015, 3, 1), date(2017, 5, 1)):
        with pytest.raises(Refused, match="晚于迁出日期 2015-03-01，早于证书到期日 2017-05-01"):
            register.move_back(held, by=officer, on=on, **values)
    with pytest.raises(PermissionDenied):
        register.move_back(held, by=person("leader"), on=date(2016, 1, 1), **values)
    back = register.move_back(held, by=officer, on=date(2016, 1, 1), **values)
    with pytest.raises(Refused, match="2016-01-01 迁回"):
        register.cancel(held, by=officer, on=date(2015, 12, 31), ground="fraud", document=PAPER)
    register.take_back(back, by=officer, reason="登错")
    held.refresh_from_db()
    assert (held.cancelled_on, held.withdrawal, held.left_on, held.returned_on) == (
        date(2015, 3, 1),
        "moved_out",
        None,
        None,
    )
    register.move_back(held, by=officer, on=date(2016, 2, 1), **values)
    register.move_out(held, by=officer, on=date(2016, 5, 1), document=PAPER)
    with pytest.raises(Refused, match="迁回过一次"):
        register.move_back(held, by=officer, on=date(2016, 6, 1), **values)
    with pytest.raises(IntegrityError, match="enterprises_recognition_away_in_order"), transaction.atomic():
        Recognition.objects.filter(pk=held.pk).update(returned_on=date(2015, 3, 1))
    with pytest.raises(IntegrityError, match="enterprises_recognition_away_in_order"), transaction.atomic():
        Recognition.objects.filter(pk=held.pk).update(left_on=None)


def test_the_page_registers_a_return(held, officer, places, client):
    register.move_out(held, by=officer, on=date(2015, 3, 1), document=PAPER)
    client.force_login(officer)
    url = reverse("admin:enterprises_recognition_move_back_page", args=[held.pk])
    client.post(url, {"on": "2016-01-01", "division": places["南康区"].pk, "document": PAPER})
    text = client.get(reverse("admin:enterprises_recognition_ledger_page"), {"year": "2016"}).content.decode()

    assert "迁回本市 1 项" in text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"on": date(2017, 9, 1)}, "已于 2017-09-01 到期"),
        ({"on": date(2014, 8, 31)}, "迁入日期不能早于发证日期"),
        ({"on": date(2999, 1, 1)}, "不能晚于今天"),
    ],
)
def test_a_firm_moves_in_while_its_certificate_is_valid(more, words, officer, places):
    with pytest.raises(Refused, match=words):
        register.move_in(by=officer, division=places["南康区"], **arriving(**more))

    assert not Recognition.objects.exists()


def test_a_certificate_moves_in_once_and_a_mistaken_one_is_voided(officer, person, places):
    new = register.move_in(by=officer, division=places["南康区"], **arriving())

    with pytest.raises(Refused, match="已经登记"):
        register.move_in(by=officer, division=places["南康区"], **arriving())
    with pytest.raises(Refused, match="误登的证书请作废"):
        register.take_back(new.events.get(), by=officer, reason="登错")
    with pytest.raises(PermissionDenied):
        register.move_in(
            by=person("leader"), division=places["南康区"], **arriving(certificate_number="GR201432000778")
        )


def test_the_database_refuses_a_move_before_the_certificate(held):
    with pytest.raises(IntegrityError, match="enterprises_recognition_moved_in_after_issue"):
        Recognition.objects.filter(pk=held.pk).update(moved_in_on=date(2014, 4, 30))


def test_the_page_registers_a_firm_that_moves_in(officer, places, client):
    client.force_login(officer)
    url = reverse("admin:enterprises_recognition_move_in_page")
    typed = arriving(division=places["南康区"].pk)

    assert (
        "末位应为" in client.post(url, typed | {"credit_code": code(7)[:-1] + "O"}).text
        or not Recognition.objects.exists()
    )
    assert client.post(url, typed).status_code == 302
    assert Recognition.objects.get().moved_in_on == date(2016, 3, 1)


def test_the_figures_of_2015_come_from_the_ledger(places):
    place = places["章贡区"]
    for firm in range(1, 91):
        certificate(firm, date(2013, 9, 1) + timedelta(days=firm), place=place)
    for firm in range(91, 138):
        certificate(firm, date(2015, 9, 1), place=place)
    book = ledger(2015, by_division, Register(2015))
    total = book.total

    assert (total.opening, total.new, total.exited, total.closing) == (90, 47, 0, 137)
    assert book.growth_pct == 52
    assert ledger(1999, by_division).growth_pct is None
