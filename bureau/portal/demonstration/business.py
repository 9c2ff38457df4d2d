"""公示 open and closed, an objection handled, lists asked of counties: made by the verbs that persons use.

The one thing no verb can do is to let days pass: the dates of what is over are set back before it is closed.
"""

import io
import uuid
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from bureau.accounts.choices import OrganisationKind
from bureau.accounts.models import Division, Jurisdiction, Organisation, User
from bureau.codes import credit_code_check
from bureau.collecting import workflow as collecting
from bureau.collecting.models import Collection
from bureau.excel import Column as Heading
from bureau.excel import Sheet, write_workbook
from bureau.files import EXCEL
from bureau.lists import runs
from bureau.publicity import workflow
from bureau.publicity.checks import last_day
from bureau.publicity.choices import PublicityStatus
from bureau.publicity.models import Publicity
from bureau.registration.workflow import members
from bureau.text import name_key
from bureau.workdays import is_workday, workdays_after

COLUMNS = ["number", "title", "organisation", "leader", "recommender", "amount"]
HEADINGS = ("项目编号", "项目名称", "承担单位", "级别", "县（市、区）", "立项日期", "财政经费（万元）")
TITLES = (
    "离子型稀土矿绿色高效提取技术研究",
    "高性能钨基硬质合金刀具涂层开发",
    "脐橙黄龙病快速检测试剂盒研制",
    "家具智能喷涂生产线关键技术",
)
OFFICES = {"章贡区": "tuijian", "赣县区": "ganxian", "南康区": "nankang", "信丰县": "xinfeng"}
WORDS = {
    "basis": "《赣州市科技计划项目管理办法》（赣市科发〔2021〕15号，演示）\n《关于组织申报科技计划项目的通知》（赣市科字〔2026〕3号，演示）",
    "process": "经单位申报、归口部门推荐、形式审查、专家评审、局长办公会审定。",
    "section": "发展计划科", "section_phone": "0797-8000001", "supervision": "监督科", "supervision_phone": "0797-8000002",
    "discipline": "驻局纪检监察组", "discipline_phone": "0797-8000003", "address": "赣州市章贡区（演示地址）1号", "postcode": "341000",
}  # fmt: skip


def _rows(count: int) -> list[dict]:
    return [
        {
            "number": f"GZ2026{n + 1:03d}", "title": title, "organisation": f"赣州演示{'甲乙丙丁'[n]}科技有限公司",
            "leader": f"演示负责人{'甲乙丙丁'[n]}", "recommender": "章贡区科学技术局", "amount": f"{30 - 5 * n}.00",
        }
        for n, title in enumerate(TITLES[:count])
    ]  # fmt: skip


@transaction.atomic
def make_publicities(users: dict[str, User]) -> None:
    """Make what is missing; a database with publicities keeps what it has."""
    if Publicity.objects.exists():
        return
    officer, head, supervisor = users["officer"], users["section_head"], users["supervision"]
    over = _published("2026年度赣州市科技计划拟立项项目（第一批）公示", "approval", officer, head, 4)
    objection = workflow.raise_objection(
        over, token=uuid.uuid4(), kind="person", name="演示异议人", phone="13900000199", concerning="第 3 项",
        facts="（演示）该项目与本市 2024 年已立项项目的研究内容相近，请核实。",
    )  # fmt: skip
    workflow.accept(objection, by=supervisor)
    workflow.dismiss(objection, by=supervisor, opinion="（演示）经查重和专家核实，两项目技术路线不同，异议不成立。")
    workflow.tell(objection, by=supervisor, how="电话")
    _let_days_pass(over)
    workflow.close(over, by=workflow.TIMER)
    running = _published("2026年度赣州市科学技术奖拟授奖项目公示", "award", officer, head, 3)
    workflow.raise_objection(
        running, token=uuid.uuid4(), kind="person", name="演示来信人", phone="13900000198", concerning="第 1 项 主要完成人",
        facts="（演示）第一完成单位排序与成果证书不一致。",
    )  # fmt: skip
    waiting = _drawn("2026年第二批拟入库科技型中小企业公示", "recognition", officer, 2)
    workflow.submit(waiting, by=officer)


def _drawn(title: str, kind: str, officer: User, count: int) -> Publicity:
    today = timezone.localdate()
    starts_on = today if is_workday(today) else workdays_after(today, 1)
    body = "现将名单予以公示，接受社会监督。（演示数据，单位与人员均为虚构）"
    return workflow.draft(
        by=officer, columns=COLUMNS, rows=_rows(count), title=title, kind=kind, body=body, starts_on=starts_on, **WORDS
    )


def _published(title: str, kind: str, officer: User, head: User, count: int) -> Publicity:
    publicity = _drawn(title, kind, officer, count)
    workflow.submit(publicity, by=officer)
    workflow.approve(publicity, by=head)
    if publicity.status == PublicityStatus.APPROVED:  # Shown on a day off as well.
        workflow.begin(publicity, by=workflow.TIMER)
    return publicity


def _let_days_pass(publicity: Publicity) -> None:
    first = timezone.localdate() - timedelta(days=20)
    publicity.starts_on = first if is_workday(first) else workdays_after(first, 1)
    publicity.ends_on = last_day(publicity.starts_on, publicity.working_days)
    publicity.published_at -= timezone.localdate() - publicity.starts_on
    publicity.content_hash = publicity.digest()
    publicity.save(update_fields=["starts_on", "ends_on", "published_at", "content_hash"])


@transaction.atomic
def make_collections(users: dict[str, User], password: str) -> None:
    """A list asked of four counties: one handed in, one nil and confirmed, one sent back, one late."""
    if Collection.objects.exists():
        return
    officer, today = users["officer"], timezone.localdate()
    clerks = {place: _office(place, username, officer, password) for place, username in OFFICES.items()}
    collection = collecting.open_collection(
        by=officer, units=[unit for unit, _clerk in clerks.values()], title="2026年三季度立项项目清单", kind="projects",
        period_from=date(2026, 7, 1), period_to=date(2026, 9, 30), due_on=today - timedelta(days=3),
        instructions="只报本季度新立项的项目；没有新立项的请零报送。",
    )  # fmt: skip
    duties = {duty.unit_id: duty for duty in collection.duties.all()}
    for place, act in (("章贡区", _hand_in), ("赣县区", _report_nil), ("南康区", _send_back)):
        unit, clerk = clerks[place]
        act(duties[unit.pk], clerk, officer, place)


def _hand_in(duty, clerk: User, _officer: User, place: str) -> None:
    rows = [
        (f"YS2026{n + 1:03d}", title, f"{place}演示{n + 1}号企业", "市级", place, f"2026-08-{10 + n}", 10 + n)
        for n, title in enumerate(TITLES)
    ]
    file = io.BytesIO()
    write_workbook([Sheet("立项项目", [Heading(name) for name in HEADINGS], rows)], file)
    upload = ContentFile(file.getvalue(), name=f"{place}三季度立项项目.xlsx")
    upload.kind = EXCEL
    collecting.upload(duty, by=clerk, file=upload)
    runs.preview(duty.run)
    collecting.submit(duty, by=clerk)


def _report_nil(duty, clerk: User, officer: User, _place: str) -> None:
    collecting.report_nil(duty, by=clerk, reason="本季度没有新立项项目。")
    collecting.confirm(duty, by=officer)


def _send_back(duty, clerk: User, officer: User, place: str) -> None:
    _hand_in(duty, clerk, officer, place)
    collecting.return_(duty, by=officer, reason="缺少 9 月份立项的项目，请补齐后重报。")


def _office(place: str, username: str, officer: User, password: str) -> tuple[Organisation, User]:
    """The unit that answers for a place, and who acts there; made where there is none yet."""
    held = Jurisdiction.objects.filter(division__name=place).select_related("unit").first()
    if held:
        clerk = User.objects.filter(memberships__organisation=held.unit, memberships__ended_at=None).first()
        return held.unit, clerk
    division = Division.objects.get(name=place)
    first = f"11{division.code}PDY09{division.position:02d}1X"
    name = f"{place}科学技术局（演示）"
    unit = Organisation.objects.create(
        name=name, name_key=name_key(name), credit_code=first + credit_code_check(first), division=division,
        kind=OrganisationKind.GOVERNMENT,
    )  # fmt: skip
    clerk = User(username=username, name=f"{place}经办人", mobile=f"1390000{2000 + division.position}")
    clerk.set_password(password)
    clerk.save()
    members.assign_places(unit, by=officer, divisions=[division])
    members.appoint(unit, by=officer, user=clerk, reason="开通推荐单位")
    return unit, User.objects.get(pk=clerk.pk)


def lines() -> list[str]:
    """The accounts as they are printed."""
    return [f"  {username:<12}{place}科技局：报送任务" for place, username in OFFICES.items() if username != "tuijian"]
