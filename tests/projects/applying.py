"""An application as its people fill it in: answers to the plan's form that break nothing."""

import itertools
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bureau.files import PDF
from projects import persons
from projects.choices import APART_KINDS, FieldKind
from projects.formdata.values import seal
from projects.forms.sections import FROM_REGISTER
from projects.models import TeamMember
from projects.workflow import drafts
from tests.registration.conftest import LICENCE

_numbers = itertools.count(1)
LONG = "本项目围绕离子型稀土绿色高效提取开展研究，拟突破萃取分离关键技术，形成自主知识产权。" * 4
PLAN = {
    "title": "离子型稀土高效提取技术研究", "topic": "工业领域", "starts_on": "2026-01-01", "ends_on": "2027-12-31",
    "joint": "否", "contact_name": "张三", "bank_name": "演示银行", "novelty": "省内新颖性", "promise": "on",
    "milestones": [{"starts_on": "2026-01-01", "ends_on": "2026-12-31", "content": "试验", "goal": "完成"}] * 2,
    "indicators": [{"name": "发明专利", "unit": "件", "target": "2", "method": "证书"}] * 3,
    "budget": {"business": {"fiscal": "20", "own": "10"}, "indirect": {"fiscal": "5"}},
}  # fmt: skip


def id_number(year: int = 1980) -> str:
    """Another valid synthetic identity number."""
    first = f"360702{year}0101{next(_numbers) % 1000:03d}"
    return first + persons.check_digit(first)


def upload(name: str = "报告.pdf") -> SimpleUploadedFile:
    """A checked PDF."""
    file = SimpleUploadedFile(name, LICENCE, "application/pdf")
    file.kind = PDF
    return file


def fill(application, by, **values) -> None:
    """Everything that the plan's form asks, through the verbs."""
    form = application.version.form
    for section in form.sections:
        typed = {
            field.code: values.get(field.code, PLAN.get(field.code, LONG))
            for field in section.fields
            if field.kind not in (*APART_KINDS, FieldKind.SECRET, FieldKind.TABLE)
            and field.meaning not in FROM_REGISTER
        }
        secrets = {f.code: seal("6222021234567890") for f in section.fields if f.kind == FieldKind.SECRET}
        known = {answer.code: answer.revision for answer in application.answers.all()}
        drafts.save(application, section.code, by=by, typed=typed | secrets, seen=known, consented=secrets)
    for place in range(2 - application.team.count()):
        join(application, by, name=f"成员{place + 1}")
    for code in ("feasibility", "novelty_report"):
        if not application.attachments.current().filter(code=code).exists():
            drafts.attach(application, "files", form.fields[code], by=by, file=upload())


def join(application, by, name="成员", number="", confirms=True, rank="intermediate") -> TeamMember:
    """Somebody of the team, who says yes by their link."""
    member = TeamMember(name=name, id_number=number or id_number(), rank=rank, unit_name="单位", duty="研究")
    drafts.put_member(application, member, "team", by=by, consented=True)
    if confirms:
        drafts.answer_link(drafts.send_link(member, "team", by=by), agrees=True, consented=True)
    return member


def later(**parts):
    """A moment from now."""
    return timezone.now() + timedelta(**parts)
