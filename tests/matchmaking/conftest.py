"""Profiles that units write: a complete one in each status, and who says what of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.files import PDF
from matchmaking.matching.index import TABLES
from matchmaking.models import Achievement, Demand
from matchmaking.workflow import binding, dealing
from matchmaking.workflow import profiles as workflow
from tests.matchmaking import challenging
from tests.matchmaking.meeting import wished, with_slots
from tests.registration.conftest import LICENCE, member, somebody, unit  # noqa: F401 Fixtures.

BODY = (
    "针对烧结钕铁硼永磁材料高温退磁的问题，采用晶界扩散重稀土技术，把镝的用量降低三成，"
    "矫顽力提高到 25 kOe 以上，已在中试线稳定运行六个月，可用于新能源汽车驱动电机。"
)


@pytest.fixture(autouse=True)
def empty_index(db):
    """The index's tables are no models, so that what a browser test committed outlives the emptying of the tables."""
    with connection.cursor() as cursor:
        cursor.execute("".join(f"DELETE FROM matchmaking_{table};" for table in reversed(TABLES)))


def complete(model=Achievement, **more) -> dict:
    """All that a unit types into the page."""
    values = {
        "title": "低重稀土烧结钕铁硼晶界扩散技术",
        model.body_field: BODY,
        "field": "40",
        "maturity": "pilot",
        "cooperation": ["transfer", "joint"],
        "valid_until": timezone.localdate() + timedelta(days=365),
        "contact_person": "王小明",
        "contact_phone": "13900001234",
    }
    return values | more


@pytest.fixture
def manager(unit, member):  # noqa: F811
    """The manager of a unit: ``manager()`` gives (unit, person)."""

    def make(name="", place="章贡区"):
        organisation = unit(name, place)
        return organisation, member(organisation, MembershipRole.MANAGER)

    return make


@pytest.fixture
def drafted(manager):
    """A complete draft: (profile, its manager)."""

    def make(model=Achievement, **more):
        organisation, owner = manager()
        return workflow.begin(model, organisation, by=owner, **complete(model, **more)), owner

    return make


@pytest.fixture
def handed_in(drafted):
    """The same, waiting for an officer."""

    def make(model=Achievement, **more):
        profile, owner = drafted(model, **more)
        workflow.submit(profile, by=owner)
        return profile, owner

    return make


@pytest.fixture
def public(handed_in, person):
    """The same, published: (profile, its manager, the officer)."""

    def make(model=Achievement, **more):
        profile, owner = handed_in(model, **more)
        officer = person("officer")
        workflow.publish(profile, by=officer)
        return profile, owner, officer

    return make


QUESTIONS = {
    "cooperation_sought": "联合开发",
    "unclear": "中试规模多大？",
    "introduction": "电机制造企业，员工二百人。",
}


@pytest.fixture
def asked(public):
    """A demand's manager asked for an achievement: (interest, the asker's manager, the answerer's manager)."""

    def make():
        achievement, answering, _officer = public()
        demand, asking, _officer = public(Demand, title="钕铁硼永磁高温退磁难题")
        return dealing.ask(demand, achievement, by=asking, **QUESTIONS), asking, answering

    return make


@pytest.fixture
def talking(asked):
    """The same, accepted."""

    def make():
        interest, asking, answering = asked()
        dealing.accept(interest, by=answering)
        return interest, asking, answering

    return make


@pytest.fixture
def agreed(talking):
    """The same, with an intention of both sides."""

    def make():
        interest, asking, answering = talking()
        for by in (asking, answering):
            binding.want(interest, by=by, amount=500_000)
        return interest, asking, answering

    return make


@pytest.fixture
def running(public):
    """A challenge that takes bids: (challenge, its owner's manager, the officer who published it)."""

    def make(**more):
        demand, owner, officer = public(Demand, title="钕铁硼永磁高温退磁难题")
        return challenging.published(demand, owner, officer, **more), owner, officer

    return make


def paper(name="协议.pdf"):
    """A checked upload."""
    file = SimpleUploadedFile(name, LICENCE, "application/pdf")
    file.kind = PDF
    return file


def drafted_deal(interest, by):
    """A deal put before the other side."""
    return binding.draft(
        interest, by=by, kind="development", title="永磁电机联合开发协议", amount=800_000, file=paper()
    )


@pytest.fixture
def officer(person):
    return person("officer")


@pytest.fixture
def fair(officer, manager):
    """Four slots, three tables; 大学 is wished by 甲 (both want it) and by 乙, 丙 asks 乙: (event, units by name, their managers)."""
    event = with_slots(officer, tables=3)
    made = {name: manager(f"赣州{name}") for name in ("大学", "甲厂", "乙厂", "丙厂")}
    units, people = ({name: pair[place] for name, pair in made.items()} for place in (0, 1))
    wished(event, units["甲厂"], units["大学"], people["甲厂"], is_accepted=True)
    wished(event, units["乙厂"], units["大学"], people["乙厂"])
    wished(event, units["丙厂"], units["乙厂"], people["丙厂"])
    return event, units, people
