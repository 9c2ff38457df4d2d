"""Units with their people, a recommending unit, and registrations under way: made by the verbs that persons use."""

from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.db import transaction

from bureau.accounts.choices import MembershipRole, OrganisationKind
from bureau.accounts.models import Division, Organisation, User
from bureau.audit.book import note
from bureau.codes import credit_code_check
from bureau.files import PDF
from bureau.registration.models import Registration
from bureau.registration.workflow import members, registrations
from bureau.text import name_key

PLACE = "章贡区"
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 297]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 62>>stream\nBT /F 20 Tf 60 150 Td (SPECIMEN - business licence - demo) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(frozen=True, slots=True)
class Person:
    """One account, and what it is there to show."""

    username: str
    name: str
    mobile: str
    shows: str


PERSONS = {
    "manager": Person("danwei", "林管理", "13900000101", "单位管理员：成员、邀请、更名"),
    "contributor": Person("tianbao", "周填报", "13900000102", "填报人：属于两个单位，可以切换"),
    "second": Person("danwei2", "何管理", "13900000103", "另一单位的单位管理员"),
    "recommender": Person("tuijian", "钟推荐", "13900000104", f"推荐经办人：{PLACE}科技局，有一份单位注册待审核"),
    "applicant": Person("zhuce", "郭申请", "13900000105", "注册用户：单位注册已提交，等待审核"),
    "returned": Person("buzheng", "曾补正", "13900000106", "注册用户：单位注册被退回补正"),
}


@transaction.atomic
def make(users: dict[str, User], password: str) -> None:
    """Make what is missing; a database with registrations keeps what it has, persons and office included."""
    if Registration.objects.exists():
        return
    people = {code: _person(person, password) for code, person in PERSONS.items()}
    officer = users["officer"]
    office = _office(people["recommender"], officer)
    first, second, third, fourth = _units_of_lists(4)
    for unit, who in ((first, "manager"), (second, "second")):
        registrations.approve(_handed_in(unit, people[who], unit.name), by=officer)
    for unit, manager in ((first, "manager"), (second, "second")):
        _join(unit, _again(people[manager]), people["contributor"])
    _handed_in(third, people["applicant"], third.name.replace("有限公司", "科技有限公司"))
    returned = _handed_in(fourth, people["returned"], fourth.name)
    registrations.return_(returned, by=officer, reason="证照扫描件不清晰，看不清成立日期，请重新上传。")
    note("make_demo_units", by="演示", subject=str(office))


def lines() -> list[str]:
    """The accounts as they are printed."""
    return [f"  {person.username:<12}{person.shows}" for person in PERSONS.values()]


def _person(person: Person, password: str) -> User:
    user, created = User.objects.get_or_create(
        username=person.username, defaults={"name": person.name, "mobile": person.mobile}
    )
    if created:
        user.set_password(password)
        user.save()
    return user


def _again(user: User) -> User:
    """The person as their next request knows them."""
    return User.objects.get(pk=user.pk)


def _office(recommender: User, officer: User) -> Organisation:
    first = "11360702PDY09001X"
    name = f"{PLACE}科学技术局（演示）"
    place = Division.objects.get(name=PLACE)
    described = {"name": name, "name_key": name_key(name), "kind": OrganisationKind.GOVERNMENT, "division": place}
    code = first + credit_code_check(first)
    office, _created = Organisation.objects.get_or_create(credit_code=code, defaults=described)
    if not office.jurisdictions.exists():
        members.assign_places(office, by=officer, divisions=[place])
    if not office.memberships.filter(user=recommender, ended_at=None).exists():
        members.appoint(office, by=officer, user=recommender, reason="开通推荐单位")
    return office


def _units_of_lists(count: int) -> list[Organisation]:
    """Enterprises that lists brought and nobody acts for yet."""
    rows = Organisation.objects.filter(
        division__name=PLACE, kind=OrganisationKind.ENTERPRISE, credit_code__startswith="91", name__endswith="有限公司"
    )
    return list(rows.order_by("pk")[:count])


def _handed_in(unit: Organisation, person: User, name: str) -> Registration:
    draft = registrations.begin(by=person)
    registrations.fill_in(
        draft,
        by=person,
        credit_code=unit.credit_code,
        name=name,
        kind=unit.kind,
        division=unit.division,
        address=f"{unit.division}（演示地址）1号",
        legal_representative="演示法人",
        contact_name=person.name,
        contact_phone=person.mobile,
    )
    paper = ContentFile(PAPER, name="营业执照（演示）.pdf")
    paper.kind = PDF
    registrations.attach_licence(draft, by=person, file=paper)
    registrations.submit(draft, by=person)
    return draft


def _join(unit: Organisation, manager: User, guest: User) -> None:
    _invitation, token = members.invite(unit, by=manager, name=guest.name, role=MembershipRole.CONTRIBUTOR)
    members.accept(token, by=_again(guest))
