"""The reserve: found, applied for, admitted to one person, looked after, out again."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.workdays import workdays_after
from bureau.workflow import Refused
from enterprises import candidates, entry, gaps
from enterprises.choices import ReserveStatus
from enterprises.models import Recognition, Reserve, ReserveRule, ServiceRecord, Ticket, YearlyData
from enterprises.workflow import reserve as workflow
from enterprises.workflow import yearly
from patents.models import Patent

from .conftest import WAN

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def applied(submitted):
    """A firm that asks to be taken in: (reserve, the person)."""

    def make(**more):
        data, owner = submitted(**more)
        return workflow.apply(data.organisation, by=owner), owner

    return make


@pytest.fixture
def admitted(applied, person):
    """A firm in the library: (reserve, the firm's person, the officer who answers for it)."""

    def make():
        reserve, owner = applied()
        officer = person("officer")
        workflow.admit(reserve, by=officer, responsible=officer, tier="key", plan_year=TODAY.year + 1)
        return reserve, owner, officer

    return make


def certificate(organisation, issued):
    return Recognition.objects.create(
        organisation=organisation, enterprise_name=organisation.name, credit_code=organisation.credit_code,
        certificate_number=f"GR{Recognition.objects.count():012d}", issued_on=issued, changed_at=timezone.now(),
    )  # fmt: skip


def test_an_officer_finds_firms_in_the_registers(unit, person, places):
    known, plain, certified = unit("赣州有专利公司"), unit("赣州无专利公司"), unit("赣州高企公司")
    for number, organisation in enumerate((known, certified)):
        Patent.objects.create(
            application_number=f"2015100000{number:02d}", check_digit="0", title="稀土", kind="invention",
            applicants=organisation.name, organisation=organisation, division=places["章贡区"], filed_on=date(2015, 5, 5),
            changed_at=timezone.now(),
        )  # fmt: skip
    certificate(certified, TODAY - timedelta(days=100))
    assert list(candidates.holding("patents")) == [known]
    assert not candidates.holding("projects").exists()

    reserve = workflow.find(known, by=person("officer"))
    assert (reserve.status, reserve.evidence) == (ReserveStatus.CANDIDATE, "专利 1 件；立项项目 0 项")
    assert not candidates.holding("patents").exists()
    assert plain.reserves.count() == 0
    with pytest.raises(Refused, match="已是有效期内的高新技术企业"):
        workflow.find(certified, by=person("officer"))


def test_a_firm_applies_once_with_its_data(firm, submitted, member, unit, person):
    data, owner = firm()
    with pytest.raises(Refused, match="先提交最近一年的企业年度数据"):
        workflow.apply(data.organisation, by=owner)
    data, owner = submitted()
    reserve = workflow.apply(data.organisation, by=owner)

    assert (reserve.status, reserve.applied_by) == (ReserveStatus.APPLIED, owner)
    with pytest.raises(Refused, match="不能申请入库"):
        workflow.apply(data.organisation, by=owner)
    for stranger in (member(unit()), person("officer")):
        with pytest.raises(PermissionDenied):
            workflow.apply(data.organisation, by=stranger)


def test_a_candidate_of_the_bureau_becomes_the_firms_application(submitted, person):
    data, owner = submitted()
    found = workflow.find(data.organisation, by=person("officer"))

    assert not Reserve.objects.visible_to(owner).exists()  # a note of the bureau's alone
    assert workflow.apply(data.organisation, by=owner) == found


def test_admission_gives_the_firm_its_one_person_and_tells_both(admitted):
    reserve, owner, officer = admitted()

    assert (reserve.status, reserve.responsible, reserve.decided_by) == (ReserveStatus.ADMITTED, officer, officer)
    assert set(Message.objects.values_list("kind", "user")) == {
        ("reserve.admitted", owner.pk),
        ("reserve.assigned", officer.pk),
    }
    assert Entry.objects.about(reserve).get(verb="admit").changes["status"] == ["applied", "admitted"]


def test_what_the_rule_asks_and_the_firm_lacks_needs_a_reason(applied, person):
    ReserveRule.objects.create(valid_from=date(2020, 1, 1), source="测试办法", least_staff=21, least_high_tech=80)
    reserve, _ = applied()  # 20 of 100 staff; 800 of 1000 万 high-tech income
    officer = person("officer")
    assert entry.obstacles(reserve.organisation) == ["科技人员占职工总数 20.00%，入库要求不低于 21%。"]

    values = {"responsible": officer, "tier": "key", "plan_year": 2027}
    with pytest.raises(Refused, match="确要入库请写明理由"):
        workflow.admit(reserve, by=officer, **values)
    workflow.admit(reserve, by=officer, reason="年内招聘到位", **values)
    assert reserve.reason == "年内招聘到位"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"least_days": 10_000}, "注册"),
        ({"least_rights": 2}, "可计入的知识产权 1 项"),
        ({"least_research": 11}, "研发费用占销售收入 10.00%"),
        ({"least_high_tech": 81}, "高新技术产品（服务）收入占总收入 80.00%"),
        ({"least_score": 81}, "创新能力评分至多 33—80 分"),
    ],
)
def test_each_part_of_the_rule(rule, words, submitted):
    data, _ = submitted()
    assert entry.obstacles(data.organisation) == []
    ReserveRule.objects.create(valid_from=date(2020, 1, 1), source="测试办法", **rule)

    (found,) = entry.obstacles(data.organisation)
    assert found.startswith(words)


def test_the_rule_of_the_day_counts():
    ReserveRule.objects.create(valid_from=date(2020, 1, 1), source="旧", service_days=60)
    ReserveRule.objects.create(valid_from=date(2024, 1, 1), source="新", service_days=30)

    assert [entry.rule_on(day).service_days for day in (date(2023, 12, 31), date(2024, 1, 1))] == [60, 30]
    assert entry.rule_on(date(2019, 1, 1)).pk is None


def test_only_who_looks_after_firms_can_be_responsible(applied, person):
    reserve, owner = applied()
    officer = person("officer")
    for nobody in (person("leader"), owner):
        with pytest.raises(Refused, match="不能任责任人"):
            workflow.admit(reserve, by=officer, responsible=nobody, tier="key", plan_year=2027)
    with pytest.raises(PermissionDenied):
        workflow.admit(reserve, by=owner, responsible=officer, tier="key", plan_year=2027)


def test_a_firm_is_handed_over_never_shared_and_never_alone(admitted, person):
    reserve, _, officer = admitted()
    other = person("section_head")
    workflow.hand_over(reserve, by=other, responsible=other, reason="原责任人调离")

    assert reserve.responsible == other
    assert Message.objects.get(kind="reserve.assigned", user=other).body.endswith("原责任人调离")
    with pytest.raises(Refused, match="已是责任人"):
        workflow.hand_over(reserve, by=other, responsible=other, reason="x")
    with pytest.raises(Refused, match="理由"):
        workflow.hand_over(reserve, by=other, responsible=officer, reason=" ")
    with pytest.raises(IntegrityError, match="in_library_has_a_person"):
        Reserve.objects.filter(pk=reserve.pk).update(responsible=None)


def test_a_measure_is_planned_and_finished_once(admitted):
    reserve, _, officer = admitted()
    measure = workflow.plan(
        reserve, by=officer, gap="研发占比差 36 万元", action="辅导归集", owner=officer, due_on=TODAY
    )
    workflow.finish(measure, by=officer, outcome="已归集")
    measure.refresh_from_db()

    assert (measure.outcome, measure.done_by) == ("已归集", officer)
    with pytest.raises(Refused, match="已经办结"):
        workflow.finish(measure, by=officer, outcome="再来")


def test_a_service_is_confirmed_by_the_firm_alone_once(admitted, member, unit):
    reserve, owner, officer = admitted()
    values = {"mode": "visit", "kind": "research", "content": "辅助账"}
    service = workflow.serve(reserve, by=officer, served_on=TODAY, **values)

    assert Message.objects.get(kind="reserve.served").user == owner
    for stranger in (officer, member(unit())):
        with pytest.raises(PermissionDenied):
            workflow.confirm_service(service, by=stranger)
    workflow.confirm_service(service, by=owner, opinion="有用")
    assert ServiceRecord.objects.get().opinion == "有用"
    with pytest.raises(Refused, match="已经确认过"):
        workflow.confirm_service(service, by=owner)
    with pytest.raises(Refused, match="不能晚于今天"):
        workflow.serve(reserve, by=officer, served_on=TODAY + timedelta(days=1), **values)
    with pytest.raises(Refused, match="须晚于服务日期"):
        workflow.serve(reserve, by=officer, served_on=TODAY, next_on=TODAY, **values)


@pytest.mark.parametrize(("days_ago", "is_listed"), [(30, True), (29, False)])
def test_firms_without_service_in_thirty_days(days_ago, is_listed, admitted):
    reserve, _, officer = admitted()
    long_ago = timezone.now() - timedelta(days=100)
    Reserve.objects.update(decided_at=long_ago)
    workflow.serve(
        reserve, by=officer, served_on=TODAY - timedelta(days=days_ago), mode="visit", kind="policy", content="x"
    )

    assert Reserve.objects.without_service_in(30).exists() == is_listed


def test_a_firm_just_admitted_is_not_late(admitted):
    admitted()

    assert not Reserve.objects.without_service_in(30).exists()


def test_a_firm_leaves_as_recognised_only_with_its_certificate(admitted):
    reserve, _, officer = admitted()
    workflow.declare(reserve, by=officer)
    certificate(reserve.organisation, TODAY - timedelta(days=1))  # from before it came
    with pytest.raises(Refused, match="请先导入认定名单"):
        workflow.recognise(reserve, by=officer)
    new = certificate(reserve.organisation, TODAY)
    workflow.recognise(reserve, by=officer)

    assert (reserve.status, reserve.recognition, reserve.left_by) == (ReserveStatus.RECOGNISED, new, officer)
    with pytest.raises(Refused, match="不能登记服务"):
        workflow.serve(reserve, by=officer, served_on=TODAY, mode="visit", kind="policy", content="x")


def test_a_firm_leaves_otherwise_with_its_ground(admitted, submitted):
    reserve, owner, officer = admitted()
    with pytest.raises(Refused):
        workflow.leave(reserve, by=officer, ground="", reason="x")
    workflow.leave(reserve, by=officer, ground="own_wish", reason="企业来函")

    assert (reserve.status, reserve.exit_ground) == (ReserveStatus.LEFT, "own_wish")
    again = workflow.apply(reserve.organisation, by=owner)
    assert again.pk != reserve.pk


def test_a_declaration_that_failed_goes_on_in_the_library(admitted):
    reserve, _, officer = admitted()
    workflow.declare(reserve, by=officer)
    workflow.resume(reserve, by=officer, reason="评审 68 分")

    assert (reserve.status, reserve.reason) == (ReserveStatus.ADMITTED, "评审 68 分")


def test_a_question_has_a_clock_and_one_answer(admitted, member, unit):
    reserve, owner, officer = admitted()
    ticket = workflow.ask(reserve.organisation, by=owner, subject="辅助账", text="如何编制？")

    assert ticket.due_on == workdays_after(TODAY, 5)
    assert Message.objects.get(kind="ticket.asked").user == officer
    with pytest.raises(PermissionDenied):
        workflow.answer(ticket, by=owner, answer="x")
    with pytest.raises(PermissionDenied):
        workflow.ask(reserve.organisation, by=member(unit()), subject="x", text="x")
    workflow.answer(ticket, by=officer, answer="见模板")
    assert Message.objects.get(kind="ticket.answered").user == owner
    with pytest.raises(Refused, match="已于"):
        workflow.answer(ticket, by=officer, answer="再答")


def test_a_question_is_overdue_after_its_day(admitted):
    reserve, owner, _ = admitted()
    ticket = workflow.ask(reserve.organisation, by=owner, subject="x", text="x")
    Ticket.objects.update(due_on=TODAY)
    assert not Ticket.objects.overdue().exists()
    Ticket.objects.update(due_on=TODAY - timedelta(days=1))

    assert list(Ticket.objects.overdue()) == [ticket]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"tier": ""}, "in_library_has_a_person"),
        ({"plan_year": None}, "in_library_has_a_person"),
        ({"status": "left"}, "out_iff_dated|left_iff_grounded"),
        ({"status": "recognised"}, "recognised_iff_certified|out_iff_dated"),
        ({"exit_ground": "term"}, "left_iff_grounded"),
        ({"status": "applied", "applied_at": None, "applied_by": None}, "applied_is_signed"),
    ],
)
def test_the_database_refuses_what_cannot_be(change, constraint, admitted):
    reserve, *_ = admitted()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Reserve.objects.filter(pk=reserve.pk).update(**change)


def test_one_open_stay_for_each_firm(admitted):
    reserve, *_ = admitted()

    with pytest.raises(IntegrityError, match="one_open"), transaction.atomic():
        Reserve.objects.create(organisation=reserve.organisation)


def test_the_whole_way_in_the_browser_admin(submitted, person, client):
    data, owner = submitted()
    officer = person("officer")
    client.force_login(officer)
    lists = reverse("admin:enterprises_reserve_candidates_page")
    page = client.get(lists)
    assert [row.organisation.name for row in page.context["rows"]] == [data.organisation.name]
    client.post(lists, {"pk": data.organisation.pk})
    reserve = Reserve.objects.get()

    def say(verb, **typed):
        return client.post(reverse(f"admin:enterprises_reserve_{verb}_page", args=[reserve.pk]), typed)

    say("propose")
    say("admit", responsible=officer.pk, tier="key", plan_year="2027")
    say("serve", served_on=TODAY.isoformat(), mode="visit", kind="policy", content="政策宣讲")
    say("plan", gap="短板", action="措施", owner=officer.pk, due_on=TODAY.isoformat())
    say("finish", measure=reserve.measures.get().pk, outcome="完成")
    say("declare")
    certificate(data.organisation, TODAY)
    say("recognise")
    reserve.refresh_from_db()

    assert reserve.status == ReserveStatus.RECOGNISED
    assert client.get(reverse("admin:enterprises_reserve_change", args=[reserve.pk])).status_code == 200
    client.force_login(owner)
    text = client.get(reverse("enterprises:reserve")).content.decode()
    assert "政策宣讲" in text
    assert "已认定（出库）" in text


@pytest.mark.parametrize("page", ["board", "candidates"])
def test_boards_cost_the_same_at_any_length(page, submitted, person, client, django_assert_max_num_queries):
    officer = person("officer")
    client.force_login(officer)
    url = reverse(f"admin:enterprises_reserve_{page}_page")
    client.get(url)
    for _ in range(3):
        data, owner = submitted()
        if page == "board":
            reserve = workflow.apply(data.organisation, by=owner)
            workflow.admit(reserve, by=officer, responsible=officer, tier="key", plan_year=2027)
            workflow.plan(reserve, by=officer, gap="x", action="x", owner=officer, due_on=TODAY)
            workflow.ask(data.organisation, by=owner, subject="x", text="x")
            Reserve.objects.update(decided_at=timezone.now() - timedelta(days=100))
            Ticket.objects.update(due_on=TODAY - timedelta(days=1))
        with django_assert_max_num_queries(15):
            text = client.get(url).content.decode()
        assert data.organisation.name in text
    assert YearlyData.objects.filter(main_income=1000 * WAN).count() == 9


def test_the_funnel_counts_each_stage_by_place(admitted, applied, person, client):
    admitted()
    applied(place="南康区")
    client.force_login(person("leader"))
    board = client.get(reverse("admin:enterprises_reserve_board_page")).context["board"]

    assert board.by_place == [("章贡区", [0, 0, 1, 0, 0, 0]), ("南康区", [0, 1, 0, 0, 0, 0])]
    assert board.by_field == [("新材料", [0, 1, 1, 0, 0, 0])]
    assert board.total == [0, 1, 1, 0, 0, 0]
    assert [(person.name, person.firms) for person in board.workload] == [("经办人", 1)]


def test_the_gaps_of_the_newest_assessment_become_measures_once(admitted, person, client):
    reserve, _owner, officer = admitted()
    data = YearlyData.objects.get(organisation=reserve.organisation, year=2015)
    YearlyData.objects.filter(pk=data.pk).update(product_income=100 * WAN)
    data.staff_months.filter(kind="science").update(at_start=2, at_end=2)
    yearly.assess(YearlyData.objects.get(pk=data.pk))
    url = reverse("admin:enterprises_reserve_gaps_page", args=[reserve.pk])
    client.force_login(officer)

    found = gaps.open_gaps(reserve)
    form = client.get(url).context["form"]
    typed = {name: field.initial for name, field in form.fields.items() if field.initial not in (None, "")}
    typed |= {"owner": officer.pk, "due_on": "2027-01-31", "take_1": "", "action_2": "引进三名工程师"}
    assert {gap.condition for gap in found} >= {"4", "6"}
    assert client.post(url, typed).status_code == 302
    taken = list(reserve.measures.order_by("pk").values_list("condition", "action"))

    assert taken[0] == (found[1].condition, "引进三名工程师")
    assert len(taken) == len(found) - 1
    assert [gap.condition for gap in gaps.open_gaps(reserve)] == [found[0].condition]
    line = {"condition": found[1].condition, "gap": "x", "action": "y"}
    with pytest.raises(Refused, match="已有未办结的措施"):
        workflow.plan_gaps(reserve, by=officer, lines=[line], owner=officer, due_on=TODAY)
    measure = reserve.measures.get(condition=found[1].condition)
    workflow.finish(measure, by=officer, outcome="已到岗")
    assert found[1].condition in {gap.condition for gap in gaps.open_gaps(reserve)}
    with pytest.raises(Refused, match="至少选一项"):
        workflow.plan_gaps(reserve, by=officer, lines=[], owner=officer, due_on=TODAY)


def test_nothing_is_proposed_for_a_firm_without_gaps_or_assessment(admitted, client):
    reserve, _owner, officer = admitted()
    client.force_login(officer)
    reserve.organisation.yearly_data.update(status="draft")

    answer = client.get(reverse("admin:enterprises_reserve_gaps_page", args=[reserve.pk]))

    assert gaps.open_gaps(reserve) == []
    assert answer.status_code == 302


def test_the_database_refuses_a_second_open_measure_of_one_condition(admitted):
    reserve, _owner, officer = admitted()
    known = {"condition": "4", "gap": "x", "action": "y", "owner": officer, "due_on": TODAY}
    reserve.measures.create(**known)

    with pytest.raises(IntegrityError, match="one_open_per_condition"), transaction.atomic():
        reserve.measures.create(**known)
