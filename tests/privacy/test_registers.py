"""One drafts, another approves; what was decided stands; records stay three years; clocks run from when it was found."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.messaging.models import Message
from bureau.privacy import tasks, workflow
from bureau.privacy.choices import Clause
from bureau.privacy.models import Breach, ImpactAssessment, Processor
from bureau.workflow import Refused

pytestmark = pytest.mark.django_db

WORDS = {"processing": "一", "necessity": "二", "impact": "三", "measures": "四", "conclusion": "allowed"}
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture
def keeper(person):
    return person("security_admin")


@pytest.fixture
def leader(person):
    return person("leader")


@pytest.fixture
def draft(keeper):
    """An assessment as it is drafted."""
    return ImpactAssessment.objects.create(
        title="短信服务", occasions=["entrusted"], review_on=date(2027, 1, 1), drafted_by=keeper, drafted_at=timezone.now(), **WORDS
    )  # fmt: skip


@pytest.fixture
def assessed(draft, keeper, leader):
    workflow.submit(draft, by=keeper)
    workflow.approve(draft, by=leader)
    return draft


@pytest.fixture
def outsourced(assessed):
    """An outsourcing, all but its contract."""
    return Processor.objects.create(
        name="某某信息技术有限公司", purpose="发送验证码短信", data="手机号", manner="接口调用", contract_number="HT-1",
        clauses=Clause.values, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), assessment=assessed,
    )  # fmt: skip


@pytest.fixture
def in_force(outsourced, keeper, leader):
    attach(outsourced, keeper)
    workflow.submit(outsourced, by=keeper)
    workflow.approve(outsourced, by=leader)
    return outsourced


def attach(processor, keeper):
    """Hand in the contract through its page."""
    client = Client()
    client.force_login(keeper)
    file = SimpleUploadedFile("合同.pdf", PDF, content_type="application/pdf")
    return client.post(reverse("admin:privacy_processor_attach_page", args=[processor.pk]), {"file": file}, follow=True)


def breach_found(hours: int, **more) -> Breach:
    words = {
        "found_how": "自查",
        "data": "手机号",
        "persons": 12,
        "cause": "弱口令",
        "harm": "骚扰",
        "measures": "已改密",
    }
    return Breach.objects.create(title="弱口令", found_at=timezone.now() - timedelta(hours=hours), **words | more)


def test_an_assessment_is_approved_by_another_and_is_in_the_book(draft, keeper, leader):
    with pytest.raises(Refused):
        workflow.approve(draft, by=leader)
    workflow.submit(draft, by=keeper)
    assert Message.objects.get(user=leader, kind="privacy.to_approve").url.endswith(f"/{draft.pk}/change/")
    with pytest.raises(PermissionDenied):
        workflow.approve(draft, by=keeper)
    workflow.approve(draft, by=leader)

    draft.refresh_from_db()
    assert (draft.status, draft.approved_by) == ("approved", leader)
    assert draft.kept_until >= timezone.localdate() + timedelta(days=3 * 365)
    assert [entry.verb for entry in Entry.objects.about(draft)] == ["approve", "submit"]


def test_a_returned_draft_says_why_and_is_handed_in_again(draft, keeper, leader):
    workflow.submit(draft, by=keeper)
    with pytest.raises(Refused, match="理由"):
        workflow.return_(draft, by=leader, reason=" ")
    workflow.return_(draft, by=leader, reason="措施不足")

    assert (draft.status, draft.reason) == ("draft", "措施不足")
    workflow.submit(draft, by=keeper)
    assert draft.reason == ""


def test_the_database_lets_nobody_approve_their_own(draft, keeper):
    workflow.submit(draft, by=keeper)
    with pytest.raises(Exception, match="approved_by_another"), transaction.atomic():
        ImpactAssessment.objects.update(status="approved", approved_by=keeper, approved_at=timezone.now())


def test_what_was_approved_stands(assessed, keeper, client):
    with pytest.raises(InternalError, match="never changed"), transaction.atomic():
        ImpactAssessment.objects.filter(pk=assessed.pk).update(impact="没有")
    client.force_login(keeper)
    url = reverse("admin:privacy_impactassessment_change", args=[assessed.pk])
    client.post(url, {"title": "另一个"})

    assert ImpactAssessment.objects.get().title == "短信服务"


def test_records_stay_for_three_years(outsourced, draft):
    breach_found(1)
    for table in ("breach", "processor", "impactassessment"):
        with (
            pytest.raises(InternalError, match="kept for 3 years"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM privacy_{table}")


def test_who_does_the_bureaus_work_needs_a_contract_an_assessment_and_an_approval(outsourced, keeper, leader):
    outsourced.clauses = outsourced.clauses[:-1]
    outsourced.assessment = None
    outsourced.save()
    with pytest.raises(Refused) as refused:
        workflow.submit(outsourced, by=keeper)
    assert all(word in str(refused.value) for word in ("不得保留", "合同扫描件", "影响评估"))
    with pytest.raises(Exception, match="in_force_under_contract"), transaction.atomic():
        Processor.objects.update(status="in_force", approved_by=leader, approved_at=timezone.now())


def test_a_processor_is_public_while_it_is_in_force(in_force, keeper, client):
    page = client.get(reverse("privacy:register")).content.decode()
    assert "某某信息技术有限公司" in page
    assert "发送验证码短信" in page
    assert "HT-1" not in page

    with pytest.raises(Refused, match="凭什么"):
        workflow.end(in_force, by=keeper, disposal="deleted", disposed_on=date(2026, 12, 1), disposal_note=" ")
    workflow.end(in_force, by=keeper, disposal="deleted", disposed_on=date(2026, 12, 1), disposal_note="删除证明 3 号")

    assert "某某信息技术有限公司" not in client.get(reverse("privacy:register")).content.decode()
    assert "现在没有委托" in client.get(reverse("privacy:register")).content.decode()
    with pytest.raises(Exception, match=r"ended_iff_data|never changed"), transaction.atomic():
        Processor.objects.update(disposal="")


def test_the_contract_is_read_by_those_of_the_register_alone(in_force, keeper, person, client):
    url = reverse("admin:privacy_processor_contract_page", args=[in_force.pk])
    client.force_login(keeper)
    assert b"".join(client.get(url).streaming_content) == PDF
    client.force_login(person("officer"))
    assert client.get(url).status_code in (302, 403, 404)


def test_a_contract_is_what_its_name_says(outsourced, keeper, client):
    client.force_login(keeper)
    url = reverse("admin:privacy_processor_attach_page", args=[outsourced.pk])
    script = SimpleUploadedFile("合同.pdf", b"<script>alert(1)</script>", content_type="application/pdf")

    assert "文件内容不是" in client.post(url, {"file": script}).content.decode()
    assert not Processor.objects.get().contract


def test_a_breach_is_told_before_it_is_closed_and_closed_by_another(keeper, leader, client):
    client.force_login(keeper)
    found = timezone.localtime() - timedelta(hours=1)
    entered = {
        "title": "弱口令", "found_at_0": f"{found:%Y-%m-%d}", "found_at_1": f"{found:%H:%M}", "found_how": "自查", "data": "手机号",
        "persons": 12, "cause": "弱口令", "harm": "骚扰", "measures": "已改密",
    }  # fmt: skip
    client.post(reverse("admin:privacy_breach_add"), entered)
    breach = Breach.objects.get()
    assert breach.opened_by == keeper
    assert "弱口令" in Message.objects.get(user=leader, kind="privacy.breach_opened").title

    with pytest.raises(Refused, match="部门"):
        workflow.propose_closing(breach, by=keeper)
    with pytest.raises(Refused, match="还没有到"):
        workflow.tell_authority(breach, by=keeper, authority="市网信办", at=timezone.now() + timedelta(hours=1))
    workflow.tell_authority(breach, by=keeper, authority="市网信办", at=timezone.now())
    with pytest.raises(Refused, match="个人"):
        workflow.propose_closing(breach, by=keeper)
    for both in ({"how": "", "at": None, "exempt": ""}, {"how": "短信", "at": timezone.now(), "exempt": "已避免"}):
        with pytest.raises(Refused, match="或者"):
            workflow.tell_persons(breach, by=keeper, **both)
    workflow.tell_persons(breach, by=keeper, how="短信", at=timezone.now(), exempt="")
    workflow.propose_closing(breach, by=keeper)
    with pytest.raises(PermissionDenied):
        workflow.close(breach, by=keeper)
    workflow.close(breach, by=leader)

    assert Breach.objects.get().status == "closed"
    with pytest.raises(InternalError, match="never changed"), transaction.atomic():
        Breach.objects.update(persons=0)


def test_nothing_is_closed_past_the_portal_without_telling(leader):
    breach_found(1)
    with pytest.raises(Exception, match="closed_after_telling"), transaction.atomic():
        Breach.objects.update(status="closed", closed_by=leader, closed_at=timezone.now())


def test_a_clock_that_ends_is_said_once(keeper, leader, settings):
    settings.BREACH_AUTHORITY_HOURS = 4
    breach_found(2)
    assert tasks.remind_of_breaches() == 0
    late = breach_found(5)

    assert tasks.remind_of_breaches() == 2
    assert tasks.remind_of_breaches() == 0
    assert set(Message.objects.filter(kind="privacy.breach_late").values_list("user", flat=True)) == {
        keeper.pk,
        leader.pk,
    }
    assert list(Breach.objects.late(timezone.now() - timedelta(hours=4), timezone.now() - timedelta(hours=72))) == [
        late
    ]


def test_the_list_says_which_clock_has_run_out(keeper, client):
    breach_found(5)
    client.force_login(keeper)

    assert "已超时" in client.get(reverse("admin:privacy_breach_changelist")).content.decode()


def test_pages_offer_only_what_can_be_said_now(draft, keeper, leader, client):
    def offered(user):
        client.force_login(user)
        page = client.get(reverse("admin:privacy_impactassessment_change", args=[draft.pk])).content.decode()
        return {verb for verb in ("submit", "approve", "return") if f"/{draft.pk}/{verb}/" in page}

    assert (offered(keeper), offered(leader)) == ({"submit"}, set())
    workflow.submit(draft, by=keeper)
    assert (offered(keeper), offered(leader)) == (set(), {"approve", "return"})


def todos(user) -> dict[str, str]:
    """What the first page of the admin tells the person of these registers, by its words."""
    client = Client()
    client.force_login(user)
    board = client.get(reverse("admin:index")).context["todos"]
    return {todo["words"]: (todo["count"], todo["url"]) for todo in board if "/privacy/" in todo["url"]}


def test_the_first_page_tells_who_decides_and_what_is_due(draft, keeper, leader):
    assert todos(keeper) == todos(leader) == {}
    workflow.submit(draft, by=keeper)
    assert todos(keeper) == {}
    count, url = todos(leader)["份影响评估待审批"]
    client = Client()
    client.force_login(leader)
    assert (count, [row.pk for row in client.get(url).context["cl"].result_list]) == ("1", [draft.pk])

    workflow.approve(draft, by=leader)
    assert todos(leader) == {}
    with time_machine.travel(draft.review_on + timedelta(days=1)):
        assert todos(keeper)["份影响评估已到复核日期"][0] == "1"


def test_the_first_page_tells_of_a_contract_that_is_over_and_of_a_breach(in_force, keeper, leader):
    yesterday = timezone.localdate() - timedelta(days=1)
    Processor.objects.filter(pk=in_force.pk).update(ends_on=yesterday)
    found = breach_found(1)
    workflow.open_breach(found, by=keeper)

    told = {words: count for words, (count, _url) in todos(keeper).items()}
    assert told == {"项委托处理已到期，待登记终止": "1", "起泄露事件待报告或告知": "1"}
