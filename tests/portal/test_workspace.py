"""The workspace's first page: all that waits, from every app, at a cost that does not grow."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Jurisdiction, Membership
from bureau.collecting.models import Collection, Duty
from bureau.registration.workflow import joinings, members, registrations
from enterprises.models import YearlyData
from projects.models import Application, Assignment, Expert, ReviewRound, Seat
from projects.workflow import drafts
from tests.enterprises.conftest import firm as firm
from tests.enterprises.test_pages import service_to
from tests.projects.conftest import drafted as drafted
from tests.projects.conftest import expert as expert
from tests.projects.conftest import published as published
from tests.projects.conftest import tree as tree
from tests.registration.conftest import credit_code, fresh
from tests.registration.conftest import draft as draft
from tests.registration.conftest import member as member
from tests.registration.conftest import recommender as recommender
from tests.registration.conftest import somebody as somebody
from tests.registration.conftest import submitted as submitted
from tests.registration.conftest import unit as unit

pytestmark = pytest.mark.django_db
MANAGER = MembershipRole.MANAGER


def queries(client) -> int:
    client.get(reverse("workspace"))
    with CaptureQueriesContext(connection) as counted:
        assert client.get(reverse("workspace")).status_code == 200
    return len(counted)


def review(call, expert, organisation, officer):
    """Another round of reviews that the expert takes part in: one application to judge, and an invitation to the next."""
    now, count = timezone.now(), ReviewRound.objects.count()
    author = drafts.begin(call, organisation, by=organisation.author, token=uuid4())
    known = {"call": call, "created_by": officer, "due_at": now, "per_application": 1}
    begun = {"status": "reviewing", "started_by": officer, "started_at": now}
    judged = ReviewRound.objects.create(name=f"甲{count}", **known, **begun)
    Assignment.objects.create(
        round=judged, application=author, expert=expert, number=1, source="appointed", assigned_by=officer
    )
    Seat.objects.create(
        round=ReviewRound.objects.create(name=f"乙{count}", **known), expert=expert, number=1, source="appointed",
        status="invited", invited_by=officer, invited_at=now, answer_by_day=timezone.localdate(),
    )  # fmt: skip


def test_all_that_waits_in_three_units_costs_fourteen_queries_at_any_number(
    unit, member, firm, published, submitted, somebody, person, places, client, expert
):
    """Somebody who manages a firm and a recommending unit, works for a third, is an expert, and has something to do of every kind."""
    office = unit("章贡区科技局", "章贡区", credit_code("11360702"))
    Jurisdiction.objects.create(unit=office, division=places["章贡区"])
    who, call, officer = member(office, MANAGER), published(), person("officer")
    inviting, host = unit(), somebody()
    Membership.objects.create(user=host, organisation=inviting, role=MANAGER)
    organisations = [firm()[0].organisation, unit()]
    for organisation, role in zip(organisations, (MANAGER, MembershipRole.CONTRIBUTOR), strict=True):
        Membership.objects.create(user=who, organisation=organisation, role=role)
    known = expert(user=who)
    Expert.objects.filter(pk=known.pk).update(confirmed_at=timezone.now() - timedelta(days=360))
    theirs = unit()
    theirs.author = member(theirs)
    who, host = fresh(who), fresh(host)
    client.force_login(who)
    counted, year, now = [], 1990, timezone.now()
    returned = {
        "status": "returned",
        "reason": "改",
        "submitted_at": now,
        "submitted_by": who,
        "decided_at": now,
        "decided_by": officer,
    }
    for more in (1, 4):
        for _ in range(more):
            year += 1
            for organisation in organisations:
                drafts.begin(call, organisation, by=who, token=uuid4())
                YearlyData.objects.create(organisation=organisation, year=year, **returned)
            review(call, known, theirs, officer)
            joinings.ask(organisations[0], by=somebody(), words="研发部")
            submitted(name="赣州新甲有限公司")
            members.invite(inviting, by=host, name="甲", mobile=who.mobile)
            collection = Collection.objects.create(
                title=f"清单{year}", kind="projects", period_from=date(year, 1, 1), period_to=date(year, 12, 31),
                due_on=date(year, 12, 31), opened_by=officer, opened_at=now,
            )  # fmt: skip
            Duty.objects.create(collection=collection, unit=office, due_on=date(year, 12, 31))
            registrations.withdraw(registrations.begin(by=who), by=who)
        newest = Application.objects.filter(organisation=organisations[0]).latest("pk").pk
        Application.objects.filter(pk=newest).update(status="unit_review", proposed_at=now, proposed_by=who)
        if len(counted) == 0:
            service_to(organisations[0])
        registrations.begin(by=who)
        counted.append(queries(client))

    assert counted[0] == counted[1] <= 14
    text = client.get(reverse("workspace")).text
    for words in (
        "填写并提交",
        "补正",
        "申请加入",
        "份单位注册待审核",
        "邀请您任",
        "报送《清单",
        "服务",
        "去审核",
        "确认您的专家信息",
        "项待评审",
        "答复评审邀请",
    ):
        assert words in text, words
