"""The workspace's pages: what one types is kept, told and shown; every list costs the same at any length."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Jurisdiction, Membership
from bureau.messaging.models import Message
from bureau.registration.choices import RegistrationStatus
from bureau.registration.models import Invitation, Registration, Renaming
from bureau.registration.workflow import joinings, members, registrations, renamings
from bureau.workflow import Refused

from .conftest import LICENCE, credit_code, fresh, scan

pytestmark = pytest.mark.django_db
MANAGER = MembershipRole.MANAGER


def url(name, *args):
    return reverse(f"registration:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def test_a_person_registers_a_unit_page_by_page(somebody, places, client):
    client.force_login(somebody())
    client.post(url("registration-begin"))
    registration = Registration.objects.get()
    unit = {
        "kind": "enterprise",
        "credit_code": " 91360702pdy00001x6 ",
        "name": "赣州甲(集团)有限公司",
        "division": places["章贡区"].pk,
    }
    contact = {
        "legal_representative": "王五",
        "address": "章贡区1号",
        "contact_name": "张三",
        "contact_phone": "0797-1234567",
    }
    file = SimpleUploadedFile("营业 执照.pdf", LICENCE)

    after = client.post(url("registration-part", registration.pk, "unit"), unit)
    assert after["Location"] == url("registration-part", registration.pk, "contact")
    after = client.post(url("registration-part", registration.pk, "contact"), contact)
    assert after["Location"] == url("registration-part", registration.pk, "licence")
    after = client.post(url("registration-part", registration.pk, "licence"), {"licence": file})
    assert after["Location"] == url("registration-check", registration.pk)
    checked = text(client.get(after["Location"]))
    assert all(
        words in checked for words in ("91360702PDY00001X6", "赣州甲（集团）有限公司", "07971234567", "营业 执照.pdf")
    )
    receipt = client.post(url("registration-check", registration.pk), follow=True)

    registration.refresh_from_db()
    assert registration.status == RegistrationStatus.SUBMITTED
    assert registration.number in text(receipt)
    assert (
        registration.licence.name.endswith(f"{registration.pk}.pdf")
        or str(registration.pk) in registration.licence.name
    )
    status = text(client.get(url("registration-detail", registration.pk)))
    assert 'aria-current="step"' in status


@pytest.mark.parametrize(
    ("part", "typed", "sentence"),
    [
        ("unit", {"credit_code": "91360702PDY00001X7", "kind": "enterprise"}, "末位应为“6”"),
        ("unit", {"credit_code": "91360702PDY00001X6", "kind": "public"}, "表示企业"),
        ("contact", {"contact_phone": "12345"}, "电话不对"),
        ("licence", {"licence": SimpleUploadedFile("执照.pdf", b"<script>alert(1)</script>")}, "文件内容不是"),
        ("licence", {}, "请上传营业执照"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_kept(draft, part, typed, sentence, client):
    registration = draft()
    before = Registration.objects.values().get()
    client.force_login(registration.created_by)

    response = client.post(url("registration-part", registration.pk, part), typed)

    assert sentence in text(response)
    assert Registration.objects.values().get() == before


def test_a_code_is_told_while_it_is_typed(unit, member, somebody, client):
    known, managed = unit("赣州旧甲有限公司"), unit("赣州乙有限公司")
    member(managed, MANAGER)
    client.force_login(somebody())

    def told(code, **more):
        return text(client.get(url("credit-code"), {"credit_code": code, "kind": "enterprise"} | more))

    assert "应为 18 位，现为 3 位" in told("913")
    assert "信用代码正确" in told(credit_code())
    assert "由申请人认领" in told(known.credit_code)
    assert "单位管理员是李**" in told(managed.credit_code)
    assert "另一单位“赣州旧甲有限公司”" in told(credit_code(), name="赣州旧甲有限公司")
    assert told("").strip() == ""


def test_a_returned_registration_is_on_the_list_with_its_reason(submitted, person, client):
    registration = submitted()
    registrations.return_(registration, by=person("officer"), reason="证照不清晰")
    client.force_login(registration.created_by)

    home = client.get(reverse("workspace"))

    assert "证照不清晰" in text(home)
    assert [todo.urgent for todo in home.context["todos"]] == [True]
    assert "证照不清晰" in text(client.get(url("registration-detail", registration.pk)))
    assert Message.objects.get(user=registration.created_by).kind == "registration.returned"


def test_a_recommending_unit_decides_in_the_workspace(submitted, recommender, client):
    county = recommender("章贡区")
    registration = submitted()
    client.force_login(county)
    home = client.get(reverse("workspace"))
    assert [todo.text for todo in home.context["todos"]] == ["1 份单位注册待审核"]
    assert Message.objects.get(user=county).kind == "registration.waiting"
    page = text(client.get(url("registration-detail", registration.pk)))
    assert "139****1234" in page
    assert "13900001234" not in page

    client.post(url("registration-decide", registration.pk, "return"), {"reason": ""})
    assert Registration.objects.get().status == RegistrationStatus.SUBMITTED
    client.post(url("registration-decide", registration.pk, "approve"))

    assert Registration.objects.get().decided_by == county
    assert client.get(reverse("workspace")).context["todos"] == []
    assert Message.objects.get(user=registration.created_by).kind == "registration.approved"


def test_an_invitation_is_sent_followed_and_accepted(unit, member, somebody, client):
    organisation = unit()
    manager, guest = member(organisation, MANAGER), somebody(mobile="13912345678")
    client.force_login(manager)
    sent = client.post(
        url("invitation-send", organisation.pk), {"name": "赵六", "role": "contributor", "mobile": "139 1234 5678"}
    )
    link = sent.context["link"].removeprefix("http://testserver")
    unit_page = text(client.get(url("unit-detail", organisation.pk)))
    assert "139****5678" in unit_page
    assert link not in unit_page

    client.logout()
    shown = client.get(link)
    assert organisation.name in text(shown)
    asked = client.post(link)
    assert asked.status_code == 302
    assert "login" in asked["Location"]
    assert not Membership.objects.filter(user=guest).exists()
    client.force_login(guest)
    assert "邀请您任填报人" in text(client.get(reverse("workspace")))
    home = client.post(link, follow=True)

    assert Membership.objects.get(user=guest).organisation == organisation
    assert organisation.name in text(home)
    assert Message.objects.get(user=manager).kind == "registration.joined"


def test_a_person_switches_between_units_and_only_between_their_own(unit, member, client):
    first, second, foreign = unit("赣州甲有限公司"), unit("赣州乙有限公司"), unit("赣州丙有限公司")
    user = member(first)
    Membership.objects.create(user=user, organisation=second)
    client.force_login(user)

    def acting():
        return client.get(reverse("workspace")).context["acting"].organisation

    assert acting() == first
    client.post(url("unit-switch"), {"organisation": second.pk})
    assert acting() == second
    client.post(url("unit-switch"), {"organisation": foreign.pk})
    assert acting() == second
    Membership.objects.filter(organisation=second).update(ended_at=timezone.now(), ended_by=user)
    assert acting() == first
    assert client.get(url("unit-switch")).status_code == 405


def test_a_manager_hands_over_and_a_member_leaves(unit, member, client):
    organisation = unit()
    manager, colleague = member(organisation, MANAGER), member(organisation)
    post, other = (Membership.objects.get(user=user) for user in (manager, colleague))
    client.force_login(manager)
    client.post(url("membership-leave", post.pk))
    assert Membership.objects.current().count() == 2

    client.post(url("membership-hand-over", post.pk), {"to": other.pk})
    client.post(url("membership-leave", post.pk))

    assert Membership.objects.current().get().user == colleague
    assert Message.objects.get(user=colleague).kind == "registration.appointed"


def test_a_manager_asks_for_another_name(unit, member, person, client):
    organisation = unit("赣州旧甲有限公司")
    client.force_login(member(organisation, MANAGER))

    client.post(
        url("renaming-request", organisation.pk),
        {"name": "赣州新甲有限公司", "reason": "变更登记", "document": SimpleUploadedFile("变更.pdf", LICENCE)},
    )

    renaming = organisation.renamings.get()
    assert "赣州新甲有限公司" in text(client.get(url("unit-detail", organisation.pk)))
    renamings.approve(renaming, by=person("officer"))
    assert "赣州旧甲有限公司" in text(client.get(url("unit-detail", organisation.pk)))


def test_text_of_persons_is_shown_as_text(draft, unit, member, client):
    attack = "<script>alert(1)</script>"
    registration = draft(name=attack, address=attack, contact_name=attack)
    client.force_login(registration.created_by)
    for page in (
        reverse("workspace"),
        url("registration-check", registration.pk),
        url("registration-detail", registration.pk),
    ):
        assert attack not in text(client.get(page))
    organisation = unit(attack)
    manager = member(organisation, MANAGER)
    members.invite(organisation, by=manager, name=attack)
    client.force_login(manager)
    assert attack not in text(client.get(url("unit-detail", organisation.pk)))


def test_what_persons_write_to_each_other_is_shown_as_text(
    draft, submitted, unit, member, somebody, person, recommender, client
):
    """Names, reasons, words of one person on the pages of another."""
    attack, officer = "<script>alert(1)</script>", person("officer")
    county, organisation, refused = recommender("章贡区"), unit(f"旧{attack}"), submitted(name="赣州乙有限公司")
    registrations.refuse(refused, by=officer, reason=attack)
    manager, guest = member(organisation, MANAGER, somebody(attack)), somebody(attack)
    joinings.ask(organisation, by=guest, words=attack)
    _invitation, token = members.invite(organisation, by=manager, name=attack)
    for name, decide in ((attack, renamings.refuse), (attack + "二", None)):
        asked = renamings.request(organisation, by=manager, name=name, reason=attack, document=scan(f"{attack}.pdf"))
        if decide:
            decide(asked, by=officer, reason=attack)
    joining = organisation.joinings.get()
    pages = {
        refused.created_by: (url("registration-detail", refused.pk), reverse("workspace")),
        county: (url("registration-detail", refused.pk), url("unit-detail", organisation.pk), reverse("registration:unit-list")),
        guest: (reverse("registration:join"), reverse("registration:invitation", args=[token]), reverse("workspace")),
        manager: (
            url("unit-detail", organisation.pk), url("joining-decline", joining.pk), reverse("workspace"),
            url("renaming-request", organisation.pk), url("invitation-send", organisation.pk),
        ),
        officer: (
            reverse("admin:registration_renaming_changelist"), reverse("admin:registration_registration_changelist"),
            reverse("admin:accounts_organisation_change", args=[organisation.pk]),
        ),
    }  # fmt: skip
    for user, addresses in pages.items():
        client.force_login(fresh(user))
        for address in addresses:
            answer = client.get(address)
            assert (answer.status_code, attack in text(answer)) == (200, False), address


@pytest.mark.parametrize("page", ["registration-part", "renaming-request"])
def test_a_script_named_pdf_proves_nothing(page, draft, unit, member, client):
    organisation = unit()
    manager, registration = member(organisation, MANAGER), draft(licence=None)
    if page == "registration-part":
        field, user, address = "licence", registration.created_by, url(page, registration.pk, "licence")
    else:
        field, user, address = "document", manager, url(page, organisation.pk)
    client.force_login(user)
    file = SimpleUploadedFile("证照.pdf", b"<html><script>alert(1)</script></html>", "application/pdf")

    answer = client.post(address, {field: file, "name": "赣州新甲有限公司", "reason": "变更"})

    assert "文件内容不是" in text(answer)
    assert not Renaming.objects.exists()
    assert not Registration.objects.exclude(licence="").exists()


def test_invitations_have_an_end(unit, member):
    organisation = unit()
    manager = member(organisation, MANAGER)
    for n in range(members.INVITATIONS_AT_MOST):
        members.invite(organisation, by=manager, name=f"甲{n}")

    with pytest.raises(Refused, match="未接受的邀请已有 50 份"):
        members.invite(organisation, by=manager, name="乙")
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    members.invite(organisation, by=manager, name="乙")


def used(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_workspace_costs_the_same_at_any_size(unit, member, recommender, submitted, somebody, client):
    county = recommender("章贡区")
    client.force_login(county)
    inviting = unit()
    manager = member(inviting, MANAGER)
    counted = []
    for more in (1, 5):
        for _ in range(more):
            Membership.objects.create(user=county, organisation=unit())
            submitted(name="赣州新甲有限公司")
            members.invite(inviting, by=manager, name="甲", mobile=county.mobile)
            mine = registrations.begin(by=county)
            registrations.withdraw(mine, by=county)
        registrations.begin(by=county)
        counted.append(used(client, reverse("workspace")))

    assert counted[0] == counted[1] <= 12


def test_the_workspace_of_a_manager_costs_the_same_at_any_size(unit, member, somebody, client):
    manager = member(unit(), MANAGER)
    client.force_login(manager)
    counted = []
    for more in (1, 5):
        for _ in range(more):
            organisation = unit()
            member(organisation, MANAGER, manager)
            joinings.ask(organisation, by=somebody(), words="研发部")
        counted.append(used(client, reverse("workspace")))

    assert counted[0] == counted[1] <= 12


@pytest.mark.parametrize("page", ["registration-list", "unit-list", "unit-detail"])
def test_a_list_costs_the_same_at_one_row_and_at_three(page, unit, member, recommender, submitted, places, client):
    organisation = unit()
    county, manager = recommender("章贡区"), member(organisation, MANAGER)
    counted = []
    for more in (1, 2):
        for _ in range(more):
            submitted()
            member(organisation)
            unit()
            members.invite(organisation, by=manager, name="甲")
            renaming = renamings.request(organisation, by=manager, name="新名", reason="x", document=scan())
            renamings.withdraw(renaming, by=manager)
        client.force_login(manager if page == "unit-detail" else county)
        counted.append(used(client, url(page, *([organisation.pk] if page == "unit-detail" else []))))

    assert counted[0] == counted[1] <= 14


def test_a_recommending_unit_finds_a_unit_by_name_or_code(unit, recommender, client):
    here = unit("赣州钨业有限公司")
    unit("赣州钨材有限公司", "南康区")
    client.force_login(recommender("章贡区"))

    for words in ("钨业", here.credit_code[:10]):
        found = client.get(url("unit-list"), {"q": words}).context["page"]
        assert here in found
    assert list(client.get(url("unit-list"), {"q": "钨材"}).context["page"]) == []
    Jurisdiction.objects.all().delete()
    assert client.get(url("unit-list")).status_code == 403
