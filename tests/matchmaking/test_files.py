"""Files of a profile: the unit's until the other side is accepted and has looked whom to call."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bureau.audit.models import Entry
from bureau.workflow import Refused
from matchmaking.models import Demand, ProfileFile
from matchmaking.workflow import dealing, files
from matchmaking.workflow import profiles as workflow

from .conftest import QUESTIONS, paper
from .doors import FILE_DOORS

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_file(drafted, public, person):
    """A public achievement with a file, asked for by a demand: (interest, asker's manager, answerer's manager, the file)."""
    achievement, answering = drafted()
    held = files.attach(achievement, by=answering, file=paper("检测报告.pdf"))
    workflow.submit(achievement, by=answering)
    workflow.publish(achievement, by=person("officer"))
    demand, asking, _officer = public(Demand)
    return dealing.ask(demand, achievement, by=asking, **QUESTIONS), asking, answering, held


def test_the_other_side_has_it_after_acceptance_and_a_look_and_the_book_says_so(with_file, client):
    interest, asking, answering, held = with_file
    address = reverse("matchmaking:other-file", args=[interest.pk, held.pk])
    client.force_login(asking)
    assert client.get(address).status_code == 404
    dealing.accept(interest, by=answering)
    assert client.get(address).status_code == 404
    shown = client.post(reverse("matchmaking:interest-contact", args=[interest.pk])).content.decode()
    assert address in shown

    response = client.get(address)

    assert b"".join(response.streaming_content).startswith(b"%PDF")
    entry = Entry.objects.get(verb="disclose_file")
    assert (entry.actor, entry.object_id) == (asking, held.pk)
    dealing.close(interest, by=answering, reason="谈不拢")
    assert client.get(address).status_code == 404


def test_it_is_on_no_public_page_and_no_strangers(with_file, manager, person, client):
    interest, asking, answering, held = with_file
    own = reverse("matchmaking:achievement-file-show", args=[interest.achievement_id, held.pk])
    page = client.get(reverse("matchmaking:market-achievement", args=[interest.achievement_id])).content.decode()
    assert "检测报告" not in page
    for user, status in (
        (asking, 404),
        (manager()[1], 404),
        (person("leader"), 404),
        (person("officer"), 200),
        (answering, 200),
    ):
        client.force_login(user)
        assert client.get(own).status_code == status


def test_a_file_is_added_and_dropped_while_the_unit_may_write(drafted, client):
    profile, owner = drafted(Demand)
    client.force_login(owner)
    add = reverse("matchmaking:demand-file-add", args=[profile.pk])
    client.post(add, {"file": paper("图纸.pdf")})
    client.post(add, {})
    held = ProfileFile.objects.get()
    assert "图纸.pdf" in client.get(reverse("matchmaking:demand-detail", args=[profile.pk])).content.decode()
    for _ in range(files.AT_MOST - 1):
        files.attach(profile, by=owner, file=paper())
    with pytest.raises(Refused, match="最多上传 10 个"):
        files.attach(profile, by=owner, file=paper())

    client.post(reverse("matchmaking:demand-file-drop", args=[profile.pk, held.pk]))

    assert not ProfileFile.objects.filter(pk=held.pk).exists()
    workflow.submit(profile, by=owner)
    with pytest.raises(Refused, match="不能修改"):
        files.attach(profile, by=owner, file=paper())


def test_an_officer_who_decides_sees_it(drafted, person, client):
    profile, owner = drafted()
    files.attach(profile, by=owner, file=paper("检测报告.pdf"))
    workflow.submit(profile, by=owner)
    client.force_login(person("officer"))

    page = client.get(reverse("admin:matchmaking_achievement_change", args=[profile.pk])).content.decode()

    assert "检测报告.pdf" in page


def test_a_file_is_of_one(drafted):
    profile, owner = drafted()
    held = files.attach(profile, by=owner, file=paper())
    with pytest.raises(IntegrityError, match="matchmaking_profilefile_of_one"), transaction.atomic():
        ProfileFile.objects.filter(pk=held.pk).update(achievement=None)


@pytest.mark.parametrize("name", FILE_DOORS)
def test_a_door_opens_to_nobody_else(name, with_file, manager, client):
    interest, asking, _answering, held = with_file
    profile = interest.demand if ":demand" in name else interest.achievement
    numbers = {"matchmaking:other-file": [interest.pk, held.pk]}.get(name, [profile.pk, held.pk])
    url, knock = reverse(name, args=numbers[:1] if name.endswith("add") else numbers), getattr(client, FILE_DOORS[name])

    assert "/login/" in knock(url)["Location"]
    for stranger in (manager()[1], asking):
        client.force_login(stranger)
        is_own = stranger == asking and ":demand-file-add" in name
        assert knock(url).status_code == (302 if is_own else 404)
