"""Firms of today: certificates and what happened to them, yearly reports, yearly data, the reserve at each stage.

All by the verbs that persons use; the one thing no verb can do is to let days pass: an admission is set back a few months.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from bureau.accounts.choices import OrganisationKind
from bureau.accounts.models import Division, Organisation, User
from bureau.audit.book import note
from bureau.registration.workflow import members
from bureau.reports.models import Target
from enterprises.choices import StaffKind
from enterprises.models import Activity, Conversion, Product, Recognition, Reserve, ReserveRule, Right
from enterprises.models.yearly import RESEARCH_LINES
from enterprises.workflow import filings, register, reserve, yearly

WAN = Decimal(10_000)
USERNAME, NAME, MOBILE = "qiye", "邱企业", "13900000120"
PAPER = "赣高企认办〔{year}〕3号（演示）"
FIELDS = ("新材料／金属材料", "电子信息／新型电子元器件", "先进制造与自动化／新型机械", "生物与新医药／中药、天然药物")
FIRMS = (  # Science staff of 100, high-tech income in 万元 of 1,000, class I rights, conversions a year.
    (20, 800, 1, 5), (12, 700, 1, 4), (9, 650, 1, 3), (15, 560, 0, 3), (11, 640, 1, 2), (7, 500, 0, 1),
)  # fmt: skip


@transaction.atomic
def make(users: dict[str, User], password: str) -> None:
    """Make what is missing; a database with firms in the reserve keeps what it has."""
    if Reserve.objects.exists():
        return
    officer, today = users["officer"], timezone.localdate()
    ReserveRule.objects.get_or_create(
        valid_from=date(2020, 1, 1), defaults={"source": "赣州市高新技术企业培育库管理办法（演示）"}
    )
    Target.objects.get_or_create(
        indicator="hnte.new",
        year=today.year,
        defaults={"value": 6, "section": "高新技术科", "source_document": "演示：年度工作计划"},
    )
    certificates = _certificates(officer, today)
    _events(certificates, officer, today)
    _filings(certificates, officer, today)
    firms = list(_free()[: len(FIRMS)])
    if len(firms) < len(FIRMS):
        return
    person = _person(password)
    for firm in firms:
        if not firm.memberships.filter(ended_at=None).exists():
            members.appoint(firm, by=officer, user=person, reason="演示企业")
    person = User.objects.get(pk=person.pk)
    for firm, shape in zip(firms, FIRMS, strict=True):
        _years(firm, shape, person, today.year)
    _stages(firms, officer, person, today)
    note("make_demo_firms", by="演示", subject=f"{len(firms)} 家企业")


def _person(password: str) -> User:
    person, is_new = User.objects.get_or_create(username=USERNAME, defaults={"name": NAME, "mobile": MOBILE})
    if is_new:
        person.set_password(password)
        person.save()
    return person


def _certificates(officer: User, today: date) -> list[Recognition]:
    """Firms of the lists certified anew in the last three years, so that some expire this year."""
    old = (
        Recognition.objects.high_tech()
        .exclude(organisation__division=None)
        .order_by("credit_code", "-issued_on")
        .distinct("credit_code")
    )
    found = []
    for number, recognition in enumerate(list(old)[::11][:12]):
        year = today.year - 3 + number % 4
        on = min(date(year, 4, 1) + timedelta(days=13 * number), today - timedelta(days=2))
        found.append(
            register.certify(
                recognition, by=officer, certificate_number=f"GR{year}36{900000 + number}", issued_on=on,
                technology_field=FIELDS[number % len(FIELDS)], document=PAPER.format(year=year),
            )
        )  # fmt: skip
    return found


def _events(certificates: list[Recognition], officer: User, today: date) -> None:
    """One of each: renamed, moved, moved out, cancelled."""
    current = [one for one in certificates if one.issued_on < today - timedelta(days=100) and one.expires_on > today]
    if len(current) < 4:
        return
    on, document = today - timedelta(days=60), PAPER.format(year=today.year)
    renamed, moved, out, cancelled = current[:4]
    name = renamed.enterprise_name.replace("有限公司", "股份有限公司")
    register.rename(renamed, by=officer, on=on, name=name, document=document, reported_on=on + timedelta(days=20))
    place = Division.objects.exclude(pk=moved.division_id).order_by("position").first()
    register.relocate(moved, by=officer, on=on, division=place, document=document)
    register.move_out(out, by=officer, on=on, document=document)
    register.cancel(cancelled, by=officer, on=on, ground="two_years", document=document)


def _filings(certificates: list[Recognition], officer: User, today: date) -> None:
    """Most filed in time, some late, some not at all."""
    last = today.year - (2 if today < date(today.year, 6, 1) else 1)
    for year in (last - 1, last):
        day = date(year + 1, 5, 20)
        lines = [
            (one.credit_code, min(day + timedelta(days=20 * (place % 3 == 1)), today))
            for place, one in enumerate(certificates)
            if one.issued_on.year <= year and place % 5
        ]
        filings.note_filed(lines, year, by=officer)


def _free() -> QuerySet[Organisation]:
    """Enterprises of the lists with patents and without people or certificates."""
    rows = Organisation.objects.filter(
        kind=OrganisationKind.ENTERPRISE, credit_code__startswith="91", recognitions=None, memberships=None, registrations=None,
        division__isnull=False,
    )  # fmt: skip
    return rows.order_by("pk")


def _years(firm: Organisation, shape: tuple, person: User, this_year: int) -> None:
    """Three years filled in and handed in by the firm's person."""
    science, high_tech, inventions, conversions = shape
    for year in range(this_year - 3, this_year):
        data = yearly.begin(firm, year, by=person)
        if year == this_year - 3:
            yearly.describe(data, by=person, registered_on=date(2012, 3, 1), technology_field="40103")
        sales = (900 + 100 * (year - this_year + 3)) * WAN
        spent = (sales / 12).quantize(Decimal("0.01"))
        amounts = dict.fromkeys(
            (*RESEARCH_LINES, "other_income", "non_taxable_income", "service_income", "technical_income"), 0
        )
        amounts |= {
            "main_income": sales, "gross_income": sales, "product_income": high_tech * WAN, "total_assets": sales * 2,
            "total_liabilities": sales, "personnel": spent,
        }  # fmt: skip
        yearly.fill_in(data, by=person, no_incident=True, not_listed=True, allowed_products=True, **amounts)
        for kind, count in ((StaffKind.TOTAL, 100), (StaffKind.SCIENCE, science)):
            yearly.count_staff(data, kind, dict.fromkeys(range(1, 13), (count, count)), by=person)
        kinds = ["invention"] * inventions + ["utility_model"] * 3
        for number, kind in enumerate(kinds, 1):
            right = Right(
                code=f"IP{number:02d}", name="稀土萃取装置", kind=kind, authorised_on=date(this_year - 4, 5, 1)
            )
            yearly.put(data, right, by=person)
        yearly.put(data, Product(code="PS01", name="稀土永磁材料", income=high_tech * WAN, ip=["IP01"]), by=person)
        activity = Activity(code="RD01", name="永磁材料研发", began_on=date(year, 1, 1), spent=spent)
        yearly.put(data, activity, by=person)
        for number in range(conversions):
            yearly.put(data, Conversion(result=f"{year} 年成果 {number + 1}"), by=person)
        explained = {
            finding.code: "按实际经营情况填报（演示）。" for finding in yearly.findings(data, yearly.previous_of(data))
        }
        yearly.explain(data, by=person, **explained)
        yearly.submit(data, by=person)


def _stages(firms: list[Organisation], officer: User, person: User, today: date) -> None:
    """Looked after with a plan and services, declared, waiting for a decision, noted; the others for 摸排 to find."""
    served, declared, waiting, noted, *_rest = firms
    for firm in (served, declared):
        stay = reserve.apply(firm, by=person)
        reserve.admit(
            stay, by=officer, responsible=officer, tier="key", plan_year=today.year, reason="演示：补齐短板后申报"
        )
        Reserve.objects.filter(pk=stay.pk).update(decided_at=timezone.now() - timedelta(days=120))
        stay.refresh_from_db()
        visit = {"by": officer, "mode": "visit", "kind": "research", "content": "辅导研发费用归集和辅助账"}
        reserve.serve(
            stay, served_on=today - timedelta(days=75), problems="辅助账科目不全", result="已提供样表", **visit
        )
        reserve.plan(
            stay,
            by=officer,
            gap="科技成果转化不足 5 项",
            action="整理近三年成果转化证明",
            owner=officer,
            due_on=today + timedelta(days=2),
        )
    latest = reserve.serve(
        Reserve.objects.get(organisation=served), by=officer, served_on=today - timedelta(days=20), mode="meeting", kind="review",
        content="预审申报材料", next_on=today + timedelta(days=1),
    )  # fmt: skip
    reserve.confirm_service(latest, by=person, opinion="很有帮助")
    reserve.declare(Reserve.objects.get(organisation=declared), by=officer)
    reserve.apply(waiting, by=person)
    reserve.find(noted, by=officer)
    answered = reserve.ask(served, by=person, subject="辅助账如何编制", text="研发费用辅助账有没有样式？")
    reserve.answer(answered, by=officer, answer="可按国家税务总局公告的样式编制，样表已发送。")
    reserve.ask(declared, by=person, subject="知识产权可以几家共用吗", text="与高校共有的发明专利能否用于本单位申报？")
