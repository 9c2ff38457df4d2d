"""What units do at the demonstration's event, by the verbs that persons use: they ask, agree, sign, and are given tables (made-up)."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from bureau.accounts.choices import OrganisationKind
from bureau.accounts.models import Division, Membership, Organisation, User
from bureau.codes import credit_code_check
from bureau.files import PDF
from bureau.registration.workflow import members
from bureau.text import name_key
from matchmaking.models import Achievement, Demand, Event, Interest, Presence
from matchmaking.workflow import attending, binding, dealing, profiles, scheduling, slots

from .units import PAPER

_E, _U, _I = OrganisationKind.ENTERPRISE, OrganisationKind.UNIVERSITY, OrganisationKind.INSTITUTE
# Name, kind, place, what it offers (field, title, body, price) or seeks.
SUPPLY = (
    ("赣州演示理工大学", _U, "章贡区", "40", "钕铁硼边角料短流程再生技术", "对钕铁硼加工边角料氢破后直接补稀土再烧结，省去溶解和萃取，重稀土用量降低两成，再生磁体性能不低于原牌号，已在中试线连续运行三个月。（演示）", 1_800_000),
    ("赣州演示理工大学", _U, "章贡区", "80", "实木家具柔性喷涂的在线视觉规划", "用三维相机识别工件轮廓并自动生成喷涂轨迹，换型不停线，漆料利用率提高三成，适合多品种小批量的实木家具生产线。（演示）", 900_000),
    ("赣南演示脐橙研究院", _I, "信丰县", "20", "脐橙黄龙病田间快速检测试剂盒", "采用恒温扩增和试纸读数，果园现场四十分钟出结果，不需要专用仪器，检出限优于常规方法一个数量级，已在三个县的果园试用。（演示）", 600_000),
    ("江西演示冶金研究所", _I, "赣县区", "70", "钨冶炼废水氨氮与重金属协同去除装备", "吹脱与膜分离耦合的成套移动装备，出水氨氮和砷、铅同时达标，吨水成本低于六元，可无人值守，已完成一百吨每天的现场试验。（演示）", 2_400_000),
)  # fmt: skip
DEMAND = (
    ("龙南演示永磁材料有限公司", "龙南市", "40", "磁体边角料就地再生难题", "每月产生钕铁硼边角料约二十吨，外送分离周期长、损失大，希望在厂内短流程再生，性能不降牌号，投资两年内收回。（演示）", 3_000_000),
    ("南康演示家居有限公司", "南康区", "80", "多品种小批量喷涂线换型慢", "每天换型二十次以上，人工示教占用三成工时，漆面一致性差，希望自动识别工件并生成轨迹，不改造现有机械手。（演示）", 1_200_000),
    ("信丰演示果业有限公司", "信丰县", "20", "苗圃黄龙病带毒苗筛查", "苗圃年出圃八十万株，送检周期一周以上，希望在现场一天内筛查带毒苗，单株成本低于三元，普通工人可以操作。（演示）", 500_000),
    ("赣县演示钨业有限公司", "赣县区", "70", "冶炼废水氨氮在雨季超标", "雨季水量翻倍时冶炼车间出水氨氮超标，现有处理设施没有扩建用地，希望用移动装备应急处理，兼顾砷和铅。（演示）", 2_600_000),
)  # fmt: skip
# Who seeks (the demonstration's own units after those above), what is offered, how far the two come at the event.
TALKS = (
    (0, 0, "signed"), (1, 1, "agreed"), (2, 2, "intended"), (3, 3, "intended"), (4, 0, "met"), (4, 3, "asked"), (5, 1, "met"),
    (5, 2, "asked"), (3, 0, "met"), (2, 1, "asked"), (0, 3, "met"), (1, 2, "asked"),
)  # fmt: skip
OWN = ("40", "生产线在线检测与智能控制需求", "希望在现有生产线上增加在线检测，减少废品和停机，对接现有控制系统，一年内完成改造，投入可以分期。（演示）", 800_000)  # fmt: skip
STEPS = ("asked", "met", "intended", "agreed", "signed")
QUESTIONS = {
    "cooperation_sought": "联合开发，先中试再推广。（演示）", "unclear": "指标在连续生产中能否保持？（演示）",
    "introduction": "本市规模以上企业，有自己的技术部门。（演示）",
}  # fmt: skip


def make(event: Event, officer: User, begins) -> None:
    """Everybody comes in, asks and agrees; then the organiser arranges and publishes the meetings."""
    offers = [_offered(row, officer) for row in SUPPLY]
    wanted = [_wanted(row[0], row[1], row[2:], officer) for row in DEMAND]
    known = Membership.objects.managers().filter(user__username__in=("danwei", "danwei2")).order_by("pk")
    wanted += [_published(Demand, post.organisation, _again(post.user), OWN, officer) for post in known]
    for profile, person in {person.pk: (profile, person) for profile, person in offers + wanted}.values():
        role = "supply" if isinstance(profile, Achievement) else "demand"
        unit = profile.organisation
        attending.join(
            event, by=person, device=f"{person.pk:032x}", role=role, division=unit.division, organisation=unit
        )
    Presence.objects.filter(participant__event=event, participant__user__isnull=False).update(started_at=begins)
    for seeks, offer, end in TALKS:
        if seeks < len(wanted):
            _talk(*wanted[seeks], *offers[offer], STEPS.index(end))
    _arrange(event, officer, wanted[0])


def _offered(row: tuple, officer: User) -> tuple[Achievement, User]:
    name, kind, place, *rest = row
    unit, person = _unit(name, kind, place, officer)
    return _published(Achievement, unit, person, rest, officer)


def _wanted(name: str, place: str, rest: tuple, officer: User) -> tuple[Demand, User]:
    unit, person = _unit(name, _E, place, officer)
    return _published(Demand, unit, person, rest, officer)


def _unit(name: str, kind: str, place: str, officer: User) -> tuple[Organisation, User]:
    """A unit and its manager, who can do everything but sign in."""
    held = Organisation.objects.filter(name_key=name_key(name)).first()
    if held is None:
        number = Organisation.objects.filter(credit_code__contains="PDY092").count() + 1
        first = f"{'91' if kind == _E else '12'}360702PDY092{number:02d}X"
        held = Organisation.objects.create(
            name=name, name_key=name_key(name), kind=kind, division=Division.objects.get(name=place),
            credit_code=first + credit_code_check(first),
        )  # fmt: skip
        person = User(username=f"duijie{number}", name=f"演示代表{number}", mobile=f"1992{number:07d}")
        person.set_unusable_password()
        person.save()
        members.appoint(held, by=officer, user=person, reason="开通参会单位（演示）")
    return held, _again(held.memberships.get().user)


def _again(user: User) -> User:
    """The person as their next request knows them."""
    return User.objects.get(pk=user.pk)


def _published(model, unit: Organisation, person: User, told: tuple, officer: User) -> tuple:
    field, title, body, amount = told
    profile = profiles.begin(
        model, unit, by=person, title=title, field=field, maturity="pilot", cooperation=["joint"], contact_person="演示联系人",
        contact_phone="13900000000", valid_until=timezone.localdate() + timedelta(days=300),
        **{model.body_field: body, model.amount_field: amount},
    )  # fmt: skip
    profiles.submit(profile, by=person)
    profiles.publish(profile, by=officer)
    return profile, person


def _talk(demand: Demand, asking: User, offer: Achievement, answering: User, end: int) -> Interest:
    """Two of them as far as ``end`` of STEPS."""
    interest = dealing.ask(demand, offer, by=asking, **QUESTIONS)
    if end >= 1:
        dealing.accept(interest, by=answering)
    if end >= 2:
        for by in (asking, answering):
            binding.want(interest, by=by, amount=demand.planned_investment / 2)
    if end >= 3:
        file = ContentFile(PAPER, name="联合开发协议（演示）.pdf")
        file.kind = PDF
        deal = binding.draft(
            interest, by=asking, kind="development", title=f"{offer.title}联合开发协议", amount=demand.planned_investment, file=file
        )  # fmt: skip
        binding.agree(deal, by=answering)
        if end >= 4:
            binding.sign(deal, by=asking, signed_on=timezone.localdate())
    return interest


def _arrange(event: Event, officer: User, late: tuple[Demand, User]) -> None:
    """Tables from half past the next hour on; one unit comes later."""
    first = timezone.localtime(timezone.now()).replace(minute=30, second=0, microsecond=0) + timedelta(hours=1)
    slots.plan_slots(
        event, by=officer, tables=4, tables_at="会展中心二楼洽谈区（演示）", most_meetings=4, starts_at=first, count=6
    )
    demand, person = late
    slots.say_when(event, demand.organisation, by=person, slots=list(event.slots.all())[2:])
    plan = scheduling.ask(event, by=officer)
    scheduling.adopt(plan, by=officer)
    scheduling.publish(plan, by=officer)
