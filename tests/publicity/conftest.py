"""A 公示 as an officer draws it up, its three hands, an objection with its paper."""

import uuid
from contextlib import contextmanager
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from bureau.publicity import workflow
from bureau.publicity.models import Publicity
from bureau.workdays import is_workday, workdays_before

SHANGHAI = timezone.get_default_timezone()
COLUMNS = ["number", "title", "organisation", "leader", "amount"]
ROW = {
    "number": "GZ2026001",
    "title": "钨合金刀具涂层研究",
    "organisation": "赣州甲有限公司",
    "leader": "王研",
    "amount": "30.00",
}
WORDS = {
    "kind": "approval",
    "title": "2026年度赣州市科技计划拟立项项目（第一批）公示",
    "basis": "《赣州市科技计划项目管理办法》（赣市科发〔2021〕15号）\n《2026年度申报指南》（赣市科字〔2026〕3号）",
    "process": "经申报、推荐、形式审查、专家评审、局长办公会审定。",
    "body": "现将拟立项项目予以公示。",
    "starts_on": date(2026, 9, 29),
    "working_days": 5,
    "section": "发展计划科",
    "section_phone": "0797-8391001",
    "supervision": "监督科",
    "supervision_phone": "0797-8391002",
    "discipline": "驻局纪检监察组",
    "discipline_phone": "0797-8391003",
    "address": "赣州市章贡区长征大道1号",
    "postcode": "341000",
}
OBJECTION = {
    "kind": "person",
    "name": "李实名",
    "phone": "13800005678",
    "concerning": "第1项 钨合金刀具涂层研究",
    "facts": "该项目与2024年已立项项目内容重复。",
}


@pytest.fixture
def clock():
    """Let it be a moment in Shanghai: ``clock(2026, 9, 29, 9)``; again for a later one."""
    travels = []

    def go(*moment):
        while travels:
            travels.pop().stop()
        travel = time_machine.travel(timezone.datetime(*moment, tzinfo=SHANGHAI), tick=False)
        travel.start()
        travels.append(travel)

    yield go
    while travels:
        travels.pop().stop()


@pytest.fixture
def drawn(person):
    """Draw up a 公示 as an officer: ``drawn(rows=3)``."""
    officers = []

    def make(rows: int = 1, **words) -> Publicity:
        if not officers:
            officers.append(person("officer"))
        listed = [ROW | {"number": f"GZ{n}"} for n in range(rows)]
        return workflow.draft(by=officers[0], columns=COLUMNS, rows=listed, **WORDS | words)

    return make


@contextmanager
def worked_day():
    """Today, or the last day before it that was worked: on a Sunday a 公示 begins on Monday only."""
    today = timezone.localdate()
    if is_workday(today):
        yield
        return
    with time_machine.travel(timezone.now() - (today - workdays_before(today, 1))):
        yield


@pytest.fixture
def published(drawn, person):
    """A 公示 that has been approved, and runs on the day of the test."""
    heads = []

    def make(**words) -> Publicity:
        publicity = drawn(**words)
        workflow.submit(publicity, by=publicity.created_by)
        heads.append(heads[0] if heads else person("section_head"))
        with worked_day():
            workflow.approve(publicity, by=heads[0])
        return publicity

    return make


def pdf(name="证明.pdf", content=b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"):
    """A small file that is a PDF by its content."""
    return SimpleUploadedFile(name, content, "application/pdf")


def values(**more):
    """What raise_objection takes."""
    return OBJECTION | {"token": uuid.uuid4()} | more
