"""The pages of an application: open to whom they concern, typed in and saved, shown and verified."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bureau.accounts.models import User
from projects.choices import ApplicationStatus as S
from projects.models import Answer, Application
from projects.workflow import calls, deciding, drafts, submitting
from tests.registration.conftest import LICENCE

from .doors import DUTY, EVERYBODYS, OWN, SEEN

pytestmark = pytest.mark.django_db


def address(name, names, application):
    things = {
        "application": application.pk, "call": application.call_id, "member": application.team.get(position=2).pk,
        "file": application.attachments.current().first().pk,
    }  # fmt: skip
    return reverse(name, kwargs={key: things.get(value, value) for key, value in names.items()})


def test_pages_open_to_whom_they_concern_and_to_nobody_else(submitted, people, person, client):
    application, contributor, _manager, office = submitted()
    strangers = [people()[1], people("南康区")[3], person("officer"), User.objects.create_user(username="x")]
    wrong = []
    for name, (method, names) in (OWN | SEEN | DUTY | EVERYBODYS).items():
        url = address(name, names, application)
        client.logout()
        if "/login/" not in getattr(client, method)(url).get("Location", ""):
            wrong.append((name, "nobody"))
        shows = {"own": name not in DUTY, "office": name in SEEN or name in DUTY}
        for who, user in [("own", contributor), ("office", office), *(("stranger", user) for user in strangers)]:
            client.force_login(user)
            status = getattr(client, method)(url).status_code
            opened = status in (200, 302)
            if name == "projects:application-begin":  # Without its token nobody begins anything.
                opened = status == 200
                expected = False
            elif name == "projects:application-list":
                expected = True
            elif name == "projects:recommending-list":
                expected = who == "office" or user is strangers[1]
            elif user.is_staff:  # Whoever may view applications at the bureau reads what was handed in.
                expected = name in SEEN
            else:
                expected = shows.get(who, False)
            if opened != expected:
                wrong.append((name, who, status))

    assert wrong == []


def test_a_draft_is_seen_by_its_unit_alone(filled, client):
    application, contributor, _manager, office = filled()
    url = reverse("projects:application-detail", args=[application.pk])
    client.force_login(office)
    assert client.get(url).status_code == 404
    client.force_login(contributor)
    assert "尚未提交" in client.get(url).content.decode()


def test_what_came_back_is_not_called_received(submitted, client):
    application, _contributor, manager, office = submitted()
    url = reverse("projects:application-detail", args=[application.pk])
    client.force_login(manager)
    assert "申报已收到" in client.get(url).content.decode()
    deciding.return_(application, by=office, reason="合作单位分工不清。")
    page = client.get(url).content.decode()

    assert "申报已收到" not in page
    assert (
        f"尚未重新提交</strong>　上次提交不再算数；改好后由单位管理员重新提交，受理编号 {application.number} 不变"
        in page
    )


def test_where_a_manager_is_led_to_review_he_can_also_return(filled, client):
    application, contributor, manager, _office = filled()
    submitting.propose(application, by=contributor)
    url = reverse("projects:application-check", args=[application.pk])
    back = reverse("projects:application-verb", args=[application.pk, "unit-return"])
    client.force_login(contributor)
    assert back not in client.get(url).content.decode()
    client.force_login(manager)

    assert back in client.get(url).content.decode()


def post(client, application, section, typed, **more):
    url = reverse("projects:application-section", args=[application.pk, section])
    page = client.get(url)
    data = {f"revision-{code}": revision for code, revision in page.context["revisions"]}
    for bound in page.context["form"]:
        value = bound.value()
        if isinstance(value, str) and not bound.field.disabled:
            data[bound.html_name] = value
    return client.post(url, data | typed, **more)


def test_typing_is_saved_by_itself_and_by_the_button(published, people, client):
    call, (organisation, contributor, *_) = published(), people()
    client.force_login(contributor)
    client.post(reverse("projects:application-begin", args=[call.pk]), {"token": uuid4()})
    application = Application.objects.get()

    answer = post(client, application, "basic", {"title": "稀土"}, headers={"accept": "application/json"}).json()
    assert (answer["conflicts"], answer["revisions"]["title"]) == ([], 1)
    assert Application.objects.get().title == "稀土"
    response = post(client, application, "basic", {"title": "稀土二", "next": "1"})
    assert response["Location"] == reverse("projects:application-section", args=[application.pk, "unit"])
    post(client, application, "unit", {"bank_account": "6222021234567890", "consent-bank_account": "on"})
    answers = {a.code: a for a in Answer.objects.all()}
    assert answers["unit_name"].value == organisation.name
    assert "6222" not in answers["bank_account"].value
    before = answers["bank_account"].revision
    post(client, application, "unit", {"bank_name": "另一银行"})
    assert Answer.objects.get(code="bank_account").revision == before


def test_two_tabs_meet_in_a_notice_with_and_without_script(filled, client):
    application, contributor, manager, _ = filled()
    client.force_login(contributor)
    url = reverse("projects:application-section", args=[application.pk, "basic"])
    drafts.save(application, "basic", by=manager, typed={"title": "他的名称"}, seen={"title": 1})
    typed = {"title": "我的名称", "revision-title": "1"}

    answer = client.post(url, typed, headers={"accept": "application/json"}).json()
    assert [(c["code"], c["theirs"], c["revision"]) for c in answer["conflicts"]] == [("title", "他的名称", 2)]
    page = client.post(url, typed)
    text = page.content.decode()
    assert "没有覆盖" in text
    assert 'value="我的名称"' in text
    assert dict(page.context["revisions"])["title"] == 2
    client.post(url, typed | {"revision-title": "2"})
    assert Application.objects.get().title == "我的名称"


def test_the_budget_says_at_once_what_it_breaks(filled, client):
    application, contributor, *_ = filled()
    client.force_login(contributor)
    typed = {"budget-business-fiscal": "10", "budget-indirect-fiscal": "5"}
    answer = post(client, application, "budget", typed, headers={"accept": "application/json"}).json()

    assert answer["budget"] == [
        "财政经费的间接费用 5 万元，超过上限 3 万元（国办发〔2021〕32号，直接费用扣除设备费后分段计算）。"
    ]


def test_what_is_missing_is_listed_with_links_to_its_field(filled, client):
    application, contributor, *_ = filled(summary="短")
    client.force_login(contributor)
    text = client.get(reverse("projects:application-check", args=[application.pk])).content.decode()
    link = reverse("projects:application-section", args=[application.pk, "basic"]) + "?check=1#id_summary"

    assert link in text
    assert "“项目摘要”只有 1 字" in text
    assert "“项目摘要”只有 1 字" in client.get(link).content.decode()


def test_the_way_from_review_to_acceptance_through_the_pages(filled, person, client):
    application, contributor, manager, office = filled()
    check = reverse("projects:application-check", args=[application.pk])
    client.force_login(contributor)
    client.post(check, {"token": uuid4(), "verb": "propose"})
    client.force_login(manager)
    page = client.get(check)
    client.post(check, {"token": page.context["token"], "verb": "submit"})
    application.refresh_from_db()
    assert application.status == S.SUBMITTED
    detail = client.get(reverse("projects:application-detail", args=[application.pk])).content.decode()
    assert application.number in detail
    assert "收回修改" in detail
    client.force_login(office)
    client.post(
        reverse("projects:recommending-verb", args=[application.pk, "recommend"]), {"opinion": "同意", "rank": "1"}
    )
    client.force_login(person("officer"))
    accept = reverse("admin:projects_application_accept_page", args=[application.pk])
    assert "申报单位符合指南要求（通知第二条）" in client.get(accept).content.decode()
    client.post(accept, {"line0": "yes", "line1": "yes"})
    application.refresh_from_db()

    assert (application.status, application.rank) == (S.ACCEPTED, 1)
    assert application.checks.get().lines[0]["passed"] is True
    labels = [step["label"] for step in client_timeline(client, manager, application)]
    assert labels == ["开始填写", "送单位审核", "单位审核并提交", "推荐", "形式审查通过，受理", "评审", "立项结果"]


def client_timeline(client, user, application):
    client.force_login(user)
    return client.get(reverse("projects:application-detail", args=[application.pk])).context["steps"]


def test_an_officer_asks_for_a_correction_in_the_admin(recommended, person, client):
    application, *_ = recommended()
    client.force_login(person("officer"))
    url = reverse("admin:projects_application_ask_page", args=[application.pk])
    client.post(
        url, {"line0": "yes", "line1": "no", "note1": "查新报告缺页", "sections": ["files"], "reason": "请补全"}
    )
    application.refresh_from_db()

    assert (application.status, application.correction_sections) == (S.CORRECTING, ["files"])
    page = client.get(reverse("admin:projects_application_change", args=[application.pk])).content.decode()
    assert "查新报告缺页" in page
    document = reverse("admin:projects_application_document_page", args=[application.pk])
    assert "正在修改" in client.get(document).content.decode()
    file = application.attachments.current().first()
    assert b"".join(client.get(f"{document}?file={file.pk}").streaming_content) == LICENCE


def test_what_is_not_asked_of_this_application_is_not_on_the_page(filled, client):
    application, contributor, *_ = filled()
    client.force_login(contributor)
    url = reverse("projects:application-section", args=[application.pk, "files"])
    assert "合作协议" not in client.get(url).content.decode()
    post(client, application, "basic", {"joint": "是"})
    assert "合作协议" in client.get(url).content.decode()


def test_files_are_checked_by_content_replaced_and_shown(filled, client):
    application, contributor, *_ = filled()
    client.force_login(contributor)
    url = reverse("projects:file-add", args=[application.pk, "feasibility"])
    page = client.post(url, {"file": SimpleUploadedFile("假.pdf", b"MZ not a pdf")})
    assert "文件内容不是" in page.content.decode()
    client.post(url, {"file": SimpleUploadedFile("新.pdf", LICENCE)})
    (held,) = application.attachments.current().filter(code="feasibility")

    assert held.name == "新.pdf"
    shown = client.get(reverse("projects:file-show", args=[application.pk, held.pk]))
    assert b"".join(shown.streaming_content) == LICENCE


def test_a_member_answers_by_the_link_without_an_account(filled, client):
    application, contributor, *_ = filled()
    member = application.team.get(position=2)
    client.force_login(contributor)
    made = client.post(reverse("projects:member-verb", args=[application.pk, member.pk, "link"]))
    link = made.context["link"]
    client.logout()

    assert application.title in client.get(link).content.decode()
    client.post(link, {"answer": "no"})
    member.refresh_from_db()
    assert member.declined_at is not None
    assert client.get(reverse("projects:member-link", args=["x"])).status_code == 404


def test_the_paper_carries_number_and_fingerprint_and_verifies(submitted, filled, client):
    draft, contributor, *_ = filled()
    client.force_login(contributor)
    text = client.get(reverse("projects:application-print", args=[draft.pk])).content.decode()
    assert "草稿（未提交，无效）" in text
    application, contributor, manager, _ = submitted()
    submission = application.submissions.get()
    client.force_login(contributor)
    text = client.get(reverse("projects:application-print", args=[application.pk])).content.decode()
    assert submission.digest in text
    assert "622*********7890" in text
    response = client.get(reverse("projects:application-word", args=[application.pk]))
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as word:
        body = word.read("word/document.xml").decode()
        names = word.namelist()
    assert submission.digest in body
    assert any(name.endswith(".png") for name in names)
    pdf = reverse("projects:application-pdf", args=[application.pk])
    first, second = (b"".join(client.get(pdf).streaming_content) for _turn in range(2))
    assert first == second
    assert first.startswith(b"%PDF-")
    client.logout()
    good = reverse("projects:verify", args=[application.number, submission.digest[:16]])
    assert "核验通过" in client.get(good).content.decode()
    assert client.get(reverse("projects:verify", args=[application.number, "0" * 16])).status_code == 404
    submitting.edit_again(application, by=manager)
    submitting.propose(application, by=contributor)
    drafts_before = submission.digest
    submitting.submit(application, by=manager, token=uuid4())
    assert application.submissions.last().digest != drafts_before
    assert "较早的一次提交" in client.get(good).content.decode()


@pytest.mark.parametrize(
    ("name", "who"), [("projects:application-list", "contributor"), ("projects:recommending-list", "office")]
)
def test_a_list_costs_the_same_at_one_row_and_at_three(name, who, submitted, published, people, client):
    call, team = published(rules={"enterprise_quota": 9}), people()
    used = []
    for rows in (1, 2):
        for _ in range(rows):
            _application, contributor, _manager, office = submitted(call=call, who=team)
        client.force_login({"contributor": contributor, "office": office}[who])
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(reverse(name))
        used.append(len(queries))

    assert len(response.context["page"].object_list) == 3
    assert used[0] == used[1] <= 20


def test_an_application_is_shown_in_few_queries(submitted, filled, client):
    application, contributor, *_ = submitted()
    draft, owner, *_ = filled()
    pages = [
        (contributor, reverse("projects:application-detail", args=[application.pk])),
        (owner, reverse("projects:application-detail", args=[draft.pk])),
        (owner, reverse("projects:application-section", args=[draft.pk, "basic"])),
    ]
    for user, url in pages:
        client.force_login(user)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        assert len(queries) <= 20, url


def test_a_unit_reads_why_it_may_not_answer(published, people, head, client):
    call = published(rules={"enterprise_overdue": 0})
    organisation, contributor, *_ = people()
    organisation.restrictions.create(kind="overdue", about="老项目", source="文", starts_on="2020-01-01")
    client.force_login(contributor)
    text = client.get(reverse("projects:application-list")).content.decode()

    assert "贵单位逾期未结题 1 项（老项目）" in text
    assert "（通知第三条）" in text
    calls.cancel(call, by=head, reason="撤销")
    assert "现在没有正在申报的批次" in client.get(reverse("projects:application-list")).content.decode()
