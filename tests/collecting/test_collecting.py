"""A list arrives: previewed by its unit for its own places alone, handed in, confirmed or sent back, reminded of, once each."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from bureau.audit.models import Entry
from bureau.collecting import workflow
from bureau.collecting.choices import DutyStatus
from bureau.collecting.models import Duty
from bureau.lists import runs
from bureau.lists import workflow as lists
from bureau.lists.choices import RunStatus
from bureau.lists.tasks import preview_list_file
from bureau.messaging.models import Message
from bureau.registration.workflow import members
from bureau.todos import todos_of
from bureau.workflow import Refused
from projects.models import Project
from tests.collecting.conftest import PERIOD, projects, read

pytestmark = pytest.mark.django_db


def handed_in(scene, list_file, *counties):
    _officer, clerk, duty = scene
    workflow.upload(duty, by=clerk, file=list_file(projects(*counties)))
    read(duty)
    workflow.submit(duty, by=clerk)
    return duty


def test_each_unit_owes_it_and_is_told(scene):
    officer, clerk, _duty = scene

    assert Duty.objects.owing().count() == 2
    (message,) = Message.objects.filter(user=clerk)
    assert message.title == "请报送：三季度立项项目"
    assert "2026年7月1日至2026年9月30日" in message.body
    assert [todo.text for todo in todos_of(clerk)] == ["报送《三季度立项项目》"]
    assert todos_of(officer) == []


def test_a_list_of_its_own_places_is_handed_in_confirmed_and_loaded(scene, list_file):
    officer, clerk, _ = scene
    duty = handed_in(scene, list_file, "章贡区", "章贡区")
    assert Project.objects.count() == 0
    assert Message.objects.get(user=officer).body.endswith("（清单 2 行），请查看预览后确认或退回。")

    workflow.confirm(duty, by=officer)
    runs.perform(duty.run_id)

    duty.run.refresh_from_db()
    assert duty.run.status == RunStatus.DONE
    assert set(Project.objects.values_list("source_id", flat=True)) == {duty.run_id}
    assert Message.objects.filter(user=clerk).latest("pk").title == "已确认：三季度立项项目"
    assert list(Entry.objects.about(duty).order_by("pk").values_list("verb", flat=True)) == [
        "upload_list",
        "submit",
        "confirm",
    ]


def test_a_row_of_another_place_is_refused_with_its_reason(scene, list_file):
    _officer, clerk, duty = scene
    workflow.upload(duty, by=clerk, file=list_file(projects("章贡区", "赣县区", "")))
    read(duty)

    (rejected,) = duty.run.sheets.get().rejected
    assert (rejected["row"], rejected["column"], rejected["value"]) == (3, "县（市、区）", "赣县区")
    assert rejected["reason"] == "“赣县区”不在本单位负责的范围（章贡区）内，请由所在地报送"
    with pytest.raises(Refused, match="1 行被拒绝"):
        workflow.submit(duty, by=clerk)


def test_a_department_hands_in_for_its_units_alone(scene, list_file, unit):
    """主管部门: rows of its units wherever they are, by code or by name; no other."""
    officer, clerk, duty = scene
    school, named, other = unit("赣州第一中学"), unit("赣州科技馆", code=None), unit("赣州别家有限公司")
    duty.unit.jurisdictions.all().delete()
    members.assign_units(duty.unit, by=officer, units=[school, named])
    heading, *rows = projects("南康区", "赣县区", "章贡区")
    for row, (name, code) in zip(
        rows, [("改名后的中学", school.credit_code), ("赣州科技馆", ""), (other.name, other.credit_code)], strict=True
    ):
        row[heading.index("承担单位")], row[heading.index("统一社会信用代码")] = name, code

    workflow.upload(duty, by=clerk, file=list_file([heading, *rows]))
    read(duty)

    (rejected,) = duty.run.sheets.get().rejected
    assert (rejected["row"], rejected["reason"]) == (
        4,
        "该行的单位不是本单位负责的所属单位，请由其主管部门或所在地报送",
    )


def test_the_places_bind_when_it_is_loaded_too(scene, list_file):
    officer, clerk, duty = scene
    workflow.upload(duty, by=clerk, file=list_file(projects("章贡区", "赣县区")))
    read(duty)
    lists.confirm(duty.run, by=officer, skip_bad_rows=True, queue=lambda _pk: None)
    runs.perform(duty.run_id)

    assert [project.county for project in Project.objects.all()] == ["章贡区"]


def test_another_kind_of_list_is_refused(scene, list_file):
    _officer, clerk, duty = scene
    rows = [["成果编号", "成果名称", "完成单位", "征集日期"], ["C1", "钨", "甲", "2026-08-01"]]
    workflow.upload(duty, by=clerk, file=list_file(rows))
    read(duty)

    assert duty.run.status == RunStatus.FAILED
    with pytest.raises(Refused, match="不能报送"):
        workflow.submit(duty, by=clerk)


def test_a_return_says_why_and_the_file_never_loads(scene, list_file):
    officer, clerk, _ = scene
    duty = handed_in(scene, list_file, "章贡区")
    first = duty.run
    with pytest.raises(Refused, match="原因"):
        workflow.return_(duty, by=officer, reason=" ")
    workflow.return_(duty, by=officer, reason="缺少8月的项目")

    first.refresh_from_db()
    assert (duty.status, first.status) == (DutyStatus.RETURNED, RunStatus.CANCELLED)
    assert "缺少8月的项目" in Message.objects.filter(user=clerk).latest("pk").body
    with pytest.raises(Refused, match="不能报送"):
        workflow.submit(duty, by=clerk)
    duty = handed_in(scene, list_file, "章贡区", "章贡区")
    workflow.confirm(duty, by=officer)
    assert (duty.status, duty.run_id != first.pk) == (DutyStatus.CONFIRMED, True)


def test_nothing_to_report_is_reported(scene):
    officer, clerk, duty = scene
    with pytest.raises(Refused, match="说明"):
        workflow.report_nil(duty, by=clerk, reason="")
    workflow.report_nil(duty, by=clerk, reason="本季度没有新立项项目")
    assert duty.state(PERIOD["due_on"]) == ("已报（零报送）", "info")
    workflow.confirm(duty, by=officer)

    assert (duty.status, duty.run) == (DutyStatus.CONFIRMED, None)


def test_another_unit_s_people_and_officers_hand_nothing_in(scene, list_file):
    officer, _clerk, duty = scene
    stranger = Duty.objects.exclude(pk=duty.pk).get().unit.memberships.get().user

    for somebody in (officer, stranger):
        with pytest.raises(PermissionDenied):
            workflow.report_nil(duty, by=somebody, reason="x")
        with pytest.raises(PermissionDenied):
            workflow.upload(duty, by=somebody, file=list_file(projects("章贡区")))


def test_a_unit_cannot_confirm_itself(scene, list_file):
    _officer, clerk, _ = scene

    with pytest.raises(PermissionDenied):
        workflow.confirm(handed_in(scene, list_file, "章贡区"), by=clerk)


def test_the_board_knows_late_from_not_yet(scene):
    officer, clerk, duty = scene
    assert duty.state(date(2026, 10, 15)) == ("未报", "neutral")
    assert duty.state(date(2026, 10, 16)) == ("逾期", "danger")
    workflow.extend(duty, by=officer, due_on=date(2026, 10, 20), reason="系统停机")
    assert duty.state(date(2026, 10, 16)) == ("未报", "neutral")
    assert Duty.objects.overdue(date(2026, 10, 16)).count() == 1
    workflow.report_nil(duty, by=clerk, reason="没有")
    workflow.return_(duty, by=officer, reason="应当有")
    assert duty.state(date(2026, 10, 20)) == ("退回", "warning")
    assert duty.state(date(2026, 10, 21)) == ("退回，逾期", "danger")
    with pytest.raises(Refused, match="须晚于现在的期限"):
        workflow.extend(duty, by=officer, due_on=date(2026, 10, 20), reason="再延")


def test_a_unit_is_reminded_once_before_and_daily_from_the_day(scene):
    _officer, clerk, _ = scene
    told = Message.objects.filter(user=clerk, kind="collecting.due").order_by("pk")
    for day, count in ((10, 0), (12, 1), (13, 1), (15, 2), (16, 3)):
        workflow.remind(date(2026, 10, day))
        workflow.remind(date(2026, 10, day))
        assert told.count() == count, day

    assert [m.title.split("：")[1] for m in told] == ["2026年10月15日到期", "今天到期", "已逾期 1 天"]


def test_after_the_end_nobody_hands_in(scene, list_file):
    officer, clerk, duty = scene
    workflow.close_collection(duty.collection, by=officer)

    with pytest.raises(Refused, match="已经结束"):
        workflow.report_nil(Duty.objects.get(pk=duty.pk), by=clerk, reason="x")
    assert list(Duty.objects.owing()) == []


def test_a_collection_without_units_or_with_a_period_backwards_is_refused(person):
    officer = person("officer")
    with pytest.raises(Refused, match="至少选择一个"):
        workflow.open_collection(by=officer, units=[], title="x", kind="projects", **PERIOD)


def test_the_database_refuses_handed_in_without_list_or_nil(scene):
    duty = scene[2]
    with pytest.raises(IntegrityError, match="collecting_duty_handed_in_holds_a_list_or_nil"), transaction.atomic():
        Duty.objects.filter(pk=duty.pk).update(status=DutyStatus.SUBMITTED)
    with pytest.raises(IntegrityError, match="collecting_duty_one_for_a_unit"):
        Duty.objects.create(collection=duty.collection, unit=duty.unit, due_on=duty.due_on)


def test_a_preview_that_is_rung_again_does_not_call_back_what_was_loaded(scene, list_file):
    officer, _clerk, _ = scene
    duty = handed_in(scene, list_file, "章贡区")
    workflow.confirm(duty, by=officer)
    runs.perform(duty.run_id)

    preview_list_file(duty.run_id)

    duty.run.refresh_from_db()
    assert duty.run.status == RunStatus.DONE
