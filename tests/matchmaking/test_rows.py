"""Whose contacts and contracts a person of a unit sees."""

from datetime import date

import pytest
from django.utils import timezone

from bureau.accounts.models import Membership, Organisation, User
from matchmaking.choices import ContactResult, ContractKind
from matchmaking.models import Achievement, Contact, Demand, TechnologyContract

pytestmark = pytest.mark.django_db
DAY = date(2015, 5, 6)
NOW = {"changed_at": timezone.now()}


@pytest.fixture
def ours():
    """A unit, one of its people, and a contact and a contract of which it is one side."""
    unit = Organisation.objects.create(name="甲公司", name_key="甲公司")
    user = User.objects.create_user("zhang")
    membership = Membership.objects.create(user=user, organisation=unit)
    achievement = Achievement.objects.create(
        number="A1", title="成果", organisation_name="某大学", collected_on=DAY, **NOW
    )
    demand = Demand.objects.create(
        number="D1", title="需求", organisation=unit, organisation_name="甲公司", collected_on=DAY, **NOW
    )
    Contact.objects.create(achievement=achievement, demand=demand, met_on=DAY, result=ContactResult.MET, **NOW)
    TechnologyContract.objects.create(
        number="H1", title="合同", kind=ContractKind.SERVICE, seller_name="某大学", buyer_name="甲公司", buyer=unit,
        value=2, technology_value=1, signed_on=DAY, registered_on=DAY, **NOW,
    )  # fmt: skip
    return user, membership


@pytest.mark.parametrize("model", [Contact, TechnologyContract])
def test_a_unit_s_people_see_what_it_is_one_side_of(ours, model):
    user, _membership = ours

    assert model.objects.visible_to(user).count() == 1
    assert model.objects.visible_to(User.objects.create_user("li")).count() == 0


@pytest.mark.parametrize("model", [Contact, TechnologyContract])
def test_who_has_left_a_unit_sees_its_rows_no_more(ours, model):
    user, membership = ours
    membership.ended_at, membership.ended_by = timezone.now(), user
    membership.save()

    assert model.objects.visible_to(user).count() == 0
