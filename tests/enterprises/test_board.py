"""The board: what the year will bring beside its goal, with the reasons, and who needs what this month."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from bureau.files import PDF
from bureau.reports.goals import new_recognitions
from bureau.reports.models import Target
from bureau.workflow import Refused
from enterprises import forecast as forecasting
from enterprises.assessment.rulesets import in_force
from enterprises.board import board, dues
from enterprises.choices import Need, YearlyStatus
from enterprises.forecast import FAR, LIKELY, NEAR, READY, UNKNOWN, forecast, readiness
from enterprises.models import Assessment, Reserve
from enterprises.workflow import reserve as workflow

from .test_ledger import certificate as certified
from .test_reserve import TODAY, admitted, applied, certificate  # noqa: F401 Fixtures.

pytestmark = pytest.mark.django_db
YEAR = TODAY.year


@pytest.mark.parametrize(
    ("gaps", "low", "high", "found"),
    [
        (0, 71, 80, READY), (0, 70, 80, LIKELY), (0, 60, 71, LIKELY), (0, 60, 70, FAR), (1, 71, 80, NEAR), (2, 40, 71, NEAR),
        (3, 71, 80, FAR), (1, 40, 70, FAR), (None, None, None, UNKNOWN),
    ],
)  # fmt: skip
def test_readiness_is_told_from_the_newest_assessment(gaps, low, high, found):
    assert readiness(gaps, low, high) is found


def standing(reserve, failing, low, high, **more):
    """The firm planned for this year, assessed under today's rules."""
    Assessment.objects.filter(data__organisation=reserve.organisation).update(
        rule_set=in_force(TODAY).code, failing=failing, score_min=low, score_max=high
    )
    Reserve.objects.filter(pk=reserve.pk).update(plan_year=YEAR, **more)


def test_the_years_recognitions_are_a_range_with_its_reasons(admitted):  # noqa: F811
    standing(admitted()[0], [], 75, 80)  # 70—90 %
    standing(admitted()[0], [], 75, 80, status="declared")  # 80—95 %
    standing(admitted()[0], ["4"], 60, 80)  # 15—40 %
    Reserve.objects.filter(pk=admitted()[0].pk).update(plan_year=YEAR + 1)  # not this year's
    certified(1, TODAY)
    told = forecast(YEAR, TODAY)

    assert (told.recognised, told.low, told.high) == (1, 1 + 1, 1 + 3)  # 1.65—2.25 beside the one
    assert [(line.readiness, line.planned, line.declared) for line in told.lines if line.planned or line.declared] == [
        (READY, 1, 1),
        (NEAR, 1, 0),
    ]
    assert told.lacking == (("4", 1),)


def test_a_year_given_back_is_not_counted_beside_the_one_before(admitted):  # noqa: F811
    reserve, _owner, officer = admitted()
    standing(reserve, ["5"], 75, 80)
    kept = Assessment.objects.get(data__organisation=reserve.organisation)
    later = kept.data
    later.pk, later.year, later.status, later.reason = None, later.year + 1, YearlyStatus.RETURNED, "附表有误"
    later.decided_by, later.decided_at = officer, timezone.now()
    later.save(force_insert=True)
    kept.pk, kept.data, kept.failing = None, later, ["4", "6"]
    kept.save(force_insert=True)
    told = forecast(YEAR, TODAY)

    assert [(line.readiness, line.planned) for line in told.lines if line.planned] == [(NEAR, 1)]
    assert told.lacking == (("5", 1),)


@pytest.mark.parametrize(("low", "high", "found"), [(71, 80, READY), (70, 71, LIKELY), (60, 70, FAR)])
def test_the_mark_itself_does_not_pass(admitted, low, high, found):  # noqa: F811
    standing(admitted()[0], [], low, high)

    assert [line.readiness for line in forecast(YEAR, TODAY).lines if line.planned] == [found]


@pytest.mark.parametrize(("goal", "words"), [(2, "按低限也能完成"), (3, "按低限差 1 家"), (9, "按高限仍差 5 家")])
def test_the_range_stands_beside_the_goal(goal, words):
    lines = (forecasting.Line(READY, 1, 0), forecasting.Line(NEAR, 4, 0))
    told = forecasting.Forecast(YEAR, forecasting.Goal(goal, "文件"), 1, lines, ())

    assert (told.low, told.high) == (2, 4)
    assert words in told.verdict


def test_the_goal_is_the_reports_target(places):
    assert new_recognitions(YEAR) is None
    certified(1, TODAY.replace(year=YEAR - 1))
    certified(2, TODAY.replace(year=YEAR - 1))
    Target.objects.create(indicator="hnte.total", year=YEAR, kind="growth", value=Decimal(20), source_document="计划")
    assert new_recognitions(YEAR).count == 1  # 2 × 1.2, rounded up, less 2
    Target.objects.create(indicator="hnte.new", year=YEAR, value=Decimal(47), source_document="计划")
    assert new_recognitions(YEAR).count == 47


def test_who_needs_what_this_month(admitted):  # noqa: F811
    reserve, owner, officer = admitted()
    workflow.plan(reserve, by=officer, gap="短板", action="辅导归集", owner=officer, due_on=TODAY)
    workflow.plan(reserve, by=officer, gap="短板", action="明年再说", owner=officer, due_on=TODAY + timedelta(days=90))
    workflow.ask(reserve.organisation, by=owner, subject="辅助账", text="如何编制")
    reserve.organisation.tickets.update(due_on=TODAY)
    old = {"mode": "visit", "kind": "policy", "content": "约好再去"}
    workflow.serve(reserve, by=officer, served_on=TODAY - timedelta(days=9), next_on=TODAY - timedelta(days=1), **old)
    found = {(due.need, due.told) for due in dues(TODAY, 30, 3)}
    assert found == {(Need.MEASURE, "辅导归集"), (Need.ANSWER, "辅助账"), (Need.SERVE, "约好再去")}

    workflow.serve(reserve, by=officer, served_on=TODAY, **old | {"content": "去过了"})
    Reserve.objects.update(decided_at=timezone.now() - timedelta(days=3 * 366))
    certificate(reserve.organisation, TODAY)
    found = {due.need for due in dues(TODAY, 30, 3)}
    assert found == {Need.MEASURE, Need.ANSWER, Need.DECIDE, Need.RECOGNISE}


def test_a_certificate_from_before_the_firm_came_takes_nobody_out(admitted):  # noqa: F811
    reserve, *_ = admitted()
    certificate(reserve.organisation, TODAY - timedelta(days=1))
    assert not Reserve.objects.certified().exists()
    certificate(reserve.organisation, TODAY)

    assert Reserve.objects.certified().get() == reserve


def test_a_term_is_over_by_the_rule_alone(admitted):  # noqa: F811
    reserve, _, officer = admitted()
    with pytest.raises(Refused, match="入库还不满 3 年"):
        workflow.leave(reserve, by=officer, ground="term", reason="期满")
    Reserve.objects.update(decided_at=timezone.now() - timedelta(days=3 * 366))
    workflow.leave(reserve, by=officer, ground="term", reason="期满")

    assert reserve.exit_ground == "term"


def test_the_workload_counts_who_was_served_lately(admitted):  # noqa: F811
    reserve, _, officer = admitted()
    for _ in range(2):
        workflow.serve(reserve, by=officer, served_on=TODAY, mode="visit", kind="policy", content="x")

    (person,) = board(TODAY).workload
    assert (person, person.firms, person.served) == (officer, 1, 1)


def test_a_paper_of_a_service_is_the_firms_and_the_bureaus(admitted, client, member, unit):  # noqa: F811
    reserve, owner, officer = admitted()
    service = workflow.serve(reserve, by=officer, served_on=TODAY, mode="visit", kind="policy", content="x")

    def file():
        upload = SimpleUploadedFile("签到表.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj", "application/pdf")
        upload.kind = PDF
        return upload

    with pytest.raises(PermissionDenied):
        workflow.attach(service, by=owner, file=file())
    paper = workflow.attach(service, by=officer, file=file())
    for user, status in ((owner, 200), (member(unit()), 404)):
        client.force_login(user)
        assert client.get(reverse("enterprises:service-file", args=[paper.pk])).status_code == status
    client.force_login(officer)
    assert client.get(reverse("admin:enterprises_reserve_file", args=[paper.pk])).status_code == 200
    page = client.get(reverse("admin:enterprises_reserve_change", args=[reserve.pk])).content.decode()
    assert "签到表.pdf" in page
    for _ in range(workflow.FILES_AT_MOST - 1):
        workflow.attach(service, by=officer, file=file())
    with pytest.raises(Refused, match="最多 10 个"):
        workflow.attach(service, by=officer, file=file())
