"""揭榜挂帅 on its pages: the whole way, each page to its own people, and no word of a bid anywhere before it is opened."""

import io
import zipfile

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.accounts.roles import ROLES
from bureau.portal.demonstration import challenges as demonstration
from matchmaking.choices import BidStatus, ChallengeStatus
from matchmaking.models import Bid, BidPart, Challenge, Demand
from tests.projects.conftest import expert, tree  # noqa: F401 Those who score.
from tests.test_access import named_urls

from .challenging import BID, INSIDE, SECRETS, drawing, opened, pass_deadline, scored, sealed, told
from .doors import CHALLENGE_DOORS

pytestmark = pytest.mark.django_db


def page(name: str, *numbers) -> str:
    """The address of a page."""
    return reverse(f"matchmaking:{name}", args=numbers)


def typed(**more) -> dict:
    """A bid as the page sends it."""
    return BID | {"file1": drawing()} | more


# No word of it

WORDS = (*SECRETS, INSIDE.decode().strip("%\n "))


def whole(response) -> bytes:
    """All that an answer carries; a workbook or document unpacked."""
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data += b"".join(archive.read(name) for name in archive.namelist())
    return data


def every_address(user, challenge) -> list[str]:
    """Every address that needs no number, and every page of every row that the admin has."""
    found = []
    for name in named_urls():
        if name.endswith("logout") or name == "session-extend":
            continue
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    for model, model_admin in admin.site._registry.items():
        head = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for pk in model._base_manager.order_by("-pk").values_list("pk", flat=True)[:3]:
            found += [reverse(f"{head}_change", args=[pk]), reverse(f"{head}_history", args=[pk])]
            if isinstance(pk, int) and model is Challenge:
                found += [
                    reverse(f"{head}_{one.removesuffix('_page')}_page", args=[pk]) for one in model_admin.actions_detail
                ]
    found += [page(name, challenge.pk) for name in ("challenge", "challenge-detail", "bid")]
    return [*found, *(f"{reverse('search')}?q={word}" for word in WORDS[:3])]


def told_in(client, user, challenge) -> list[tuple[str, str]]:
    """Where a word of the bid is shown to that person."""
    client.force_login(user)
    wrong = []
    for address in every_address(user, challenge):
        answer = whole(client.get(address))
        # The search's own page repeats what was looked for.
        wrong += [(address, w) for w in WORDS if w.encode() in answer and f"?q={w}" not in address]
    return wrong


def test_before_the_deadline_no_page_shows_a_word_of_a_bid(running, manager, person, client):
    challenge, owner, _officer = running()
    organisation, by = manager()
    sealed(challenge, organisation, by)
    everything = person("officer")  # Whatever a role may do, in one person: there is no superuser.
    everything.groups.set([group for role in ROLES for group in person(role.code).groups.all()])

    for user in (everything, owner, by, manager()[1]):
        assert told_in(client, User.objects.get(pk=user.pk), challenge) == []


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_before_the_deadline_no_role_learns_what_or_who(role, running, manager, person, client):
    challenge, _owner, _officer = running()
    organisation, by = manager("赣州揭榜示例有限公司")
    bid = sealed(challenge, organisation, by)
    client.force_login(person(role))
    pages = [
        reverse("admin:matchmaking_challenge_changelist"),
        reverse("admin:matchmaking_challenge_change", args=[challenge.pk]),
        reverse("admin:matchmaking_challenge_history", args=[challenge.pk]),
        page("challenge", challenge.pk),
        page("bid", challenge.pk),
    ]
    answers = [whole(client.get(address)).decode() for address in pages]

    assert [
        word for word in (*WORDS, organisation.name, bid.number, bid.digest) if any(word in one for one in answers)
    ] == []
    assert not Bid.objects.visible_to(person(role)).exists()


def test_before_the_deadline_no_row_and_no_file_holds_a_word_of_a_bid(running, manager):
    challenge, _owner, _officer = running()
    organisation, by = manager()
    begun = timezone.now()
    sealed(challenge, organisation, by)
    held = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for (table,) in cursor.fetchall():
            for word in WORDS:
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s OR t::text LIKE %s',
                    [f"%{word}%", f"%{word.encode().hex()}%"],
                )
                held += [(table, word)] if cursor.fetchone()[0] else []
    private, files = BidPart.objects.first().file.storage, []
    for folder, names in _walk(private):
        paths = [f"{folder}/{name}" if folder else name for name in names]
        files += [path for path in paths if private.get_modified_time(path) >= begun]
    contents = [private.open(path).read() for path in files]

    assert held == []
    assert len(files) >= 2
    assert [word for word in WORDS if any(word.encode() in content for content in contents)] == []
    assert [path for path in files if any(word in path for word in WORDS)] == []


def _walk(storage, folder: str = "") -> list[tuple[str, list[str]]]:
    folders, names = storage.listdir(folder)
    found = [(folder, names)] if names else []
    for one in folders:
        found += _walk(storage, f"{folder}/{one}" if folder else one)
    return found


def test_the_walk_would_see_a_word(running, manager, person, client):
    challenge, _owner, officer = running()
    organisation, by = manager()
    sealed(challenge, organisation, by)
    opened(challenge, officer)

    assert {word for _address, word in told_in(client, officer, challenge)} >= {"晶界密扩方案", "机密图纸"}


# The way


def test_it_goes_its_way_on_pages(public, manager, person, expert, client):  # noqa: F811
    demand, owner, officer = public(Demand, title="钕铁硼永磁高温退磁难题")
    _organisation, by = manager()
    client.force_login(owner)
    assert "就这项需求发榜" in client.get(page("demand-detail", demand.pk)).content.decode()
    own = client.post(page("challenge-new", demand.pk))["Location"]
    refused = client.post(own, told(reward="200", closes_at="x"))
    assert set(refused.context["form"].errors) == {"closes_at"}
    values = told(reward="200")
    client.post(own, values | {"closes_at": f"{values['closes_at']:%Y-%m-%dT%H:%M}", "is_blind": ""})
    challenge = Challenge.objects.get()
    assert challenge.reward == 2_000_000
    client.post(page("challenge-act", challenge.pk), {"verb": "submit"})
    client.force_login(officer)
    client.post(reverse("admin:matchmaking_challenge_announce_page", args=[challenge.pk]))

    client.force_login(by)
    assert "填写揭榜方案" in client.get(page("challenge", challenge.pk)).content.decode()
    lacking = client.post(page("bid", challenge.pk), typed(approach=""))
    assert "已有两条中试线" in lacking.content.decode()  # Nothing typed is lost.
    client.post(page("bid", challenge.pk), typed())
    bid = Bid.objects.get()
    assert bid.digest in client.get(page("bid", challenge.pk)).content.decode()
    client.post(page("bid-act", challenge.pk), {"verb": "withdraw"})
    client.post(page("bid", challenge.pk), typed())
    bid.refresh_from_db()
    assert (bid.status, bid.revision) == (BidStatus.SEALED, 2)

    client.force_login(officer)
    address = reverse("admin:matchmaking_challenge_open_page", args=[challenge.pk])
    assert "截止前任何人都不能开封" in client.post(address, follow=True).content.decode()
    pass_deadline(challenge)
    client.post(address)
    challenge.refresh_from_db()
    assert challenge.status == ChallengeStatus.OPENED
    assert bid.digest in client.get(page("challenge", challenge.pk)).content.decode()
    scored(challenge, officer, [expert() for _place in range(3)], {bid.number: 0.9})
    shown = client.get(reverse("admin:matchmaking_challenge_change", args=[challenge.pk])).content.decode()
    assert "第 1 名" in shown
    assert bid.digest in shown

    client.force_login(person("section_head"))
    client.post(reverse("admin:matchmaking_challenge_choose_page", args=[challenge.pk]), {"bid": bid.pk})
    challenge.refresh_from_db()
    assert challenge.chosen == bid


@pytest.mark.parametrize("name", CHALLENGE_DOORS)
def test_a_page_opens_to_its_own_people_alone(name, running, manager, person, client):
    challenge, owner, officer = running()
    organisation, by = manager()
    sealed(challenge, organisation, by)
    number = {"matchmaking:challenge-new": challenge.demand_id}.get(name, challenge.pk)
    url, knock = reverse(name, args=[] if name.endswith("-list") else [number]), getattr(client, CHALLENGE_DOORS[name])
    posted = {"verb": "submit"} if "challenge" in name else {"verb": "negotiate"}

    assert "/login/" in knock(url)["Location"]
    for stranger in (manager()[1], officer):
        client.force_login(stranger)
        answer = knock(url, posted)
        if name.endswith((":bid", "-list")):  # A form of one's own, or an empty list.
            assert "JB2" not in answer.content.decode()
        else:
            assert answer.status_code == 404
    client.force_login(by if "bid" in name else owner)
    assert knock(url, posted).status_code == (200 if CHALLENGE_DOORS[name] == "get" else 302)


def test_a_bidder_is_led_from_the_message_to_the_bid(running, manager, client):
    challenge, _owner, _officer = running()
    organisation, by = manager()
    sealed(challenge, organisation, by)
    client.force_login(by)

    assert client.get(page("challenge-detail", challenge.pk))["Location"] == page("bid", challenge.pk)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("tab", ["challenges", "bids"])
def test_the_list_costs_the_same_at_any_length(rows, tab, running, manager, member, client):
    organisation, by = manager()
    first, owner, _officer = running()
    for _number in range(rows):
        challenge = running()[0]
        sealed(challenge, organisation, by, files=[])
        Challenge.objects.filter(pk=challenge.pk).update(organisation=first.organisation)
    client.force_login(by if tab == "bids" else owner)
    client.get(page("challenge-list"))
    with CaptureQueriesContext(connection) as queries:
        shown = client.get(page("challenge-list"), {"tab": tab}).context["page"]

    assert len(shown) == rows + (tab == "challenges")
    assert len(queries) <= 10


@pytest.mark.parametrize("rows", [1, 3])
def test_the_public_list_costs_the_same_at_any_length(rows, running, client, django_assert_max_num_queries):
    for _number in range(rows):
        running()
    with django_assert_max_num_queries(4):
        shown = client.get(page("challenges")).context["page"]

    assert len(shown) == rows


def test_what_is_not_published_is_on_no_public_page(public, client):
    demand, owner, _officer = public(Demand)
    client.force_login(owner)
    client.post(page("challenge-new", demand.pk))
    client.logout()

    assert client.get(page("challenge", Challenge.objects.get().pk)).status_code == 404
    assert not client.get(page("challenges")).context["page"].object_list


def test_every_model_of_a_bid_is_known_to_the_walk():
    assert {model.__name__ for model in apps.get_app_config("matchmaking").get_models() if "Bid" in model.__name__} == {
        "Bid",
        "BidPart",
    }


def test_the_demonstration_shows_a_challenge_with_a_sealed_bid(manager, person):
    manager(), manager()
    users = {"officer": person("officer")}
    for _twice in range(2):
        demonstration.make(users)

    assert Challenge.objects.taking_bids().get().bids.get().status == BidStatus.SEALED
