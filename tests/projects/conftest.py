"""Calls as officers compose and publish them."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import User
from projects import expertise
from projects.models import (
    AgendaItem,
    Assignment,
    Call,
    CallRule,
    CheckLine,
    Expert,
    Expertise,
    ExpertiseField,
    Panel,
    ReviewRound,
    ReviewScheme,
)
from projects.workflow import assigning, calls, convening, deciding, drafts, rounds, sitting, submitting
from tests.projects import applying
from tests.registration.conftest import (  # noqa: F401 Fixtures.
    credit_code,
    fresh,
    member,
    recommender,
    somebody,
    unit,
)

YEAR = timezone.localdate().year


def local(*parts) -> datetime:
    """A moment of the bureau's clock."""
    return datetime(*parts, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def drafted(person):
    """A call under composition: ``drafted(form="plan", rules={...}, closes_at=…)``."""

    def make(form="plan", rules=(), scheme="", **values) -> Call:
        now = timezone.now()
        known = {
            "title": f"{YEAR} 年度重点研发计划（{Call.objects.count()}）", "plan_year": YEAR, "category": "重点研发计划",
            "guide": "支持稀土、钨等领域。", "opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=20),
            "recommend_until": now + timedelta(days=25),
        }  # fmt: skip
        call = Call.objects.create(**(known | values))
        for code, parameter in dict(rules).items():
            more = {"words": parameter} if isinstance(parameter, str) else {"limit": parameter}
            CallRule.objects.create(call=call, code=code, clause="通知第三条", **more)
        CheckLine.objects.create(call=call, text="申报单位符合指南要求", clause="通知第二条")
        CheckLine.objects.create(call=call, text="附件齐全、清晰")
        calls.use_form(call, by=person("officer"), code=form)
        if scheme:
            calls.use_scheme(call, by=person("officer"), code=scheme)
        return call

    return make


@pytest.fixture
def published(drafted, person):
    """A call that is open: ``published(rules=…)``."""

    def make(*args, **values) -> Call:
        call = drafted(*args, **values)
        calls.send(call, by=person("officer"))
        calls.publish(call, by=person("section_head"))
        return call

    return make


@pytest.fixture
def head(person) -> User:
    """Somebody who publishes."""
    return person("section_head")


@pytest.fixture
def people(unit, member, recommender):  # noqa: F811
    """A unit with its two persons and who recommends it: ``people()`` gives (unit, contributor, manager, recommender)."""
    offices = {}

    def make(place="章贡区"):
        organisation = unit("", place)
        if place not in offices:
            offices[place] = recommender(place)
        manager = member(organisation, MembershipRole.MANAGER)
        return organisation, member(organisation), manager, offices[place]

    return make


@pytest.fixture
def filled(published, people):
    """A whole draft: ``filled(call=…)`` gives (application, contributor, manager, recommender)."""

    def make(call=None, who=None, **values):
        organisation, contributor, manager, office = who or people()
        application = drafts.begin(call or published(), organisation, by=contributor, token=uuid4())
        applying.fill(application, contributor, **values)
        return application, contributor, manager, office

    return make


@pytest.fixture
def submitted(filled):
    """The same, handed in."""

    def make(**values):
        application, contributor, manager, office = filled(**values)
        submitting.propose(application, by=contributor)
        submitting.submit(application, by=manager, token=uuid4())
        return application, contributor, manager, office

    return make


@pytest.fixture
def recommended(submitted):
    """The same, recommended."""

    def make(**values):
        application, contributor, manager, office = submitted(**values)
        deciding.recommend(application, by=office, opinion="同意推荐")
        return application, contributor, manager, office

    return make


@pytest.fixture
def accepted(recommended, person):
    """The same, accepted: it may be reviewed."""

    def make(**values):
        application, contributor, manager, office = recommended(**values)
        deciding.accept(application, by=person("officer"), verdicts=[True, True])
        return application, contributor, manager, office

    return make


@pytest.fixture
def tree(db):
    """The fields of expertise; a test that empties the tables takes the migration's rows with it."""
    if not ExpertiseField.objects.exists():
        expertise.fill(ExpertiseField)


@pytest.fixture
def expert(somebody, person, tree):  # noqa: F811
    """Somebody of the bank: ``expert(name="王专家", unit_name="江西理工大学", fields=["1010"], has_account=True)``."""

    def make(has_account=True, fields=(), **values) -> Expert:
        count, now, clerk = Expert.objects.count() + 1, timezone.now(), person("officer")
        known = {
            "name": f"专家{count}", "number": f"ZJ9{count:05d}", "unit_name": f"示例大学{count}", "city": "赣州市",
            "rank": "senior", "types": ["technical"], "status": "listed", "created_by": clerk,
            "decided_by": clerk, "decided_at": now, "confirmed_by": clerk, "confirmed_at": now,
        }  # fmt: skip
        if has_account:
            known |= {"user": somebody(), "consented_at": now}
        made = Expert.objects.create(**(known | values))
        for position, code in enumerate(fields, 1):
            Expertise.objects.create(expert=made, field=ExpertiseField.objects.get(code=code), position=position)
        return Expert.objects.get(pk=made.pk)  # Its person as the database has it now.

    return make


@pytest.fixture
def round_of(person):
    """A round under preparation in which applications are reviewed: ``round_of(application, per_application=3)``."""

    def make(*applications, is_started=False, **values) -> ReviewRound:
        officer, call = person("officer"), applications[0].call
        known = {"name": f"第 {ReviewRound.objects.count() + 1} 轮网评", "due_at": timezone.now() + timedelta(days=10)}
        known |= {"call": call, "created_by": officer, "per_application": 1}
        made = ReviewRound.objects.create(**(known | values))
        rounds.take_in(made, applications, by=officer)
        if is_started:
            ReviewRound.objects.filter(pk=made.pk).update(
                status="reviewing", started_by=officer, started_at=timezone.now()
            )
            made.refresh_from_db()
        return made

    return make


@pytest.fixture
def assigned(published, accepted, expert, round_of, person):
    """An accepted application with its experts, in a round that has begun: ``assigned(experts=3, scheme="plan")``."""

    def make(experts=1, scheme="plan", call=None, is_blind=False, **values) -> list[Assignment]:
        application, *_people = accepted(call=call or published(scheme=scheme), **values)
        reviewed = round_of(application, is_started=True, is_blind=is_blind)
        made = [assigning.assign(reviewed, application, expert(), by=person("officer")) for _place in range(experts)]
        return [Assignment.objects.get(pk=one.pk) for one in made]  # Their persons as the database has them now.

    return make


@pytest.fixture
def panel_of(drafted, accepted, expert, round_of, person):
    """A panel: ``panel_of(members=3, items=1, stage="open", mode="votes", scheme={"panel_secret": True})``.

    Stages: planned, called (everybody has said yes), sitting (and has come), open (the first item is being judged).
    """

    def make(members=3, items=1, stage="sitting", call=None, scheme=(), **values) -> Panel:
        officer = person("officer")
        if call is None:
            call = drafted(scheme="plan")
            ReviewScheme.objects.filter(call=call).update(**dict(scheme))
            calls.send(call, by=person("officer"))
            calls.publish(call, by=person("section_head"))
        applications = [accepted(call=call)[0] for _place in range(items)]
        held = round_of(*applications, kind="panel")
        known = {
            "name": f"答辩会{Panel.objects.count()}",
            "starts_at": timezone.now() + timedelta(days=3),
            "place": "三楼会议室",
        }
        known |= {"least_present": min(members, 2), "mode": "scores"}
        panel = convening.plan(held, by=officer, **(known | values))
        for place in range(members):
            convening.put_member(panel, expert(), by=officer, is_chair=place == 0)
        convening.make_agenda(panel, by=officer)
        steps = ("planned", "called", "sitting", "open").index(stage)
        if steps >= 1:
            convening.call_(panel, by=officer)
            for member in panel.members.all():
                convening.accept(member, by=User.objects.get(pk=member.expert.user_id))
        if steps >= 2:
            sitting.attend(panel, by=officer, present=panel.members.all())
            sitting.begin(panel, by=officer)
        if steps >= 3:
            sitting.open_item(panel.items.first(), by=officer)
        return Panel.objects.get(pk=panel.pk)

    return make


def users_of(panel) -> list[User]:
    """The members' persons as the database has them now, the 组长 first."""
    return [User.objects.get(pk=m.expert.user_id) for m in panel.members.select_related("expert")]


def first_of(panel) -> AgendaItem:
    """The first item, as the database has it."""
    return panel.items.select_related("panel__round__call", "application").get(position=1)
