"""指南建议征集: one that runs with suggestions of units and persons, one that was summed up and became a call.

All by the verbs that persons use; only days are made to pass by setting a deadline back.
"""

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import Membership, User
from projects.choices import SuggestionStatus
from projects.models import Call, ExpertiseField, Solicitation, Suggestion
from projects.workflow import soliciting, suggesting

NOTICE = """一、征集范围：面向本市产业发展和民生改善中的关键技术问题，征集需要市级科技计划支持的需求和方向。

二、征集要求：一条建议只写一个方向；写明现在卡在哪里、做成以后达到什么目标；不涉及国家秘密和商业秘密，不出现企业和产品名称。

三、征集方式：登录本门户，在工作台“指南建议”中填写。单位由填报人或单位管理员以单位名义提出，个人以个人名义提出。

四、结果：每条建议都答复；截止后汇总，采纳情况在本门户公开。（演示数据）"""
INDUSTRY, FARMING = "重点研发计划（工业领域）", "重点研发计划（农业与社会发展领域）"
# Who suggests (user name; persons for themselves stand with nothing behind), category, code of the field, title, problem, goals, 万元, years.
RUNNING = (
    ("danwei", INDUSTRY, "1310", "离子型稀土尾水氨氮深度处理与资源回收", "浸矿尾水氨氮浓度低、水量大，现有工艺吨水成本高，矿区流域断面考核压力大。", "出水氨氮稳定低于 15 mg/L，吨水成本下降三成，氨氮回收利用。", 300, 3),
    ("tianbao", INDUSTRY, "1310", "离子型稀土尾水氨氮处理与回收利用", "闭矿多年仍有氨氮渗出，缺少低成本的长期处理办法。", "形成无人值守的处理单元并在两处矿点示范。", 200, 3),
    ("danwei2", INDUSTRY, "1710", "实木家具柔性喷涂机器人在线轨迹规划", "异形件靠人工示教，换款一次停线半天。", "来件自动识别、轨迹自动生成，换款停线不超过 10 分钟。", 150, 2),
    ("zhuce", FARMING, "1810", "柑橘黄龙病田间快速检测", "病树靠肉眼判断，发现时已经传开，果农没有用得起的检测办法。", "单株检测不超过 20 元、40 分钟内出结果。", 80, 2),
)  # fmt: skip
DRAFT = ("danwei", INDUSTRY, "1311", "硬质合金刀具再制造", "", "", None, None)
PAST = (
    ("danwei", INDUSTRY, "1311", "超细钨粉短流程制备", "进口超细钨粉价格高、交期长。", "粒度小于 200 纳米，批次一致。", 200, 2, SuggestionStatus.ADOPTED, "列入重点支持方向，与有关单位的同类建议合并表述。"),
    ("danwei2", INDUSTRY, "1710", "家具板材在线缺陷检测", "人工分选漏检多。", "漏检率低于千分之一。", 120, 2, SuggestionStatus.PARTLY, "检测装备列入指南；产线改造属技术改造，不在科技计划支持范围。"),
    ("zhuce", FARMING, "1813", "脐橙采后减损保鲜", "贮藏三个月损耗超过一成。", "损耗降到 5% 以内。", 100, 2, SuggestionStatus.DECLINED, "上一年度已立项支持同一方向，待验收后再安排。"),
)  # fmt: skip


@transaction.atomic
def make(users: dict[str, User]) -> None:
    """Make what is missing; a database with 征集 keeps what it has, one without the demonstration's persons gets none."""
    names = {row[0] for row in (*RUNNING, *PAST)}
    people = {user.username: user for user in User.objects.filter(username__in=names)}
    if Solicitation.objects.exists() or names - people.keys():
        return
    year, now = timezone.localdate().year, timezone.now()
    morning = timezone.localtime(now).replace(hour=9, minute=0, second=0, microsecond=0)
    running = _open(users, f"{year + 1} 年度市级科技计划指南建议征集（演示）", year + 1, morning - timedelta(days=11))
    for row in RUNNING:
        suggesting.submit(_written(running, people, row), by=people[row[0]])
    first = running.suggestions.order_by("pk").last()
    suggesting.answer(
        first, by=users["officer"], outcome=SuggestionStatus.ADOPTED, reply="方向明确、需求迫切，列入指南。（演示）"
    )
    _written(running, people, DRAFT)
    _past(users, people, year, morning)


def _past(users: dict[str, User], people: dict[str, User], year: int, morning) -> None:
    past = _open(users, f"{year} 年度市级科技计划指南建议征集（演示）", year, morning - timedelta(days=5))
    for row in PAST:
        suggestion = _written(past, people, row)
        suggesting.submit(suggestion, by=people[row[0]])
        suggesting.answer(suggestion, by=users["officer"], outcome=row[8], reply=f"{row[9]}（演示）")
    Solicitation.objects.filter(pk=past.pk).update(
        opens_at=morning - timedelta(days=60), closes_at=morning - timedelta(days=40)
    )
    past.refresh_from_db()
    soliciting.sum_up(
        past, by=users["officer"], summary="本次征集收到建议 3 条，采纳 1 条、部分采纳 1 条、未采纳 1 条。（演示）"
    )
    title = f"{year} 年度{INDUSTRY}（演示，由征集建立）"
    if not Call.objects.filter(plan_year=year, title=title).exists():
        opens_at = morning + timedelta(days=20)
        soliciting.make_call(
            past, by=users["officer"], category=INDUSTRY, title=title, opens_at=opens_at, closes_at=opens_at + timedelta(days=30),
            recommend_until=opens_at + timedelta(days=37),
        )  # fmt: skip


def _open(users: dict[str, User], title: str, year: int, opens_at) -> Solicitation:
    made = Solicitation.objects.create(
        title=title, plan_year=year, categories=f"{INDUSTRY}、{FARMING}", notice=NOTICE, contact="发展计划科 0797-8000001（演示）",
        notice_number=f"赣市科字〔{timezone.localdate().year}〕6号（演示）", opens_at=opens_at,
        closes_at=(opens_at + timedelta(days=20)).replace(hour=17, minute=30),
    )  # fmt: skip
    soliciting.publish(made, by=users["section_head"])
    return made


def _written(solicitation: Solicitation, people: dict[str, User], row: tuple) -> Suggestion:
    name, category, field, title, problem, goals, wan, years = row[:8]
    post = Membership.objects.current().filter(user=people[name]).order_by("pk").first()
    made = suggesting.begin(solicitation, by=people[name], token=uuid4(), organisation=post and post.organisation)
    suggesting.write(
        made, by=people[name], revision=0, category=category, title=title, problem=problem, goals=goals, years=years,
        field=ExpertiseField.objects.filter(code=field).first(), amount=wan and wan * 10_000, shows_name=name != "danwei2",
    )  # fmt: skip
    return made
