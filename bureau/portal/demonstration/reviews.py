"""A bank of experts, a call that is over, a draw and an assignment: made by the verbs that persons use.

What no verb can do is to let days pass: the deadlines of the call are set back before its reviews begin.
"""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import Membership, User
from bureau.workflow import keep
from projects import expertise, persons
from projects.choices import ExpertType, PanelUse, RoundKind
from projects.models import (
    Application,
    Avoidance,
    Call,
    DrawLine,
    Expert,
    ExpertiseField,
    Recusal,
    ReviewGroup,
    ReviewRound,
    ReviewScheme,
    Seat,
)
from projects.workflow import (
    assigning,
    calls,
    deciding,
    drawing,
    experts,
    recusing,
    rounds,
    solving,
    submitting,
    visiting,
)

from .calls import make_application, make_call, people_of_demo

COUNT = 120
EXPERT = "zhuanjia"
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
_GIVEN = ("建国", "晓梅", "志远", "海燕", "文博", "立新", "雪峰", "佳宁", "永强", "思源", "国栋", "明华")
_UNITS = (
    ("江西理工大学", "赣州市"), ("赣南师范大学", "赣州市"), ("赣南医科大学", "赣州市"), ("赣州有色冶金研究所", "赣州市"),
    ("赣州市林业科学研究所", "赣州市"), ("江西稀土功能材料创新中心", "赣州市"), ("南昌大学", "南昌市"), ("江西农业大学", "南昌市"),
    ("中南大学", "长沙市"), ("华南理工大学", "广州市"), ("南方科技大学", "深圳市"), ("厦门大学", "厦门市"),
    ("赣州信成会计师事务所", "赣州市"), ("江西虔城律师事务所", "赣州市"),
)  # fmt: skip
_TITLES = (
    ("离子型稀土矿山氨氮废水深度处理", "1310"), ("稀土永磁材料晶界扩散技术", "1310"), ("高纯氧化镝短流程分离提纯", "1310"),
    ("稀土发光材料低温合成", "1310"), ("硬质合金刀具涂层与再制造", "1311"), ("家具生产线机器人柔性上下料", "1710"),
    ("脐橙分选装备视觉检测系统", "1711"), ("新能源汽车电机定子自动嵌线", "1712"),
)  # fmt: skip


@transaction.atomic
def make(users: dict[str, User], password: str) -> None:
    """Make what is missing; a database with experts keeps what it has."""
    if Expert.objects.exists() or not Call.objects.exists():
        return
    expertise.fill(ExpertiseField)
    bank = _bank(users["officer"])
    people = people_of_demo()
    if people[0] is None:
        return
    call, applications = _over(users, *people)
    drawn = _drawn(users, call, applications)
    _claimed(drawn, password)
    _solved(users, call, applications, drawn)
    _visit(users["officer"], applications[0], bank)
    experts.remove(
        bank[-1],
        by=users["section_head"],
        until=timezone.localdate() + timedelta(days=730),
        reason="泄露评审信息（演示）",
    )


def _visit(officer: User, application: Application, bank: list[Expert]) -> None:
    """A visit next week by two experts who may judge the application."""
    aside = Recusal.objects.live().filter(application=application).values_list("expert", flat=True)
    busy = set(aside) | set(application.assignments.values_list("expert", flat=True))
    going = [expert for expert in bank[:-1] if expert.pk not in busy][:2]
    at = timezone.localtime(timezone.now() + timedelta(days=7)).replace(hour=9, minute=30, second=0, microsecond=0)
    visiting.plan(
        application, by=officer, starts_at=at, place=f"{application.organisation}研发中心", experts=going, officers=[officer],
        note="设备台账、研发费用辅助账、样品。",
    )  # fmt: skip


def _bank(officer: User) -> list[Expert]:
    """Entered by an officer and admitted; the last three still wait."""
    leaves = {field.code: field for field in ExpertiseField.objects.filter(parent__isnull=False)}
    technical = [field for code, field in leaves.items() if not code.startswith("20")]
    heavy = [leaves[code] for code in ("1310", "1311", "1710", "1711", "1712", "1810", "1610")]
    made = []
    for number in range(COUNT):
        unit, city = _UNITS[number % 12]
        kind, fields = ExpertType.TECHNICAL, [heavy[number % len(heavy)], technical[number * 7 % len(technical)]]
        if number % 10 == 9:
            kind, unit, city = ExpertType.FINANCIAL, "赣州信成会计师事务所" if number % 20 == 9 else unit, "赣州市"
            fields = [leaves["2010"]]
        made.append(_entered(officer, number, unit, city, kind, list(dict.fromkeys(fields))))
    for expert in made[:-3]:
        experts.admit(expert, by=officer)
    return made[:-3]


def _entered(officer: User, number: int, unit: str, city: str, kind: str, fields: list[ExpertiseField]) -> Expert:
    first = f"36070219{60 + number % 28}{number % 12 + 1:02d}{number % 27 + 1:02d}{number % 1000:03d}"
    expert = Expert(
        name=_SURNAMES[number % 20] + _GIVEN[(number // 20 + number) % 12], id_number=first + persons.check_digit(first),
        gender=("male", "female")[number % 2], mobile=f"1370000{number:04d}", education=("doctor", "master")[number % 3 == 2],
        rank=("senior", "associate", "senior", "intermediate")[number % 4], unit_name=unit, city=city, types=[kind],
        keywords="、".join(field.keywords.split("、")[0] for field in fields), speciality=str(fields[0]), created_by=officer,
    )  # fmt: skip
    keep(expert, {})
    experts.put_fields(expert, fields, by=officer)
    if number % 17 == 3:
        gone = timezone.localdate() - timedelta(days=400)
        Avoidance.objects.create(
            expert=expert, reason="former_unit", unit_name=_UNITS[(number + 3) % 12][0], ended_on=gone, source="officer"
        )
    experts.enter(expert, by=officer)
    return expert


def _over(users, manager: User, contributor: User, office: User) -> tuple[Call, list[Application]]:
    """A call whose applications have been accepted."""
    now, year = timezone.now(), timezone.localdate().year
    call = make_call(
        users["officer"],
        f"{year} 年度科技创新专项（演示，评审中）",
        "plan",
        now - timedelta(days=60),
        now + timedelta(days=2),
        30,
    )
    calls.use_scheme(call, by=users["officer"], code="plan")
    ReviewScheme.objects.filter(call=call).update(panel_use=PanelUse.WEIGHTED, panel_share=60, panel_secret=True)
    calls.send(call, by=users["officer"])
    calls.publish(call, by=users["section_head"])
    call.rules.all().delete()
    unit = Membership.objects.managers().get(user=manager).organisation
    lines = len(call.versions.last().terms.check_lines)
    made = []
    for place, (title, _field) in enumerate(_TITLES, 30):
        application = make_application(call, unit, contributor, title, place)
        submitting.propose(application, by=contributor)
        submitting.submit(application, by=manager, token=uuid4())
        deciding.recommend(application, by=office, opinion="同意推荐。（演示）", rank=place - 29)
        deciding.accept(application, by=users["officer"], verdicts=[True] * lines)
        made.append(application)
    Call.objects.filter(pk=call.pk).update(closes_at=now - timedelta(days=25), recommend_until=now - timedelta(days=18))
    return call, made


def _round(call: Call, officer: User, name: str, per_application: int, days: int, **values) -> ReviewRound:
    due_at = timezone.localtime(timezone.now() + timedelta(days=days)).replace(
        hour=17, minute=30, second=0, microsecond=0
    )
    return ReviewRound.objects.create(
        call=call, name=name, per_application=per_application, due_at=due_at, created_by=officer, **values
    )


def _drawn(users, call: Call, applications: list[Application]) -> list[Seat]:
    """A panel of two groups, drawn under supervision; most have come, one has been replaced, two are still asked."""
    officer, fields = users["officer"], ExpertiseField.objects.in_bulk(field_name="code")
    panel = _round(call, officer, "第二轮会评", 6, 20, kind=RoundKind.PANEL)
    groups: list[ReviewGroup] = [
        rounds.compose_group(panel, by=officer, name=name, field=fields[code], applications=part)
        for name, code, part in (("新材料组", "13", applications[:5]), ("先进制造组", "17", applications[5:]))
    ]
    draw = drawing.plan(panel, by=officer, outside_share=30, per_unit=2)
    for group in groups:
        DrawLine.objects.create(draw=draw, group=group, field=group.field, seats=5, backups=5)
        DrawLine.objects.create(draw=draw, group=group, type=ExpertType.FINANCIAL, seats=1, backups=1)
    drawing.prepare(draw, by=officer)
    drawing.supervise(draw, by=users["supervision"])
    seats = list(Seat.objects.filter(line__draw=draw, status="invited").order_by("line", "place"))
    drawing.unseat(seats[1], by=officer, reason="本人来电：出差不能参加（演示）")
    for seat in seats[2:-1]:
        drawing.accept_for(seat, by=officer)
    return seats


def _claimed(seats: list[Seat], password: str) -> None:
    """The first who was drawn has an account, and an invitation to answer."""
    expert = seats[0].expert
    user = User(username=EXPERT, name=expert.name, mobile=expert.mobile)
    user.set_password(password)
    user.save()
    experts.claim(expert, by=User.objects.get(pk=user.pk))


def _solved(users, call: Call, applications: list[Application], seats: list[Seat]) -> None:
    """An online round without groups, assigned by the solver and begun."""
    officer, fields = users["officer"], ExpertiseField.objects.in_bulk(field_name="code")
    online = _round(call, officer, "第一轮网评", 5, 10, is_blind=True)
    for application, (_title, code) in zip(applications, _TITLES, strict=True):
        rounds.take_in(online, [application], by=officer, field=fields[code])
    away = Expert.objects.exclude(pk=seats[0].expert_id).active_on(timezone.localdate()).first()
    recusing.recuse(
        away, applications[0], by=officer, ground="advisor", evidence="与项目负责人曾为师生（演示，来信反映，已核实）"
    )
    known = set(seats[0].expert.expertise.values_list("field__code", flat=True))
    _appoint(online, officer, seats[0].expert)
    for application, (_title, code) in zip(applications, _TITLES, strict=True):
        if code in known:
            solving.pair(
                online,
                by=officer,
                application=application,
                expert=seats[0].expert,
                kind="fixed",
                reason="长期研究这一方向（演示）",
            )
    plan = solving.ask(online, by=officer)
    solving.compute(plan)
    solving.adopt(plan, by=officer)
    rounds.start(online, by=officer)


def _appoint(online: ReviewRound, officer: User, known: Expert) -> None:
    """One expert of its field for each application; among these few the rest is shared out, so that each judges several."""
    active = Expert.objects.active_on(timezone.localdate()).filter(types__contains=[ExpertType.TECHNICAL])
    for item in online.items.select_related("application", "field").order_by("pk"):
        aside = Recusal.objects.live().filter(application=item.application).values("expert")
        able = active.filter(expertise__field=item.field).exclude(pk__in=aside).exclude(seats__round=online)
        expert = able.filter(pk=known.pk).first() or able.order_by("pk").first()
        if expert:
            assigning.assign(online, item.application, expert, by=officer)


def lines() -> list[str]:
    """The account as it is printed."""
    return [f"  {EXPERT:<12}专家：评审邀请、专家评审、我的专家信息"]
