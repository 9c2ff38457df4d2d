"""Each page of units opens to exactly those who are named for it; nobody moves another unit's rows by their numbers."""

import pytest
from django.urls import get_resolver

from bureau.accounts.models import Membership, Organisation
from bureau.registration.models import Invitation, Joining, Registration, Renaming
from tests.test_access import opens

from .doors import DOORS, PERSONAS, address, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(somebody, unit, member, draft, submitted, recommender, person):
    return build(
        somebody=somebody, unit=unit, member=member, draft=draft, submitted=submitted, recommender=recommender, person=person
    )  # fmt: skip


def rows():
    """Everything that could be moved."""
    models = (Registration, Invitation, Joining, Renaming, Membership, Organisation)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_every_page_of_units_is_in_the_table():
    (ours,) = [p for p in get_resolver().url_patterns if getattr(p, "namespace", "") == "registration"]

    assert {f"registration:{pattern.name}" for pattern in ours.url_patterns} == DOORS.keys() - {"workspace"}


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_page_opens_to_exactly_those_named(persona, scene, client):
    personas, things = scene
    if personas[persona]:
        client.force_login(personas[persona])
    wrong = []
    for name, door in DOORS.items():
        method = "get" if door.typed is None else "post"
        came_in = opens(client, method, address(name, things), dict(door.typed or ()))
        if came_in != (persona in door.allowed):
            wrong.append((name, came_in))

    assert wrong == []


@pytest.mark.parametrize("persona", ["nobody", "person", "stranger", "other_recommender", "officer", "system_admin"])
def test_nothing_of_another_unit_is_moved_by_its_number(persona, scene, client):
    personas, things = scene
    if personas[persona]:
        client.force_login(personas[persona])
    before = rows()

    for name, door in DOORS.items():
        if persona not in door.allowed or name == "registration:unit-switch":
            typed = {key: things.get(value, value) for key, value in (door.typed or door.post)}
            client.post(address(name, things), typed)
            client.get(address(name, things))

    assert rows() == before


def test_a_contributor_moves_nothing_that_is_the_managers(scene, client):
    personas, things = scene
    client.force_login(personas["contributor"])
    before = rows()

    for name, door in DOORS.items():
        if "contributor" not in door.allowed:
            client.post(
                address(name, things), {key: things.get(value, value) for key, value in (door.typed or door.post)}
            )

    assert rows() == before
