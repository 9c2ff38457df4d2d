"""A firm fills in its year; nobody else does; what contradicts itself is not taken."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.workflow import Refused
from enterprises.checks import findings
from enterprises.choices import YearlyStatus
from enterprises.models import Assessment, Enterprise, Product, YearlyData
from enterprises.workflow import yearly

from .conftest import WAN, amounts, invention

pytestmark = pytest.mark.django_db
LAST_YEAR = timezone.localdate().year - 1


def codes(data, previous=None):
    return {finding.code for finding in findings(data, previous)}


def test_a_person_of_the_firm_begins_once(unit, member):
    organisation = unit()
    owner = member(organisation)
    first, second = (yearly.begin(organisation, LAST_YEAR, by=owner) for _ in range(2))

    assert first == second
    assert Enterprise.objects.get(organisation=organisation).registered_on is None
    assert Entry.objects.about(first).get().verb == "begin"


def test_nobody_else_begins_and_no_year_before_its_end(unit, member, person):
    organisation = unit()
    for stranger in (member(unit()), person("officer")):
        with pytest.raises(PermissionDenied):
            yearly.begin(organisation, LAST_YEAR, by=stranger)
    with pytest.raises(Refused, match="尚未结束"):
        yearly.begin(organisation, LAST_YEAR + 1, by=member(organisation))


def test_filling_in_is_written_in_the_book(unit, member):
    organisation = unit()
    owner = member(organisation)
    data = yearly.begin(organisation, 2015, by=owner)
    yearly.fill_in(data, by=owner, **amounts())
    yearly.describe(data, by=owner, registered_on=date(2010, 1, 5), technology_field="101")
    yearly.count_staff(data, "total", {1: (10, 12)}, by=owner)

    assert YearlyData.objects.get().sales == 1000 * WAN
    assert Enterprise.objects.get().technology_field == "101"
    assert data.staff_months.get().at_end == 12
    assert [line.verb for line in Entry.objects.about(data).order_by("pk")] == [
        "begin",
        "fill_in",
        "fill_in",
        "count_staff",
        "fill_in",
    ]


def test_a_stranger_changes_nothing(firm, member, unit, person):
    data, _ = firm()
    for stranger in (member(unit()), person("officer")):
        with pytest.raises(PermissionDenied):
            yearly.fill_in(data, by=stranger, main_income=1)
        with pytest.raises(PermissionDenied):
            yearly.submit(data, by=stranger)
        with pytest.raises(PermissionDenied):
            yearly.take_out(data.rights.get(), by=stranger)


def test_rows_are_put_changed_and_taken_out(firm):
    data, owner = firm()
    product = Product(code="PS02", name="磁材", income=0)
    yearly.put(data, product, by=owner)
    product.income = 5
    yearly.put(data, product, by=owner)
    yearly.take_out(product, by=owner)

    assert [line.verb for line in Entry.objects.filter(model="enterprises.product").order_by("pk")] == [
        "add",
        "change",
        "take_out",
    ]
    assert data.products.count() == 1


def test_a_row_of_another_firm_cannot_be_drawn_in(firm):
    data, owner = firm()
    other, _ = firm()
    product = other.products.get()

    with pytest.raises(Product.DoesNotExist):
        yearly.put(data, product, by=owner)
    assert other.products.count() == 1


def test_a_bad_row_is_refused_in_words(firm):
    data, owner = firm()

    with pytest.raises(Refused, match="该编号已经使用"):
        yearly.put(data, Product(code="PS01", name="x", income=1), by=owner)
    with pytest.raises(Refused, match="不是《国家重点支持的高新技术领域》的代码"):
        yearly.describe(data, by=owner, technology_field="999")


def test_submitting_signs_assesses_and_closes_the_data(firm):
    data, owner = firm()
    yearly.submit(data, by=owner)
    found = Assessment.objects.get(data=data)

    assert (data.status, data.submitted_by) == (YearlyStatus.SUBMITTED, owner)
    # 2013—2015: 100 + 100 + 100 万 of 3000 万; 20 of 100 staff; 800 of 1000 万; standing still: growth 0
    assert (found.rule_set, found.version, found.failing) == ("2016", "2016.1", [])
    assert found.undecided == ["2", "3", "7"]
    # A 0–8 + 0–8 + 7–8 + 1–6, B 15 ÷ 3 = 5: 25–30, C 0–20, D 0
    assert (found.score_min, found.score_max) == (33, 80)
    with pytest.raises(Refused, match="不能填写"):
        yearly.fill_in(data, by=owner, main_income=1)


def test_the_kept_answer_can_be_had_again_from_the_kept_data(firm, tmp_path):
    data, owner = firm()
    data.staff_months.filter(kind="total", month=12).update(at_end=101)  # the mean does not end: 2401 ÷ 24
    yearly.submit(data, by=owner)
    found = Assessment.objects.get(data=data)
    file, out = tmp_path / "inputs.json", StringIO()
    file.write_text(json.dumps(found.inputs))
    call_command("assess", str(file), "--rule-set", found.rule_set, "--json", stdout=out)

    assert json.loads(out.getvalue()) == found.result


def test_what_is_missing_is_named_and_not_submitted(unit, member):
    organisation = unit()
    owner = member(organisation)
    data = yearly.begin(organisation, 2015, by=owner)

    with pytest.raises(Refused, match="主营业务收入"):
        yearly.submit(data, by=owner)
    assert "missing_no_incident" in codes(data)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"product_income": 1001 * WAN}, "high_tech_over_total"),
        ({"gross_income": 999 * WAN}, "sales_over_gross"),
        ({"personnel": 99 * WAN}, "activities_sum"),
        ({"product_income": 801 * WAN}, "products_sum"),
    ],
)
def test_sums_that_do_not_agree(firm, changed, code):
    data, _ = firm()
    assert codes(data) == set()
    for name, value in changed.items():
        setattr(data, name, value)

    assert code in codes(data)


def test_months_that_do_not_join(firm):
    data, _ = firm()
    data.staff_months.filter(kind="total", month=3).update(at_end=99)
    data.staff_months.filter(kind="science", month=5).update(at_start=101, at_end=101)
    data.staff_months.filter(kind="science", month=12).delete()

    assert {"staff_total_3", "staff_science_over_5", "staff_science_months"} <= codes(data)


def test_references_to_rights_that_are_not_there(firm):
    data, _ = firm()
    data.products.update(ip=["IP01", "IP09"])
    invention(data, "IP02", same_right_as="IP08")

    assert {"product_PS01_IP09", "right_IP02_same"} <= codes(data)


def test_a_jump_against_last_year_must_be_explained(firm):
    data, owner = firm()
    before = yearly.previous_of(data)
    YearlyData.objects.filter(pk=before.pk).update(main_income=600 * WAN)

    with pytest.raises(Refused, match="变动超过 50%"):
        yearly.submit(data, by=owner)
    yearly.explain(data, by=owner, jump_sales="新厂投产。")
    yearly.submit(data, by=owner)

    assert data.status == YearlyStatus.SUBMITTED


def test_exactly_half_as_much_again_is_no_jump(firm):
    data, _ = firm()
    before = yearly.previous_of(data)
    data.main_income, before.main_income = 900 * WAN, 600 * WAN

    assert "jump_sales" not in codes(data, before)


def test_an_officer_confirms_or_gives_back(submitted, person):
    officer = person("officer")
    data, owner = submitted()
    yearly.confirm(data, by=officer)
    assert (data.status, data.decided_by) == (YearlyStatus.CONFIRMED, officer)

    yearly.return_(data, by=officer, reason="研发费用与审计报告不符")
    assert data.status == YearlyStatus.RETURNED
    yearly.fill_in(data, by=owner, personnel=100 * WAN)
    yearly.submit(data, by=owner)
    assert (data.reason, data.decided_at) == ("", None)


def test_giving_back_needs_a_reason_and_the_firm_confirms_nothing(submitted, person):
    data, owner = submitted()

    with pytest.raises(Refused):
        yearly.return_(data, by=person("officer"), reason="")
    with pytest.raises(PermissionDenied):
        yearly.confirm(data, by=owner)
    yearly.withdraw(data, by=owner)
    assert data.status == YearlyStatus.DRAFT


def test_points_of_experts_are_entered_and_the_assessment_follows(submitted, person):
    data, owner = submitted()
    officer = person("officer")
    yearly.judge(data, by=officer, core_ip=True, in_field=True, technology_level=Decimal(8))
    found = Assessment.objects.get(data=data)

    assert found.undecided == ["7"]
    assert (found.score_min, found.score_max) == (41, 80)  # 33 + 8; the other open items as before
    with pytest.raises(Refused, match="满分 8 分"):
        yearly.judge(data, by=officer, technology_level=Decimal(9))
    with pytest.raises(PermissionDenied):
        yearly.judge(data, by=owner, core_ip=True)


def test_staff_see_what_was_submitted_and_firms_their_own(firm, submitted, person, member, unit):
    draft, owner = firm()
    data, _ = submitted()

    assert list(YearlyData.objects.visible_to(person("officer"))) == [data]
    assert YearlyData.objects.visible_to(owner).count() == 3
    assert draft in YearlyData.objects.visible_to(owner)
    assert YearlyData.objects.visible_to(member(unit())).count() == 0
    assert YearlyData.objects.visible_to(person("system_admin")).count() == 0


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"personnel": -1}, "personnel_not_negative"),
        ({"year": 1899}, "year_plausible"),
        ({"status": "submitted"}, "handed_in_is_signed"),
        ({"status": "confirmed"}, "decided_iff_dated|handed_in_is_signed"),
        ({"reason": "x"}, "returned_iff_reasoned"),
        ({"submitted_at": timezone.now()}, "submitted_signed"),
    ],
)
def test_the_database_refuses_what_cannot_be(firm, change, constraint):
    data, _ = firm(years=(2015,))

    with pytest.raises(IntegrityError, match=constraint):
        YearlyData.objects.filter(pk=data.pk).update(**change)


@pytest.mark.parametrize(
    ("rows", "change", "constraint"),
    [
        ("rights", {"owners": 0}, "has_an_owner"),
        ("rights", {"used_by_co_owner": True}, "co_owner_exists"),
        ("rights", {"expires_on": date(2000, 1, 1)}, "ends_after_it_begins"),
        ("rights", {"same_right_as": "IP01"}, "not_its_own_double"),
        ("products", {"income": -1}, "income_not_negative"),
        ("activities", {"spent": -1}, "spent_not_negative"),
        ("activities", {"ended_on": date(2000, 1, 1)}, "ends_after_it_begins"),
        ("staff_months", {"month": 13}, "month_real|once"),
    ],
)
def test_the_database_refuses_impossible_rows(firm, rows, change, constraint):
    data, _ = firm(years=(2015,))

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        getattr(data, rows).update(**change)


def test_one_row_for_each_code_and_year(firm):
    data, _ = firm(years=(2015,))

    with pytest.raises(IntegrityError, match="one_per_year"), transaction.atomic():
        YearlyData.objects.create(organisation=data.organisation, year=2015)
    with pytest.raises(IntegrityError, match="right_one_per_code"), transaction.atomic():
        invention(data)
    with pytest.raises(IntegrityError, match="conversion_once_a_year"), transaction.atomic():
        data.conversions.create(result="2015 年成果 0")
