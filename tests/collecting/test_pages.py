"""The unit's desk and the officer's board: own rows only, constant cost, every step through its page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.collecting import workflow
from bureau.collecting.models import Collection, Duty
from tests.collecting.conftest import PERIOD, fresh, projects, read

pytestmark = pytest.mark.django_db


def page(name, duty):
    return reverse(f"collecting:duty-{name}", args=[duty.pk])


def test_the_desk_costs_the_same_at_one_duty_and_at_three(scene, client):
    officer, clerk, duty = scene
    client.force_login(clerk)
    used = []
    for more in (0, 2):
        for n in range(more):
            workflow.open_collection(by=officer, units=[duty.unit], title=f"第{n}", kind="projects", **PERIOD)
        client.get(reverse("collecting:duty-list"))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse("collecting:duty-list"))
        used.append(len(queries))

    assert len(response.context["page"]) == 3
    assert used[0] == used[1] <= 12


def test_the_board_costs_the_same_at_one_unit_and_at_three(scene, unit, client):
    officer, _clerk, duty = scene
    client.force_login(officer)
    collection = duty.collection
    url = reverse("admin:collecting_collection_change", args=[collection.pk])
    used = []
    for more in (0, 2):
        for _ in range(more):
            Duty.objects.create(collection=collection, unit=unit(), due_on=collection.due_on)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        used.append(len(queries))

    assert used[0] == used[1]


def test_a_unit_uploads_sees_the_reasons_and_hands_in(scene, workbook, client):
    _officer, clerk, duty = scene
    client.force_login(clerk)

    def upload(*counties):
        with workbook(projects(*counties)).open("rb") as file:
            client.post(page("upload", duty), {"file": file})
        read(duty)
        return client.get(page("detail", duty)).text

    text = upload("章贡区", "赣县区")
    assert "“赣县区”不在本单位负责的范围" in text
    assert "确认无误，报送" not in text
    assert "确认无误，报送" in upload("章贡区")
    client.post(page("submit", duty))
    duty.refresh_from_db()
    assert duty.status == "submitted"


def test_what_is_no_list_is_one_sentence(scene, client, tmp_path):
    _officer, clerk, duty = scene
    client.force_login(clerk)
    bad = tmp_path / "清单.xlsx"
    bad.write_bytes(b"<script>alert(1)</script>")

    with bad.open("rb") as file:
        assert "文件内容不是" in client.post(page("upload", duty), {"file": file}).text
    duty.refresh_from_db()
    assert duty.run is None


def test_another_unit_s_duty_is_not_there(scene, client):
    _officer, _clerk, duty = scene
    stranger = Duty.objects.exclude(pk=duty.pk).get().unit.memberships.get().user
    client.force_login(stranger)

    for name in ("detail", "part"):
        assert client.get(page(name, duty)).status_code == 404
    for name in ("upload", "submit", "nil"):
        assert client.post(page(name, duty), {"reason": "x"}).status_code == 404


def test_who_recommends_for_no_place_has_no_desk(scene, somebody, client):
    client.force_login(somebody())

    assert client.get(reverse("collecting:duty-list")).status_code == 403


def test_the_officer_opens_watches_returns_extends_and_closes(scene, client, workbook):
    officer, clerk, first = scene
    client.force_login(officer)
    typed = {
        "title": "四季度立项项目", "kind": "projects", "period_from": "2026-10-01", "period_to": "2026-12-31",
        "due_on": "2099-01-15", "units": [first.unit_id],
    }  # fmt: skip
    client.post(reverse("admin:collecting_collection_add"), typed)
    duty = Collection.objects.get(title="四季度立项项目").duties.get()
    workflow.report_nil(duty, by=fresh(clerk), reason="没有")
    board = client.get(reverse("admin:collecting_collection_change", args=[duty.collection_id])).text
    assert "已报（零报送）" in board

    client.post(reverse("admin:collecting_duty_return", args=[duty.pk]), {"reason": "应当有"})
    client.post(reverse("admin:collecting_duty_extend", args=[duty.pk]), {"due_on": "2099-01-20", "reason": "补报"})
    duty.refresh_from_db()
    assert (duty.status, f"{duty.due_on}") == ("returned", "2099-01-20")
    assert "应当有" in client.get(reverse("admin:collecting_duty", args=[duty.pk])).text
    workflow.report_nil(duty, by=fresh(clerk), reason="确实没有")
    client.post(reverse("admin:collecting_duty_confirm", args=[duty.pk]))
    client.post(reverse("admin:collecting_close", args=[duty.collection_id]))
    duty.refresh_from_db()
    assert (duty.status, duty.collection.status) == ("confirmed", "closed")


def test_a_collected_list_is_confirmed_on_its_own_page_alone(scene, workbook, client):
    officer, clerk, duty = scene
    client.force_login(clerk)
    with workbook(projects("章贡区")).open("rb") as file:
        client.post(page("upload", duty), {"file": file})
    read(duty)
    client.force_login(officer)

    assert "确认导入" not in client.get(reverse("admin:lists_importrun_change", args=[duty.run_id])).text


def test_what_was_written_of_a_duty_is_shown_as_text(scene, list_file, client):
    """Titles, instructions, file names, cells and reasons, on the pages of the unit and of the officer."""
    officer, clerk, duty = scene
    attack = "<script>alert(1)</script>"
    Collection.objects.filter(pk=duty.collection_id).update(title=attack, instructions=attack)
    duty.refresh_from_db()
    heading, row = projects("章贡区")
    row[heading.index("项目名称")] = row[heading.index("项目编号")] = attack
    file = list_file([heading, row])
    file.name = f"{attack}.xlsx"
    workflow.upload(duty, by=clerk, file=file)
    read(duty)

    def shown(user, *addresses):
        client.force_login(fresh(user))
        for address in addresses:
            answer = client.get(address)
            assert (answer.status_code, attack in answer.text) == (200, False), address

    shown(clerk, page("detail", duty), page("part", duty), reverse("collecting:duty-list"), reverse("workspace"))
    workflow.submit(duty, by=clerk)
    shown(officer, reverse("admin:collecting_duty", args=[duty.pk]))
    workflow.return_(duty, by=officer, reason=attack)
    shown(clerk, page("detail", duty))
    workflow.report_nil(duty, by=clerk, reason=attack)
    shown(clerk, page("detail", duty))
    shown(officer, reverse("admin:collecting_duty", args=[duty.pk]), reverse("admin:collecting_collection_changelist"))
