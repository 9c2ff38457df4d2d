"""Calls that are open, to come and over, and applications at each stage: made by the verbs that persons use.

The one thing no verb can do is to let days pass: the deadline of the call that is over is set back at the end.
"""

from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import Jurisdiction, Membership, Organisation, User
from bureau.files import PDF
from projects import persons
from projects.choices import APART_KINDS, FieldKind, Meaning, RuleCode
from projects.formdata.values import seal
from projects.forms.sections import FROM_REGISTER
from projects.models import Application, Call, CallRule, CheckLine, TeamMember
from projects.similarity import judged
from projects.workflow import calls, deciding, drafts, similarity, submitting

from .units import PAPER

GUIDE = """一、支持方向：离子型稀土绿色开采与高值利用、钨新材料、现代家居智能制造、脐橙全产业链技术、生物医药。

二、申报条件：在本市注册的企业、高校、科研院所和事业单位；项目负责人具有中级以上职称；单位和参与人无科研失信记录。

三、限项：每名负责人每年限报 1 项；企业每批限报 10 项；有逾期未结题项目的，前 3 名参与人不得申报。

四、流程：网上填报，单位审核，推荐单位推荐，形式审查，专家评审。不收纸质材料。（演示数据）"""
RULES = (
    (RuleCode.LEADER_PER_YEAR, 1, ""), (RuleCode.LEADER_RUNNING, 2, ""), (RuleCode.LEADER_RANK, None, "中级"),
    (RuleCode.ENTERPRISE_QUOTA, 10, ""), (RuleCode.OVERDUE_PERSONS, 3, ""), (RuleCode.TITLE_PLACES, None, "地方病"),
    (RuleCode.CREDIT, None, ""), (RuleCode.NOVELTY, None, "国际新颖性、国内新颖性、省内新颖性"),
)  # fmt: skip
CHECKS = ("申报单位和负责人符合指南要求", "项目名称、内容与申报方向一致", "经费预算合规", "附件齐全、清晰、在有效期内")
TITLES = (
    "离子型稀土浸取剂循环利用技术研究", "超细钨粉短流程制备关键技术", "家具柔性喷涂机器人视觉定位", "脐橙采后保鲜与智能分选",
    "电机用磁钢重稀土减量技术", "永磁电机磁钢少用重稀土的工艺", "黄龙病媒介绿色防控",
)  # fmt: skip
ACCOUNT, MOBILE = "6222020000000000000", "13900000000"
TOLD = (0, 21, 20, 4, 1, 1, 3)  # By title, the first of the texts of which the application tells one in each field.
COPIED = 5  # Tells in other words what the one before it tells: something for 查重 to find.


@transaction.atomic
def make(users: dict[str, User]) -> None:
    """Make what is missing; a database with calls keeps what it has."""
    if Call.objects.exists():
        return
    officer, head, today = users["officer"], users["section_head"], timezone.now()
    morning = timezone.localtime(today).replace(hour=9, minute=0, second=0, microsecond=0)
    year = timezone.localdate().year
    until = timezone.localtime(today + timedelta(days=18)).replace(hour=17, minute=30, second=0, microsecond=0)
    open_call = make_call(
        officer, f"{year} 年度市级重点研发计划（演示）", "plan", morning - timedelta(days=9), until, 15
    )
    subsidy = make_call(
        officer, f"{year} 年度研发后补助（演示）", "subsidy", morning - timedelta(days=2), until + timedelta(days=12)
    )
    to_sign = make_call(officer, f"{year + 1} 年度软科学计划（演示）", "plan", until, until + timedelta(days=30))
    calls.send(to_sign, by=officer)
    for call in (open_call, subsidy):
        calls.send(call, by=officer)
        calls.publish(call, by=head)
    manager, contributor, office = people_of_demo()
    if manager is not None:
        _applications(open_call, manager, contributor, office, officer)


def make_call(officer: User, title: str, form: str, opens_at, closes_at, quota: int | None = None) -> Call:
    """A call with its form, rules and checklist, still under composition."""
    is_plan = form == "plan"
    call = Call.objects.create(
        title=title, plan_year=timezone.localdate(closes_at).year, guide=GUIDE, opens_at=opens_at, closes_at=closes_at,
        category="重点研发计划" if is_plan else "研发后补助", support_kind="grant" if is_plan else "afterwards",
        recommend_until=closes_at + timedelta(days=7), ceiling=500_000 if is_plan else 300_000, recommend_quota=quota,
        notice_number=f"赣市科字〔{timezone.localdate().year}〕8号（演示）", contact="发展计划科 0797-8000001（演示）",
    )  # fmt: skip
    calls.use_form(call, by=officer, code=form)
    CallRule.objects.bulk_create(
        CallRule(call=call, code=code, limit=limit, words=words, clause="通知第二、三条")
        for code, limit, words in RULES
        if is_plan or code == RuleCode.CREDIT
    )
    CheckLine.objects.bulk_create(
        CheckLine(call=call, position=place, text=text, clause="通知第四条") for place, text in enumerate(CHECKS)
    )
    return call


def people_of_demo() -> tuple:
    """The 单位管理员 of a unit, somebody who fills in for it, and who recommends it."""
    manager = User.objects.filter(username="danwei").first()
    post = manager and Membership.objects.managers().filter(user=manager).first()
    contributor = User.objects.filter(username="tianbao").first()
    duty = post and Jurisdiction.objects.filter(division=post.organisation.division).first()
    clerk = duty and Membership.objects.managers().filter(organisation=duty.unit).first()
    return (manager, contributor, clerk.user) if post and contributor and clerk else (None, None, None)


def _applications(call: Call, manager: User, contributor: User, office: User, officer: User) -> None:
    unit = Membership.objects.managers().get(user=manager).organisation
    lines = len(call.versions.last().terms.check_lines)
    made = [make_application(call, unit, contributor, title, place) for place, title in enumerate(TITLES)]
    for application in made[1:]:
        submitting.propose(application, by=contributor)
    for application in made[2:]:
        submitting.submit(application, by=manager, token=uuid4())
    for rank, application in enumerate(made[4:], 1):
        deciding.recommend(application, by=office, opinion="技术路线可行，同意推荐。（演示）", rank=rank)
    deciding.return_(made[3], by=office, reason="合作单位分工不清，请补充后重新提交。（演示）")
    deciding.accept(made[5], by=officer, verdicts=[True] * lines)
    deciding.ask_correction(
        made[6],
        by=officer,
        verdicts=[*[True] * (lines - 1), False],
        sections=["files"],
        reason="查新报告缺末页。（演示）",
    )
    for application in made[4:]:
        similarity.compare_application(application)


def make_application(call: Call, unit: Organisation, person: User, title: str, place: int) -> Application:
    """A whole draft; ``place`` keeps its people and texts apart from the others'."""
    application = drafts.begin(call, unit, by=person, token=uuid4())
    form = application.version.form
    year = timezone.localdate().year
    known = {
        "title": title, "topic": "工业领域", "starts_on": f"{year}-07-01", "ends_on": f"{year + 2}-06-30", "joint": "否",
        "contact_name": person.name, "bank_name": "演示银行赣州分行", "novelty": "国内新颖性", "promise": "on",
        "milestones": [
            {"starts_on": f"{year}-07-01", "ends_on": f"{year + 1}-06-30", "content": "工艺研究", "goal": "小试完成"},
            {"starts_on": f"{year + 1}-07-01", "ends_on": f"{year + 2}-06-30", "content": "中试与应用", "goal": "验收"},
        ],
        "indicators": [
            {"name": name, "unit": unit, "target": target, "method": "证书或报告"}
            for name, unit, target in (("发明专利申请", "件", "3"), ("中试线", "条", "1"), ("新增销售收入", "万元", "500"))
        ],
        "budget": {
            "equipment": {"fiscal": "8", "own": "20"}, "business": {"fiscal": "22", "own": "30"},
            "labour": {"fiscal": "8", "own": "10"}, "indirect": {"fiscal": "6", "own": "5"},
        },
    }  # fmt: skip
    for section in form.sections:
        asked = [f for f in section.fields if f.kind not in APART_KINDS and f.meaning not in FROM_REGISTER]
        typed = {
            f.code: known.get(f.code) or _told(title, f, place)
            for f in asked
            if f.kind not in (FieldKind.SECRET, FieldKind.TABLE)
        }
        for field in asked:
            if field.kind == FieldKind.SECRET:
                typed[field.code] = seal(MOBILE if field.meaning == Meaning.CONTACT_PHONE else ACCOUNT)
        seen = dict(application.answers.values_list("code", "revision"))
        drafts.save(application, section.code, by=person, typed=typed, seen=seen, consented=typed)
    for number in range(2):
        _join(application, person, place * 2 + number)
    for code in ("feasibility", "novelty_report"):
        paper = ContentFile(PAPER, name=f"{form.fields[code].label}（演示）.pdf")
        paper.kind = PDF
        drafts.attach(application, "files", form.fields[code], by=person, file=paper)
    return application


def _told(title: str, field, place: int) -> str:
    texts = judged.texts()
    first = TOLD[place] if place < len(TOLD) else place
    told = texts[(first + (len(field.code) * 3 if field.code != "background" else 0)) % len(texts)]
    return f"（演示）{title}，{field.label}。{judged.swapped(told) if place == COPIED else told}"


def _join(application: Application, person: User, number: int) -> None:
    first = f"3607021985{number % 9 + 1:02d}01{number:03d}"
    member = TeamMember(
        name=f"演示成员{number + 1}", id_number=first + persons.check_digit(first), rank="associate", months=6,
        unit_name=application.organisation.name, duty="总体设计" if number % 2 == 0 else "试验验证",
    )  # fmt: skip
    drafts.put_member(application, member, "team", by=person, consented=True)
    drafts.answer_link(drafts.send_link(member, "team", by=person), agrees=True, consented=True)
